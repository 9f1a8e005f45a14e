// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/message_parser.h"

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

using State = MessageParser::State;

constexpr std::size_t kMaxHead = 1024;

TEST(MessageParser, stopsAtTheEndOfTheHeadAndOfTheMessage)
{
    MessageParser parser(MessageParser::Kind::Request, kMaxHead);
    const std::string first = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n";
    const std::string all = first + "abcGET /b HTTP/1.1\r\n";
    std::string body;
    EXPECT_EQ(parser.parse(all, body), first.size());
    EXPECT_EQ(parser.state(), State::Body);
    EXPECT_EQ(parser.head().method, "POST");
    EXPECT_EQ(parser.head().target, "/a");
    EXPECT_EQ(parser.head().contentLength, 3U);
    EXPECT_TRUE(parser.head().keepAlive);
    EXPECT_TRUE(body.empty());
    EXPECT_EQ(parser.parse(std::string_view(all).substr(first.size()), body), 3U);
    EXPECT_EQ(parser.state(), State::Done);
    EXPECT_EQ(body, "abc");
    EXPECT_EQ(parser.parse("GET", body), 0U) << "nothing of the next message";
    parser.reset();
    EXPECT_EQ(parser.state(), State::Head);
}

TEST(MessageParser, doesNotMixTrailersIntoTheHead)
{
    MessageParser parser(MessageParser::Kind::Response, kMaxHead);
    std::string body;
    const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    ASSERT_EQ(parser.parse(head, body), head.size());
    EXPECT_TRUE(parser.head().chunked);
    ASSERT_TRUE(parser.parse("1\r\na\r\n0\r\nX-Late: 1\r\n\r\n", body));
    EXPECT_EQ(parser.state(), State::Done);
    EXPECT_FALSE(parser.head().headers.has("X-Late"));
}

TEST(MessageParser, knowsWhetherAConnectionStays)
{
    struct Case
    {
        const char* head;
        bool keepAlive;
    };

    for (const auto& [head, keepAlive] :
         {Case{"GET / HTTP/1.1\r\nHost: h\r\n\r\n", true},
          Case{"GET / HTTP/1.1\r\nHost: h\r\nConnection: x, Close\r\n\r\n", false},
          Case{"GET / HTTP/1.0\r\n\r\n", false},
          Case{"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true}}) {
        MessageParser parser(MessageParser::Kind::Request, kMaxHead);
        std::string body;
        ASSERT_TRUE(parser.parse(head, body)) << head;
        EXPECT_EQ(parser.head().keepAlive, keepAlive) << head;
    }
}

TEST(MessageParser, endsABodyWithoutLengthWhenThePeerCloses)
{
    MessageParser parser(MessageParser::Kind::Response, kMaxHead);
    std::string body;
    const std::string head = "HTTP/1.1 200 OK\r\n\r\n";
    ASSERT_EQ(parser.parse(head, body), head.size());
    EXPECT_TRUE(parser.head().endsWithClose);
    ASSERT_TRUE(parser.parse("some", body));
    EXPECT_EQ(parser.state(), State::Body);
    EXPECT_TRUE(parser.finishAtClose());
    EXPECT_EQ(body, "some");
}

TEST(MessageParser, reportsACloseInTheMiddleOfAMessage)
{
    for (const auto* start : {"", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nA: b\r\n"}) {
        MessageParser parser(MessageParser::Kind::Response, kMaxHead);
        std::string body;
        ASSERT_TRUE(parser.parse(start, body));
        EXPECT_FALSE(parser.finishAtClose()) << start;
    }
}

TEST(MessageParser, skipsTheBodyOfAnAnswerToHead)
{
    MessageParser parser(MessageParser::Kind::Response, kMaxHead);
    parser.reset(true);
    std::string body;
    ASSERT_TRUE(parser.parse("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", body));
    EXPECT_EQ(parser.state(), State::Done);
    EXPECT_EQ(parser.head().contentLength, 99U);
}

} // namespace
} // namespace gatehouse::net
