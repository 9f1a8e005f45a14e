// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/public_key.h"
#include "core/webhooks/verify/checks.h"
#include "core/webhooks/verify/signed_text.h"

#include <fmt/format.h>

namespace gatehouse::webhooks {
namespace {

constexpr std::size_t kRawEcdsa = 64;

std::string_view kindName(config::PublicKeyKind kind)
{
    switch (kind) {
    case config::PublicKeyKind::Rsa:
        return "rsa";
    case config::PublicKeyKind::Ecdsa:
        return "ecdsa";
    case config::PublicKeyKind::Ed25519:
        break;
    }
    return "ed25519";
}

crypto::SignatureScheme schemeOf(config::PublicKeyKind kind)
{
    switch (kind) {
    case config::PublicKeyKind::Rsa:
        return crypto::SignatureScheme::Rs256;
    case config::PublicKeyKind::Ecdsa:
        return crypto::SignatureScheme::Es256;
    case config::PublicKeyKind::Ed25519:
        break;
    }
    return crypto::SignatureScheme::Ed25519;
}

/// False with a reason.
bool verifiesWith(const config::PublicKeyVerifier& verifier, std::string_view keyText,
                  std::string_view signedText, std::string signature, std::string& reason)
{
    const auto pem = crypto::publicKeyPemFromText(keyText);
    if (!pem) {
        reason = pem.error().message;
        return false;
    }
    if (verifier.kind == config::PublicKeyKind::Ecdsa && signature.size() != kRawEcdsa) {
        signature = crypto::ecdsaRawFromDer(signature);
    }
    const auto right = crypto::verify(schemeOf(verifier.kind), *pem, signedText, signature);
    reason = right ? "the signature is wrong" : right.error().message;
    return right.value_or(false);
}

} // namespace

bool checkPublicKey(const config::PublicKeyVerifier& verifier, const CheckContext& context,
                    std::vector<SignatureCheck>& checks)
{
    SignatureCheck check;
    check.scheme = kindName(verifier.kind);
    check.header = verifier.header;
    const auto header = namedValue(context.received, verifier.header);
    if (!header) {
        return refuse(checks, check, fmt::format("there is no {}", verifier.header));
    }
    check.receivedPrefix = shownPrefix(*header);
    auto signature = decodedSignature(verifier.encoding, *header);
    if (!signature) {
        return refuse(checks, check, "the signature is not in the encoding that the scheme wants");
    }
    std::string timestamp;
    TimeCheck time;
    if (!verifier.timestampHeader.empty()) {
        timestamp = namedValue(context.received, verifier.timestampHeader).value_or("");
        time = checkTime(timestamp, config::TimestampUnit::Seconds, verifier.tolerance, context.received.now);
        check.clockSkew = time.skew;
    }
    if (!time.reason.empty() && verifier.tolerance) {
        return refuse(checks, check, time.reason);
    }
    const SignedText text{verifier.signedParts, context.received, timestamp, {}, verifier.header};
    const auto bytes = signedBytes(text, {});
    const auto& keys = context.secrets.of(verifier.keyRef);
    for (const auto& key : keys) {
        check.secretName = key.name;
        if (verifiesWith(verifier, key.value.reveal(), bytes, *signature, check.reason)) {
            check.passed = true;
            check.reason.clear();
            checks.push_back(std::move(check));
            return true;
        }
        check.signedText = signedForDisplay(text);
        checks.push_back(check);
    }
    return keys.empty() ? refuse(checks, check, fmt::format("no key \"{}\" is known here", verifier.keyRef))
                        : false;
}

} // namespace gatehouse::webhooks
