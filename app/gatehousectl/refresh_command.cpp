// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/command.h"
#include "app/gatehousectl/gateway_client.h"
#include "app/gatehousectl/terminal.h"
#include "core/base/url.h"

#include <fmt/format.h>

namespace gatehouse::ctl {
namespace {

std::string endOf(const json::Value& account)
{
    const auto end = account["token_expires_at"].asString();
    return end.empty() ? "without an end that is known" : fmt::format("good until {}", end);
}

std::string told(const json::Value& account, bool renewed)
{
    std::string line = renewed ? fmt::format("{}: a new token, {}", account["id"].asString(), endOf(account))
                               : fmt::format("{}: automatic refresh is {}", account["id"].asString(),
                                             account["auto_refresh"].asBool() ? "on" : "off");
    if (!account["auto_refresh"].asBool()) {
        line += renewed ? "; automatic refresh is off" : fmt::format("; its token is {}", endOf(account));
    }
    return line + "\n";
}

QCoro::Task<ExitCode> runRefresh(const Arguments& arguments)
{
    const auto wanted = arguments.value("auto");
    const bool switches = arguments.has("auto");
    if (arguments.words.size() != 1 || (switches && wanted != "on" && wanted != "off")) {
        complain("gatehousectl: refresh takes one ACCOUNT, and --auto on or off");
        co_return ExitCode::Usage;
    }
    const auto client = GatewayClient::find(arguments);
    if (!client) {
        complain(client.error());
        co_return ExitCode::Failed;
    }
    ApiRequest request;
    request.path = "/v1/accounts/" + percentEncode(arguments.words.front());
    if (switches) {
        request.method = "PATCH";
        request.body = fmt::format(R"({{"auto_refresh":{}}})", wanted == "on");
    } else {
        request.method = "POST";
        request.path += "/refresh";
    }
    auto sending = (*client)->request(std::move(request));
    const auto account = co_await std::move(sending);
    if (!account) {
        complain(account.error());
        co_return ExitCode::Failed;
    }
    print(told(account->root(), !switches));
    co_return ExitCode::Done;
}

} // namespace

Command refreshCommand()
{
    return {"refresh",
            "ACCOUNT [options]",
            "Renew an account's token now, or say whether the gateway does so by itself.",
            "With automatic refresh off the token ends, and calls show what the provider says then; this "
            "command still renews it.\n",
            {{"auto", "on|off", "Switch automatic refresh, and renew nothing."}},
            true,
            runRefresh};
}

} // namespace gatehouse::ctl
