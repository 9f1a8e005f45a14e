// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/node_process.h"

#include <gtest/gtest.h>

#include <sys/resource.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace gatehouse::e2e {
namespace {

class HostileHttpTest : public testing::Test
{
protected:
    HostileHttpTest()
        : node(dir.path())
    {}

    void SetUp() override { ASSERT_TRUE(node.ready()) << node.errors(); }

    /// The status that these bytes get, with the node still well afterwards.
    int statusOf(const std::string& bytes)
    {
        const auto answer = askOnce(node.port(), bytes);
        EXPECT_EQ(node.call("GET", "/v1/node").status, 200)
            << "another client was harmed by: " << bytes.substr(0, 80);
        return answer.status;
    }

    test::TempDir dir;
    NodeProcess node;
};

TEST_F(HostileHttpTest, malformedRequestsGetTheirStatus)
{
    const std::string host = "Host: 127.0.0.1\r\n";
    EXPECT_EQ(statusOf("POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
              400);
    EXPECT_EQ(statusOf("POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n"), 400);
    EXPECT_EQ(
        statusOf("POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc"),
        400);
    EXPECT_EQ(statusOf("POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"), 400);
    EXPECT_EQ(statusOf("garbage\r\n\r\n"), 400);
    EXPECT_EQ(statusOf(std::string("\0\xff\x16\x03\x01\x02", 6) + "\r\n\r\n"), 400);
    EXPECT_EQ(statusOf("GET / HTTP/1.1\r\n\r\n"), 400);
    EXPECT_EQ(statusOf("GET / HTTP/7.0\r\n" + host + "\r\n"), 505);
    EXPECT_EQ(statusOf("GET / HTTP/1.1\r\n" + host + "X: " + std::string(20'000, 'x') + "\r\n\r\n"), 431);
    EXPECT_EQ(statusOf("GET /v1/accounts/%2e%2e/keys HTTP/1.1\r\n" + host + "\r\n"), 400);
}

TEST_F(HostileHttpTest, aHugeBodyIsRefusedWithoutBeingKept)
{
    const auto declared =
        node.requestText("PUT", "/v1/integrations/x", "", {{"Content-Length", "104857600"}});
    EXPECT_EQ(statusOf(declared), 413);
    HttpPeer peer(node.port());
    peer.send(node.requestText("PUT", "/v1/integrations/x", "", {{"Transfer-Encoding", "chunked"}}));
    const std::string piece = "10000\r\n" + std::string(0x10000, 'x') + "\r\n";
    bool open = true;
    for (std::size_t sent = 0; open && sent < (std::size_t{100} << 20U); sent += piece.size()) {
        open = peer.send(piece);
    }
    EXPECT_EQ(peer.read().status, 413);
    EXPECT_LT(node.residentKib(), 80 * 1024) << "100 MB were kept";
    EXPECT_EQ(node.call("GET", "/v1/node").status, 200);
}

TEST_F(HostileHttpTest, pipelinedRequestsAreAnsweredInOrder)
{
    HttpPeer peer(node.port());
    std::string requests;
    for (int i = 0; i < 50; ++i) {
        requests += node.requestText("GET", i % 2 == 0 ? "/v1/node" : "/v1/nothing");
    }
    peer.send(requests);
    for (int i = 0; i < 50; ++i) {
        EXPECT_EQ(peer.read().status, i % 2 == 0 ? 200 : 404) << i;
    }
}

TEST_F(HostileHttpTest, twoThousandIdleConnectionsAndHalfRequestsHoldNobodyUp)
{
    const rlimit wanted{8192, 8192};
    rlimit now{};
    getrlimit(RLIMIT_NOFILE, &now);
    if (now.rlim_cur < wanted.rlim_cur) {
        const rlimit raised{std::min(wanted.rlim_cur, now.rlim_max), now.rlim_max};
        setrlimit(RLIMIT_NOFILE, &raised);
        getrlimit(RLIMIT_NOFILE, &now);
    }
    if (now.rlim_cur < 2200) {
        GTEST_SKIP() << "this account may open only " << now.rlim_cur
                     << " files; ulimit -n 4096 lets the test run";
    }
    std::vector<std::unique_ptr<HttpPeer>> idle;
    for (int i = 0; i < 2000; ++i) {
        idle.push_back(std::make_unique<HttpPeer>(node.port()));
        ASSERT_TRUE(idle.back()->connected()) << i;
        if (i % 2 == 0) {
            idle.back()->send("GET /v1/node HTTP/1.1\r\nHost: 127");
        }
    }
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(node.call("GET", "/v1/node").status, 200);
    }
    EXPECT_EQ(idle.front()->send(".0.0.1\r\n\r\n") ? idle.front()->read().status : 0, 401);
}

} // namespace
} // namespace gatehouse::e2e
