// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/command.h"
#include "app/gatehousectl/gateway_client.h"
#include "app/gatehousectl/list_output.h"
#include "app/gatehousectl/terminal.h"
#include "core/json/write.h"

#include <fmt/format.h>

namespace gatehouse::ctl {
namespace {

std::string alertsTable(const json::Value& alerts)
{
    std::vector<std::vector<std::string>> rows{{"SEVERITY", "RAISED", "STATE", "ALERT", "WHAT"}};
    for (const json::Value& alert : alerts.items()) {
        auto row = cells(alert, {"severity", "raised_at", "state", "id", "title"});
        if (!alert["acknowledged_at"].isNull() && row[2] == "open") {
            row[2] = "seen";
        }
        rows.push_back(std::move(row));
    }
    return textTable(rows);
}

void printAlert(const json::Value& alert)
{
    print(fmt::format("{}: {}\n{}\n", alert["severity"].asString(), alert["title"].asString(),
                      alert["detail"].asString()));
    std::vector<std::vector<std::string>> rows;
    for (const auto* member :
         {"id", "state", "account_id", "raised_at", "resolved_at", "acknowledged_at", "acknowledged_by"}) {
        if (!alert[member].isNull()) {
            rows.push_back({member, cell(alert[member])});
        }
    }
    print(textTable(rows));
}

QCoro::Task<ExitCode> runAlerts(const Arguments& arguments)
{
    const auto format = formatOf(arguments);
    const bool acknowledge = !arguments.words.empty() && arguments.words[0] == "acknowledge";
    if (!format) {
        co_return ExitCode::Usage;
    }
    if (arguments.words.size() != (acknowledge ? 2U : arguments.words.empty() ? 0U : 1U)) {
        complain("gatehousectl: name one alert. See gatehousectl alerts --help.");
        co_return ExitCode::Usage;
    }
    const auto client = GatewayClient::find(arguments);
    if (!client) {
        complain(client.error());
        co_return ExitCode::Failed;
    }
    ApiRequest request;
    request.path = "/v1/alerts";
    if (!arguments.words.empty()) {
        request.path += "/" + percentEncode(arguments.words.back());
    } else {
        request.query.emplace_back("state", arguments.has("all") ? "all" : "open");
        request.query.emplace_back("limit", "1000");
        for (const auto& [option, name] :
             {std::pair{"severity", "severity"}, std::pair{"account", "account_id"}}) {
            if (arguments.has(option)) {
                request.query.emplace_back(name, arguments.value(option));
            }
        }
    }
    if (acknowledge) {
        request.method = "POST";
        request.path += "/acknowledge";
    }
    auto asking = (*client)->request(std::move(request));
    const auto answer = co_await asking;
    if (!answer) {
        complain(answer.error());
        co_return ExitCode::Failed;
    }
    if (*format == "json") {
        print(json::writePretty(**answer) + "\n");
    } else if (!arguments.words.empty()) {
        printAlert(**answer);
    } else {
        print(*format == "ids" ? idLines((**answer)["result"]) : alertsTable((**answer)["result"]));
    }
    co_return ExitCode::Done;
}

} // namespace

Command alertsCommand()
{
    return {
        "alerts",
        "[[acknowledge] ALERT] [options]",
        "List what somebody has to look at, newest first, show one, or say that you deal with it.",
        "Critical ones say that the node cannot keep what it is sent, has lost some of it, or works by a\n"
        "wrong clock. An alert ends by itself when its cause does.\n",
        {kFormatOption,
         {"all", "", "Also what was resolved in the last 30 days."},
         {"severity", "LEVEL", "At least this severe: info, warning or critical."},
         {"account", "ID", "Only of this account."}},
        true,
        runAlerts};
}

} // namespace gatehouse::ctl
