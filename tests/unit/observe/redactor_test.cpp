// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/observe/redactor.h"

#include <gtest/gtest.h>

namespace gatehouse::observe {
namespace {

TEST(Redactor, replacesEveryKnownValueWhereverItStands)
{
    Redactor redactor;
    redactor.learn(Secret(std::string("tok_0123456789")));
    redactor.learn(Secret(std::string("another secret/value")));

    EXPECT_EQ(redactor.text("a tok_0123456789 b tok_0123456789"), "a [redacted] b [redacted]");
    EXPECT_EQ(redactor.text("another%20secret%2Fvalue"), "[redacted]");
    EXPECT_EQ(redactor.text(R"({"x":"another secret\/value"})"), R"({"x":"[redacted]"})");
    EXPECT_EQ(redactor.text("tok_012345678"), "tok_012345678");
}

TEST(Redactor, takesTheLongestOfTwoSecretsWithTheSameBeginning)
{
    Redactor redactor;
    redactor.learn(Secret(std::string("abcdefgh")));
    redactor.learn(Secret(std::string("abcdefghijkl")));

    EXPECT_EQ(redactor.text("<abcdefghijkl>"), "<[redacted]>");
    EXPECT_EQ(redactor.text("<abcdefghij>"), "<[redacted]ij>");
}

TEST(Redactor, ignoresValuesThatAreTooShortToBeTold)
{
    Redactor redactor;
    redactor.learn(Secret(std::string("short")));

    EXPECT_EQ(redactor.text("a short text"), "a short text");
}

TEST(Redactor, hidesHeadersThatCarryCredentialsAndKeepsTheScheme)
{
    const Redactor redactor;

    EXPECT_EQ(redactor.header("Authorization", "Bearer abc"), "Bearer [redacted]");
    EXPECT_EQ(redactor.header("X-Api-Key", "abc def=1"), "abc [redacted]");
    EXPECT_EQ(redactor.header("Set-Cookie", "sid=1; Path=/"), "[redacted]");
    EXPECT_EQ(redactor.header("X-Vendor-Access-Token", "v1"), "[redacted]");
    EXPECT_EQ(redactor.header("Content-Type", "text/plain"), "text/plain");
}

TEST(Redactor, hidesCredentialParametersOfUrls)
{
    const Redactor redactor;

    EXPECT_EQ(redactor.url("https://h/p?api_key=1&limit=2&client_secret=&code=x"),
              "https://h/p?api_key=[redacted]&limit=2&client_secret=[redacted]&code=[redacted]");
    EXPECT_EQ(redactor.url("https://h/p?"), "https://h/p?");
    EXPECT_EQ(redactor.url("https://h/key=1"), "https://h/key=1");
}

} // namespace
} // namespace gatehouse::observe
