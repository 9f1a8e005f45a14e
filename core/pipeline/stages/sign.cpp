// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stages/sign.h"

#include "core/auth/oauth1.h"
#include "core/auth/wsse.h"
#include "core/base/ids.h"

#include <fmt/format.h>

namespace gatehouse::pipeline {
namespace {

using config::AuthKind;

std::string textOf(const auth::Credentials& credentials, std::string_view name)
{
    const Secret* found = credentials.find(name);
    return found != nullptr ? std::string(found->reveal()) : std::string();
}

Secret secretOf(const auth::Credentials& credentials, std::string_view name)
{
    const Secret* found = credentials.find(name);
    return found != nullptr ? found->clone() : Secret();
}

Status signOAuth1(const Call& call, Upstream& upstream)
{
    const auth::Credentials& kept = *upstream.auth->credentials;
    const config::OAuth1Definition& rules = *upstream.target->auth->oauth1;
    const auth::OAuth1Credentials credentials{textOf(kept, "consumer_key"), secretOf(kept, "consumer_secret"),
                                              textOf(kept, "token_id"), secretOf(kept, "token_secret")};
    auth::OAuth1Request request;
    request.method = upstream.request.method;
    request.url = upstream.request.url;
    if (upstream.request.headers.get("Content-Type")
            .value_or("")
            .starts_with("application/x-www-form-urlencoded")) {
        request.formParameters = parseQuery(upstream.request.body);
    }
    GH_ASSIGN(request.realm, rules.realm.render(*upstream.target->constant));
    request.nonce = makeId("", *call.services.random);
    request.timestamp = toMillis(call.services.clock->now()) / 1000;
    GH_ASSIGN(std::string value, auth::oauth1Authorization(request, credentials, rules.signatureMethod));
    upstream.request.headers.set("Authorization", std::move(value));
    return {};
}

void putOnQuery(Url& url, const auth::AppliedAuth::Field& field)
{
    url.query += fmt::format("{}{}={}", url.query.empty() ? "" : "&", percentEncode(field.first),
                             percentEncode(field.second.reveal()));
}

/// Puts a block into a SOAP envelope's Header element, whatever its namespace prefix; opens an empty one.
bool putIntoSoapHeader(std::string& envelope, const std::string& block)
{
    if (const auto end = envelope.find(":Header>"); end != std::string::npos) {
        envelope.insert(end + std::string_view(":Header>").size(), block);
        return true;
    }
    const auto empty = envelope.find(":Header/>");
    const auto open = empty == std::string::npos ? empty : envelope.rfind('<', empty);
    if (open == std::string::npos) {
        return false;
    }
    const std::string prefix = envelope.substr(open + 1, empty - open - 1);
    envelope.replace(open, empty + std::string_view(":Header/>").size() - open,
                     fmt::format("<{0}:Header>{1}</{0}:Header>", prefix, block));
    return true;
}

Status signWsse(const Call& call, Upstream& upstream)
{
    const auth::Credentials& kept = *upstream.auth->credentials;
    std::string nonce(16, '\0');
    call.services.random->fill(std::as_writable_bytes(std::span(nonce)));
    const std::string block = auth::wsseDigestHeader(textOf(kept, "username"), secretOf(kept, "password"),
                                                     nonce, call.services.clock->now());
    if (!putIntoSoapHeader(upstream.request.body, block)) {
        return fail(Errc::ConfigError, "the request is no SOAP envelope with a Header element, which a "
                                       "UsernameToken needs");
    }
    return {};
}

Status signByKind(const Call& call, Upstream& upstream)
{
    switch (upstream.target->auth->kind) {
    case AuthKind::OAuth1Hmac:
        return signOAuth1(call, upstream);
    case AuthKind::WsseUsernameToken:
        return signWsse(call, upstream);
    default:
        return {};
    }
}

} // namespace

Verdict sign(Call& call, Upstream& upstream)
{
    StageTimer timer(call, "sign");
    net::ClientRequest& request = upstream.request;
    for (const auto& [name, value] : upstream.auth->headers) {
        request.headers.set(name, std::string(value.reveal()));
    }
    for (const auto& field : upstream.auth->query) {
        putOnQuery(request.url, field);
    }
    if (auto signedIt = signByKind(call, upstream); !signedIt) {
        return tl::make_unexpected(call.problem(signedIt.error()));
    }
    if (!call.traceparent.empty()) {
        request.headers.set("traceparent", call.traceparent);
    }
    if (!request.headers.has("User-Agent")) {
        request.headers.add("User-Agent", "Gatehouse");
    }
    return {};
}

} // namespace gatehouse::pipeline
