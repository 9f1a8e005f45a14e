// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stages/sign.h"

#include "core/auth/oauth1.h"
#include "core/auth/wsse.h"
#include "core/base/ids.h"
#include "core/pipeline/soap_header.h"

#include <fmt/format.h>

#include <algorithm>

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
        if (upstream.request.bodyStream != nullptr) {
            return fail(Errc::Unsupported, "OAuth 1.0 signs the parameters of a form, so a form cannot be "
                                           "streamed: send it as a whole");
        }
        request.formParameters = parseQuery(upstream.request.body);
    }
    GH_ASSIGN(request.realm, rules.realm.render(*upstream.target->constant));
    request.nonce = makeId("", *call.services.random);
    request.timestamp = toMillis(call.services.clock->now()) / 1000;
    GH_ASSIGN(std::string value, auth::oauth1Authorization(request, credentials, rules.signatureMethod));
    upstream.request.headers.set("Authorization", std::move(value));
    return {};
}

/// Takes a parameter out of a query, whichever way its name is written; the others stay byte for byte.
void removeFromQuery(Url& url, std::string_view name)
{
    std::string kept;
    for (std::size_t begin = 0; begin < url.query.size();) {
        const std::size_t end = std::min(url.query.find('&', begin), url.query.size());
        const std::string_view pair = std::string_view(url.query).substr(begin, end - begin);
        if (percentDecode(pair.substr(0, pair.find('=')), true) != name) {
            kept += fmt::format("{}{}", kept.empty() ? "" : "&", pair);
        }
        begin = end + 1;
    }
    url.query = std::move(kept);
}

void putOnQuery(Url& url, const auth::AppliedAuth::Field& field)
{
    url.query += fmt::format("{}{}={}", url.query.empty() ? "" : "&", percentEncode(field.first),
                             percentEncode(field.second.reveal()));
}

Status signWsse(const Call& call, Upstream& upstream)
{
    if (upstream.request.bodyStream != nullptr) {
        return fail(Errc::Unsupported,
                    "a UsernameToken is put into the envelope, so the body cannot be "
                    "streamed: send it with a Content-Length of at most the buffered size");
    }
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
        removeFromQuery(request.url, field.first);
    }
    for (const auto& field : upstream.auth->query) {
        putOnQuery(request.url, field);
    }
    request.certificate = upstream.auth->certificate;
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
