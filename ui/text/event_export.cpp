// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/event_export.h"

#include "core/base/time_format.h"
#include "core/json/document.h"
#include "core/json/write.h"
#include "ui/text/csv.h"

#include <algorithm>
#include <array>

namespace gatehouse::ui {

namespace {

using json::Arena;
using json::ObjectBuilder;
using json::Value;

Value headerList(Arena& arena, const std::vector<HeaderField>& headers)
{
    std::vector<Value> list;
    for (const auto& header : headers) {
        list.push_back(ObjectBuilder(arena).set("name", header.name).set("value", header.value).build());
    }
    return arena.array(list);
}

std::string headerValue(const WebhookRequest& request, std::string_view lowerName)
{
    const auto same = [&](const HeaderField& header) {
        return std::equal(header.name.begin(), header.name.end(), lowerName.begin(), lowerName.end(),
                          [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
    };
    const auto found = std::find_if(request.headers.begin(), request.headers.end(), same);
    return found == request.headers.end() ? std::string() : found->value;
}

Value harRequest(Arena& arena, const ExportedEvent& event)
{
    const auto none = arena.array(std::vector<Value>{});
    const auto host = headerValue(event.request, "host");
    const auto type = headerValue(event.request, "content-type");
    ObjectBuilder body(arena);
    body.set("mimeType", type.empty() ? "application/octet-stream" : type).set("text", event.body);
    if (event.base64) {
        body.set("_encoding", "base64");
    }
    ObjectBuilder request(arena);
    request.set("method", event.request.method)
        .set("url", "http://" + (host.empty() ? std::string("localhost") : host) + event.request.target)
        .set("httpVersion", "HTTP/1.1")
        .set("cookies", none)
        .set("headers", headerList(arena, event.request.headers))
        .set("queryString", none)
        .set("headersSize", Value::integer(-1))
        .set("bodySize", Value::integer(event.event.payloadBytes));
    if (!event.body.empty()) {
        request.set("postData", body.build());
    }
    return request.build();
}

/// What the sender got: an accepted webhook is answered 200 with nothing.
Value harResponse(Arena& arena)
{
    const auto none = arena.array(std::vector<Value>{});
    const auto content =
        ObjectBuilder(arena).set("size", Value::integer(0)).set("mimeType", "text/plain").build();
    return ObjectBuilder(arena)
        .set("status", Value::integer(200))
        .set("statusText", "OK")
        .set("httpVersion", "HTTP/1.1")
        .set("cookies", none)
        .set("headers", none)
        .set("content", content)
        .set("redirectURL", "")
        .set("headersSize", Value::integer(-1))
        .set("bodySize", Value::integer(0))
        .build();
}

std::string har(const std::vector<ExportedEvent>& events)
{
    Arena arena;
    std::vector<Value> entries;
    for (const auto& event : events) {
        const auto timings = ObjectBuilder(arena)
                                 .set("send", Value::integer(0))
                                 .set("wait", Value::integer(0))
                                 .set("receive", Value::integer(0))
                                 .build();
        entries.push_back(ObjectBuilder(arena)
                              .set("startedDateTime", formatRfc3339(event.event.receivedAt))
                              .set("time", Value::integer(0))
                              .set("request", harRequest(arena, event))
                              .set("response", harResponse(arena))
                              .set("cache", ObjectBuilder(arena).build())
                              .set("timings", timings)
                              .set("comment", event.event.id)
                              .set("_account_id", event.event.accountId)
                              .set("_integration", event.event.integration)
                              .set("_type", event.event.type)
                              .build());
    }
    const auto creator = ObjectBuilder(arena).set("name", "Gatehouse").set("version", "1").build();
    const auto log = ObjectBuilder(arena)
                         .set("version", "1.2")
                         .set("creator", creator)
                         .set("entries", arena.array(entries))
                         .build();
    return json::writePretty(ObjectBuilder(arena).set("log", log).build()) + "\n";
}

std::string ndjson(const std::vector<ExportedEvent>& events)
{
    std::string out;
    for (const auto& exported : events) {
        Arena arena;
        const auto& event = exported.event;
        ObjectBuilder line(arena);
        line.set("id", event.id)
            .set("received_at", formatRfc3339(event.receivedAt))
            .set("integration", event.integration)
            .set("environment_id", event.environmentId)
            .set("account_id", event.accountId)
            .set("type", event.type)
            .set("state", eventStateName(event.state))
            .set("verified_by", event.verifiedBy)
            .set("method", exported.request.method)
            .set("target", exported.request.target)
            .set("headers", headerList(arena, exported.request.headers))
            .set(exported.base64 ? "body_base64" : "body", exported.body);
        json::writeTo(out, line.build());
        out += '\n';
    }
    return out;
}

std::string csv(const std::vector<ExportedEvent>& events)
{
    std::string out = "id,received_at,integration,environment_id,account_id,type,event,model,resource,state,"
                      "error,verified_by,bytes,duplicates,records\r\n";
    for (const auto& exported : events) {
        const auto& event = exported.event;
        const std::array<std::string, 15> cells{event.id,
                                                formatRfc3339(event.receivedAt),
                                                event.integration,
                                                event.environmentId,
                                                event.accountId,
                                                event.type,
                                                event.event,
                                                event.model,
                                                event.resource,
                                                std::string(eventStateName(event.state)),
                                                event.error,
                                                event.verifiedBy,
                                                std::to_string(event.payloadBytes),
                                                std::to_string(event.duplicates),
                                                std::to_string(event.records)};
        out += csvLine(cells);
    }
    return out;
}

} // namespace

std::string exportEvents(const std::vector<ExportedEvent>& events, ExportFormat format)
{
    switch (format) {
    case ExportFormat::Har:
        return har(events);
    case ExportFormat::Ndjson:
        return ndjson(events);
    case ExportFormat::Csv:
        return csv(events);
    }
    return {};
}

} // namespace gatehouse::ui
