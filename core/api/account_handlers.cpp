// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/api_call.h"
#include "core/api/handlers.h"
#include "core/api/render.h"

#include <fmt/format.h>

namespace gatehouse::api {
namespace {

std::string sortKey(const Account& account)
{
    return fmt::format("{:015}{}", toMillis(account.createdAt), account.id);
}

void listAccounts(Gateway& gateway, const ApiCallPtr& call)
{
    const auto keep = [key = call->sharedKey(), environment = call->query().get("environment_id"),
                       integration = call->query().get("integration")](const Account& account) {
        return key->allowsEnvironment(account.environmentId)
               && (!environment || *environment == account.environmentId)
               && (!integration || *integration == account.integration);
    };
    gateway.accounts().accounts(answerPage<Account>(call, renderAccount, sortKey, keep));
}

void createAccount(Gateway& gateway, const ApiCallPtr& call)
{
    auto fields = call->jsonObject();
    if (!fields) {
        call->fail(fields.error());
        return;
    }
    if (mayTouchEnvironment(call, (**fields)["environment_id"].asString())) {
        gateway.accounts().createAccount(std::move(*fields), answerWith<Account>(call, renderAccount, 201));
    }
}

void getAccount(Gateway& gateway, const ApiCallPtr& call)
{
    const auto& id = call->parameter("id");
    withAccount(gateway, call, id, [&gateway, call, id] {
        gateway.accounts().account(id, answerWith<Account>(call, renderAccount));
    });
}

void updateAccount(Gateway& gateway, const ApiCallPtr& call)
{
    const auto fields = call->jsonObject();
    if (!fields) {
        call->fail(fields.error());
        return;
    }
    const auto& id = call->parameter("id");
    withAccount(gateway, call, id, [&gateway, call, id, fields = *fields] {
        gateway.accounts().updateAccount(id, fields, answerWith<Account>(call, renderAccount));
    });
}

void removeAccount(Gateway& gateway, const ApiCallPtr& call)
{
    const auto& id = call->parameter("id");
    withAccount(gateway, call, id, [&gateway, call, id] {
        gateway.accounts().removeAccount(id, answerRemoved(call, "account '" + id + "'"));
    });
}

void testAccount(Gateway& gateway, const ApiCallPtr& call)
{
    const auto& id = call->parameter("id");
    withAccount(gateway, call, id, [&gateway, call, id] {
        gateway.accounts().testAccount(id, answerWith<CallDetail>(call, renderCallDetail));
    });
}

} // namespace

std::vector<Route> accountRoutes(const ApiServices& services)
{
    auto& gateway = services.gateway;
    std::vector<Route> routes;
    routes.push_back(Route("GET", "/v1/accounts", KeyScope::Read, on(gateway, listAccounts))
                         .withQuery({"limit", "cursor", "environment_id", "integration"}));
    routes.push_back(
        Route("POST", "/v1/accounts", KeyScope::Admin, on(gateway, createAccount)).withBody(BodyKind::Json));
    routes.emplace_back("GET", "/v1/accounts/{id}", KeyScope::Read, on(gateway, getAccount));
    routes.push_back(Route("PATCH", "/v1/accounts/{id}", KeyScope::Admin, on(gateway, updateAccount))
                         .withBody(BodyKind::Json));
    routes.emplace_back("DELETE", "/v1/accounts/{id}", KeyScope::Admin, on(gateway, removeAccount));
    routes.emplace_back("POST", "/v1/accounts/{id}/test", KeyScope::Call, on(gateway, testAccount));
    return routes;
}

} // namespace gatehouse::api
