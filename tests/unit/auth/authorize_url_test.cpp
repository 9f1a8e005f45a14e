// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/failure_words.h"
#include "core/auth/oauth2/authorize_url.h"
#include "core/auth/oauth2/device_endpoint.h"
#include "core/base/url.h"
#include "core/json/parse.h"

#include <gtest/gtest.h>

namespace gatehouse::auth {
namespace {

class AuthorizeUrl : public testing::Test
{
protected:
    AuthorizeUrl()
    {
        definition.authorizeUrl =
            config::Template::compile("https://id.example/{{context.tenant}}/authorize?fixed=1").value();
        definition.scopes = {"read", "write:all"};
        credentials.secrets.emplace("client_id", Secret(std::string_view("client & co")));
        credentials.secrets.emplace("client_secret", Secret(std::string_view("the-client-secret")));
    }

    [[nodiscard]] Result<std::string> make() const
    {
        return authorizeUrl(
            {definition, credentials, *context, "https://gw.example/oauth/callback", "st", "challenge"});
    }

    config::OAuth2Definition definition;
    Credentials credentials;
    json::Document context = json::parse(R"({"tenant":"t1"})").value();
};

TEST_F(AuthorizeUrl, carriesEverythingEncodedAndNoSecret)
{
    const auto url = make();
    ASSERT_TRUE(url) << url.error().describe();
    EXPECT_EQ(*url, "https://id.example/t1/authorize?fixed=1&response_type=code&client_id=client%20%26%20co"
                    "&redirect_uri=https%3A%2F%2Fgw.example%2Foauth%2Fcallback&state=st"
                    "&scope=read%20write%3Aall&code_challenge=challenge&code_challenge_method=S256");
    EXPECT_EQ(url->find("the-client-secret"), std::string::npos);
}

TEST_F(AuthorizeUrl, letsTheDefinitionAddAndReplaceParameters)
{
    definition.authorizeParams.emplace_back("prompt", config::Template::compile("consent").value());
    definition.authorizeParams.emplace_back("response_type",
                                            config::Template::compile("code id_token").value());
    const auto url = make();
    EXPECT_NE(url->find("&prompt=consent"), std::string::npos);
    EXPECT_NE(url->find("response_type=code%20id_token"), std::string::npos);
}

TEST_F(AuthorizeUrl, cannotBeMadeToShowASecretByADefinition)
{
    definition.authorizeParams.emplace_back(
        "x", config::Template::compile("a{{credentials.client_secret}}").value());
    EXPECT_FALSE(make());
}

TEST_F(AuthorizeUrl, wantsAClientId)
{
    credentials.secrets.erase("client_id");
    EXPECT_EQ(make().error().pointer, "/fields/client_id");
}

TEST(AuthorizeAnswerQuery, isReadWithWhatTheProviderAdds)
{
    const auto answer = readAuthorizeAnswer("code=a%2Fb&state=s&realmId=42&iss=https%3A%2F%2Fid.example");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->code.reveal(), "a/b");
    EXPECT_EQ(answer->issuer, "https://id.example");
    ASSERT_EQ(answer->query.size(), 1U);
    EXPECT_EQ(answer->query[0].second, "42");
}

TEST(AuthorizeAnswerQuery, mustNotRepeatAParameterOfTheProtocol)
{
    EXPECT_EQ(readAuthorizeAnswer("state=a&state=b&code=c").error().code, Errc::InvalidArgument);
    EXPECT_EQ(readAuthorizeAnswer("code=" + std::string(20'000, 'x')).error().code, Errc::InvalidArgument);
}

TEST(IssuerCheck, comparesToTheLetterAndMissesAMissingOne)
{
    config::OAuth2Definition definition;
    AuthorizeAnswer answer;
    EXPECT_TRUE(*issuerMatches(definition, {}, answer)) << "no issuer is known";
    definition.issuer = config::Template::compile("https://id.example").value();
    EXPECT_FALSE(*issuerMatches(definition, {}, answer));
    answer.issuer = "https://id.example/";
    EXPECT_FALSE(*issuerMatches(definition, {}, answer));
    answer.issuer = "https://id.example";
    EXPECT_TRUE(*issuerMatches(definition, {}, answer));
}

TEST(DevicePolls, areReadAsRfc8628Says)
{
    const auto read = [](const char* error, TokenFailure kind = TokenFailure::Client) {
        return readDevicePoll({kind, error, "", 400, {}});
    };
    EXPECT_EQ(read("authorization_pending"), DevicePoll::Wait);
    EXPECT_EQ(read("slow_down"), DevicePoll::SlowDown);
    EXPECT_EQ(read("access_denied"), DevicePoll::Denied);
    EXPECT_EQ(read("expired_token", TokenFailure::Grant), DevicePoll::Expired);
    EXPECT_EQ(read("timeout", TokenFailure::Transient), DevicePoll::SlowDown);
    EXPECT_EQ(read("invalid_client"), DevicePoll::Failed);
}

TEST(FailureWords, sayWhoMustDoWhat)
{
    EXPECT_EQ(explainFailure("access_denied", "").fixer, ConnectFixer::User);
    EXPECT_EQ(explainFailure("access_denied", "needs admin approval").fixer, ConnectFixer::CustomerAdmin);
    EXPECT_EQ(explainFailure("invalid_grant", "AADSTS65001: no consent").fixer, ConnectFixer::CustomerAdmin);
    EXPECT_NE(explainFailure("invalid_grant", "redirect_uri mismatch").meaning.find("redirect URI"),
              std::string::npos);
    EXPECT_NE(explainFailure("invalid_grant", "assertion was issued in the future").remedy.find("clock"),
              std::string::npos);
    EXPECT_EQ(explainFailure("BAD_REFRESH_TOKEN", "").meaning, explainFailure("invalid_grant", "").meaning);
    const auto unknown = explainFailure("E-4711", "so sorry");
    EXPECT_EQ(unknown.code, "E-4711");
    EXPECT_FALSE(unknown.remedy.empty());
    EXPECT_EQ(explainRefusal({TokenFailure::Transient, "", "bad gateway", 502, {}}).fixer,
              ConnectFixer::Provider);
}

} // namespace
} // namespace gatehouse::auth
