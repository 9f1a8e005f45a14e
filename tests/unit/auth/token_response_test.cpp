// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth2/token_response.h"

#include <gtest/gtest.h>

namespace gatehouse::auth {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kNow = 1'760'000'000'000;

TokenResult<TokenSet> read(int status, std::string body, const config::OAuth2Definition& definition = {})
{
    return readTokenAnswer(definition, {status, {{"Retry-After", "7"}}, std::move(body)},
                           {{}, {}, fromMillis(kNow)});
}

std::optional<jsonata::Expression> rule(std::string_view text)
{
    return jsonata::Expression::compile(text).value();
}

TEST(TokenAnswer, isReadAsTheRfcWritesIt)
{
    const auto set = read(
        200,
        R"({"access_token":"a1","refresh_token":"r1","expires_in":1800,"scope":"read write","token_type":"bearer"})");
    ASSERT_TRUE(set);
    EXPECT_EQ(set->accessToken.reveal(), "a1");
    EXPECT_EQ(set->refreshToken.reveal(), "r1");
    EXPECT_EQ(set->expiresAt, fromMillis(kNow) + 1800s);
    EXPECT_EQ(set->scopes, (std::vector<std::string>{"read", "write"}));
}

TEST(TokenAnswer, mayBeAFormAndMayWriteTheLifetimeAsText)
{
    const auto form = read(200, "access_token=a%2B1&expires_in=60&token_type=bearer");
    ASSERT_TRUE(form);
    EXPECT_EQ(form->accessToken.reveal(), "a+1");
    EXPECT_EQ(form->expiresAt, fromMillis(kNow) + 60s);
    EXPECT_EQ(read(200, R"({"access_token":"a","expires_in":"3600"})")->expiresAt, fromMillis(kNow) + 1h);
}

TEST(TokenAnswer, withoutALifetimeTakesTheDefinitions)
{
    config::OAuth2Definition definition;
    EXPECT_FALSE(read(200, R"({"access_token":"a"})", definition)->expiresAt);
    definition.tokenLifetime = 5400s;
    EXPECT_EQ(read(200, R"({"access_token":"a"})", definition)->expiresAt, fromMillis(kNow) + 5400s);
    EXPECT_EQ(read(200, R"({"access_token":"a","expires_in":-5})", definition)->expiresAt,
              fromMillis(kNow) + 5400s);
}

TEST(TokenAnswer, keepsNoRefreshTokenThatDidNotCome)
{
    EXPECT_TRUE(read(200, R"({"access_token":"a"})")->refreshToken.empty());
}

TEST(TokenAnswer, isReadAndCapturedByTheDefinitionsExpressions)
{
    config::OAuth2Definition definition;
    definition.fields.accessToken = rule("body.authed_user.access_token");
    definition.capture =
        rule("{'instance_url': body.instance_url, 'realm': query.realmId, 'old': context.old}");
    json::Arena arena;
    const auto context = arena.object({{"old", arena.string("kept")}});
    const auto set = readTokenAnswer(
        definition, {200, {}, R"({"authed_user":{"access_token":"u1"},"instance_url":"https://x"})"},
        {{{"realmId", "93"}}, context, fromMillis(kNow)});
    ASSERT_TRUE(set);
    EXPECT_EQ(set->accessToken.reveal(), "u1");
    EXPECT_EQ(set->context.root()["instance_url"].asString(), "https://x");
    EXPECT_EQ(set->context.root()["realm"].asString(), "93");
    EXPECT_EQ(set->context.root()["old"].asString(), "kept");
}

struct Refused
{
    int status;
    const char* body;
    TokenFailure kind;
    const char* error;
};

class Refusals : public ::testing::TestWithParam<Refused>
{};

TEST_P(Refusals, areSortedByWhoseMoveItIs)
{
    const auto set = read(GetParam().status, GetParam().body);
    ASSERT_FALSE(set);
    EXPECT_EQ(set.error().kind, GetParam().kind) << GetParam().body;
    EXPECT_EQ(set.error().error, GetParam().error);
    EXPECT_FALSE(set.error().description.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Dialects, Refusals,
    ::testing::Values(
        Refused{400, R"({"error":"invalid_grant","error_description":"expired access/refresh token"})",
                TokenFailure::Grant, "invalid_grant"},
        Refused{400, R"({"status":"BAD_REFRESH_TOKEN","message":"missing or invalid refresh token"})",
                TokenFailure::Grant, "BAD_REFRESH_TOKEN"},
        Refused{
            200,
            R"({"error":"bad_refresh_token","error_description":"The refresh token passed is incorrect or expired."})",
            TokenFailure::Grant, "bad_refresh_token"},
        Refused{200, R"({"ok":false,"error":"invalid_refresh_token"})", TokenFailure::Grant,
                "invalid_refresh_token"},
        Refused{403, R"({"error":"unauthorized_client","error_description":"refresh_token is invalid"})",
                TokenFailure::Grant, "unauthorized_client"},
        Refused{400, R"({"error":"inactive_user","error_description":"user is inactive"})",
                TokenFailure::Grant, "inactive_user"},
        Refused{401, R"({"error":"invalid_client"})", TokenFailure::Client, "invalid_client"},
        Refused{400, R"({"error":"redirect_uri_mismatch"})", TokenFailure::Client, "redirect_uri_mismatch"},
        Refused{503, "<html>Down</html>", TokenFailure::Transient, ""},
        Refused{429, R"({"error":"rate_limit_exceeded"})", TokenFailure::Transient, "rate_limit_exceeded"},
        Refused{200, "<html>Sign in</html>", TokenFailure::Transient, ""}));

TEST(TokenAnswer, carriesTheWaitThatABusyEndpointAsksFor)
{
    EXPECT_EQ(read(429, "{}").error().retryAfter, 7);
}

} // namespace
} // namespace gatehouse::auth
