// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/sandbox_token.h"

#include "core/runtime/await.h"

#include <fmt/format.h>

namespace gatehouse {

/// The grant is found by the token that the gateway holds, so this works for every account, however it was
/// connected.
QCoro::Task<Result<Secret>> sandboxTokenOf(NodeCore& core, std::string accountId)
{
    if (!core.accounts.account(accountId)) {
        co_return fail(Errc::NotFound, fmt::format("there is no account {}", accountId));
    }
    auto pendingKept = runtime::awaitCompletion<auth::CredentialsPtr>(
        *core.services.engine, [&core, &accountId](Completion<auth::CredentialsPtr> done) {
            core.services.credentials->load(accountId, std::move(done));
        });
    auto kept = co_await pendingKept;
    if (!kept) {
        co_return fail(std::move(kept).error());
    }
    const auto* token = (*kept)->find("refresh_token");
    if (token == nullptr) {
        token = (*kept)->find("access_token");
    }
    if (token == nullptr || token->empty()) {
        co_return fail(Errc::Conflict, fmt::format("account {} holds no token", accountId));
    }
    co_return token->clone();
}

} // namespace gatehouse
