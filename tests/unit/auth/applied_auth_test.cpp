// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/applied_auth.h"
#include "core/json/parse.h"

#include <gtest/gtest.h>

namespace gatehouse::auth {
namespace {

CredentialsPtr credentials(std::initializer_list<std::pair<const char*, const char*>> secrets)
{
    auto out = std::make_shared<Credentials>();
    for (const auto& [name, text] : secrets) {
        out->secrets.emplace(name, Secret(std::string(text)));
    }
    return out;
}

TEST(ApplyScheme, buildsABasicHeaderFromUserAndPassword)
{
    config::AuthScheme scheme;
    scheme.kind = config::AuthKind::Basic;
    const auto context = *json::parse(R"({"tenant": "t1"})");

    const auto plain =
        applyScheme(scheme, credentials({{"username", "Aladdin"}, {"password", "open sesame"}}), *context);
    ASSERT_TRUE(plain);
    EXPECT_EQ((*plain)->headers[0].second.reveal(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");

    scheme.usernameFormat = *config::Template::compile("{{credentials.username}}@{{context.tenant}}");
    const auto formed = applyScheme(scheme, credentials({{"username", "u"}, {"password", "p"}}), *context);
    ASSERT_TRUE(formed);
    EXPECT_EQ((*formed)->headers[0].second.reveal(), "Basic dUB0MTpw");
}

TEST(ApplyScheme, fillsHeadersAndQueryFromTemplates)
{
    config::AuthScheme scheme;
    scheme.kind = config::AuthKind::ApiKey;
    scheme.applyHeaders.emplace_back("X-Key", *config::Template::compile("k={{credentials.api_key}}"));
    scheme.applyQuery.emplace_back("tenant", *config::Template::compile("{{context.tenant}}"));
    const auto context = *json::parse(R"({"tenant": "t1"})");

    const auto applied = applyScheme(scheme, credentials({{"api_key", "abc"}}), *context);

    ASSERT_TRUE(applied);
    EXPECT_EQ((*applied)->headers[0].first, "X-Key");
    EXPECT_EQ((*applied)->headers[0].second.reveal(), "k=abc");
    EXPECT_EQ((*applied)->query[0].second.reveal(), "t1");
}

TEST(ApplyScheme, namesTheCredentialThatIsMissing)
{
    config::AuthScheme scheme;
    scheme.kind = config::AuthKind::OAuth2AuthorizationCode;

    const auto applied = applyScheme(scheme, credentials({{"refresh_token", "r"}}), json::Value());

    ASSERT_FALSE(applied);
    EXPECT_EQ(applied.error().code, Errc::Unauthorized);
    EXPECT_NE(applied.error().message.find("access_token"), std::string::npos);
}

TEST(ApplyScheme, needsNothingForAnOpenApi)
{
    const config::AuthScheme scheme;

    const auto applied = applyScheme(scheme, nullptr, json::Value());

    ASSERT_TRUE(applied);
    EXPECT_TRUE((*applied)->headers.empty());
}

} // namespace
} // namespace gatehouse::auth
