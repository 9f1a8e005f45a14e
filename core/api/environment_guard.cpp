// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/api_call.h"
#include "core/api/handlers.h"

#include <fmt/format.h>

namespace gatehouse::api {
namespace {

bool isRestricted(const ApiCallPtr& call)
{
    return call->key() != nullptr && !call->key()->environmentIds.empty();
}

} // namespace

bool mayTouchEnvironment(const ApiCallPtr& call, std::string_view environmentId)
{
    if (!isRestricted(call) || call->key()->allowsEnvironment(environmentId)) {
        return true;
    }
    call->fail(Errc::Forbidden,
               fmt::format("this API key may not touch the environment '{}'", environmentId));
    return false;
}

bool mayTouchWholeNode(const ApiCallPtr& call)
{
    if (!isRestricted(call)) {
        return true;
    }
    call->fail(Errc::Forbidden,
               "this API key is restricted to environments, and this concerns the whole node; use a key "
               "without that restriction");
    return false;
}

void withAccount(Gateway& gateway, const ApiCallPtr& call, const std::string& accountId,
                 std::function<void()> next)
{
    if (!isRestricted(call)) {
        next();
        return;
    }
    gateway.accounts().account(accountId, [call, next = std::move(next)](const Result<Account>& account) {
        if (!account) {
            call->fail(account.error());
        } else if (mayTouchEnvironment(call, account->environmentId)) {
            next();
        }
    });
}

} // namespace gatehouse::api
