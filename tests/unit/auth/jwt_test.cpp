// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/jwt.h"
#include "core/json/parse.h"

#include <gtest/gtest.h>

namespace gatehouse::auth {
namespace {

// The widely published example: {"alg":"HS256","typ":"JWT"}, secret "your-256-bit-secret".
TEST(Jwt, signsThePublishedExample)
{
    const auto claims = json::parse(R"({"sub":"1234567890","name":"John Doe","iat":1516239022})").value();
    EXPECT_EQ(signJwt("HS256", Secret(std::string_view("your-256-bit-secret")), claims.root()).value(),
              "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
              "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ"
              ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c");
}

TEST(Jwt, canBeLookedIntoWithoutAKey)
{
    const auto header = json::parse(R"({"kid":"k1"})").value();
    const auto claims = json::parse(R"({"exp":1760000000})").value();
    const auto token = signJwt("HS256", Secret(std::string_view("k")), claims.root(), header.root()).value();
    const auto parts = peekJwt(token).value();
    EXPECT_EQ(parts.header.root()["kid"].asString(), "k1");
    EXPECT_EQ(parts.claims.root()["exp"].asInt(), 1'760'000'000);
    EXPECT_EQ(parts.signature.size(), 32U);
}

TEST(Jwt, refusesWhatIsNone)
{
    for (const char* bad : {"", "a.b", "a.b.c.d", "!!.e30.", "e30.W10."}) {
        EXPECT_FALSE(peekJwt(bad)) << bad;
    }
    EXPECT_EQ(signJwt("none", Secret(), json::Value()).error().code, Errc::Unsupported);
}

} // namespace
} // namespace gatehouse::auth
