// SPDX-License-Identifier: GPL-3.0-or-later
// A simulated authorization server from the outside: pages, redirects, codes, tokens, and what goes wrong on
// purpose.
#include "core/base/url.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/json/parse.h"
#include "core/sandbox/vendor.h"
#include "tests/support/fake_clock.h"

#include <gtest/gtest.h>

#include <map>

namespace gatehouse::sandbox {
namespace {

/// Strict where a vendor may be strict; {{refresh}} is the refresh block.
constexpr std::string_view kToy = R"JSON({
  "account": {"auth": "oauth2_authorization_code", "context": "{'origin': base_url, 'tenant': 't' & $string(n)}"},
  "auth": {"missing": {"status": 401, "body": "{'error': 'who?'}"}, "invalid": {"status": 401, "body": "{'error': 'token'}"}},
  "oauth": {
    "app": {"name": "Toy & Co", "client_id": "cid", "client_secret": "s3/cr+t", "redirect_uris": ["http://127.0.0.1/oauth/callback", "https://app.test/cb"]},
    "authorize": {"path": "/authorize", "pkce": "required", "scopes": ["read", "write", "offline"], "granular_scopes": true,
                  "redirect": "{'tenant': account.tenant}", "issuer": "base_url"},
    "token": {"path": "/token", "client_auth": ["basic"], "grants": ["authorization_code", "refresh_token", "client_credentials"], "lifetime_s": 60,
              "access_token": "'at-' & $substring(hex, 0, 12)",
              "response": {"body": "{'access_token': access_token, 'refresh_token': refresh_token, 'expires_in': expires_in, 'scope': scope}"}},
    "refresh": {{refresh}},
    "revoke": [{"path": "/revoke", "token": "body.token", "client": true, "response": {"status": 200}}],
    "introspect": [{"path": "/introspect", "token": "body.token", "response": {"body": "token"}}]
  },
  "unknown_route": {"status": 404, "body": "{'error': 'where?'}"},
  "malformed_body": {"status": 400, "body": "{'error': 'what?'}"},
  "tables": {},
  "routes": [{"name": "me", "path": "/me", "response": {"body": "{'name': customer}"}}]
})JSON";

constexpr auto kRotating = R"J({"refresh_token": "'rt-' & $substring(hex, 0, 12)", "rotation" : "always",
               "previous_valid_s" : 30,
               "reuse_revokes" : true,
               "needs_scope" : ["offline"]
})J";
constexpr auto kRedirect = "http://127.0.0.1:41234/oauth/callback";
constexpr auto kVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636, appendix B
constexpr auto kChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

using Map = std::map<std::string, std::string>;

Pairs pairsOf(const Map& map)
{
    return {map.begin(), map.end()};
}

class OAuthServerTest : public ::testing::Test
{
protected:
    void open(const std::string& refresh = kRotating)
    {
        std::string text(kToy);
        text.replace(text.find("{{refresh}}"), std::string("{{refresh}}").size(), refresh);
        const auto definition = readDefinition("toy", text, "toy/sandbox.json");
        ASSERT_TRUE(definition) << definition.error().describe();
        auto made = SimulatedVendor::make(
            *definition, {{"acme", "Acme", 1, {4, 1, 1}}, {"globex", "Globex", 2, {4, 1, 1}}},
            {1, "http://127.0.0.1:4711", &m_clock, false, true});
        ASSERT_TRUE(made) << made.error().describe();
        m_vendor = std::move(*made);
    }

    void SetUp() override { open(); }

    net::ServerResponse send(const std::string& method, const std::string& path, const Map& form = {},
                             const std::string& authorization = {})
    {
        net::ServerRequest request;
        request.method = method;
        request.path = path;
        if (method == "GET") {
            request.query = buildQuery(pairsOf(form));
        } else {
            request.body = buildQuery(pairsOf(form));
            request.headers.set("Content-Type", "application/x-www-form-urlencoded");
        }
        if (!authorization.empty()) {
            request.headers.set("Authorization", authorization);
        }
        m_answer = m_vendor->handle(request);
        return m_answer.response;
    }

    static Map request(const Map& other = {})
    {
        Map all = {{"response_type", "code"},        {"client_id", "cid"}, {"redirect_uri", kRedirect},
                   {"scope", "read offline"},        {"state", "st4te"},   {"code_challenge", kChallenge},
                   {"code_challenge_method", "S256"}};
        for (const auto& [name, value] : other) {
            all[name] = value;
        }
        return all;
    }

    /// Sends the page's form and reads the redirect.
    Map decide(const Map& other)
    {
        auto form = request(other);
        form.emplace("decision", "allow");
        return redirect(send("POST", "/authorize", form));
    }

    static Map redirect(const net::ServerResponse& response)
    {
        EXPECT_EQ(response.status, 302) << response.body;
        const auto url = Url::parse(response.headers.get("Location").value_or(""));
        EXPECT_TRUE(url) << response.headers.get("Location").value_or("no Location");
        Map found;
        for (const auto& [name, value] : url ? parseQuery(url->query) : Pairs()) {
            found[name] = value;
        }
        return found;
    }

    json::Document token(const Map& form, const std::string& id = "cid",
                         const std::string& secret = "s3/cr+t")
    {
        const auto response =
            send("POST", "/token", form,
                 "Basic " + crypto::toBase64(percentEncode(id) + ":" + percentEncode(secret)));
        m_status = response.status;
        return json::parse(std::string_view(response.body)).value_or(json::Document());
    }

    json::Document redeem(const std::string& code, const Map& other = {})
    {
        Map form = {{"grant_type", "authorization_code"},
                    {"code", code},
                    {"redirect_uri", kRedirect},
                    {"code_verifier", kVerifier}};
        for (const auto& [name, value] : other) {
            form[name] = value;
        }
        return token(form);
    }

    json::Document refresh(const std::string& text)
    {
        return token({{"grant_type", "refresh_token"}, {"refresh_token", text}});
    }

    static std::string text(const json::Document& document, std::string_view name)
    {
        return std::string(document.root()[name].asString());
    }

    int me(const std::string& accessToken) { return send("GET", "/me", {}, "Bearer " + accessToken).status; }

    Status order(OAuthOrder::Kind kind, const std::string& token = {})
    {
        OAuthOrder order;
        order.kind = kind;
        order.token = Secret(std::string_view(token));
        order.duration = std::chrono::seconds(30);
        return m_vendor->order(order);
    }

    test::FakeClock m_clock;
    std::unique_ptr<SimulatedVendor> m_vendor;
    Answer m_answer;
    int m_status = 0;
};

TEST_F(OAuthServerTest, asksAPersonOnAPageWithAppCustomersAndScopes)
{
    const auto page = send("GET", "/authorize", request({{"state", "\"><script>"}}));
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.headers.get("Content-Type"), "text/html; charset=utf-8");
    for (const auto* part :
         {"Toy &amp; Co wants to use", "<option value=\"globex\">Globex", "value=\"offline\" checked",
          "name=\"decision\" value=\"deny\"", "name=\"code_challenge\"", "&quot;&gt;&lt;script&gt;"}) {
        EXPECT_NE(page.body.find(part), std::string::npos) << part;
    }
    EXPECT_EQ(page.body.find("<script>"), std::string::npos);
}

TEST_F(OAuthServerTest, goesThroughTheWholeCodeFlow)
{
    const auto back = decide({{"customer", "globex"}, {"granular", "1"}, {"granted", "offline"}});
    EXPECT_EQ(back.at("state"), "st4te");
    EXPECT_EQ(back.at("iss"), "http://127.0.0.1:4711");
    EXPECT_EQ(back.at("tenant"), "t2");
    const auto given = redeem(back.at("code"));
    EXPECT_EQ(m_status, 200);
    EXPECT_EQ(text(given, "scope"), "offline");
    EXPECT_EQ(given.root()["expires_in"].asInt(), 60);
    const auto answer = send("GET", "/me", {}, "Bearer " + text(given, "access_token"));
    EXPECT_NE(answer.body.find("Globex"), std::string::npos);
    m_clock.advance(std::chrono::seconds(61));
    EXPECT_EQ(me(text(given, "access_token")), 401);
    const auto next = refresh(text(given, "refresh_token"));
    EXPECT_EQ(m_status, 200);
    EXPECT_EQ(me(text(next, "access_token")), 200);
}

TEST_F(OAuthServerTest, refusesOnAPageWhatItCannotRedirect)
{
    EXPECT_EQ(send("GET", "/authorize", request({{"client_id", "other"}})).status, 400);
    for (const auto* uri :
         {"http://127.0.0.1:41234/oauth/callback/", "http://127.0.0.1:41234/oauth/callback?x=1",
          "http://evil.test/oauth/callback", "https://app.test:8443/cb", ""}) {
        EXPECT_EQ(send("GET", "/authorize", request({{"redirect_uri", uri}})).status, 400) << uri;
    }
    EXPECT_EQ(send("GET", "/authorize", request({{"redirect_uri", "https://app.test/cb"}})).status, 200);
}

TEST_F(OAuthServerTest, tellsTheAppWhatIsWrongWithItsRequest)
{
    const auto error = [this](const Map& other) {
        const auto back = redirect(send("GET", "/authorize", request(other)));
        EXPECT_EQ(back.at("state"), "st4te");
        return back.at("error");
    };
    EXPECT_EQ(error({{"response_type", "token"}}), "unsupported_response_type");
    EXPECT_EQ(error({{"scope", "read everything"}}), "invalid_scope");
    EXPECT_EQ(error({{"code_challenge", ""}}), "invalid_request");
    EXPECT_EQ(error({{"code_challenge_method", "plain"}}), "invalid_request");
    EXPECT_EQ(decide({{"decision", "deny"}}).at("error"), "access_denied");
}

TEST_F(OAuthServerTest, takesACodeOnceForAShortTimeAndFromWhomItGaveItTo)
{
    const auto code = [this] { return decide({}).at("code"); };
    const auto refused = [this](const std::string& one, const Map& other) {
        const auto answer = redeem(one, other);
        return text(answer, "error") + ' ' + std::to_string(m_status);
    };
    EXPECT_EQ(refused(code(), {{"code_verifier", "wrong"}}), "invalid_grant 400");
    EXPECT_EQ(refused(code(), {{"code_verifier", ""}}), "invalid_grant 400");
    EXPECT_EQ(refused(code(), {{"redirect_uri", "https://app.test/cb"}}), "invalid_grant 400");
    EXPECT_EQ(refused("nonsense", {}), "invalid_grant 400");
    const auto late = code();
    m_clock.advance(std::chrono::seconds(60));
    EXPECT_EQ(refused(late, {}), "invalid_grant 400");
    const auto once = code();
    const auto given = redeem(once);
    EXPECT_EQ(me(text(given, "access_token")), 200);
    EXPECT_EQ(refused(once, {}), "invalid_grant 400");
    EXPECT_EQ(me(text(given, "access_token")), 401) << "a stolen code ends what it gave";
}

TEST_F(OAuthServerTest, knowsItsClient)
{
    EXPECT_EQ(text(token({{"grant_type", "refresh_token"}}, "cid", "wrong"), "error"), "invalid_client");
    EXPECT_EQ(m_status, 401);
    EXPECT_NE(m_answer.response.headers.get("WWW-Authenticate"), std::nullopt);
    const auto inBody =
        send("POST", "/token",
             {{"grant_type", "refresh_token"}, {"client_id", "cid"}, {"client_secret", "s3/cr+t"}});
    EXPECT_EQ(inBody.status, 401) << "this vendor wants Basic";
    EXPECT_EQ(text(token({{"grant_type", "password"}}), "error"), "unsupported_grant_type");
    EXPECT_EQ(text(token({{"grant_type", "client_credentials"}}), "error"), "unauthorized_client");
    const auto service = token({{"grant_type", "client_credentials"}}, "cid.globex");
    EXPECT_EQ(m_status, 200);
    EXPECT_EQ(text(service, "refresh_token"), "");
    EXPECT_NE(send("GET", "/me", {}, "Bearer " + text(service, "access_token")).body.find("Globex"),
              std::string::npos);
}

TEST_F(OAuthServerTest, rotatesRefreshTokensAndEndsTheFamilyWhenAnOldOneComesAgain)
{
    const auto first = redeem(decide({}).at("code"));
    const auto second = refresh(text(first, "refresh_token"));
    EXPECT_NE(text(first, "refresh_token"), text(second, "refresh_token"));
    m_clock.advance(std::chrono::seconds(29));
    const auto repaired = refresh(text(first, "refresh_token"));
    EXPECT_EQ(m_status, 200) << "the answer may have been lost: the one before is good for a while";
    m_clock.advance(std::chrono::seconds(31));
    EXPECT_EQ(text(refresh(text(first, "refresh_token")), "error"), "invalid_grant");
    EXPECT_EQ(text(refresh(text(repaired, "refresh_token")), "error"), "invalid_grant")
        << "the family is gone";
    EXPECT_EQ(me(text(repaired, "access_token")), 401);
}

TEST_F(OAuthServerTest, givesARefreshTokenOnlyWithTheScopeForIt)
{
    EXPECT_EQ(text(redeem(decide({{"scope", "read"}}).at("code")), "refresh_token"), "");
}

TEST_F(OAuthServerTest, keepsAnUnrotatedTokenAndChangesItWhenItIsOldEnough)
{
    open(
        R"J({"refresh_token": "'rt-' & $substring(hex, 0, 12)", "rotation": "when_older", "rotate_after_s": 3600, "previous_valid_s": 3600})J");
    const auto first = text(redeem(decide({}).at("code")), "refresh_token");
    EXPECT_EQ(text(refresh(first), "refresh_token"), first);
    m_clock.advance(std::chrono::seconds(3600));
    const auto second = text(refresh(first), "refresh_token");
    EXPECT_NE(second, first);
    EXPECT_EQ(text(refresh(first), "refresh_token"), second);
    m_clock.advance(std::chrono::seconds(3600));
    EXPECT_EQ(text(refresh(first), "error"), "invalid_grant");
    EXPECT_NE(text(refresh(second), "refresh_token"), "") << "reuse alone does not end this vendor's grants";
}

TEST_F(OAuthServerTest, endsGrantsThatAreRefreshedTwiceAtOnceWhereTheVendorDoes)
{
    open(R"J({"refresh_token": "'rt-' & $substring(hex, 0, 12)", "concurrent_window_ms": 500})J");
    const auto given = redeem(decide({}).at("code"));
    EXPECT_NE(text(refresh(text(given, "refresh_token")), "access_token"), "");
    EXPECT_EQ(text(refresh(text(given, "refresh_token")), "error"), "invalid_grant");
    EXPECT_EQ(me(text(given, "access_token")), 401);
}

TEST_F(OAuthServerTest, letsUnusedAndOldGrantsDie)
{
    open(R"J({"refresh_token": "'rt-' & $substring(hex, 0, 12)", "idle_s": 100, "absolute_s": 250})J");
    const auto given = text(redeem(decide({}).at("code")), "refresh_token");
    for (const int step : {90, 90}) {
        m_clock.advance(std::chrono::seconds(step));
        EXPECT_NE(text(refresh(given), "access_token"), "");
    }
    m_clock.advance(std::chrono::seconds(90));
    EXPECT_EQ(text(refresh(given), "error"), "invalid_grant") << "older than a grant may get";
    const auto idle = text(redeem(decide({}).at("code")), "refresh_token");
    m_clock.advance(std::chrono::seconds(100));
    EXPECT_EQ(text(refresh(idle), "error"), "invalid_grant");
}

TEST_F(OAuthServerTest, revokesAndTellsAboutTokens)
{
    const auto given = redeem(decide({}).at("code"));
    const auto active = [&](const char* which) {
        const auto answer = send("POST", "/introspect", {{"token", text(given, which)}});
        return json::parse(std::string_view(answer.body))->root()["active"].asBool();
    };
    EXPECT_TRUE(active("access_token"));
    EXPECT_TRUE(active("refresh_token"));
    EXPECT_EQ(send("POST", "/revoke", {{"token", text(given, "refresh_token")}}).status, 401);
    const auto basic = "Basic " + crypto::toBase64("cid:s3%2Fcr%2Bt");
    EXPECT_EQ(send("POST", "/revoke", {{"token", text(given, "refresh_token")}}, basic).status, 200);
    EXPECT_FALSE(active("access_token"));
    EXPECT_EQ(me(text(given, "access_token")), 401);
}

TEST_F(OAuthServerTest, connectsTheDemoCustomersBeforehandTheSameForTheSameSeed)
{
    const auto credentials = m_vendor->tenants()[1]->demoCredentials();
    EXPECT_EQ(me(text(credentials, "access_token")), 200);
    EXPECT_NE(m_answer.response.body.find("Globex"), std::string::npos);
    EXPECT_EQ(text(credentials, "client_id"), "cid");
    EXPECT_EQ(m_vendor->tenants()[1]->tokenEnd(), m_clock.now() + std::chrono::seconds(60));
    open();
    EXPECT_EQ(text(m_vendor->tenants()[1]->demoCredentials(), "refresh_token"),
              text(credentials, "refresh_token"));
}

TEST_F(OAuthServerTest, expiresAndRevokesOnOrder)
{
    const auto acme = m_vendor->tenants()[0]->demoCredentials();
    const auto globex = m_vendor->tenants()[1]->demoCredentials();
    ASSERT_TRUE(order(OAuthOrder::Kind::Expire, text(acme, "access_token")));
    EXPECT_EQ(me(text(acme, "access_token")), 401);
    EXPECT_EQ(me(text(globex, "access_token")), 200);
    const auto fresh = refresh(text(acme, "refresh_token"));
    EXPECT_EQ(me(text(fresh, "access_token")), 200);
    ASSERT_TRUE(order(OAuthOrder::Kind::Revoke, text(fresh, "refresh_token")));
    EXPECT_EQ(text(refresh(text(fresh, "refresh_token")), "error"), "invalid_grant");
    EXPECT_EQ(order(OAuthOrder::Kind::Expire, "nonsense").error().code, Errc::NotFound);
}

TEST_F(OAuthServerTest, hangsFailsAndDeniesOnOrderAndCounts)
{
    const auto acme = m_vendor->tenants()[0]->demoCredentials();
    ASSERT_TRUE(order(OAuthOrder::Kind::Hang));
    static_cast<void>(refresh(text(acme, "refresh_token")));
    EXPECT_EQ(m_answer.delay, std::chrono::seconds(30));
    static_cast<void>(me(text(acme, "access_token")));
    EXPECT_EQ(m_answer.delay, std::chrono::seconds(0));
    ASSERT_TRUE(order(OAuthOrder::Kind::Clear));
    const auto control = send("POST", "/_sandbox/oauth");
    EXPECT_EQ(control.status, 400);
    net::ServerRequest failing;
    failing.method = "POST";
    failing.path = "/_sandbox/oauth";
    failing.body = R"({"action": "fail", "count": 1, "error": "server_error"})";
    EXPECT_EQ(m_vendor->handle(failing).response.status, 200);
    EXPECT_EQ(text(refresh(text(acme, "refresh_token")), "error"), "server_error");
    EXPECT_EQ(m_status, 503);
    ASSERT_TRUE(order(OAuthOrder::Kind::Deny));
    EXPECT_EQ(decide({}).at("error"), "access_denied");
    EXPECT_EQ(decide({}).count("code"), 1U);
    const auto state = m_vendor->oauthState();
    ASSERT_EQ(state.counts.size(), 1U);
    EXPECT_EQ(state.counts.front().first, "refresh_token");
    EXPECT_EQ(state.counts.front().second.requests, 2U);
    EXPECT_EQ(state.counts.front().second.refused, 1U);
}

} // namespace
} // namespace gatehouse::sandbox
