// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/command.h"
#include "app/gatehousectl/gateway_client.h"
#include "app/gatehousectl/terminal.h"
#include "core/json/write.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace gatehouse::ctl {
namespace {

std::string cell(const json::Value& value)
{
    return value.isString() ? std::string(value.asString()) : value.isNull() ? "" : json::write(value);
}

std::string asTable(const json::Value& events)
{
    std::vector<std::vector<std::string>> rows{
        {"EVENT", "RECEIVED", "INTEGRATION", "ACCOUNT", "WHAT", "STATE", "RECORDS", "BYTES", "ERROR"}};
    for (const json::Value& event : events.items()) {
        auto& row = rows.emplace_back();
        const std::string what = event["event"].isString()
                                     ? fmt::format("{} {}.{}", event["event"].asString(),
                                                   event["model"].asString(), event["resource"].asString())
                                     : cell(event["type"]);
        row = {cell(event["id"]),
               cell(event["received_at"]),
               cell(event["integration"]),
               cell(event["account_id"]),
               what,
               cell(event["state"]),
               cell(event["records"]),
               cell(event["payload_bytes"]),
               cell(event["error"])};
    }
    return textTable(rows);
}

std::string rejectedTable(const json::Value& rejected)
{
    std::vector<std::vector<std::string>> rows{{"REFUSED", "AT", "INTEGRATION", "STATUS", "REASON"}};
    for (const json::Value& one : rejected.items()) {
        rows.push_back({cell(one["id"]), cell(one["received_at"]), cell(one["integration"]),
                        cell(one["status"]), cell(one["reason"])});
    }
    return textTable(rows);
}

std::string asIds(const json::Value& events)
{
    std::string ids;
    for (const json::Value& event : events.items()) {
        ids += fmt::format("{}\n", event["id"].asString());
    }
    return ids;
}

QueryPairs queryOf(const Arguments& arguments)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kFilters = {
        {{"integration", "integration"},
         {"account", "account_id"},
         {"environment", "environment_id"},
         {"event", "event"},
         {"state", "state"},
         {"since", "since"}}};
    QueryPairs query{{"limit", arguments.has("limit") ? arguments.value("limit") : "50"}};
    for (const auto& [option, name] : kFilters) {
        if (arguments.has(option)) {
            query.emplace_back(name, arguments.value(option));
        }
    }
    return query;
}

QCoro::Task<ExitCode> run(const Arguments& arguments)
{
    const auto format = arguments.has("format") ? arguments.value("format") : "table";
    if (format != "table" && format != "ids" && format != "json") {
        complain(fmt::format("gatehousectl: --format is table, ids or json, not '{}'", format));
        co_return ExitCode::Usage;
    }
    const auto client = GatewayClient::find(arguments);
    if (!client) {
        complain(client.error());
        co_return ExitCode::Failed;
    }
    const bool rejected = arguments.has("rejected");
    const std::string one = arguments.words.empty() ? "" : "/v1/events/" + percentEncode(arguments.words[0]);
    auto asking = !one.empty() ? (*client)->get(one)
                  : rejected   ? (*client)->get("/v1/events/rejected")
                               : (*client)->get("/v1/events", queryOf(arguments));
    const auto answer = co_await asking;
    if (!answer) {
        complain(answer.error());
        co_return ExitCode::Failed;
    }
    const json::Value events = (**answer)["result"];
    if (!one.empty() || format == "json") {
        print(json::writePretty(one.empty() ? events : **answer) + "\n");
    } else if (format == "ids") {
        print(asIds(events));
    } else {
        print(rejected ? rejectedTable(events) : asTable(events));
    }
    co_return ExitCode::Done;
}

} // namespace

Command eventsCommand()
{
    return {"events",
            "[EVENT] [options]",
            "List the received webhooks, newest first, or show one with all that came of it.",
            "",
            {{"format", "FORMAT", "table, ids (one a line) or json. Default: table."},
             {"limit", "N", "At most that many, up to 1000. Default: 50."},
             {"rejected", "", "The refused ones instead, with the reason."},
             {"integration", "SLUG", "Only of this integration."},
             {"account", "ID", "Only of this account."},
             {"environment", "ID", "Only of this environment."},
             {"event", "EVENT", "Only these, such as record:updated."},
             {"state", "STATE", "queued, processed, ignored or failed."},
             {"since", "TIME", "Received since then (2026-11-22T10:00:00Z)."}},
            true,
            run};
}

} // namespace gatehouse::ctl
