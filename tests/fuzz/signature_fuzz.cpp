// SPDX-License-Identifier: GPL-3.0-or-later
// Requests of strangers against every kind of verifier: lines "name: value" up to an empty one, then the
// body. Whoever does not know the secrets is never let in, whatever the headers look like; what is signed
// with them is, whatever the body is.
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/webhooks/ingest/jwk_cache.h"
#include "core/webhooks/verify/signed_text.h"
#include "core/webhooks/verify/verify.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace gatehouse;

constexpr std::string_view kSecret = "Zm9yLXRoZS1mdXp6ZXItYWxvbmU=";
constexpr std::int64_t kNow = 1'760'000'000;

void expect(bool holds)
{
    if (!holds) {
        std::abort();
    }
}

/// Signed over the timestamp and the body, several signatures and keys in one header.
config::HmacVerifier listedHmac(config::DigestAlgorithm algorithm, config::SignatureEncoding encoding)
{
    config::HmacVerifier verifier;
    verifier.algorithm = algorithm;
    verifier.encoding = encoding;
    verifier.header = "x-signature";
    verifier.separator = ",";
    verifier.element = "v1";
    verifier.timestampElement = "t";
    verifier.tolerance = std::chrono::seconds(300);
    verifier.signedParts = {{config::SignedPartKind::Timestamp, {}},
                            {config::SignedPartKind::Literal, "."},
                            {config::SignedPartKind::Body, {}}};
    verifier.secretRef = "secret";
    return verifier;
}

config::WebhookDefinition makeDefinition()
{
    using enum config::DigestAlgorithm;
    using enum config::SignatureEncoding;
    config::WebhookDefinition definition;
    const auto add = [&definition](auto check) {
        definition.verify.push_back({std::nullopt, std::move(check)});
    };
    add(listedHmac(HmacSha256, Hex));
    add(listedHmac(HmacSha512, Base64Url));
    auto plain = listedHmac(Sha256, Base64);
    plain.header = "query:hmac";
    plain.element.clear();
    plain.timestampElement.clear();
    plain.tolerance.reset();
    plain.prefix = "sha256=";
    plain.secretTransform = config::SecretTransform::StripPrefix;
    plain.signedParts = {{config::SignedPartKind::Secret, {}},
                         {config::SignedPartKind::UrlDecoded, {}},
                         {config::SignedPartKind::SortedQuery, {}},
                         {config::SignedPartKind::Header, "x-id"},
                         {config::SignedPartKind::Body, {}}};
    plain.urlDecode = "%3A%2F";
    add(std::move(plain));
    config::JwtVerifier jwt;
    jwt.secretRef = "secret";
    add(std::move(jwt));
    add(config::BasicVerifier{"secret", "secret"});
    config::StaticTokenVerifier token;
    token.name = "x-token";
    token.secretRef = "secret";
    add(std::move(token));
    for (const auto kind :
         {config::PublicKeyKind::Rsa, config::PublicKeyKind::Ecdsa, config::PublicKeyKind::Ed25519}) {
        config::PublicKeyVerifier key;
        key.kind = kind;
        key.header = "x-key-signature";
        key.timestampHeader = "x-timestamp";
        key.tolerance = std::chrono::seconds(300);
        key.signedParts = {{config::SignedPartKind::Timestamp, {}}, {config::SignedPartKind::Body, {}}};
        key.keyRef = "secret";
        add(std::move(key));
    }
    return definition;
}

webhooks::Received requestFrom(std::string_view text)
{
    webhooks::Received received;
    received.method = "POST";
    received.path = "/hooks/a/token";
    received.now = fromMillis(kNow * 1000);
    for (auto end = text.find('\n'); end != std::string_view::npos && end > 0; end = text.find('\n')) {
        const auto line = text.substr(0, end);
        const auto colon = line.find(':');
        if (line.starts_with("?")) {
            received.query = line.substr(1);
        } else if (colon != std::string_view::npos) {
            received.headers.add(std::string(line.substr(0, colon)), std::string(line.substr(colon + 1)));
        }
        text.remove_prefix(end + 1);
    }
    received.body = text;
    received.url = "https://gw.example.com/hooks/a/token?" + received.query;
    return received;
}

bool accepted(const config::WebhookDefinition& definition, const webhooks::Received& received)
{
    static const webhooks::JwkCache noKeys;
    static const webhooks::SecretSet secrets = [] {
        webhooks::SecretSet set;
        set.add("secret", "secret", Secret(kSecret));
        return set;
    }();
    webhooks::RequestInput input(received);
    const auto report = webhooks::verify(definition, {received, secrets, noKeys, {}, input});
    expect(!report.checks.empty());
    expect(report.accepted == report.checks.back().passed);
    for (const auto& check : report.checks) {
        expect(check.signedText.find(kSecret) == std::string::npos);
        expect(check.passed == check.reason.empty());
    }
    return report.accepted;
}

void checkParsers(std::string_view text)
{
    const auto found = webhooks::signaturesIn(text, {",", "v1", ""});
    expect(found.size() <= 16);
    for (const auto signature : found) {
        expect(signature.data() >= text.data()
               && signature.data() + signature.size() <= text.data() + text.size());
    }
    static_cast<void>(webhooks::elementOf(text, " ", "t"));
    for (const auto unit : {config::TimestampUnit::Seconds, config::TimestampUnit::Milliseconds}) {
        const auto time = webhooks::checkTime(text, unit, std::chrono::seconds(300), fromMillis(kNow * 1000));
        expect(time.skew || !time.reason.empty());
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const auto definition = makeDefinition();
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    checkParsers(text);
    if (text.find(kSecret) != std::string_view::npos) {
        return 0; // Whoever knows it is no stranger, and what was sent is shown as it was.
    }
    auto received = requestFrom(text);
    expect(!accepted(definition, received));
    const auto at = std::to_string(kNow);
    const auto mac = crypto::hmac(crypto::Digest::Sha256, kSecret, at + "." + received.body);
    received.headers.set("X-Signature", "t=" + at + ",v0=none,v1=" + crypto::toHex(mac));
    expect(accepted(definition, received));
    received.body += '\n';
    expect(!accepted(definition, received));
    return 0;
}
