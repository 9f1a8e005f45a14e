// SPDX-License-Identifier: GPL-3.0-or-later
// The authorization endpoint (RFC 6749 §4.1.1, RFC 7636, RFC 9207): page, decision, redirect.
#include "core/base/url.h"
#include "core/sandbox/consent_page.h"
#include "core/sandbox/oauth_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gatehouse::sandbox {
namespace {

constexpr int kFound = 302;
constexpr int kBadRequest = 400;
constexpr std::size_t kMostParameters = 100;
/// What the page's own form adds to the request's parameters.
constexpr std::array<std::string_view, 4> kOfTheForm = {"customer", "decision", "granted", "granular"};

Reply htmlReply(int status, std::string html)
{
    Reply reply;
    reply.status = status;
    reply.contentType = "text/html; charset=utf-8";
    reply.text = std::move(html);
    reply.hasText = true;
    reply.headers.set("Cache-Control", "no-store");
    reply.headers.set("Content-Security-Policy",
                      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    reply.headers.set("X-Content-Type-Options", "nosniff");
    return reply;
}

std::vector<std::string> split(std::string_view text, std::string_view separator)
{
    std::vector<std::string> words;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find(separator, begin), text.size());
        if (end > begin) {
            words.emplace_back(text.substr(begin, end - begin));
        }
        begin = end + separator.size();
    }
    return words;
}

/// Loopback redirects may use any port: a program listens where it can (RFC 8252 §7.3).
bool sameButPort(const std::string& registered, const Url& given)
{
    const auto known = Url::parse(registered);
    const bool loopback =
        known && (known->host == "127.0.0.1" || known->host == "localhost" || known->host == "::1");
    return loopback && known->scheme == given.scheme && known->host == given.host
           && known->target() == given.target();
}

bool has(const std::vector<std::string>& list, std::string_view word)
{
    return std::find(list.begin(), list.end(), word) != list.end();
}

} // namespace

bool OAuthServer::knownRedirect(std::string_view uri) const
{
    const auto& own = definition().app.redirectUris;
    if (has(own, uri) || has(m_moreRedirects, uri)) {
        return true;
    }
    const auto given = Url::parse(uri);
    return given && std::ranges::any_of(own, [&given](const auto& one) { return sameButPort(one, *given); });
}

/// Why there is nobody to redirect to.
std::string OAuthServer::pageFlaw(const Pairs& parameters) const
{
    if (parameters.size() > kMostParameters) {
        return "The request has too many parameters.";
    }
    if (valueOf(parameters, "client_id") != definition().app.clientId) {
        return "No app with this client_id is registered here.";
    }
    if (!knownRedirect(valueOf(parameters, "redirect_uri"))) {
        return fmt::format(
            "The redirect_uri \"{}\" is not one that the app has registered. It must match exactly.",
            valueOf(parameters, "redirect_uri"));
    }
    return {};
}

std::vector<std::string> OAuthServer::scopesOf(const Pairs& parameters) const
{
    return split(valueOf(parameters, "scope"), definition().authorize.separator);
}

std::optional<OAuthProblem> OAuthServer::requestFlaw(const Pairs& parameters) const
{
    using Pkce = OAuthAuthorize::Pkce;
    const auto& rules = definition().authorize;
    if (valueOf(parameters, "response_type") != "code") {
        return OAuthProblem{"unsupported_response_type", "response_type must be code"};
    }
    for (const auto& scope : scopesOf(parameters)) {
        if (!rules.scopes.empty() && !has(rules.scopes, scope)) {
            return OAuthProblem{"invalid_scope", fmt::format("there is no scope {}", scope)};
        }
    }
    const auto challenge = valueOf(parameters, "code_challenge");
    if (rules.pkce == Pkce::Required && challenge.empty()) {
        return OAuthProblem{"invalid_request", "code_challenge is missing: PKCE is required"};
    }
    if (rules.pkce != Pkce::Ignored && !challenge.empty()
        && valueOf(parameters, "code_challenge_method") != "S256") {
        return OAuthProblem{"invalid_request", "code_challenge_method must be S256"};
    }
    return std::nullopt;
}

Result<Reply> OAuthServer::redirected(const Pairs& parameters, Pairs more, const Tenant* tenant,
                                      json::Arena& arena) const
{
    if (const auto state = valueOf(parameters, "state"); !state.empty()) {
        more.emplace_back("state", state);
    }
    Scope scope(arena, *m_setup.clock);
    fillScope(scope, tenant);
    GH_ASSIGN(const auto issuer, scope.evaluate(definition().authorize.issuer));
    if (issuer.isString()) {
        more.emplace_back("iss", issuer.asString());
    }
    if (tenant != nullptr) {
        GH_ASSIGN(const auto vendorOwn, scope.evaluate(definition().authorize.redirect));
        for (const auto& [name, value] : vendorOwn.members()) {
            more.emplace_back(name, textOf(value));
        }
    }
    const std::string uri(valueOf(parameters, "redirect_uri"));
    auto reply =
        htmlReply(kFound, renderNote(m_setup.slug, "Going back", "You are being sent back to the app."));
    reply.headers.set("Location", uri + (uri.find('?') == std::string::npos ? "?" : "&") + buildQuery(more));
    return reply;
}

Result<Reply> OAuthServer::authorize(const Pairs& parameters, bool posted, json::Arena& arena)
{
    if (auto why = pageFlaw(parameters); !why.empty()) {
        return htmlReply(kBadRequest, renderRefusal(m_setup.slug, why));
    }
    if (const auto flaw = requestFlaw(parameters)) {
        return redirected(parameters, {{"error", flaw->error}, {"error_description", flaw->description}},
                          nullptr, arena);
    }
    if (posted && !valueOf(parameters, "decision").empty()) {
        return decide(parameters, arena);
    }
    ConsentPage page;
    page.vendor = m_setup.slug;
    page.app = definition().app.name;
    page.action = definition().authorize.path;
    for (const auto& tenant : *m_setup.tenants) {
        page.customers.emplace_back(tenant->customer().key, tenant->customer().name);
    }
    page.scopes = scopesOf(parameters);
    page.granular = definition().authorize.granular;
    for (const auto& pair : parameters) {
        if (std::find(kOfTheForm.begin(), kOfTheForm.end(), pair.first) == kOfTheForm.end()) {
            page.parameters.push_back(pair);
        }
    }
    return htmlReply(200, renderConsent(page));
}

Result<Reply> OAuthServer::decide(const Pairs& parameters, json::Arena& arena)
{
    const bool forced = m_troubles.denying > 0;
    if (forced) {
        --m_troubles.denying;
    }
    if (forced || valueOf(parameters, "decision") != "allow") {
        return redirected(
            parameters, {{"error", "access_denied"}, {"error_description", "end-user denied authorization"}},
            nullptr, arena);
    }
    const auto& tenants = *m_setup.tenants;
    const auto wanted = valueOf(parameters, "customer");
    const auto chosen = std::find_if(tenants.begin(), tenants.end(), [wanted](const auto& tenant) {
        return wanted.empty() || tenant->customer().key == wanted;
    });
    if (chosen == tenants.end()) {
        return htmlReply(kBadRequest, renderRefusal(m_setup.slug, "There is no such customer."));
    }
    CodeTerms terms;
    terms.tenant = static_cast<std::size_t>(chosen - tenants.begin());
    terms.clientId = definition().app.clientId;
    terms.redirectUri = valueOf(parameters, "redirect_uri");
    if (definition().authorize.pkce != OAuthAuthorize::Pkce::Ignored) {
        terms.challenge = valueOf(parameters, "code_challenge");
    }
    terms.scopes = scopesOf(parameters);
    if (!valueOf(parameters, "granular").empty()) {
        std::erase_if(terms.scopes, [&parameters](const auto& scope) {
            return std::find(parameters.begin(), parameters.end(),
                             std::pair<std::string, std::string>("granted", scope))
                   == parameters.end();
        });
    }
    auto code = m_dice.hex(40);
    m_book.keepCode(code, std::move(terms), m_setup.clock->now());
    return redirected(parameters, {{"code", std::move(code)}}, chosen->get(), arena);
}

} // namespace gatehouse::sandbox
