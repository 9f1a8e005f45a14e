// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/command.h"
#include "app/gatehousectl/gateway_client.h"
#include "app/gatehousectl/secret_input.h"
#include "app/gatehousectl/terminal.h"
#include "core/json/write.h"

#include <fmt/format.h>

#include <optional>

namespace gatehouse::ctl {
namespace {

/// One request to /v1/vault.
struct Order
{
    std::string method = "GET";
    std::string path = "/v1/vault";
    Secret body; ///< JSON; may hold a passphrase.
};

Secret bodyOf(std::string_view source, const Secret& passphrase)
{
    json::Arena arena;
    json::ObjectBuilder body(arena);
    if (!source.empty()) {
        body.set("source", source);
    }
    if (!passphrase.empty()) {
        body.set("passphrase", passphrase.reveal());
    }
    return Secret(json::write(body.build()));
}

void printVault(const json::Value& vault)
{
    std::vector<std::vector<std::string>> rows;
    const auto row = [&](std::string name, std::string value) {
        if (!value.empty()) {
            rows.push_back({std::move(name), std::move(value)});
        }
    };
    row("state", std::string(vault["state"].asString()));
    row("key", fmt::format("{}: {} (generation {})", vault["key_source"].asString(),
                           vault["place"].asString(), vault["master_generation"].asInt()));
    row("accounts", fmt::format("{}", vault["accounts"].asInt()));
    const auto rotation = vault["rotation"];
    if (rotation["total"].asInt() > 0) {
        row("rotation", fmt::format("{} of {}{}", rotation["done"].asInt(), rotation["total"].asInt(),
                                    rotation["running"].asBool() ? ", running" : ""));
    }
    row("trouble", std::string(rotation["problem"].asString()));
    row("problem", std::string(vault["problem"].asString()));
    row("advice", std::string(vault["advice"].asString()));
    print(textTable(rows));
}

/// Asks for the passphrase where the vault's key comes from one.
QCoro::Task<Result<Order>> unlockOrder(GatewayClient& client)
{
    auto vault = co_await client.get("/v1/vault");
    if (!vault) {
        co_return fail(std::move(vault).error());
    }
    Order order{"POST", "/v1/vault/unlock", {}};
    if (vault->root()["key_source"].asString() != "passphrase") {
        order.body = bodyOf({}, {});
        co_return order;
    }
    const bool absent = vault->root()["state"].asString() == "absent";
    auto passphrase =
        absent ? readNewSecret("New passphrase of the vault") : readSecret("Passphrase of the vault");
    if (!passphrase) {
        co_return fail(std::move(passphrase).error());
    }
    order.body = bodyOf({}, *passphrase);
    co_return order;
}

Result<Order> keyOrder(const std::string& source)
{
    Secret passphrase;
    if (source == "passphrase") {
        GH_ASSIGN(passphrase, readNewSecret("New passphrase of the vault"));
    }
    return Order{"POST", "/v1/vault/key", bodyOf(source, passphrase)};
}

QCoro::Task<ExitCode> obey(GatewayClient& client, Result<Order> order)
{
    if (!order) {
        complain(order.error());
        co_return ExitCode::Failed;
    }
    ApiRequest request;
    request.method = order->method;
    request.path = order->path;
    request.body = order->body.reveal();
    auto sent = client.request(std::move(request));
    auto answer = co_await std::move(sent);
    if (!answer) {
        complain(answer.error());
        co_return ExitCode::Failed;
    }
    printVault(answer->root());
    co_return ExitCode::Done;
}

QCoro::Task<ExitCode> run(const Arguments& arguments)
{
    const auto& words = arguments.words;
    const std::string action = words.empty() ? "status" : words.front();
    const bool takesSource = action == "key";
    const bool known = takesSource || action == "status" || action == "unlock" || action == "lock"
                       || action == "rotate" || action == "passphrase";
    if (!known || words.size() > (takesSource ? 2U : 1U) || (takesSource && words.size() != 2)) {
        complain(
            "gatehousectl: vault status, unlock, lock, rotate, passphrase, or key file|keychain|passphrase");
        co_return ExitCode::Usage;
    }
    const auto client = GatewayClient::find(arguments);
    if (!client) {
        complain(client.error());
        co_return ExitCode::Failed;
    }
    Result<Order> order = Order();
    if (action == "unlock") {
        auto asked = unlockOrder(**client);
        order = co_await std::move(asked);
    } else if (action == "lock" || action == "rotate") {
        order = Order{"POST", "/v1/vault/" + action, {}};
    } else if (action != "status") {
        order = keyOrder(takesSource ? words[1] : action);
    }
    auto obeyed = obey(**client, std::move(order));
    co_return co_await std::move(obeyed);
}

} // namespace

Command vaultCommand()
{
    return {"vault",
            "[status|unlock|lock|rotate|passphrase|key SOURCE] [options]",
            "Show, unlock and lock the vault of credentials, and change its keys.",
            "unlock looks for the key again, or asks for the passphrase (standard input when that is no "
            "terminal).\n"
            "rotate gives every account a new data key, in the background.\n"
            "key makes a new master key and keeps it in SOURCE: file, keychain or passphrase; passphrase is "
            "short for\n"
            "key passphrase. Backups made before open with the earlier key.\n",
            {},
            true,
            run};
}

} // namespace gatehouse::ctl
