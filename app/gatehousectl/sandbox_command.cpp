// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/command.h"
#include "app/gatehousectl/gateway_client.h"
#include "app/gatehousectl/terminal.h"

#include <fmt/format.h>

#include <map>

namespace gatehouse::ctl {
namespace {

using Operations = std::map<std::string, std::string>; ///< Slug → one "MODEL RESOURCE list" that it offers.

Operations listOperations(const std::vector<json::Document>& integrations)
{
    Operations operations;
    for (const auto& integration : integrations) {
        for (const auto& item : integration.root()["operations"].items()) {
            const auto operation = item.asString();
            if (operation.ends_with(".list")) {
                auto words = std::string(operation);
                std::ranges::replace(words, '.', ' ');
                operations.emplace(integration.root()["slug"].asString(), std::move(words));
            }
        }
    }
    return operations;
}

void printAccounts(const std::vector<json::Document>& accounts, const Operations& operations)
{
    std::vector<std::vector<std::string>> rows{{"ACCOUNT", "INTEGRATION", "LABEL", "TRY"}};
    for (const auto& account : accounts) {
        const auto& fields = account.root();
        const auto id = fields["id"].asString();
        const auto operation = operations.find(std::string(fields["integration"].asString()));
        if (fields["sandbox"].asBool()) {
            rows.push_back({std::string(id), std::string(fields["integration"].asString()),
                            std::string(fields["label"].asString()),
                            operation == operations.end()
                                ? ""
                                : fmt::format("gatehousectl call {} {}", id, operation->second)});
        }
    }
    print(textTable(rows));
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
    if (!node->root()["sandbox"].asBool()) {
        complain(
            "gatehousectl: this node runs without simulated vendors; start it with gatehoused --sandbox");
        co_return ExitCode::Failed;
    }
    const auto integrations = co_await (*client)->list("/v1/integrations");
    const auto accounts = co_await (*client)->list("/v1/accounts");
    if (!integrations || !accounts) {
        complain(integrations ? accounts.error() : integrations.error());
        co_return ExitCode::Failed;
    }
    printAccounts(*accounts, listOperations(*integrations));
    co_return ExitCode::Done;
}

} // namespace

Command sandboxCommand()
{
    return {
        "sandbox", "[options]", "List the demo accounts at the simulated vendors, each with a call to try.",
        "",        {},          true,
        run};
}

} // namespace gatehouse::ctl
