// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/account_file.h"
#include "core/gateway/account_service.h"
#include "core/gateway/account_transfer.h"
#include "core/gateway/mapping_service.h"

#include <qcoro/qcorotask.h>

#include <map>
#include <memory>
#include <string>

namespace gatehouse {

/// Writes accounts into files and takes them out again, one after the other; hops to the engine thread.
/// Deriving a key takes its time on the node's pool.
class AccountTransferRole final : public AccountTransfer
{
public:
    AccountTransferRole(NodeCore& core, AccountService& accounts, MappingService& mappings)
        : m_core(core)
        , m_accounts(accounts)
        , m_mappings(mappings)
    {}

    void exportAccounts(AccountExport wanted, Completion<std::string> done) override;
    void importAccounts(AccountImport given, Completion<ImportReport> done) override;

private:
    using Given = std::shared_ptr<AccountImport>;
    using Wanted = std::shared_ptr<AccountExport>;
    using KeyPtr = std::shared_ptr<const vault::Key>;

    [[nodiscard]] QCoro::Task<Result<std::string>> write(Wanted wanted);
    [[nodiscard]] QCoro::Task<Result<ImportReport>> read(Given given);
    /// Null without a passphrase.
    [[nodiscard]] QCoro::Task<Result<KeyPtr>> keyOf(json::Document file, Given given);
    [[nodiscard]] QCoro::Task<Result<KeyPtr>> derive(std::shared_ptr<const Secret> passphrase,
                                                     vault::PassphraseParameters parameters);
    [[nodiscard]] QCoro::Task<ImportedAccount> take(json::Document file, json::Value account, KeyPtr key,
                                                    bool dryRun);
    /// Decides everything that can be without writing; the account's note and outcome are set when it ends
    /// there.
    [[nodiscard]] std::shared_ptr<Account> decide(const json::Value& file, const json::Value& given,
                                                  ImportedAccount& told) const;
    [[nodiscard]] QCoro::Task<Result<std::string>> environmentFor(json::Document file, std::string id);
    [[nodiscard]] QCoro::Task<std::size_t> takeOverrides(json::Document owner, json::Value list,
                                                         OverrideLevel level, std::string ownerId);

    NodeCore& m_core;
    AccountService& m_accounts;
    MappingService& m_mappings;
};

} // namespace gatehouse
