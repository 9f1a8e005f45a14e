// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/exchange_recorder.h"

#include "core/base/url.h"
#include "core/json/parse.h"
#include "core/json/write.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gatehouse::auth {
namespace {

constexpr std::size_t kShownBytes = std::size_t{16} << 10U;
constexpr std::size_t kShortestKnown = 6; ///< Shorter values stand in ordinary text too.

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(
        out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

/// Who somebody is is no secret, and people look for it in a trace.
bool isIdentity(std::string_view credential)
{
    return credential == "client_id" || credential == "username" || credential == "client_certificate";
}

json::Value redactedJson(const json::Value& value, std::string_view name, json::Arena& arena)
{
    if (value.isObject()) {
        json::ObjectBuilder out(arena);
        for (const json::Member& member : value.members()) {
            out.set(member.name, redactedJson(member.value, member.name, arena));
        }
        return out.build();
    }
    if (value.isArray()) {
        std::vector<json::Value> items;
        for (const json::Value& item : value.items()) {
            items.push_back(redactedJson(item, name, arena));
        }
        return arena.array(items);
    }
    if (value.isString() && namesOAuthSecret(name)) {
        return arena.string(secretPlaceholder(name, value.asString()));
    }
    return value;
}

bool looksLikeForm(std::string_view body)
{
    return body.find('=') != std::string_view::npos && body.find_first_of("<{\n ") == std::string_view::npos;
}

} // namespace

std::string secretPlaceholder(std::string_view name, std::string_view value)
{
    return fmt::format("<{}: {} characters>", name, value.size());
}

bool namesOAuthSecret(std::string_view name) noexcept
{
    const std::string lower = lowered(name);
    constexpr std::array<std::string_view, 6> kWhole{"code", "code_verifier", "device_code",
                                                     "jwt",  "signature",     "sig"};
    constexpr std::array<std::string_view, 4> kHarmless{"token_type", "token_type_hint", "tokentype",
                                                        "token_endpoint"};
    constexpr std::array<std::string_view, 7> kParts{"secret", "password",    "assertion", "api_key",
                                                     "apikey", "private_key", "cookie"};
    if (std::ranges::find(kHarmless, lower) != kHarmless.end() || lower == "client_assertion_type"
        || lower.find("expires") != std::string::npos) {
        return false;
    }
    return std::ranges::find(kWhole, lower) != kWhole.end() || lower.find("token") != std::string::npos
           || std::ranges::any_of(
               kParts, [&](std::string_view part) { return lower.find(part) != std::string::npos; });
}

std::string redactedQuery(std::string_view query)
{
    std::string out;
    for (const auto& [name, value] : parseQuery(query)) {
        const bool secret = namesOAuthSecret(name) && !value.empty();
        out += fmt::format("{}{}={}", out.empty() ? "" : "&", percentEncode(name),
                           secret ? secretPlaceholder(name, value) : percentEncode(value));
    }
    return out;
}

ExchangeRecorder::ExchangeRecorder(const Clock& clock, const net::ClientRequest& request,
                                   const Credentials& credentials)
    : m_clock(clock)
    , m_begun(clock.steady())
{
    for (const auto& [name, secret] : credentials.secrets) {
        if (!isIdentity(name) && secret.size() >= kShortestKnown) {
            m_known.push_back(secret.clone());
        }
    }
    // The longest first: one may be a part of another.
    std::ranges::sort(m_known, std::greater<>(), &Secret::size);
    m_exchange.method = request.method;
    Url shown = request.url;
    shown.query = redactedQuery(shown.query);
    m_exchange.url = clean(shown.str());
    m_exchange.requestHeaders = cleanHeaders(request.headers);
    m_exchange.requestBody = cleanBody(request.body, false);
    m_exchange.requestBodyBytes = static_cast<std::int64_t>(request.body.size());
}

Exchange ExchangeRecorder::finish(const Result<net::ClientResponse>& response)
{
    m_exchange.duration = std::chrono::duration_cast<std::chrono::microseconds>(m_clock.steady() - m_begun);
    if (!response) {
        m_exchange.error = clean(response.error().message);
        return std::move(m_exchange);
    }
    m_exchange.status = response->status;
    m_exchange.responseHeaders = cleanHeaders(response->headers);
    m_exchange.responseBody = cleanBody(response->body, response->status >= 400);
    m_exchange.responseBodyBytes = static_cast<std::int64_t>(response->body.size());
    return std::move(m_exchange);
}

std::string ExchangeRecorder::clean(std::string text) const
{
    for (const Secret& secret : m_known) {
        for (const std::string& spelling : {std::string(secret.reveal()), percentEncode(secret.reveal())}) {
            for (auto at = text.find(spelling); at != std::string::npos; at = text.find(spelling, at)) {
                const std::string shown = fmt::format("<secret: {} characters>", secret.size());
                text.replace(at, spelling.size(), shown);
                at += shown.size();
            }
        }
    }
    return text;
}

std::string ExchangeRecorder::cleanBody(std::string_view body, bool show) const
{
    if (body.empty()) {
        return {};
    }
    if (const auto parsed = json::parse(body);
        parsed && (parsed->root().isObject() || parsed->root().isArray())) {
        json::Arena arena;
        return clean(json::writePretty(redactedJson(parsed->root(), {}, arena))).substr(0, kShownBytes);
    }
    if (looksLikeForm(body)) {
        return clean(redactedQuery(body)).substr(0, kShownBytes);
    }
    return show ? clean(std::string(body)).substr(0, kShownBytes)
                : fmt::format("<{} bytes, neither JSON nor a form>", body.size());
}

std::vector<HeaderField> ExchangeRecorder::cleanHeaders(const net::Headers& headers) const
{
    std::vector<HeaderField> out;
    for (const net::Header& field : headers) {
        const std::string lower = lowered(field.name);
        std::string value = field.value;
        if (lower == "authorization") {
            const auto space = std::min(value.find(' '), value.size());
            value = fmt::format(
                "{} {}", value.substr(0, space),
                secretPlaceholder("credentials", value.substr(std::min(space + 1, value.size()))));
        } else if (lower == "cookie" || lower == "set-cookie" || namesOAuthSecret(lower)) {
            value = secretPlaceholder(lower, value);
        }
        out.push_back({field.name, clean(std::move(value))});
    }
    return out;
}

} // namespace gatehouse::auth
