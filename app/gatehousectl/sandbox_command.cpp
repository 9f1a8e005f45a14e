// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/command.h"
#include "app/gatehousectl/gateway_client.h"
#include "app/gatehousectl/terminal.h"
#include "core/json/write.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <map>
#include <optional>

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

QCoro::Task<ExitCode> listAccounts(GatewayClient& client)
{
    const auto node = co_await client.get("/v1/node");
    if (!node) {
        complain(node.error());
        co_return ExitCode::Failed;
    }
    if (!node->root()["sandbox"].asBool()) {
        complain(
            "gatehousectl: this node runs without simulated vendors; start it with gatehoused --sandbox");
        co_return ExitCode::Failed;
    }
    const auto integrations = co_await client.list("/v1/integrations");
    const auto accounts = co_await client.list("/v1/accounts");
    if (!integrations || !accounts) {
        complain(integrations ? accounts.error() : integrations.error());
        co_return ExitCode::Failed;
    }
    printAccounts(*accounts, listOperations(*integrations));
    co_return ExitCode::Done;
}

QCoro::Task<ExitCode> listVendors(GatewayClient& client)
{
    const auto vendors = co_await client.list("/v1/sandbox");
    if (!vendors) {
        complain(vendors.error());
        co_return ExitCode::Failed;
    }
    std::vector<std::vector<std::string>> rows{{"VENDOR", "URL", "TOKEN REQUESTS", "ON PURPOSE"}};
    for (const auto& vendor : *vendors) {
        const auto& fields = vendor.root();
        std::string counts;
        for (const auto& [grant, count] : fields["token_requests"].members()) {
            counts += fmt::format("{}{} {} ({} refused)", counts.empty() ? "" : ", ", grant,
                                  count["requests"].asInt(), count["refused"].asInt());
        }
        std::string troubles;
        if (fields["failing"].asInt() > 0) {
            troubles += fmt::format("refuses {} ", fields["failing"].asInt());
        }
        if (fields["denying"].asInt() > 0) {
            troubles += fmt::format("denies {} ", fields["denying"].asInt());
        }
        if (fields["hangs_for_s"].asInt() > 0) {
            troubles += fmt::format("hangs {} s", fields["hangs_for_s"].asInt());
        }
        rows.push_back({std::string(fields["slug"].asString()), std::string(fields["base_url"].asString()),
                        counts.empty() ? "none" : counts, troubles});
    }
    print(textTable(rows));
    co_return ExitCode::Done;
}

/// What the words order: "expire ACCOUNT", "hang VENDOR 30", …; nothing: they are wrong.
std::optional<ApiRequest> orderOf(const std::vector<std::string>& words)
{
    const auto& action = words.front();
    const auto subject = words.size() > 1 ? percentEncode(words[1]) : std::string();
    ApiRequest request;
    request.method = "POST";
    if ((action == "expire" || action == "revoke") && words.size() == 2) {
        request.path = fmt::format("/v1/sandbox/accounts/{}/{}", subject, action);
        return request;
    }
    if ((action == "approve" || action == "refuse") && words.size() == 2) {
        request.path = fmt::format("/v1/sandbox/connect/{}/consent", subject);
        request.body = fmt::format(R"({{"approve":{}}})", action == "approve");
        return request;
    }
    if (action == "webhook" && words.size() == 2) {
        json::Arena arena;
        json::ObjectBuilder body(arena);
        request.path = "/v1/events/test";
        request.body = json::write(body.set("account_id", words[1]).build());
        return request;
    }
    if (action == "clear" && words.size() == 2) {
        request.method = "DELETE";
        request.path = fmt::format("/v1/sandbox/vendors/{}/troubles", subject);
        return request;
    }
    const auto allDigits = [](const std::string& text) {
        return !text.empty() && text.size() < 7 && text.find_first_not_of("0123456789") == std::string::npos;
    };
    const bool counted = words.size() > 2 && allDigits(words[2]);
    request.path = fmt::format("/v1/sandbox/vendors/{}/{}", subject, action);
    if (action == "hang" && words.size() == 3 && counted) {
        request.body = fmt::format(R"({{"seconds":{}}})", words[2]);
        return request;
    }
    if (action == "register" && words.size() == 3) {
        std::ifstream file(words[2]);
        const std::string pem{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
        json::Arena arena;
        json::ObjectBuilder body(arena);
        request.path = fmt::format("/v1/sandbox/vendors/{}/keys", subject);
        request.body = json::write(body.set("public_key", pem).build());
        return request;
    }
    if (action == "deny" && words.size() == 3 && counted) {
        request.body = fmt::format(R"({{"count":{}}})", words[2]);
        return request;
    }
    if (action == "fail" && counted && words.size() <= 4) {
        json::Arena arena;
        json::ObjectBuilder body(arena);
        body.set("count", json::Value::integer(std::stoi(words[2])));
        if (words.size() == 4) {
            body.set("error", words[3]);
        }
        request.body = json::write(body.build());
        return request;
    }
    return std::nullopt;
}

QCoro::Task<ExitCode> run(const Arguments& arguments)
{
    const auto& words = arguments.words;
    const bool vendors = words.size() == 1 && words.front() == "vendors";
    std::optional<ApiRequest> order;
    if (!words.empty() && !vendors) {
        order = orderOf(words);
        if (!order) {
            complain("gatehousectl: sandbox takes vendors, webhook ACCOUNT, expire ACCOUNT, revoke ACCOUNT, "
                     "approve SIGN-IN, refuse SIGN-IN, "
                     "hang VENDOR SECONDS, fail VENDOR COUNT [ERROR], deny VENDOR COUNT, "
                     "register VENDOR KEYFILE or clear VENDOR");
            co_return ExitCode::Usage;
        }
    }
    const auto client = GatewayClient::find(arguments);
    if (!client) {
        complain(client.error());
        co_return ExitCode::Failed;
    }
    if (vendors) {
        auto listed = listVendors(**client);
        co_return co_await std::move(listed);
    }
    if (!order) {
        auto listed = listAccounts(**client);
        co_return co_await std::move(listed);
    }
    auto sent = (*client)->request(std::move(*order));
    const auto done = co_await std::move(sent);
    if (!done) {
        complain(done.error());
        co_return ExitCode::Failed;
    }
    co_return ExitCode::Done;
}

} // namespace

Command sandboxCommand()
{
    return {
        "sandbox",
        "[vendors | ORDER …] [options]",
        "List the demo accounts at the simulated vendors, or make something go wrong there.",
        "vendors                      the simulated vendors and their token requests\n"
        "webhook ACCOUNT              the vendor changes a record and sends its signed webhook for it\n"
        "expire ACCOUNT               the vendor refuses the account's access token from now on\n"
        "revoke ACCOUNT               the grant is withdrawn: somebody has to connect again\n"
        "approve SIGN-IN              press Approve on the consent page that a sign-in (con_…) waits for\n"
        "refuse SIGN-IN               press Deny there\n"
        "hang VENDOR SECONDS          the token endpoint answers only after that\n"
        "fail VENDOR COUNT [ERROR]    refuse the next token calls (invalid_grant, server_error, …)\n"
        "deny VENDOR COUNT            the next people who are asked for consent deny it\n"
        "register VENDOR KEYFILE      upload a public key or certificate for the app's JWT assertions\n"
        "clear VENDOR                 everything as it should be again\n",
        {},
        true,
        run};
}

} // namespace gatehouse::ctl
