// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/flow_har.h"

#include "core/base/time_format.h"
#include "core/base/url.h"
#include "core/contract/connect_json.h"
#include "core/json/parse.h"
#include "core/json/write.h"

#include <algorithm>
#include <array>

namespace gatehouse::ui {

namespace {

using json::Arena;
using json::ObjectBuilder;
using json::Value;

constexpr std::string_view kSession = "_gatehouse_sign_in";
constexpr std::string_view kTaken = "REDACTED";

Value emptyList(Arena& arena)
{
    return arena.array(std::vector<Value>{});
}

Value pairs(Arena& arena, const std::vector<std::pair<std::string, std::string>>& list)
{
    std::vector<Value> out;
    for (const auto& [name, value] : list) {
        out.push_back(ObjectBuilder(arena).set("name", name).set("value", value).build());
    }
    return arena.array(out);
}

Value headers(Arena& arena, const std::vector<HeaderField>& list)
{
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& header : list) {
        out.emplace_back(header.name, header.value);
    }
    return pairs(arena, out);
}

std::string typeOf(const std::vector<HeaderField>& list)
{
    const auto found = std::find_if(list.begin(), list.end(), [](const HeaderField& header) {
        return header.name == "Content-Type" || header.name == "content-type";
    });
    return found == list.end() ? std::string("application/octet-stream") : found->value;
}

double milliseconds(std::chrono::microseconds duration)
{
    return static_cast<double>(duration.count()) / 1000.0;
}

Value requestOf(Arena& arena, const Exchange& exchange)
{
    const auto mark = exchange.url.find('?');
    const auto query =
        mark == std::string::npos ? std::string_view() : std::string_view(exchange.url).substr(mark + 1);
    ObjectBuilder request(arena);
    request.set("method", exchange.method)
        .set("url", exchange.url)
        .set("httpVersion", "HTTP/1.1")
        .set("cookies", emptyList(arena))
        .set("headers", headers(arena, exchange.requestHeaders))
        .set("queryString", pairs(arena, parseQuery(query)))
        .set("headersSize", Value::integer(-1))
        .set("bodySize", Value::integer(exchange.requestBodyBytes));
    if (!exchange.requestBody.empty()) {
        request.set("postData", ObjectBuilder(arena)
                                    .set("mimeType", typeOf(exchange.requestHeaders))
                                    .set("text", exchange.requestBody)
                                    .build());
    }
    return request.build();
}

Value responseOf(Arena& arena, const Exchange& exchange)
{
    const auto content = ObjectBuilder(arena)
                             .set("size", Value::integer(exchange.responseBodyBytes))
                             .set("mimeType", typeOf(exchange.responseHeaders))
                             .set("text", exchange.responseBody)
                             .build();
    return ObjectBuilder(arena)
        .set("status", Value::integer(exchange.status))
        .set("statusText", exchange.error) // 0 and why: no answer came
        .set("httpVersion", "HTTP/1.1")
        .set("cookies", emptyList(arena))
        .set("headers", headers(arena, exchange.responseHeaders))
        .set("content", content)
        .set("redirectURL", "")
        .set("headersSize", Value::integer(-1))
        .set("bodySize", Value::integer(exchange.responseBodyBytes))
        .build();
}

/// Other programs show comments, and know nothing of the session that is kept beside the entries.
std::string claimsComment(const ConnectStep& step)
{
    std::string out;
    for (const auto& token : step.claims) {
        out += (out.empty() ? "" : "; ") + token.name + " says " + json::write(*token.claims);
    }
    return out.empty() ? out : out + " (signatures left out)";
}

Value entryOf(Arena& arena, const Exchange& exchange, std::string_view page, UnixMillis began)
{
    const double took = milliseconds(exchange.duration);
    const auto timings = ObjectBuilder(arena)
                             .set("send", Value::integer(0))
                             .set("wait", Value::number(took))
                             .set("receive", Value::integer(0))
                             .build();
    return ObjectBuilder(arena)
        .set("pageref", page)
        .set("startedDateTime", formatRfc3339(began))
        .set("time", Value::number(took))
        .set("request", requestOf(arena, exchange))
        .set("response", responseOf(arena, exchange))
        .set("cache", ObjectBuilder(arena).build())
        .set("timings", timings)
        .build();
}

/// A nonce ties an id_token to its sign-in, as the state does.
void withoutNonce(TokenClaims& token)
{
    if ((*token.claims)["nonce"].isUndefined()) {
        return;
    }
    Arena arena;
    ObjectBuilder claims(arena);
    for (const auto& [name, value] : token.claims->members()) {
        claims.set(name, name == "nonce" ? Value::string(kTaken) : value);
    }
    token.claims = json::Document::copyOf(claims.build());
}

std::string withoutChallenge(const std::string& url)
{
    static constexpr std::array<std::string_view, 3> kSecrets{"state", "code_challenge", "nonce"};
    const auto mark = url.find('?');
    if (mark == std::string::npos) {
        return url;
    }
    std::string out = url.substr(0, mark);
    for (const auto& [name, value] : parseQuery(std::string_view(url).substr(mark + 1))) {
        const bool taken = std::find(kSecrets.begin(), kSecrets.end(), name) != kSecrets.end();
        out += (out.size() == mark ? "?" : "&") + percentEncode(name) + "="
               + (taken ? std::string(kTaken) : percentEncode(value));
    }
    return out;
}

} // namespace

std::string flowHar(const ConnectSession& session)
{
    ConnectSession shown = session;
    shown.authorizeUrl = withoutChallenge(session.authorizeUrl);
    shown.state.clear();
    for (auto& step : shown.steps) {
        std::for_each(step.claims.begin(), step.claims.end(), withoutNonce);
    }
    Arena arena;
    std::vector<Value> pages;
    std::vector<Value> entries;
    for (const auto& step : shown.steps) {
        const auto page = connectStepName(step.kind);
        auto at = step.startedAt.value_or(shown.createdAt);
        const auto timings = ObjectBuilder(arena)
                                 .set("onContentLoad", Value::integer(-1))
                                 .set("onLoad", step.endedAt ? Value::integer((*step.endedAt - at).count())
                                                             : Value::integer(-1))
                                 .build();
        ObjectBuilder entry(arena);
        entry.set("startedDateTime", formatRfc3339(at))
            .set("id", page)
            .set("title", step.note.empty() ? std::string(page) : std::string(page) + ": " + step.note)
            .set("pageTimings", timings);
        if (const auto comment = claimsComment(step); !comment.empty()) {
            entry.set("comment", comment);
        }
        pages.push_back(entry.build());
        for (const auto& exchange : step.exchanges) {
            entries.push_back(entryOf(arena, exchange, page, at));
            at += std::chrono::duration_cast<std::chrono::milliseconds>(exchange.duration);
        }
    }
    const auto log =
        ObjectBuilder(arena)
            .set("version", "1.2")
            .set("creator", ObjectBuilder(arena).set("name", "Gatehouse").set("version", "1").build())
            .set("pages", arena.array(pages))
            .set("entries", arena.array(entries))
            .set(kSession, toJson(shown, arena))
            .build();
    return json::writePretty(ObjectBuilder(arena).set("log", log).build()) + "\n";
}

Result<ConnectSession> flowFromHar(std::string_view text)
{
    const auto archive = json::parse(text);
    if (!archive) {
        return fail(archive.error());
    }
    const Value session = (**archive)["log"][kSession];
    if (!session.isObject() || !session["id"].isString()) {
        return fail(Errc::Unsupported, "this archive holds no sign-in that Gatehouse has exported");
    }
    return connectSessionFromJson(session);
}

} // namespace gatehouse::ui
