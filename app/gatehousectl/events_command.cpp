// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/command.h"
#include "app/gatehousectl/gateway_client.h"
#include "app/gatehousectl/list_output.h"
#include "app/gatehousectl/terminal.h"
#include "core/json/write.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace gatehouse::ctl {
namespace {

std::string asTable(const json::Value& events)
{
    std::vector<std::vector<std::string>> rows{
        {"EVENT", "RECEIVED", "INTEGRATION", "ACCOUNT", "WHAT", "STATE", "RECORDS", "BYTES", "ERROR"}};
    for (const json::Value& event : events.items()) {
        auto row = cells(event, {"id", "received_at", "integration", "account_id", "type", "state", "records",
                                 "payload_bytes", "error"});
        if (event["event"].isString()) {
            row[4] = fmt::format("{} {}.{}", event["event"].asString(), event["model"].asString(),
                                 event["resource"].asString());
        }
        rows.push_back(std::move(row));
    }
    return textTable(rows);
}

std::string rejectedTable(const json::Value& rejected)
{
    std::vector<std::vector<std::string>> rows{{"REFUSED", "AT", "INTEGRATION", "STATUS", "REASON"}};
    for (const json::Value& one : rejected.items()) {
        rows.push_back(cells(one, {"id", "received_at", "integration", "status", "reason"}));
    }
    return textTable(rows);
}

QueryPairs queryOf(const Arguments& arguments)
{
    QueryPairs query = arguments.has("rejected") ? QueryPairs() : eventFilters(arguments);
    query.emplace_back("limit", arguments.has("limit") ? arguments.value("limit") : "50");
    return query;
}

QCoro::Task<ExitCode> run(const Arguments& arguments)
{
    const auto format = formatOf(arguments);
    if (!format) {
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
                  : rejected   ? (*client)->get("/v1/events/rejected", queryOf(arguments))
                               : (*client)->get("/v1/events", queryOf(arguments));
    const auto answer = co_await asking;
    if (!answer) {
        complain(answer.error());
        co_return ExitCode::Failed;
    }
    const json::Value events = (**answer)["result"];
    if (!one.empty() || *format == "json") {
        print(json::writePretty(one.empty() ? events : **answer) + "\n");
    } else if (*format == "ids") {
        print(idLines(events));
    } else {
        print(rejected ? rejectedTable(events) : asTable(events));
    }
    co_return ExitCode::Done;
}

} // namespace

Command eventsCommand()
{
    std::vector<CommandOption> options{kFormatOption,
                                       {"limit", "N", "At most that many, up to 1000. Default: 50."},
                                       {"rejected", "", "The refused ones instead, with the reason."}};
    std::ranges::copy(eventFilterOptions(), std::back_inserter(options));
    return {"events",
            "[EVENT] [options]",
            "List the received webhooks, newest first, or show one with all that came of it.",
            "",
            std::move(options),
            true,
            run};
}

} // namespace gatehouse::ctl
