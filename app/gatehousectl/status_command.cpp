// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/command.h"
#include "app/gatehousectl/gateway_client.h"
#include "app/gatehousectl/terminal.h"
#include "core/json/write.h"

#include <fmt/format.h>

#include <map>

namespace gatehouse::ctl {
namespace {

std::string accountsLine(const std::vector<json::Document>& accounts)
{
    std::map<std::string, std::size_t> byStatus;
    for (const auto& account : accounts) {
        ++byStatus[std::string(account.root()["status"].asString())];
    }
    auto line = fmt::format("{}", accounts.size());
    for (const auto& [status, count] : byStatus) {
        line += fmt::format(", {} {}", count, status);
    }
    return line;
}

void printStatus(const json::Value& node, const std::vector<json::Document>& accounts)
{
    print(textTable({
        {"Gateway", fmt::format("{}, version {}", node["api"].asString(), node["version"].asString())},
        {"Running", fmt::format("since {}{}", node["started_at"].asString(),
                                node["sandbox"].asBool() ? ", with the sandbox" : "")},
        {"Data", std::string(node["data_dir"].asString())},
        {"Calls", fmt::format("{}, {} failed", node["calls"].asUInt(), node["errors"].asUInt())},
        {"Accounts", accountsLine(accounts)},
    }));
}

QCoro::Task<ExitCode> run(const Arguments& arguments)
{
    const auto client = GatewayClient::find(arguments);
    if (!client) {
        complain(client.error());
        co_return ExitCode::Failed;
    }
    const auto node = co_await (*client)->get("/v1/node");
    if (!node) {
        complain(node.error());
        co_return ExitCode::Failed;
    }
    if (arguments.has("print-url")) {
        print(fmt::format("{}://{}\n", (*client)->url().scheme, (*client)->url().authority()));
        co_return ExitCode::Done;
    }
    if (arguments.has("json")) {
        print(json::writePretty(node->root()) + "\n");
        co_return ExitCode::Done;
    }
    const auto accounts = co_await (*client)->list("/v1/accounts");
    if (!accounts) {
        complain(accounts.error());
        co_return ExitCode::Failed;
    }
    printStatus(node->root(), *accounts);
    co_return ExitCode::Done;
}

} // namespace

Command statusCommand()
{
    return {"status",
            "[options]",
            "Show what a running gateway is and does.",
            "",
            {{"print-url", "", "Print only the address of the REST API."},
             {"json", "", "Print the node's state as JSON."}},
            true,
            run};
}

} // namespace gatehouse::ctl
