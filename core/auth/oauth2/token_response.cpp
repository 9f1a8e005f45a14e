// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth2/token_response.h"

#include "core/auth/jwt.h"
#include "core/base/time_format.h"
#include "core/base/url.h"
#include "core/config/response_view.h"
#include "core/json/parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace gatehouse::auth {
namespace {

using json::Value;

constexpr std::size_t kLongestPeek = std::size_t{64} << 10U;
constexpr std::int64_t kLongestLifetime = std::int64_t{10} * 365 * 24 * 3600; ///< Ten years of seconds.

/// The body as an object: JSON, else the pairs of a form.
json::Document parseBody(const std::string& body)
{
    if (auto parsed = json::parse(std::string_view(body)); parsed && parsed->root().isObject()) {
        return *parsed;
    }
    auto arena = std::make_shared<json::Arena>();
    json::ObjectBuilder form(*arena);
    if (body.find('=') != std::string::npos && body.find_first_of("<{\n") == std::string::npos) {
        for (const auto& [name, value] : parseQuery(body)) {
            form.set(name, std::string_view(value));
        }
    }
    const Value root = form.build();
    return {std::move(arena), root};
}

std::optional<std::int64_t> wholeNumber(const Value& value)
{
    if (value.isNumber()) {
        const double d = value.asDouble();
        return std::isfinite(d) && d >= 0 && d <= static_cast<double>(kLongestLifetime)
                   ? std::optional(static_cast<std::int64_t>(d))
                   : std::nullopt;
    }
    const std::string_view text = value.asString();
    std::int64_t number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = !text.empty() && error == std::errc{} && stop == text.data() + text.size();
    return whole && number >= 0 && number <= kLongestLifetime ? std::optional(number) : std::nullopt;
}

/// Reads fields of one answer, by the definition's expression or else by the RFC's name.
class Reader
{
public:
    Reader(const TokenAnswer& answer, const TokenSurroundings& surroundings)
        : m_body(parseBody(answer.body))
    {
        std::vector<config::HeaderView> headers;
        headers.reserve(answer.headers.size());
        for (const auto& [name, value] : answer.headers) {
            headers.push_back({name, value});
        }
        const Value plain =
            config::responseInput({answer.status, headers, m_body.root(), surroundings.now}, m_arena);
        json::ObjectBuilder query(m_arena);
        for (const auto& [name, value] : surroundings.redirectQuery) {
            query.set(name, std::string_view(value));
        }
        const std::array<json::Member, 2> more{
            {{"query", query.build()}, {"context", surroundings.accountContext}}};
        m_input = config::withMembers(plain, more, m_arena);
    }

    [[nodiscard]] Value field(const std::optional<jsonata::Expression>& rule, std::string_view name)
    {
        if (!rule) {
            return m_body.root()[name];
        }
        std::vector<std::string> warnings;
        return config::evaluateRule(rule, m_input, m_arena, name, warnings);
    }

    [[nodiscard]] std::string text(std::string_view name) const
    {
        return std::string(m_body.root()[name].asString());
    }

private:
    json::Arena m_arena;
    json::Document m_body;
    Value m_input;
};

std::optional<UnixMillis> expiryOf(Reader& reader, const config::OAuth2Definition& definition, UnixMillis now)
{
    const Value at =
        definition.fields.expiresAt ? reader.field(definition.fields.expiresAt, "expires_at") : Value();
    if (const auto seconds = wholeNumber(at)) {
        return fromMillis(*seconds * 1000);
    }
    if (const auto time = parseRfc3339(at.asString())) {
        return *time;
    }
    if (const auto seconds = wholeNumber(reader.field(definition.fields.expiresIn, "expires_in"))) {
        return now + std::chrono::seconds{*seconds};
    }
    return definition.tokenLifetime ? std::optional(now + *definition.tokenLifetime) : std::nullopt;
}

/// RFC 6749 has no name for it; these are the usual ones.
std::optional<UnixMillis> refreshExpiryOf(Reader& reader, const config::OAuth2Definition& definition,
                                          UnixMillis now)
{
    for (const std::string_view name :
         {"refresh_token_expires_in", "refresh_expires_in", "x_refresh_token_expires_in"}) {
        const auto seconds = wholeNumber(reader.field(definition.fields.refreshExpiresIn, name));
        if (seconds && *seconds > 0) {
            return now + std::chrono::seconds{*seconds};
        }
    }
    return std::nullopt;
}

std::vector<std::string> scopesOf(Reader& reader, const config::OAuth2Definition& definition)
{
    const Value granted = reader.field(definition.fields.scope, "scope");
    std::vector<std::string> scopes;
    for (const auto& one : granted.items()) {
        scopes.emplace_back(one.asString());
    }
    // Servers answer with spaces (RFC 6749 §3.3) or with their own separator, whatever they were asked with.
    const std::string separators = definition.scopeSeparator + " ";
    std::string_view rest = granted.asString();
    while (!rest.empty()) {
        const auto end = std::min(rest.find_first_of(separators), rest.size());
        if (end > 0) {
            scopes.emplace_back(rest.substr(0, end));
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return scopes;
}

/// The words by which endpoints say that the grant itself is dead; RFC 6749 §5.2 and what vendors say
/// instead.
bool isDeadGrant(std::string_view error, std::string_view description)
{
    static constexpr std::array<std::string_view, 9> kWords{
        "invalid_grant", "bad_refresh_token", "invalid_refresh_token",
        "inactive_user", "inactive_org",      "refresh_token_expired",
        "token_revoked", "expired_token",     "interaction_required"};
    std::string lower;
    std::transform(error.begin(), error.end(), std::back_inserter(lower),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return std::find(kWords.begin(), kWords.end(), lower) != kWords.end()
           || (lower == "unauthorized_client" && description.find("refresh_token") != std::string_view::npos);
}

std::optional<std::int64_t> retryAfterOf(const TokenAnswer& answer)
{
    for (const auto& [name, value] : answer.headers) {
        if (name.size() == 11 && (name[0] == 'R' || name[0] == 'r')
            && name.find("fter") != std::string::npos) {
            std::int64_t seconds = 0;
            const auto [stop, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
            return error == std::errc{} && seconds >= 0 ? std::optional(seconds) : std::nullopt;
        }
    }
    return std::nullopt;
}

TokenRefusal refusalOf(Reader& reader, const TokenAnswer& answer)
{
    TokenRefusal refusal;
    refusal.status = answer.status;
    refusal.error = reader.text("error");
    if (refusal.error.empty() && answer.status >= 400) {
        refusal.error = reader.text("status"); // some put their code there
    }
    refusal.description = reader.text("error_description");
    if (refusal.description.empty()) {
        refusal.description = reader.text("message");
    }
    const bool busy = answer.status == 429 || answer.status >= 500
                      || refusal.error == "temporarily_unavailable" || refusal.error == "server_error"
                      || refusal.error == "rate_limit_exceeded";
    if (isDeadGrant(refusal.error, refusal.description)) {
        refusal.kind = TokenFailure::Grant;
    } else if (busy) {
        refusal.kind = TokenFailure::Transient;
        refusal.retryAfter = retryAfterOf(answer);
    } else {
        refusal.kind =
            answer.status >= 400 || !refusal.error.empty() ? TokenFailure::Client : TokenFailure::Transient;
    }
    if (refusal.description.empty()) {
        refusal.description =
            fmt::format("the token endpoint answered {} without an access token", answer.status);
    }
    return refusal;
}

/// OpenID Connect Core §3.1.3.3 names the id_token; an access token may be a JWT (RFC 9068) or anything else.
std::vector<TokenClaims> claimsOf(std::string_view idToken, std::string_view accessToken)
{
    std::vector<TokenClaims> out;
    const std::array<std::pair<const char*, std::string_view>, 2> tokens{
        {{"id_token", idToken}, {"access_token", accessToken}}};
    for (const auto& [name, token] : tokens) {
        if (token.empty() || token.size() > kLongestPeek) {
            continue;
        }
        if (auto parts = peekJwt(token)) {
            out.push_back({name, std::move(parts->header), std::move(parts->claims)});
        }
    }
    return out;
}

} // namespace

TokenResult<TokenSet> readTokenAnswer(const config::OAuth2Definition& definition, const TokenAnswer& answer,
                                      const TokenSurroundings& surroundings)
{
    Reader reader(answer, surroundings);
    const Value access = reader.field(definition.fields.accessToken, "access_token");
    const bool refused = answer.status < 200 || answer.status >= 300 || !reader.text("error").empty();
    if (refused || access.asString().empty()) {
        return tl::unexpected(refusalOf(reader, answer));
    }
    TokenSet set;
    set.accessToken = Secret(access.asString());
    set.refreshToken = Secret(reader.field(definition.fields.refreshToken, "refresh_token").asString());
    set.expiresAt = expiryOf(reader, definition, surroundings.now);
    set.refreshExpiresAt = refreshExpiryOf(reader, definition, surroundings.now);
    set.scopes = scopesOf(reader, definition);
    set.claims = claimsOf(reader.text("id_token"), access.asString());
    if (definition.capture) {
        set.context = json::Document::copyOf(reader.field(definition.capture, "capture"));
    }
    return set;
}

} // namespace gatehouse::auth
