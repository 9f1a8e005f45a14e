// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/webhooks/autopsy/autopsy.h"
#include "tests/unit/webhooks/ingest_world.h"

namespace gatehouse::webhooks::test {
namespace {

std::string macOfText(const std::string& key, const std::string& text)
{
    return crypto::hmac(crypto::Digest::Sha256, key, text);
}

/// What the autopsy finds for a delivery; its mistakes joined.
std::string mistakes(const std::string& scheme, const std::shared_ptr<SecretSet>& secrets,
                     net::Headers headers, const std::string& body, std::chrono::seconds late = {})
{
    Rejection rejection;
    Route route;
    route.integration = "acme";
    route.provider = providerFor(scheme);
    route.secrets = secrets;
    rejection.route = std::make_shared<const Route>(std::move(route));
    rejection.received.method = "POST";
    rejection.received.url = "https://gw.example.com/hooks/a/tok";
    rejection.received.headers = std::move(headers);
    rejection.received.body = body;
    rejection.received.now = fromMillis(1'760'000'000'000) + late;
    rejection.shown.bodyBytes = static_cast<std::int64_t>(body.size());
    const JwkCache keys;
    VerificationReport report;
    explain(rejection, keys, report);
    EXPECT_FALSE(report.accepted);
    std::string found;
    for (const auto& finding : report.findings) {
        found += (found.empty() ? "" : " ") + finding.mistake;
    }
    return found;
}

TEST(Autopsy, findsATrailingNewlineAndAReencodedBody)
{
    const auto header = [](const std::string& body) {
        return net::Headers{{"X-Hub-Signature-256", "sha256=" + crypto::toHex(macOfText("k", body))}};
    };
    EXPECT_EQ(mistakes("github", secretsOf("k"), header("{\"a\":1}"), "{\"a\":1}\n"), "trailing_newline");
    EXPECT_EQ(mistakes("github", secretsOf("k"), header("{\"a\":\"x\\/y\"}"), "{\"a\":\"x/y\"}"),
              "reencoded_body");
    EXPECT_EQ(mistakes("github", secretsOf("k"), header("{\"a\":1}"), "{ \"a\": 1 }"), "reencoded_body");
}

TEST(Autopsy, findsAnotherSecretOfTheSameTenant)
{
    auto secrets = secretsOf("k");
    secrets->add("client_secret", "client_secret", Secret(std::string_view("other")));
    EXPECT_EQ(mistakes("github", secrets,
                       {{"X-Hub-Signature-256", "sha256=" + crypto::toHex(macOfText("other", "{}"))}}, "{}"),
              "other_secret");
}

TEST(Autopsy, findsAWrongEncodingAndAMissingPrefix)
{
    EXPECT_EQ(mistakes("github", secretsOf("k"),
                       {{"X-Hub-Signature-256", crypto::toHex(macOfText("k", "{}"))}}, "{}"),
              "prefix");
    EXPECT_EQ(mistakes("shopify", secretsOf("k"),
                       {{"X-Shopify-Hmac-Sha256", crypto::toHex(macOfText("k", "{}"))}}, "{}"),
              "encoding");
}

TEST(Autopsy, findsASecretThatWasNotDecoded)
{
    const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    EXPECT_EQ(
        mistakes("standard-webhooks", secretsOf(secret),
                 {{"webhook-id", "m"},
                  {"webhook-timestamp", "1760000000"},
                  {"webhook-signature", "v1," + crypto::toBase64(macOfText(secret, "m.1760000000.{}"))}},
                 "{}"),
        "secret_form");
}

TEST(Autopsy, findsAClockThatIsWrong)
{
    EXPECT_EQ(mistakes("slack", secretsOf("k"),
                       {{"X-Slack-Request-Timestamp", "1760000000"},
                        {"X-Slack-Signature", "v0=" + crypto::toHex(macOfText("k", "v0:1760000000:{}"))}},
                       "{}", std::chrono::seconds(400)),
              "clock_skew");
}

TEST(Autopsy, findsTheUrlBehindAProxy)
{
    const std::string url = "https://hooks.acme.example/hooks/a/tok";
    EXPECT_EQ(mistakes("hubspot-v2", secretsOf("k"),
                       {{"Host", "hooks.acme.example"},
                        {"X-HubSpot-Signature",
                         crypto::toHex(crypto::digest(crypto::Digest::Sha256, "kPOST" + url + "{}"))}},
                       "{}"),
              "wrong_url");
}

TEST(Autopsy, findsNothingWhereNothingFits)
{
    EXPECT_EQ(
        mistakes("github", secretsOf("k"), {{"X-Hub-Signature-256", "sha256=" + std::string(64, '0')}}, "{}"),
        "");
}

} // namespace
} // namespace gatehouse::webhooks::test
