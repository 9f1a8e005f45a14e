// SPDX-License-Identifier: GPL-3.0-or-later
// JWT bearer assertions at the token endpoint (RFC 7523 §2.1, §3).
#include "core/crypto/encoding.h"
#include "core/crypto/signature.h"
#include "core/json/parse.h"
#include "core/sandbox/oauth_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gatehouse::sandbox {
namespace {

constexpr std::size_t kMostKeys = 16;
constexpr std::int64_t kMillisOfSecond = 1000;

std::optional<crypto::SignatureScheme> schemeNamed(std::string_view algorithm)
{
    using Scheme = crypto::SignatureScheme;
    constexpr std::array<std::pair<std::string_view, Scheme>, 4> kSchemes{{{"RS256", Scheme::Rs256},
                                                                           {"PS256", Scheme::Ps256},
                                                                           {"ES256", Scheme::Es256},
                                                                           {"EdDSA", Scheme::Ed25519}}};
    const auto* const found =
        std::ranges::find(kSchemes, algorithm, [](const auto& one) { return one.first; });
    return found == kSchemes.end() ? std::nullopt : std::optional(found->second);
}

/// A JWT taken apart (RFC 7519 §3); nothing of it is true yet.
struct Statement
{
    json::Document header;
    json::Document claims;
    std::string_view signedText;
    std::string signature;
};

std::optional<json::Document> partOf(std::string_view encoded)
{
    auto text = crypto::fromBase64Url(encoded);
    if (!text) {
        return std::nullopt;
    }
    auto document = json::parse(std::move(*text));
    return document && (*document)->isObject() ? std::optional(std::move(*document)) : std::nullopt;
}

std::optional<Statement> takeApart(std::string_view text)
{
    const auto first = text.find('.');
    const auto last = text.rfind('.');
    if (first == std::string_view::npos || first == last || text.find('.', first + 1) != last) {
        return std::nullopt;
    }
    auto header = partOf(text.substr(0, first));
    auto claims = partOf(text.substr(first + 1, last - first - 1));
    auto signature = crypto::fromBase64Url(text.substr(last + 1));
    if (!header || !claims || !signature) {
        return std::nullopt;
    }
    return Statement{std::move(*header), std::move(*claims), text.substr(0, last), std::move(*signature)};
}

bool isMeantFor(const json::Value& claim, std::string_view audience)
{
    return claim.asString() == audience || std::ranges::any_of(claim.items(), [&](const json::Value& one) {
               return one.asString() == audience;
           });
}

tl::unexpected<OAuthProblem> notAccepted(std::string why)
{
    return tl::unexpected(OAuthProblem{"invalid_grant", "assertion: " + std::move(why)});
}

} // namespace

Status OAuthServer::registerKey(std::string publicKey)
{
    if (publicKey.find("-----BEGIN ") == std::string::npos) {
        return fail(Errc::InvalidArgument, "give the public key, or the certificate, as PEM");
    }
    if (m_keys.size() >= kMostKeys) {
        m_keys.erase(m_keys.begin());
    }
    m_keys.push_back(std::move(publicKey));
    return {};
}

bool OAuthServer::signedByTheApp(std::string_view algorithm, std::string_view text,
                                 std::string_view signature) const
{
    const auto scheme = schemeNamed(algorithm);
    const auto& allowed = definition().token.assertion->algorithms;
    if (!scheme || std::ranges::find(allowed, algorithm) == allowed.end()) {
        return false;
    }
    const auto verifies = [&](const std::string& key) {
        const auto good = crypto::verify(*scheme, key, text, signature);
        return good && *good;
    };
    return std::ranges::any_of(definition().app.keys, verifies) || std::ranges::any_of(m_keys, verifies);
}

Result<std::optional<std::size_t>> OAuthServer::tenantNamed(std::string_view subject) const
{
    const auto& tenants = *m_setup.tenants;
    for (std::size_t i = 0; i < tenants.size(); ++i) {
        json::Arena arena;
        Scope scope(arena, *m_setup.clock);
        fillScope(scope, tenants[i].get());
        GH_ASSIGN(const auto name, scope.evaluate(definition().token.assertion->subject));
        if (!subject.empty() && name.asString() == subject) {
            return std::optional(i);
        }
    }
    return std::optional<std::size_t>();
}

tl::expected<OAuthServer::Client, OAuthProblem> OAuthServer::assertedClient(const Pairs& form) const
{
    const OAuthAssertion& rules = *definition().token.assertion;
    const auto statement = takeApart(valueOf(form, "assertion"));
    if (!statement) {
        return notAccepted("it is missing or no JWT");
    }
    const json::Value& claims = *statement->claims;
    Client client;
    client.id = claims["iss"].asString();
    if (client.id != definition().app.clientId) {
        return tl::unexpected(OAuthProblem{"invalid_client", "iss is not the id of a client"});
    }
    if (!signedByTheApp((*statement->header)["alg"].asString(), statement->signedText,
                        statement->signature)) {
        return notAccepted("the signature is not one of the keys registered for the client");
    }
    json::Arena arena;
    Scope scope(arena, *m_setup.clock);
    fillScope(scope, nullptr);
    const auto audience = scope.evaluate(rules.audience);
    if (!audience || !isMeantFor(claims["aud"], audience->asString())) {
        return notAccepted("the audience is another one");
    }
    const std::int64_t now = toMillis(m_setup.clock->now()) / kMillisOfSecond;
    const std::int64_t ends = claims["exp"].isNumber() ? claims["exp"].asInt() : 0;
    if (ends <= now || ends > now + rules.longest.count()) {
        return notAccepted(fmt::format("exp must lie within the next {} s", rules.longest.count()));
    }
    const auto tenant = tenantNamed(claims["sub"].asString());
    if (!tenant || !*tenant) {
        return notAccepted("the subject is no user who approved the client");
    }
    client.tenant = **tenant;
    return client;
}

} // namespace gatehouse::sandbox
