// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stages/sign.h"
#include "tests/unit/pipeline/pipeline_world.h"

namespace gatehouse::pipeline {
namespace {

class EmptyBody final : public net::BodySource
{
public:
    QCoro::Task<Result<std::optional<std::string>>> read() override
    {
        co_return Result<std::optional<std::string>>(std::nullopt);
    }
};

class SignTest : public test::PipelineWorld
{
protected:
    SignTest()
    {
        m_upstream.target = *planner.target("acc_1");
        m_upstream.request.url = *Url::parse("https://acme.test/x?a=1");
    }

    /// The same account with another way to authenticate.
    void useScheme(config::AuthScheme scheme, const char* secretName, const char* secret)
    {
        m_scheme = std::move(scheme);
        auto target = std::make_shared<Target>(*m_upstream.target);
        target->auth = &m_scheme;
        m_upstream.target = std::move(target);
        auto applied = std::make_shared<auth::AppliedAuth>();
        auto kept = std::make_shared<auth::Credentials>();
        for (const auto& [name, text] :
             std::vector<std::pair<std::string, std::string>>{{"consumer_key", "ck"},
                                                              {"consumer_secret", "cs"},
                                                              {"token_id", "ti"},
                                                              {"username", "user"},
                                                              {secretName, secret}}) {
            kept->secrets.emplace(name, Secret(std::string_view(text)));
        }
        applied->credentials = std::move(kept);
        m_upstream.auth = std::move(applied);
    }

    Verdict signIt()
    {
        Call call(services, {"unified", "x", "", m_traceparent, std::chrono::seconds(1), {}});
        call.bind(m_upstream.target);
        return sign(call, m_upstream);
    }

    std::string m_traceparent;
    config::AuthScheme m_scheme;
    Upstream m_upstream;
};

TEST_F(SignTest, putsTheCredentialsOnLastAndReplacesWhatWasThere)
{
    auto applied = std::make_shared<auth::AppliedAuth>();
    applied->headers.emplace_back("Authorization", Secret(std::string("Bearer t")));
    applied->query.emplace_back("key", Secret(std::string("a b")));
    m_upstream.auth = std::move(applied);
    m_upstream.request.headers = {{"authorization", "of somebody else"}};
    m_traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    ASSERT_TRUE(signIt());

    EXPECT_EQ(m_upstream.request.headers.joined("Authorization"), "Bearer t");
    EXPECT_EQ(m_upstream.request.url.query, "a=1&key=a%20b");
    EXPECT_EQ(m_upstream.request.headers.get("traceparent"), m_traceparent);
    EXPECT_TRUE(m_upstream.request.headers.has("User-Agent"));
}

TEST_F(SignTest, replacesAParameterOfTheSameNameOnTheQuery)
{
    auto applied = std::make_shared<auth::AppliedAuth>();
    applied->query.emplace_back("api_key", Secret(std::string("mine")));
    m_upstream.auth = std::move(applied);
    m_upstream.request.url = *Url::parse("https://acme.test/x?api_key=theirs&a=%2f1&api%5Fkey=x&api_key&b");

    ASSERT_TRUE(signIt());

    EXPECT_EQ(m_upstream.request.url.query, "a=%2f1&b&api_key=mine");
}

TEST_F(SignTest, refusesToSignAStreamedBodyThatTheSignatureCovers)
{
    m_upstream.request.bodyStream = std::make_shared<EmptyBody>();
    config::AuthScheme wsse;
    wsse.kind = config::AuthKind::WsseUsernameToken;
    useScheme(std::move(wsse), "password", "pw");
    EXPECT_FALSE(signIt());

    config::AuthScheme oauth;
    oauth.kind = config::AuthKind::OAuth1Hmac;
    oauth.oauth1.emplace();
    useScheme(std::move(oauth), "token_secret", "ts");
    EXPECT_TRUE(signIt()) << "OAuth 1.0 does not sign other bodies";
    m_upstream.request.headers.set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    EXPECT_FALSE(signIt());
}

TEST_F(SignTest, signsWithOAuth1OverTheFinalUrl)
{
    config::AuthScheme scheme;
    scheme.kind = config::AuthKind::OAuth1Hmac;
    scheme.oauth1.emplace();
    useScheme(std::move(scheme), "token_secret", "ts");

    ASSERT_TRUE(signIt());

    const auto header = m_upstream.request.headers.get("Authorization").value_or("");
    EXPECT_TRUE(header.starts_with("OAuth "));
    for (const char* part :
         {"oauth_consumer_key=\"ck\"", "oauth_token=\"ti\"", "oauth_timestamp=\"1760000000\"",
          "oauth_signature_method=\"HMAC-SHA256\"", "oauth_signature="}) {
        EXPECT_NE(header.find(part), std::string_view::npos) << part;
    }
}

TEST_F(SignTest, putsAUsernameTokenIntoTheSoapHeader)
{
    config::AuthScheme scheme;
    scheme.kind = config::AuthKind::WsseUsernameToken;
    useScheme(std::move(scheme), "password", "pw");
    for (const char* envelope : {"<s:Envelope><s:Header/><s:Body/></s:Envelope>",
                                 "<s:Envelope><s:Header></s:Header><s:Body/></s:Envelope>"}) {
        m_upstream.request.body = envelope;
        ASSERT_TRUE(signIt());
        const std::string& body = m_upstream.request.body;
        const auto token = body.find("UsernameToken");
        ASSERT_NE(token, std::string::npos) << body;
        EXPECT_LT(body.find("<s:Header>"), token);
        EXPECT_GT(body.find("</s:Header>"), token);
        EXPECT_EQ(body.find(">pw<"), std::string::npos);
    }
    m_upstream.request.body = "no envelope";
    const auto refused = signIt();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().category, "config_error");
}

} // namespace
} // namespace gatehouse::pipeline
