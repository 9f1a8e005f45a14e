// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/command.h"
#include "app/gatehousectl/gateway_client.h"
#include "app/gatehousectl/list_output.h"
#include "app/gatehousectl/terminal.h"
#include "core/json/write.h"

#include <fmt/format.h>

namespace gatehouse::ctl {
namespace {

std::string urlsTable(const json::Value& urls)
{
    std::vector<std::vector<std::string>> rows{{"INTEGRATION", "ACCOUNT", "URL"}};
    for (const json::Value& url : urls.items()) {
        rows.push_back(cells(url, {"integration", "account_id", "url"}));
    }
    return textTable(rows);
}

/// Accounts' ids begin with "acc_"; an integration is named by its slug.
std::string rotationOf(const std::string& owner)
{
    json::Arena arena;
    json::ObjectBuilder body(arena);
    body.set(owner.starts_with("acc_") ? "account_id" : "integration", owner);
    return json::write(body.build());
}

QCoro::Task<ExitCode> runUrls(const Arguments& arguments)
{
    const bool rotate = !arguments.words.empty();
    if (rotate && (arguments.words.size() != 2 || arguments.words[0] != "rotate")) {
        complain("gatehousectl: say 'urls', or 'urls rotate ACCOUNT' (or an integration's slug).");
        co_return ExitCode::Usage;
    }
    const auto client = GatewayClient::find(arguments);
    if (!client) {
        complain(client.error());
        co_return ExitCode::Failed;
    }
    ApiRequest request;
    request.path = "/v1/events/urls";
    request.query = {{"limit", "1000"}};
    if (rotate) {
        request.method = "POST";
        request.path += "/rotate";
        request.query.clear();
        request.headers.set("Content-Type", "application/json");
        request.body = rotationOf(arguments.words[1]);
    }
    auto asking = (*client)->request(std::move(request));
    const auto answer = co_await asking;
    if (!answer) {
        complain(answer.error());
        co_return ExitCode::Failed;
    }
    if (arguments.has("json")) {
        print(json::writePretty(rotate ? **answer : (**answer)["result"]) + "\n");
    } else if (rotate) {
        print(fmt::format("{}\n", (**answer)["url"].asString()));
    } else {
        print(urlsTable((**answer)["result"]));
    }
    co_return ExitCode::Done;
}

} // namespace

Command urlsCommand()
{
    return {"urls",
            "[rotate ACCOUNT|INTEGRATION] [options]",
            "List the URLs that providers send webhooks to, or give one a new token.",
            "The old URL stays good for a day: tell the provider the new one until then.\n",
            {{"json", "", "Print JSON."}},
            true,
            runUrls};
}

} // namespace gatehouse::ctl
