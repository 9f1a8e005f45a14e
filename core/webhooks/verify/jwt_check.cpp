// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/jwt.h"
#include "core/crypto/digest.h"
#include "core/webhooks/verify/checks.h"
#include "core/webhooks/verify/signed_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gatehouse::webhooks {
namespace {

constexpr std::int64_t kLeeway = 60; ///< Seconds that clocks may differ by.

/// The schemes of Authorization are case-insensitive (RFC 9110 §11.1), and so is the prefix here.
std::optional<std::string_view> withoutPrefix(std::string_view value, std::string_view prefix)
{
    if (value.size() < prefix.size() || !net::equalsIgnoreCase(value.substr(0, prefix.size()), prefix)) {
        return std::nullopt;
    }
    return value.substr(prefix.size());
}

std::string timeProblem(const json::Value& claims, UnixMillis now)
{
    const auto seconds = toMillis(now) / 1000;
    if (const auto expires = claims["exp"]; expires.isNumber() && expires.asInt() + kLeeway < seconds) {
        return fmt::format("the token expired {} s ago", seconds - expires.asInt());
    }
    if (const auto begins = claims["nbf"]; begins.isNumber() && begins.asInt() - kLeeway > seconds) {
        return "the token is not valid yet";
    }
    return {};
}

bool claimEquals(const json::Value& claim, std::string_view wanted)
{
    if (claim.isArray()) {
        return std::ranges::any_of(claim.items(),
                                   [&](const json::Value& item) { return item.asString() == wanted; });
    }
    return claim.isString() && claim.asString() == wanted;
}

std::string claimProblem(const config::JwtVerifier& verifier, const json::Value& claims,
                         const CheckContext& context)
{
    json::Arena arena;
    json::ObjectBuilder input(arena);
    input.set("context", context.context).set("url", context.received.url);
    const auto wanted = config::renderAll(verifier.claims, input.build());
    if (!wanted) {
        return "the claims to compare with cannot be made: " + wanted.error().message;
    }
    for (const auto& [name, value] : *wanted) {
        if (!claimEquals(claims[name], value)) {
            return fmt::format("the claim {} is not \"{}\"", name, value);
        }
    }
    return {};
}

std::optional<crypto::SignatureScheme> schemeOf(std::string_view algorithm)
{
    constexpr std::array<std::pair<std::string_view, crypto::SignatureScheme>, 4> kSchemes{
        {{"RS256", crypto::SignatureScheme::Rs256},
         {"PS256", crypto::SignatureScheme::Ps256},
         {"ES256", crypto::SignatureScheme::Es256},
         {"EdDSA", crypto::SignatureScheme::Ed25519}}};
    for (const auto& [name, scheme] : kSchemes) {
        if (name == algorithm) {
            return scheme;
        }
    }
    return std::nullopt;
}

/// The name of the secret that signed it; nothing: none did, `reason` says why.
std::optional<std::string> signedBySecret(const config::JwtVerifier& verifier, const auth::JwtParts& jwt,
                                          const CheckContext& context, std::string& reason)
{
    // Only what the verifier is configured for: "none", or RS256 with the secret as its key, never pass.
    if ((*jwt.header)["alg"].asString() != "HS256") {
        reason = fmt::format("the token's algorithm is \"{}\", only HS256 is accepted with a secret",
                             (*jwt.header)["alg"].asString());
        return std::nullopt;
    }
    for (const auto& secret : context.secrets.of(verifier.secretRef)) {
        if (constantTimeEquals(crypto::hmac(crypto::Digest::Sha256, secret.value.reveal(), jwt.signedText),
                               jwt.signature)) {
            return secret.name;
        }
    }
    reason = context.secrets.of(verifier.secretRef).empty()
                 ? fmt::format("no secret \"{}\" is known here", verifier.secretRef)
                 : "the token is signed with another secret";
    return std::nullopt;
}

std::optional<std::string> signedByKey(const config::JwtVerifier& verifier, const auth::JwtParts& jwt,
                                       const CheckContext& context, std::string& reason)
{
    json::Arena arena;
    json::ObjectBuilder input(arena);
    input.set("context", context.context);
    const auto url = verifier.jwksUrl.render(input.build());
    const auto set = url ? context.keys.keys(*url) : nullptr;
    if (!set) {
        reason = url ? "the keys of " + *url + " are not known yet" : url.error().message;
        return std::nullopt;
    }
    const auto algorithm = (*jwt.header)["alg"].asString();
    const auto scheme = schemeOf(algorithm);
    const auto* key = scheme ? set->find((*jwt.header)["kid"].asString(), algorithm) : nullptr;
    if (key == nullptr) {
        reason = fmt::format("{} has no key \"{}\" for {}", *url, (*jwt.header)["kid"].asString(), algorithm);
        return std::nullopt;
    }
    if (!crypto::verify(*scheme, key->pem, jwt.signedText, jwt.signature).value_or(false)) {
        reason = "the token's signature is wrong";
        return std::nullopt;
    }
    return "key " + key->id;
}

} // namespace

bool checkJwt(const config::JwtVerifier& verifier, const CheckContext& context,
              std::vector<SignatureCheck>& checks)
{
    SignatureCheck check;
    check.scheme = "jwt";
    check.header = verifier.header;
    const auto header = namedValue(context.received, verifier.header);
    const auto token = header ? withoutPrefix(*header, verifier.prefix) : std::nullopt;
    if (!token) {
        return refuse(checks, check,
                      fmt::format("there is no {} with \"{}\"", verifier.header, verifier.prefix));
    }
    check.receivedPrefix = shownPrefix(*token);
    const auto jwt = auth::peekJwt(*token);
    if (!jwt) {
        return refuse(checks, check, "the token cannot be read: " + jwt.error().message);
    }
    std::string reason;
    const auto signer = verifier.jwksUrl.empty() ? signedBySecret(verifier, *jwt, context, reason)
                                                 : signedByKey(verifier, *jwt, context, reason);
    if (!signer) {
        return refuse(checks, check, reason);
    }
    check.secretName = *signer;
    reason = timeProblem(*jwt->claims, context.received.now);
    if (reason.empty()) {
        reason = claimProblem(verifier, *jwt->claims, context);
    }
    if (!reason.empty()) {
        return refuse(checks, check, reason);
    }
    check.passed = true;
    checks.push_back(std::move(check));
    return true;
}

} // namespace gatehouse::webhooks
