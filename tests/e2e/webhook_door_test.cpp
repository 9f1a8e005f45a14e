// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/webhook_node.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

namespace gatehouse::e2e {
namespace {

/// A port that nobody has at the moment.
std::uint16_t freePort()
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    const bool bound = ::bind(socket, generic, size) == 0 && ::getsockname(socket, generic, &size) == 0;
    ::close(socket);
    return bound ? ntohs(address.sin_port) : std::uint16_t{0};
}

std::string pathOf(const HttpAnswer& answer)
{
    const std::string url(answer.json().root()["url"].asString());
    return url.substr(std::min(url.find("/hooks/"), url.size()));
}

TEST(WebhookDoor, aRotatedUrlWorksBesideTheOldOneAndNothingElseDoes)
{
    WebhookWorld world;
    NodeProcess node(world.dir.path(), {"--allow-private-targets"});
    ASSERT_TRUE(node.ready()) << node.errors();
    world.setUp(node);
    const auto old = world.ingestPath;
    const auto rotated =
        node.call("POST", "/v1/events/urls/rotate", R"({"account_id": ")" + world.account + R"("})");
    ASSERT_EQ(rotated.status, 200) << rotated.body;
    world.ingestPath = pathOf(rotated);
    EXPECT_NE(world.ingestPath, old);
    EXPECT_EQ(askOnce(node.port(), world.hook(1)).status, 200);
    world.ingestPath = old;
    EXPECT_EQ(askOnce(node.port(), world.hook(2)).status, 200) << "for 24 hours";
    world.ingestPath.back() = world.ingestPath.back() == 'A' ? 'B' : 'A';
    EXPECT_EQ(askOnce(node.port(), world.hook(3)).status, 404);
    EXPECT_TRUE(world.subscriber.awaitCount(2));
    EXPECT_EQ(node.call("POST", "/v1/events/urls/rotate", R"({"account_id": "acc_none"})").status, 404);
    EXPECT_EQ(node.call("POST", "/v1/events/urls/rotate", R"({"integration": "acme"})").status, 404)
        << "its accounts have URLs of their own";
    EXPECT_EQ(node.call("POST", "/v1/events/urls/rotate", "{}").status, 400);
}

TEST(WebhookDoor, aNodeThatIsStoppedAnswersWhatItsOwnHookSocketsHaveBegunToTake)
{
    WebhookWorld world;
    const auto port = freePort();
    NodeProcess node(world.dir.path(),
                     {"--allow-private-targets", "--ingest-listen", "127.0.0.1:" + std::to_string(port)});
    ASSERT_TRUE(node.ready()) << node.errors();
    world.setUp(node);
    const auto request = world.hook(1, 10'000);
    HttpPeer sender(port);
    HttpPeer stream(node.port());
    ASSERT_TRUE(stream.send(node.requestText("GET", "/v1/stream")));
    ASSERT_TRUE(stream.readUntil("retry:"));
    ASSERT_TRUE(sender.send(request.substr(0, request.size() - 100)));
    node.terminate();
    ASSERT_TRUE(stream.readUntil("stream:closed")) << "it has begun to stop";
    ASSERT_TRUE(sender.send(request.substr(request.size() - 100)));
    EXPECT_EQ(sender.read().status, 200);
    EXPECT_TRUE(sender.closes());
    EXPECT_EQ(node.exitCode(), 0);
    NodeProcess again(world.dir.path(), {"--allow-private-targets"});
    ASSERT_TRUE(again.ready()) << again.errors();
    EXPECT_TRUE(world.subscriber.awaitCount(1));
}

TEST(WebhookDoor, aRecordThatDoesNotFitItsModelIsDeliveredAndTheEventSaysSo)
{
    WebhookWorld world;
    NodeProcess node(world.dir.path(), {"--allow-private-targets"});
    ASSERT_TRUE(node.ready()) << node.errors();
    world.setUp(node);
    const std::string body = R"({"n": 1, "name": ["not", "a", "name"]})";
    const auto sent = askOnce(node.port(), fmt::format("POST {} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: "
                                                       "application/json\r\nContent-Length: {}\r\n\r\n{}",
                                                       world.ingestPath, body.size(), body));
    ASSERT_EQ(sent.status, 200);
    ASSERT_TRUE(world.subscriber.awaitCount(1));
    ASSERT_EQ(askOnce(node.port(), world.hook(2)).status, 200);
    ASSERT_TRUE(world.subscriber.awaitCount(2));
    const auto list = node.call("GET", "/v1/events?limit=2").json(); // newest first
    EXPECT_TRUE((*list)["result"][std::size_t{0}]["error"].isNull());
    const std::string error((*list)["result"][std::size_t{1}]["error"].asString());
    EXPECT_NE(error.find("does not fit crm.contacts: /first_name"), std::string::npos) << error;
    EXPECT_EQ((*list)["result"][std::size_t{1}]["state"].asString(), "processed");
}

} // namespace
} // namespace gatehouse::e2e
