// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/command.h"
#include "app/gatehousectl/gateway_client.h"
#include "app/gatehousectl/terminal.h"
#include "core/json/write.h"

#include <fmt/format.h>

namespace gatehouse::ctl {
namespace {

std::string asTable(const std::vector<json::Document>& accounts)
{
    std::vector<std::vector<std::string>> rows{{"ACCOUNT", "ENVIRONMENT", "INTEGRATION", "STATUS", "LABEL"}};
    for (const auto& account : accounts) {
        auto& row = rows.emplace_back();
        for (const auto* member : {"id", "environment_id", "integration", "status", "label"}) {
            row.emplace_back(account.root()[member].asString());
        }
    }
    return textTable(rows);
}

std::string asIds(const std::vector<json::Document>& accounts)
{
    std::string ids;
    for (const auto& account : accounts) {
        ids += fmt::format("{}\n", account.root()["id"].asString());
    }
    return ids;
}

std::string asJson(const std::vector<json::Document>& accounts)
{
    std::vector<json::Value> items;
    for (const auto& account : accounts) {
        items.push_back(account.root());
    }
    return json::writePretty(json::Value::array(items)) + "\n";
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
    QueryPairs query;
    for (const auto* filter : {"environment", "integration"}) {
        if (arguments.has(filter)) {
            const auto* name = std::string_view(filter) == "environment" ? "environment_id" : filter;
            query.emplace_back(name, arguments.value(filter));
        }
    }
    const auto accounts = co_await (*client)->list("/v1/accounts", std::move(query));
    if (!accounts) {
        complain(accounts.error());
        co_return ExitCode::Failed;
    }
    print(format == "table" ? asTable(*accounts) : format == "ids" ? asIds(*accounts) : asJson(*accounts));
    co_return ExitCode::Done;
}

} // namespace

Command accountsCommand()
{
    return {"accounts",
            "[options]",
            "List the connected accounts.",
            "",
            {{"format", "FORMAT", "table, ids (one a line) or json. Default: table."},
             {"environment", "ID", "Only the accounts of this environment."},
             {"integration", "SLUG", "Only the accounts of this integration."}},
            true,
            run};
}

} // namespace gatehouse::ctl
