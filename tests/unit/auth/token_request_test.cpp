// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/jwt.h"
#include "core/auth/oauth2/token_request.h"
#include "tests/support/seeded_random.h"

#include <gtest/gtest.h>

#include <map>

namespace gatehouse::auth {
namespace {

class TokenRequest : public ::testing::Test
{
protected:
    TokenRequest()
    {
        definition.tokenUrl = config::Template::compile("https://{{context.host}}/token").value();
        set("client_id", "id 1");
        set("client_secret", "s/e:c");
    }

    void set(const char* name, std::string_view value)
    {
        credentials.secrets.insert_or_assign(name, Secret(value));
    }

    Result<net::ClientRequest> build(const TokenGrant& grant)
    {
        const auto context = arena.object({{"host", arena.string("vendor.example")}});
        return buildTokenRequest({definition, credentials, context, fromMillis(1'760'000'000'000), random},
                                 grant);
    }

    std::map<std::string, std::string> form(const TokenGrant& grant)
    {
        const auto pairs = parseQuery(build(grant).value().body);
        return {pairs.begin(), pairs.end()};
    }

    static TokenGrant refreshing()
    {
        TokenGrant grant;
        grant.refreshToken = Secret(std::string_view("r+1"));
        return grant;
    }

    config::OAuth2Definition definition;
    Credentials credentials;
    json::Arena arena;
    test::SeededRandom random;
};

TEST_F(TokenRequest, refreshesWithTheClientInTheBody)
{
    auto fields = form(refreshing());
    EXPECT_EQ(fields["grant_type"], "refresh_token");
    EXPECT_EQ(fields["refresh_token"], "r+1");
    EXPECT_EQ(fields["client_id"], "id 1");
    EXPECT_EQ(fields["client_secret"], "s/e:c");
    EXPECT_EQ(build(refreshing())->url.str(), "https://vendor.example/token");
}

TEST_F(TokenRequest, encodesTheClientBeforeItJoinsItForBasic)
{
    definition.clientAuth = config::ClientAuth::Basic;
    const auto request = build(refreshing()).value();
    EXPECT_EQ(request.headers.get("Authorization"), "Basic aWQlMjAxOnMlMkZlJTNBYw=="); // id%201:s%2Fe%3Ac
    EXPECT_EQ(request.body.find("client_secret"), std::string::npos);
}

TEST_F(TokenRequest, tradesACodeWithItsExactRedirectAndVerifier)
{
    TokenGrant grant;
    grant.kind = GrantKind::AuthorizationCode;
    grant.code = Secret(std::string_view("c1"));
    grant.redirectUri = "http://127.0.0.1:8787/oauth/callback";
    grant.codeVerifier = Secret(std::string_view("v1"));
    auto fields = form(grant);
    EXPECT_EQ(fields["grant_type"], "authorization_code");
    EXPECT_EQ(fields["redirect_uri"], "http://127.0.0.1:8787/oauth/callback");
    EXPECT_EQ(fields["code_verifier"], "v1");
}

TEST_F(TokenRequest, asksForAllScopesWithClientCredentialsAndCanSpeakJson)
{
    definition.scopes = {"core.read", "core.write"};
    definition.tokenContent = config::ContentType::Json;
    TokenGrant grant;
    grant.kind = GrantKind::ClientCredentials;
    const auto request = build(grant).value();
    EXPECT_EQ(request.headers.get("Content-Type"), "application/json");
    EXPECT_NE(request.body.find(R"("scope":"core.read core.write")"), std::string::npos);
}

TEST_F(TokenRequest, signsAnAssertionThatNamesItsAudienceAndItsEnd)
{
    config::AssertionDefinition assertion;
    assertion.algorithm = config::SigningAlgorithm::HS256;
    assertion.issuer = config::Template::compile("{{credentials.client_id}}").value();
    assertion.subject = config::Template::compile("user@example.com").value();
    assertion.audience = config::Template::compile("https://{{context.host}}").value();
    definition.assertion = assertion;
    definition.clientAuth = config::ClientAuth::None;
    TokenGrant grant;
    grant.kind = GrantKind::JwtBearer;
    auto fields = form(grant);
    EXPECT_EQ(fields["grant_type"], "urn:ietf:params:oauth:grant-type:jwt-bearer");
    const auto parts = peekJwt(fields["assertion"]).value();
    EXPECT_EQ(parts.claims.root()["aud"].asString(), "https://vendor.example");
    EXPECT_EQ(parts.claims.root()["iss"].asString(), "id 1");
    EXPECT_EQ(parts.claims.root()["exp"].asInt() - parts.claims.root()["iat"].asInt(), 180);
}

TEST_F(TokenRequest, namesTheCredentialThatIsMissing)
{
    credentials.secrets.erase("client_secret");
    const auto request = build(refreshing());
    ASSERT_FALSE(request);
    EXPECT_EQ(request.error().code, Errc::Unauthorized);
    EXPECT_NE(request.error().message.find("client_secret"), std::string::npos);
}

} // namespace
} // namespace gatehouse::auth
