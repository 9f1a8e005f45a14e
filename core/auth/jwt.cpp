// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/jwt.h"

#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/crypto/signature.h"
#include "core/json/parse.h"
#include "core/json/write.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

namespace gatehouse::auth {

namespace {

std::optional<crypto::SignatureScheme> schemeOf(std::string_view algorithm)
{
    static constexpr std::array<std::pair<std::string_view, crypto::SignatureScheme>, 4> kSchemes{
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

std::string encodedHeader(std::string_view algorithm, const json::Value& extra)
{
    json::Arena arena;
    json::ObjectBuilder header(arena);
    header.set("alg", algorithm).set("typ", "JWT");
    for (const auto& member : extra.members()) {
        header.set(member.name, member.value);
    }
    return crypto::toBase64Url(json::write(header.build()));
}

Result<json::Document> decodedPart(std::string_view part)
{
    GH_ASSIGN(auto text, crypto::fromBase64Url(part));
    GH_ASSIGN(auto document, json::parse(std::move(text)));
    if (!document->isObject()) {
        return fail(Errc::ParseError, "a part of the JWT is not a JSON object");
    }
    return document;
}

} // namespace

Result<std::string> signJwt(std::string_view algorithm, const Secret& key, const json::Value& claims,
                            const json::Value& header)
{
    std::string text = encodedHeader(algorithm, header) + "." + crypto::toBase64Url(json::write(claims));
    if (algorithm == "HS256") {
        return text + "." + crypto::toBase64Url(crypto::hmac(crypto::Digest::Sha256, key.reveal(), text));
    }
    const auto scheme = schemeOf(algorithm);
    if (!scheme) {
        return fail(
            Errc::Unsupported,
            fmt::format("JWT algorithm \"{}\" is not one of RS256, PS256, ES256, EdDSA, HS256", algorithm));
    }
    GH_ASSIGN(const auto signature, crypto::sign(*scheme, key, text));
    return text + "." + crypto::toBase64Url(signature);
}

Result<JwtParts> peekJwt(std::string_view token)
{
    const auto first = token.find('.');
    const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos) {
        return fail(Errc::ParseError, "a JWT has three parts separated by dots");
    }
    JwtParts parts;
    GH_ASSIGN(parts.header, decodedPart(token.substr(0, first)));
    GH_ASSIGN(parts.claims, decodedPart(token.substr(first + 1, second - first - 1)));
    GH_ASSIGN(parts.signature, crypto::fromBase64Url(token.substr(second + 1)));
    parts.signedText = std::string(token.substr(0, second));
    return parts;
}

} // namespace gatehouse::auth
