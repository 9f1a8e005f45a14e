// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/vault/vault_storage.h"

#include <map>

namespace gatehouse::test {

/// Rows in memory, open to every kind of tampering, that fails at the n-th call when told to.
class MemoryVaultStorage final : public vault::VaultStorage
{
public:
    [[nodiscard]] Result<std::optional<vault::VaultHeader>> header() override
    {
        GH_TRY(step());
        return headerRow;
    }

    [[nodiscard]] Status putHeader(const vault::VaultHeader& header,
                                   const std::vector<vault::SealedKey>& keys) override
    {
        GH_TRY(step());
        headerRow = header;
        for (const auto& key : keys) {
            accounts.at(key.accountId).key = key;
        }
        return {};
    }

    [[nodiscard]] Result<std::vector<vault::SealedKey>> keys() override
    {
        GH_TRY(step());
        std::vector<vault::SealedKey> all;
        for (const auto& [id, account] : accounts) {
            all.push_back(account.key);
        }
        return all;
    }

    [[nodiscard]] Result<std::optional<vault::SealedAccount>> account(const std::string& accountId) override
    {
        GH_TRY(step());
        const auto found = accounts.find(accountId);
        return found == accounts.end() ? std::nullopt : std::optional(found->second);
    }

    [[nodiscard]] Status putAccount(const vault::SealedAccount& account) override
    {
        GH_TRY(step());
        accounts[account.key.accountId] = account;
        return {};
    }

    [[nodiscard]] Result<bool> removeAccount(const std::string& accountId) override
    {
        GH_TRY(step());
        return accounts.erase(accountId) > 0;
    }

    [[nodiscard]] Status planRotation() override
    {
        GH_TRY(step());
        plan = {accounts.size(), {}};
        for (const auto& [id, account] : accounts) {
            plan.accountIds.push_back(id);
        }
        return {};
    }

    [[nodiscard]] Result<vault::RotationPlan> rotationPlan() override
    {
        GH_TRY(step());
        return plan;
    }

    [[nodiscard]] Status finishRotation(const std::string& accountId) override
    {
        GH_TRY(step());
        std::erase(plan.accountIds, accountId);
        return {};
    }

    [[nodiscard]] Status copyTo(const std::filesystem::path& /*file*/) override { return step(); }

    vault::RotationPlan plan;
    std::optional<vault::VaultHeader> headerRow;
    std::map<std::string, vault::SealedAccount> accounts;
    int failAfter = -1; ///< That many calls succeed, the next fails; -1: none fails.

private:
    [[nodiscard]] Status step()
    {
        if (failAfter == 0) {
            return fail(Errc::Unavailable, "the disk failed");
        }
        failAfter -= failAfter > 0 ? 1 : 0;
        return {};
    }
};

} // namespace gatehouse::test
