// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/event_input.h"

#include "core/base/time_format.h"
#include "core/base/url.h"
#include "core/json/parse.h"
#include "core/json/xml.h"
#include "core/pipeline/bindings.h"

#include <algorithm>
#include <map>
#include <string>

namespace gatehouse::delivery {
namespace {

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    });
    return out;
}

json::Value headersObject(const WebhookRequest& request, json::Arena& arena)
{
    std::map<std::string, std::string> joined;
    for (const HeaderField& field : request.headers) {
        std::string& value = joined[lowered(field.name)];
        value += value.empty() ? field.value : ", " + field.value;
    }
    json::ObjectBuilder out(arena);
    for (const auto& [name, value] : joined) {
        out.set(name, value);
    }
    return out.build();
}

json::Value bodyOf(std::string_view contentType, std::string_view payload, json::Arena& arena,
                   std::vector<json::Document>& documents)
{
    if (contentType.find("x-www-form-urlencoded") != std::string_view::npos) {
        return pipeline::queryObject(parseQuery(payload), arena);
    }
    auto parsed =
        contentType.find("xml") != std::string_view::npos ? json::parseXml(payload) : json::parse(payload);
    if (!parsed && payload.starts_with('<')) {
        parsed = json::parseXml(payload);
    }
    return parsed ? *documents.emplace_back(std::move(*parsed)) : json::Value();
}

} // namespace

json::Value eventInput(const WebhookRequest& request, std::string_view payload, UnixMillis now,
                       json::Arena& arena, std::vector<json::Document>& documents)
{
    const json::Value headers = headersObject(request, arena);
    const std::size_t mark = request.target.find('?');
    const std::string query = mark == std::string::npos ? "" : request.target.substr(mark + 1);
    const std::string contentType = lowered(headers["content-type"].asString());
    json::ObjectBuilder out(arena);
    out.set("method", request.method).set("headers", headers);
    out.set("query", pipeline::queryObject(parseQuery(query), arena));
    out.set("body", bodyOf(contentType, payload, arena, documents));
    out.set("text", json::Value::string(payload)).set("now", formatRfc3339(now));
    return out.build();
}

} // namespace gatehouse::delivery
