// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/command.h"
#include "app/gatehousectl/gateway_client.h"
#include "app/gatehousectl/list_output.h"
#include "app/gatehousectl/terminal.h"
#include "core/json/write.h"

namespace gatehouse::ctl {
namespace {

std::string accountsTable(const json::Value& accounts)
{
    std::vector<std::vector<std::string>> rows{{"ACCOUNT", "ENVIRONMENT", "INTEGRATION", "STATUS", "LABEL"}};
    for (const json::Value& account : accounts.items()) {
        rows.push_back(cells(account, {"id", "environment_id", "integration", "status", "label"}));
    }
    return textTable(rows);
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
    std::vector<json::Value> items;
    items.reserve(accounts->size());
    for (const auto& account : *accounts) {
        items.push_back(account.root());
    }
    const auto all = json::Value::array(items);
    print(*format == "table" ? accountsTable(all)
          : *format == "ids" ? idLines(all)
                             : json::writePretty(all) + "\n");
    co_return ExitCode::Done;
}

} // namespace

Command accountsCommand()
{
    return {"accounts",
            "[options]",
            "List the connected accounts.",
            "",
            {kFormatOption,
             {"environment", "ID", "Only the accounts of this environment."},
             {"integration", "SLUG", "Only the accounts of this integration."}},
            true,
            run};
}

} // namespace gatehouse::ctl
