// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/webhooks/ingest/request_text.h"

#include <algorithm>
#include <array>

namespace gatehouse::webhooks {
namespace {

constexpr std::string_view kMasked = "••••";
constexpr std::array<std::string_view, 3> kCredentialHeaders{"authorization", "cookie",
                                                             "proxy-authorization"};

bool isSecret(const Route& route, std::string_view header)
{
    const auto same = [header](std::string_view name) { return net::equalsIgnoreCase(name, header); };
    return std::ranges::any_of(kCredentialHeaders, same)
           || std::ranges::any_of(
               route.provider->webhooks->verify, [&](const config::WebhookVerifier& verifier) {
                   const auto* token = std::get_if<config::StaticTokenVerifier>(&verifier.check);
                   const auto* jwt = std::get_if<config::JwtVerifier>(&verifier.check);
                   return (token != nullptr && same(token->name)) || (jwt != nullptr && same(jwt->header));
               });
}

bool queryHasToken(const Route& route)
{
    return std::ranges::any_of(route.provider->webhooks->verify, [](const config::WebhookVerifier& verifier) {
        const auto* token = std::get_if<config::StaticTokenVerifier>(&verifier.check);
        return token != nullptr && token->place == config::TokenPlace::Query;
    });
}

} // namespace

WebhookRequest shownRequest(const Route& route, const Received& received)
{
    WebhookRequest request;
    request.method = received.method;
    request.target = (route.fanOut ? "/hooks/i/" + route.integration + "/" : std::string("/hooks/a/"));
    request.target += kMasked;
    if (!received.query.empty()) {
        request.target += "?" + (queryHasToken(route) ? std::string(kMasked) : received.query);
    }
    for (const auto& field : received.headers) {
        request.headers.push_back(
            {field.name, isSecret(route, field.name) ? std::string(kMasked) : field.value});
    }
    request.peerAddress = received.peerAddress;
    return request;
}

} // namespace gatehouse::webhooks
