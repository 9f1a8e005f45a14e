// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "tests/e2e/node_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace gatehouse::e2e {
namespace {

using testing::HasSubstr;

TEST(Node, printsOneReadyLineAndServesHealth)
{
    const test::TempDir dir;
    NodeProcess node(dir.path());
    ASSERT_TRUE(node.ready()) << node.errors();
    const auto ready = json::parse(std::string_view(node.readyLine()).substr(6));
    ASSERT_TRUE(ready);
    EXPECT_EQ(ready->root()["data_dir"].asString(), std::filesystem::canonical(dir.path()).string());
    EXPECT_FALSE(ready->root()["version"].asString().empty());
    EXPECT_EQ(askOnce(node.port(), "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 200);
    EXPECT_EQ(askOnce(node.port(), "GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 200);
}

TEST(Node, keepsItsFirstKeyForTheOwnerAloneAndTakesIt)
{
    const test::TempDir dir;
    const NodeProcess node(dir.path());
    ASSERT_TRUE(node.ready());
    const auto permissions = std::filesystem::status(dir.path() / "api-key").permissions();
    EXPECT_EQ(permissions & std::filesystem::perms::all,
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_EQ(node.call("GET", "/v1/node").status, 200);
    EXPECT_EQ(node.call("GET", "/v1/environments").status, 200);
}

TEST(Node, refusesWrongKeysScopesAndHosts)
{
    const test::TempDir dir;
    const NodeProcess node(dir.path());
    ASSERT_TRUE(node.ready());
    const auto with = [&](const std::string& name, const std::string& value,
                          const std::string& method = "GET", const std::string& body = {}) {
        return askOnce(node.port(), node.requestText(method, "/v1/environments", body, {{name, value}}));
    };
    EXPECT_EQ(with("Authorization", "Bearer gh_wrong").status, 401);
    EXPECT_EQ(with("Host", "evil.example").status, 403);
    const auto made = node.call("POST", "/v1/keys", R"({"name":"reader","scope":"read"})");
    ASSERT_EQ(made.status, 201) << made.body;
    const auto reader = "Bearer " + std::string(made.json().root()["key"].asString());
    EXPECT_EQ(with("Authorization", reader).status, 200);
    const auto refused = with("Authorization", reader, "POST", R"({"name":"x"})");
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.json().root()["category"].asString(), "forbidden");
}

TEST(Node, endsWithinTenSecondsOfSigtermAndLeavesAStateThatStartsAgain)
{
    const test::TempDir dir;
    {
        NodeProcess node(dir.path());
        ASSERT_TRUE(node.ready());
        ASSERT_EQ(node.call("POST", "/v1/environments", R"({"name":"Acme"})").status, 201);
        HttpPeer stream(node.port());
        stream.send(node.requestText("GET", "/v1/stream"));
        ASSERT_TRUE(stream.readUntil("retry:"));
        const auto before = std::chrono::steady_clock::now();
        node.terminate();
        EXPECT_TRUE(stream.readUntil("stream:closed"));
        EXPECT_EQ(node.exitCode(), 0);
        EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(10));
        EXPECT_FALSE(std::filesystem::exists(dir.path() / "node.json"));
    }
    const NodeProcess again(dir.path());
    ASSERT_TRUE(again.ready());
    EXPECT_THAT(again.call("GET", "/v1/environments").body, HasSubstr("Acme"));
}

/// About 10 MiB are a node's own; with the pages of its program and libraries it is at 39. Of those the
/// kernel maps more or fewer at once, by its version, its settings and what is in its cache: they have more
/// room here than the release build takes on a common machine.
TEST(Node, idlesBelowSixteenMebibytesOfItsOwn)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer's own memory would be measured";
#endif
    const test::TempDir dir;
    const NodeProcess node(dir.path());
    ASSERT_TRUE(node.ready());
    ASSERT_EQ(node.call("GET", "/v1/node").status, 200);
    EXPECT_GT(node.ownKib(), 1024) << "it was measured";
    EXPECT_LT(node.ownKib(), 16 * 1024);
    EXPECT_LT(node.residentKib(), 48 * 1024);
}

TEST(Node, refusesASecondProcessOnTheSameDirectory)
{
    const test::TempDir dir;
    const NodeProcess node(dir.path());
    ASSERT_TRUE(node.ready());
    const auto second =
        runProgram("gatehoused", {"--data-dir", dir.path().string(), "--listen", "127.0.0.1:0"});
    EXPECT_EQ(second.exitCode, 1);
    EXPECT_EQ(second.output, "");
    EXPECT_THAT(second.errors, HasSubstr(std::to_string(node.processId())));
    EXPECT_EQ(node.call("GET", "/v1/node").status, 200);
}

TEST(Node, saysWhatToDoWhenThePortIsBusy)
{
    const test::TempDir dir;
    const test::TempDir other;
    const NodeProcess node(dir.path());
    ASSERT_TRUE(node.ready());
    const auto address = "127.0.0.1:" + std::to_string(node.port());
    const auto second = runProgram("gatehoused", {"--data-dir", other.path().string(), "--listen", address});
    EXPECT_EQ(second.exitCode, 1);
    EXPECT_THAT(second.errors, HasSubstr("--listen"));
}

TEST(Node, explainsItsOptionsAndRefusesOthers)
{
    const auto help = runProgram("gatehoused", {"--help"});
    EXPECT_EQ(help.exitCode, 0);
    for (const auto* option : {"--data-dir", "--listen", "--store", "--providers", "--sandbox",
                               "--allow-private-targets", "--log-level", "--version"}) {
        EXPECT_THAT(help.output, HasSubstr(option));
    }
    EXPECT_THAT(runProgram("gatehoused", {"--version"}).output, testing::StartsWith("gatehoused "));
    const auto wrong = runProgram("gatehoused", {"--lissen", "1"});
    EXPECT_EQ(wrong.exitCode, 2);
    EXPECT_THAT(wrong.errors, HasSubstr("lissen"));
}

} // namespace
} // namespace gatehouse::e2e
