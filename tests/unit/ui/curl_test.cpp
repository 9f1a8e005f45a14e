// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/curl.h"

#include <gtest/gtest.h>

namespace gatehouse::ui {
namespace {

TEST(ShellQuote, leavesPlainWordsAloneAndQuotesTheRest)
{
    EXPECT_EQ(shellQuote("GET"), "GET");
    EXPECT_EQ(shellQuote(""), "''");
    EXPECT_EQ(shellQuote("a b"), "'a b'");
    EXPECT_EQ(shellQuote("it's"), "'it'\\''s'");
    EXPECT_EQ(shellQuote("$(rm)`x`\"\\"), "'$(rm)`x`\"\\'");
}

TEST(CurlCommand, writesSecretsAsVariablesThatItAsksFor)
{
    CurlRequest request{"GET", "http://127.0.0.1:1/x?a=b&c=d", {}, {}, 0, {}};
    request.headers = {{"Authorization", "Bearer ••••9f2a"}, {"Accept", "application/json"}, {"Host", "x"}};
    const auto command = curlCommand(request);
    ASSERT_TRUE(command);
    EXPECT_NE(command->find("${AUTHORIZATION:?"), std::string::npos);
    EXPECT_NE(command->find("'Authorization: Bearer '\"$AUTHORIZATION\""), std::string::npos);
    EXPECT_EQ(command->find("9f2a"), std::string::npos);
    EXPECT_EQ(command->find("Host"), std::string::npos);
}

TEST(CurlCommand, aSecretHeaderThatWasNotMaskedIsStillNotWritten)
{
    CurlRequest request{"GET", "http://h/", {{"X-Api-Key", "topsecretvalue"}}, {}, 0, {}};
    const auto command = curlCommand(request);
    ASSERT_TRUE(command);
    EXPECT_EQ(command->find("topsecretvalue"), std::string::npos);
    EXPECT_NE(command->find("$X_API_KEY"), std::string::npos);
}

TEST(CurlCommand, namesTheMethodOnlyWhenCurlWouldTakeAnother)
{
    EXPECT_EQ(curlCommand({"GET", "http://h/", {}, {}, 0, {}})->find("-X"), std::string::npos);
    EXPECT_EQ(curlCommand({"POST", "http://h/", {}, "{}", 2, {}})->find("-X"), std::string::npos);
    EXPECT_NE(curlCommand({"PATCH", "http://h/", {}, "{}", 2, {}})->find("-X PATCH"), std::string::npos);
    EXPECT_NE(curlCommand({"POST", "http://h/", {}, {}, 0, {}})->find("-X POST"), std::string::npos);
}

TEST(CurlCommand, refusesABodyThatWasNotKeptWhole)
{
    const auto command = curlCommand({"POST", "http://h/", {}, "abc", 4096, {}});
    ASSERT_FALSE(command);
    EXPECT_EQ(command.error().code, Errc::Unsupported);
}

TEST(CurlCommand, takesTheBearerTokenFromAFile)
{
    const auto command = curlCommand({"GET", "http://h/", {}, {}, 0, "/home/a b/api-key"});
    ASSERT_TRUE(command);
    EXPECT_NE(command->find("$(cat '/home/a b/api-key')"), std::string::npos);
}

TEST(CurlCommand, sendsBytesThatAShellCannotHoldThroughPrintf)
{
    const auto command = curlCommand({"POST", "http://h/", {}, std::string("\0\r'%", 4), 4, {}});
    ASSERT_TRUE(command);
    EXPECT_NE(command->find("printf '\\000\\015\\047\\045'"), std::string::npos);
}

} // namespace
} // namespace gatehouse::ui
