// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/api_call.h"
#include "core/api/handlers.h"
#include "core/api/render.h"

#include <fmt/format.h>

namespace gatehouse::api {
namespace {

/// One limit with the account it belongs to.
struct AccountLimit
{
    std::string accountId;
    RateLimitState limit;
};

json::Value renderAccountLimit(json::Arena& arena, const AccountLimit& limit)
{
    json::ObjectBuilder object(arena);
    object.set("account_id", std::string_view(limit.accountId));
    for (const auto& member : renderLimit(arena, limit.limit).members()) {
        object.set(member.name, member.value);
    }
    return object.build();
}

/// Waits for the answers of several accounts; the last one to let go answers the call.
class LimitsOfAccounts
{
public:
    explicit LimitsOfAccounts(const ApiCallPtr& call)
        : m_answer(answerPage<AccountLimit>(call, renderAccountLimit, [](const AccountLimit& limit) {
            return fmt::format("{} {}", limit.accountId, limit.limit.policy);
        }))
    {}

    LimitsOfAccounts(const LimitsOfAccounts&) = delete;
    LimitsOfAccounts& operator=(const LimitsOfAccounts&) = delete;

    ~LimitsOfAccounts() { m_answer(std::move(m_limits)); }

    /// An account that fails meanwhile (it was removed) has no limits to tell.
    void add(const std::string& accountId, Result<std::vector<RateLimitState>> limits)
    {
        if (limits) {
            for (auto& limit : *limits) {
                m_limits.push_back({accountId, std::move(limit)});
            }
        }
    }

private:
    Completion<std::vector<AccountLimit>> m_answer;
    std::vector<AccountLimit> m_limits;
};

void askFor(Gateway& gateway, const std::shared_ptr<LimitsOfAccounts>& gathered, const std::string& accountId)
{
    gateway.monitor().limits(accountId, [gathered, accountId](Result<std::vector<RateLimitState>> limits) {
        gathered->add(accountId, std::move(limits));
    });
}

void listLimits(Gateway& gateway, const ApiCallPtr& call)
{
    const auto wanted = call->query().get("account_id");
    gateway.accounts().accounts([&gateway, call, wanted](const Result<std::vector<Account>>& accounts) {
        if (!accounts) {
            call->fail(accounts.error());
            return;
        }
        const auto gathered = std::make_shared<LimitsOfAccounts>(call);
        for (const auto& account : *accounts) {
            if (call->key()->allowsEnvironment(account.environmentId) && (!wanted || *wanted == account.id)) {
                askFor(gateway, gathered, account.id);
            }
        }
    });
}

} // namespace

std::vector<Route> limitRoutes(const ApiServices& services)
{
    std::vector<Route> routes;
    routes.push_back(Route("GET", "/v1/limits", KeyScope::Read, on(services.gateway, listLimits))
                         .withQuery({"limit", "cursor", "account_id"}));
    return routes;
}

} // namespace gatehouse::api
