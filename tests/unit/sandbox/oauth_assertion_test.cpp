// SPDX-License-Identifier: GPL-3.0-or-later
// A simulated authorization server that takes JWT bearer assertions (RFC 7523).
#include "core/base/url.h"
#include "core/crypto/encoding.h"
#include "core/crypto/signature.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/sandbox/vendor.h"
#include "tests/support/fake_clock.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <map>
#include <memory>

namespace gatehouse::sandbox {
namespace {

constexpr std::string_view kBearer = R"JSON({
  "account": {"auth": "oauth2_jwt_bearer", "context": "{'origin': base_url}"},
  "auth": {"missing": {"status": 401, "body": "{'error': 'who?'}"}, "invalid": {"status": 401, "body": "{'error': 'token'}"}},
  "oauth": {
    "app": {"client_id": "cid", "client_secret": "s", "redirect_uris": ["https://app.test/cb"]},
    "authorize": {"path": "/authorize"},
    "token": {"path": "/token", "client_auth": ["body"], "grants": ["refresh_token", "urn:ietf:params:oauth:grant-type:jwt-bearer"],
              "assertion": {"algorithms": ["RS256", "ES256"], "audience": "base_url", "subject": "'bot@' & $lowercase(customer)", "longest_s": 300},
              "access_token": "'at-' & $substring(hex, 0, 12)",
              "response": {"body": "{'access_token': access_token, 'refresh_token': refresh_token}"}},
    "refresh": {"refresh_token": "'rt-' & $substring(hex, 0, 12)"}
  },
  "unknown_route": {"status": 404, "body": "{'error': 'where?'}"},
  "malformed_body": {"status": 400, "body": "{'error': 'what?'}"},
  "tables": {},
  "routes": [{"name": "me", "path": "/me", "response": {"body": "{'name': customer}"}}]
})JSON";
constexpr auto kBase = "http://127.0.0.1:4711";

struct AppKey
{
    std::string privatePem;
    std::string publicPem;
};

AppKey newKey(EVP_PKEY* made)
{
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(made, EVP_PKEY_free);
    const auto text = [](auto write) {
        const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
        write(out.get());
        char* data = nullptr;
        const auto size = BIO_get_mem_data(out.get(), &data);
        return std::string(data, static_cast<std::size_t>(size));
    };
    return {text([&](BIO* out) {
                PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
            }),
            text([&](BIO* out) { PEM_write_bio_PUBKEY(out, key.get()); })};
}

class OAuthAssertions : public ::testing::Test
{
protected:
    void SetUp() override
    {
        const auto definition = readDefinition("toy", kBearer, "toy/sandbox.json");
        ASSERT_TRUE(definition) << definition.error().describe();
        auto made = SimulatedVendor::make(
            *definition, {{"acme", "Acme", 1, {4, 1, 1}}, {"globex", "Globex", 2, {4, 1, 1}}},
            {1, kBase, &m_clock, false, true});
        ASSERT_TRUE(made) << made.error().describe();
        m_vendor = std::move(*made);
    }

    net::ServerResponse send(const std::string& method, const std::string& path, const std::string& body,
                             const std::string& authorization = {})
    {
        net::ServerRequest request;
        request.method = method;
        request.path = path;
        request.body = body;
        request.headers.set("Content-Type",
                            path == "/token" ? "application/x-www-form-urlencoded" : "application/json");
        if (!authorization.empty()) {
            request.headers.set("Authorization", authorization);
        }
        return m_vendor->handle(request).response;
    }

    /// What a person does at the vendor.
    void upload(const std::string& publicPem)
    {
        json::Arena arena;
        json::ObjectBuilder body(arena);
        body.set("action", "register").set("public_key", publicPem);
        EXPECT_EQ(send("POST", "/_sandbox/oauth", json::write(body.build())).status, 200);
    }

    [[nodiscard]] std::map<std::string, std::string> claims() const
    {
        return {{"iss", R"("cid")"},
                {"sub", R"("bot@globex")"},
                {"aud", fmt::format("\"{}\"", kBase)},
                {"exp", std::to_string(toMillis(m_clock.now()) / 1000 + 180)}};
    }

    static std::string assertion(const std::map<std::string, std::string>& claims, const AppKey& key,
                                 std::string_view algorithm = "RS256")
    {
        std::string body;
        for (const auto& [name, value] : claims) {
            body += fmt::format("{}\"{}\":{}", body.empty() ? "{" : ",", name, value);
        }
        const auto text = crypto::toBase64Url(fmt::format(R"({{"alg":"{}"}})", algorithm)) + "."
                          + crypto::toBase64Url(body + "}");
        const auto scheme =
            algorithm == "ES256" ? crypto::SignatureScheme::Es256 : crypto::SignatureScheme::Rs256;
        return text + "."
               + crypto::toBase64Url(
                   crypto::sign(scheme, Secret(std::string_view(key.privatePem)), text).value_or("none"));
    }

    /// "200", or the error and its words.
    std::string ask(const std::string& assertion)
    {
        const auto answer =
            send("POST", "/token",
                 buildQuery({{"grant_type", std::string(kJwtBearerGrant)}, {"assertion", assertion}}));
        const auto body = json::parse(std::string_view(answer.body)).value_or(json::Document());
        m_token = std::string(body.root()["access_token"].asString());
        EXPECT_TRUE(body.root()["refresh_token"].isUndefined()) << "there is nothing to refresh";
        return answer.status == 200 ? "200"
                                    : fmt::format("{} {}", body.root()["error"].asString(),
                                                  body.root()["error_description"].asString());
    }

    std::string askWith(const std::string& claim, const std::string& value)
    {
        auto changed = claims();
        changed[claim] = value;
        return ask(assertion(changed, m_key));
    }

    test::FakeClock m_clock;
    std::unique_ptr<SimulatedVendor> m_vendor;
    AppKey m_key = newKey(EVP_RSA_gen(2048));
    std::string m_token;
};

TEST_F(OAuthAssertions, areTakenOnceTheAppsKeyIsRegistered)
{
    EXPECT_EQ(ask(assertion(claims(), m_key)).substr(0, 13), "invalid_grant");
    upload(m_key.publicPem);
    EXPECT_EQ(ask(assertion(claims(), m_key)), "200");
    const auto answer = send("GET", "/me", {}, "Bearer " + m_token);
    EXPECT_NE(answer.body.find("Globex"), std::string::npos) << "the subject says whose user it is";
    const AppKey second = newKey(EVP_EC_gen("P-256"));
    upload(second.publicPem);
    EXPECT_EQ(ask(assertion(claims(), second, "ES256")), "200");
    EXPECT_EQ(ask(assertion(claims(), m_key)), "200") << "the first one stays good";
}

TEST_F(OAuthAssertions, areRefusedForWhatTheySayWrong)
{
    upload(m_key.publicPem);
    const auto seconds = toMillis(m_clock.now()) / 1000;
    EXPECT_NE(askWith("iss", R"("other")").find("invalid_client"), std::string::npos);
    EXPECT_NE(askWith("aud", R"("https://elsewhere.test")").find("audience"), std::string::npos);
    EXPECT_EQ(askWith("aud", fmt::format(R"(["x","{}"])", kBase)), "200");
    EXPECT_NE(askWith("sub", R"("bot@nobody")").find("subject"), std::string::npos);
    EXPECT_NE(askWith("sub", R"("")").find("subject"), std::string::npos);
    EXPECT_NE(askWith("exp", std::to_string(seconds)).find("exp"), std::string::npos);
    EXPECT_NE(askWith("exp", std::to_string(seconds + 301)).find("exp"), std::string::npos);
    EXPECT_NE(askWith("exp", R"("soon")").find("exp"), std::string::npos);
    for (const auto* text : {"", "a.b", "a.b.c", "....", "e30.e30.e30"}) {
        EXPECT_NE(ask(text), "200") << text;
    }
}

TEST_F(OAuthAssertions, areRefusedWhenSomebodyElseSignedThemOrNobodyDid)
{
    upload(m_key.publicPem);
    EXPECT_NE(ask(assertion(claims(), newKey(EVP_RSA_gen(2048)))).find("signature"), std::string::npos);
    const auto good = assertion(claims(), m_key);
    const auto dot = good.rfind('.');
    EXPECT_NE(ask(good.substr(0, dot + 1)).find("signature"), std::string::npos);
    const auto none = crypto::toBase64Url(R"({"alg":"none"})") + good.substr(good.find('.'));
    EXPECT_NE(ask(none).find("signature"), std::string::npos);
    EXPECT_EQ(send("POST", "/_sandbox/oauth", R"({"action":"register","public_key":"no PEM"})").status, 404);
}

TEST(OAuthAssertionDefinition, needsTheGrantAndTheRulesTogether)
{
    std::string text(kBearer);
    const auto at = text.find(R"("assertion": {)");
    text.erase(at, text.find("},", at) + 2 - at);
    const auto definition = readDefinition("toy", text, "toy/sandbox.json");
    ASSERT_FALSE(definition);
    EXPECT_NE(definition.error().describe().find("assertion"), std::string::npos);
}

} // namespace
} // namespace gatehouse::sandbox
