// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/webhooks/verify/jwk_set.h"

#include "core/crypto/encoding.h"
#include "core/crypto/public_key.h"
#include "core/json/parse.h"

#include <optional>

namespace gatehouse::webhooks {
namespace {

constexpr std::size_t kMostKeys = 64;
constexpr json::ParseLimits kLimits{std::size_t{256} << 10U, 16};

std::string member(const json::Value& jwk, std::string_view name)
{
    return crypto::fromBase64Url(jwk[name].asString()).value_or("");
}

std::optional<JwkSet::Key> keyFrom(const json::Value& jwk)
{
    if (const auto use = jwk["use"]; use.isString() && use.asString() != "sig") {
        return std::nullopt;
    }
    JwkSet::Key key;
    key.id = jwk["kid"].asString();
    key.algorithm = jwk["alg"].asString();
    const auto kind = jwk["kty"].asString();
    const auto curve = jwk["crv"].asString();
    Result<std::string> pem = fail(Errc::Unsupported, "another kind of key");
    if (kind == "RSA" && !member(jwk, "n").empty()) {
        pem = crypto::rsaPublicKeyPem(member(jwk, "n"), member(jwk, "e"));
    } else if (kind == "EC" && curve == "P-256") {
        key.scheme = crypto::SignatureScheme::Es256;
        pem = crypto::p256PublicKeyPem(member(jwk, "x"), member(jwk, "y"));
    } else if (kind == "OKP" && curve == "Ed25519") {
        key.scheme = crypto::SignatureScheme::Ed25519;
        pem = crypto::ed25519PublicKeyPem(member(jwk, "x"));
    }
    if (!pem) {
        return std::nullopt;
    }
    key.pem = std::move(*pem);
    return key;
}

bool fits(const JwkSet::Key& key, std::string_view algorithm)
{
    if (!key.algorithm.empty() && key.algorithm != algorithm) {
        return false;
    }
    switch (key.scheme) {
    case crypto::SignatureScheme::Es256:
        return algorithm == "ES256";
    case crypto::SignatureScheme::Ed25519:
        return algorithm == "EdDSA";
    case crypto::SignatureScheme::Rs256:
    case crypto::SignatureScheme::Ps256:
        return algorithm == "RS256" || algorithm == "PS256";
    }
    return false;
}

} // namespace

Result<JwkSet> JwkSet::parse(std::string_view text)
{
    GH_ASSIGN(const auto document, json::parse(text, kLimits));
    const auto keys = (*document)["keys"];
    if (!keys.isArray()) {
        return fail(Errc::ParseError, "a JSON Web Key Set has an array of keys");
    }
    JwkSet set;
    for (const auto& jwk : keys.items()) {
        if (auto key = keyFrom(jwk); key && set.m_keys.size() < kMostKeys) {
            set.m_keys.push_back(std::move(*key));
        }
    }
    return set;
}

const JwkSet::Key* JwkSet::find(std::string_view id, std::string_view algorithm) const
{
    const Key* found = nullptr;
    for (const auto& key : m_keys) {
        if (!fits(key, algorithm) || (!id.empty() && key.id != id)) {
            continue;
        }
        if (found != nullptr) {
            return nullptr; // Without an id it must be clear which one is meant.
        }
        found = &key;
    }
    return found;
}

} // namespace gatehouse::webhooks
