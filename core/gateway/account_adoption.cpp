// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/account_service.h"
#include "core/observe/redactor.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse {
namespace {

/// Simulated vendors are the only ones with origins on this machine: an account that was signed in at one is
/// marked, so that it can be made to misbehave as the demo's accounts can.
bool standsOnThisMachine(const json::Value& context)
{
    return std::ranges::any_of(context.members(), [](const json::Member& member) {
        return member.value.asString().starts_with("http://127.0.0.1:");
    });
}

} // namespace

QCoro::Task<Result<Account>> AccountService::adopt(ProvenAccount proven)
{
    const auto turn = co_await m_turns.take(proven.id);
    auto account = m_core.accounts.account(proven.id);
    if (!account) {
        co_return fail(Errc::NotFound, fmt::format("the account {} was removed meanwhile", proven.id));
    }
    if (!proven.label.empty()) {
        account->label = proven.label;
    }
    account->authKind = proven.auth;
    account->context = proven.context;
    account->tokenExpiresAt = proven.tokenExpiresAt;
    account->sandbox = account->sandbox || (m_core.options.sandbox && standsOnThisMachine(*account->context));
    account->status = AccountStatus::Active;
    account->statusReason.clear();
    auto putting = put(std::move(*account), std::move(proven.credentials), nullptr, std::move(proven.actor));
    co_return co_await putting;
}

QCoro::Task<Result<bool>> AccountService::noteConnecting(std::string id, std::string reason)
{
    const auto turn = co_await m_turns.take(id);
    auto account = m_core.accounts.account(id);
    if (!account || account->status != AccountStatus::Connecting || account->statusReason == reason) {
        co_return false;
    }
    account->statusReason = m_core.services.redactor->text(std::move(reason));
    auto putting = put(std::move(*account), nullptr);
    auto noted = co_await putting;
    co_return noted ? Result<bool>(true) : fail(std::move(noted).error());
}

QCoro::Task<Result<Account>> AccountService::dropTokens(std::string id, std::string reason, std::string actor)
{
    const auto turn = co_await m_turns.take(id);
    auto account = m_core.accounts.account(id);
    if (!account) {
        co_return fail(Errc::NotFound, fmt::format("there is no account {}", id));
    }
    auto loading = keptCredentials(id, actor);
    auto kept = co_await loading;
    if (!kept) {
        co_return fail(std::move(kept).error());
    }
    auth::Credentials left = *kept ? (*kept)->clone() : auth::Credentials{};
    for (const auto* token : {"access_token", "refresh_token"}) {
        left.secrets.erase(token);
    }
    left.tokenExpiresAt.reset();
    account->tokenExpiresAt.reset();
    if (account->status != AccountStatus::Disabled) {
        account->status = AccountStatus::NeedsReauth;
        account->statusReason = std::move(reason);
    }
    auto putting = put(std::move(*account), std::make_shared<const auth::Credentials>(std::move(left)),
                       nullptr, std::move(actor));
    co_return co_await putting;
}

} // namespace gatehouse
