// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/digest.h"
#include "core/webhooks/verify/checks.h"
#include "core/webhooks/verify/signed_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::webhooks {
namespace {

using config::DigestAlgorithm;

/// Whether the template leads to the body's bytes alone, which then need no copy.
bool bodyOnly(const std::vector<config::SignedPart>& parts)
{
    return parts.size() == 1 && parts.front().kind == config::SignedPartKind::Body;
}

bool needsTimestamp(const config::HmacVerifier& verifier)
{
    return verifier.tolerance
           || std::ranges::any_of(verifier.signedParts, [](const config::SignedPart& part) {
                  return part.kind == config::SignedPartKind::Timestamp;
              });
}

std::optional<std::string> timestampOf(const config::HmacVerifier& verifier, const Received& received,
                                       std::string_view header)
{
    if (!verifier.timestampElement.empty()) {
        const auto element = elementOf(header, verifier.separator, verifier.timestampElement);
        return element ? std::optional(std::string(*element)) : std::nullopt;
    }
    return verifier.timestampHeader.empty() ? std::optional<std::string>("")
                                            : namedValue(received, verifier.timestampHeader);
}

} // namespace

std::string_view algorithmName(DigestAlgorithm algorithm) noexcept
{
    switch (algorithm) {
    case DigestAlgorithm::HmacSha256:
        return "hmac_sha256";
    case DigestAlgorithm::HmacSha1:
        return "hmac_sha1";
    case DigestAlgorithm::HmacSha512:
        return "hmac_sha512";
    case DigestAlgorithm::Sha256:
        return "sha256";
    }
    return "";
}

std::string macOf(DigestAlgorithm algorithm, std::string_view key, std::string_view data)
{
    switch (algorithm) {
    case DigestAlgorithm::HmacSha1:
        return crypto::hmac(crypto::Digest::Sha1, key, data);
    case DigestAlgorithm::HmacSha512:
        return crypto::hmac(crypto::Digest::Sha512, key, data);
    case DigestAlgorithm::Sha256:
        return crypto::digest(crypto::Digest::Sha256, data);
    case DigestAlgorithm::HmacSha256:
        break;
    }
    return crypto::hmac(crypto::Digest::Sha256, key, data);
}

bool checkHmac(const config::HmacVerifier& verifier, const CheckContext& context,
               std::vector<SignatureCheck>& checks)
{
    SignatureCheck check;
    check.scheme = algorithmName(verifier.algorithm);
    check.header = verifier.header;
    const auto& received = context.received;
    const auto header = namedValue(received, verifier.header);
    if (!header) {
        return refuse(checks, check, fmt::format("there is no {}", verifier.header));
    }
    const auto signatures = signaturesIn(*header, {verifier.separator, verifier.element, verifier.prefix});
    check.receivedPrefix = shownPrefix(signatures.empty() ? std::string_view(*header) : signatures.front());
    if (signatures.empty()) {
        return refuse(checks, check,
                      fmt::format("{} holds no signature that starts with \"{}{}\"", verifier.header,
                                  verifier.element.empty() ? "" : verifier.element + "=", verifier.prefix));
    }
    TimeCheck time;
    const auto timestamp = timestampOf(verifier, received, *header);
    if (needsTimestamp(verifier)) {
        if (!timestamp) {
            return refuse(checks, check, "the timestamp is missing");
        }
        time = checkTime(*timestamp, verifier.timestampUnit, verifier.tolerance, received.now);
        check.clockSkew = time.skew;
        check.tolerance = verifier.tolerance;
    }
    const auto& secrets = context.secrets.of(verifier.secretRef);
    if (secrets.empty()) {
        return refuse(checks, check, fmt::format("no secret \"{}\" is known here", verifier.secretRef));
    }
    const std::string noTimestamp;
    const SignedText text{verifier.signedParts, received, timestamp ? *timestamp : noTimestamp,
                          verifier.urlDecode, verifier.header};
    for (const auto& secret : secrets) {
        check.secretName = secret.name;
        const auto key = transformedSecret(verifier.secretTransform, secret.value.reveal());
        if (!key) {
            refuse(checks, check, "the secret is not the Base64 that the scheme wants");
            continue;
        }
        const auto mac = bodyOnly(verifier.signedParts)
                             ? macOf(verifier.algorithm, *key, received.body)
                             : macOf(verifier.algorithm, *key, signedBytes(text, *key));
        const bool right = std::ranges::any_of(signatures, [&](std::string_view signature) {
            const auto decoded = decodedSignature(verifier.encoding, signature);
            return decoded && constantTimeEquals(*decoded, mac);
        });
        if (right && time.reason.empty()) {
            check.passed = true;
            checks.push_back(std::move(check));
            return true;
        }
        check.signedText = signedForDisplay(text);
        check.expectedPrefix = shownPrefix(encodedSignature(verifier.encoding, mac));
        refuse(checks, check, right ? "the signature is right, but " + time.reason : "the signature differs");
    }
    return false;
}

} // namespace gatehouse::webhooks
