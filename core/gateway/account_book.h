// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/mapping.h"
#include "core/pipeline/account_record.h"
#include "core/store/records.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gatehouse {

/// Environments, accounts and overrides as they are now, in memory: what every call looks up. The store is
/// where they live; whoever changes one writes there first and then here. Engine thread.
class AccountBook final : public pipeline::AccountDirectory
{
public:
    [[nodiscard]] pipeline::AccountRecordPtr find(std::string_view accountId) const override;

    [[nodiscard]] std::vector<Environment> environments() const;
    [[nodiscard]] const Environment* environment(std::string_view id) const;
    void putEnvironment(Environment environment);

    /// Oldest first, with what is known of their last success.
    [[nodiscard]] std::vector<Account> accounts() const;
    [[nodiscard]] std::optional<Account> account(std::string_view id) const;
    /// Calls under way keep the record they have; the next ones see this.
    void putAccount(Account account);
    /// False: there was none.
    bool removeAccount(std::string_view id);
    [[nodiscard]] bool usesIntegration(std::string_view slug) const;
    /// Does not make a new record: nothing a call depends on has changed.
    void noteSuccess(std::string_view accountId, UnixMillis at);
    /// At most so many that were noted since they were last taken: who calls writes them down.
    [[nodiscard]] std::vector<std::pair<std::string, UnixMillis>> takeSuccesses(std::size_t most);

    [[nodiscard]] std::optional<json::Document> findOverride(const OverrideKey& key) const;
    void putOverride(const OverrideKey& key, json::Document document);
    /// False: there was none.
    bool removeOverride(const OverrideKey& key);
    /// How many overrides there are (metrics).
    [[nodiscard]] std::size_t overrideCount() const;

private:
    struct Hash
    {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const noexcept
        {
            return std::hash<std::string_view>{}(text);
        }
    };

    template <class T>
    using ById = std::unordered_map<std::string, T, Hash, std::equal_to<>>;
    using OverrideSetPtr = std::shared_ptr<const pipeline::OverrideSet>;

    void rebuild(std::string_view accountId, std::optional<Account> account = std::nullopt);
    void rebuildOwned(const OverrideKey& key);
    [[nodiscard]] OverrideSetPtr overridesOf(OverrideLevel level, std::string_view ownerId) const;
    [[nodiscard]] std::map<std::string, OverrideSetPtr, std::less<>>& sets(OverrideLevel level);
    [[nodiscard]] const std::map<std::string, OverrideSetPtr, std::less<>>& sets(OverrideLevel level) const;

    std::vector<Environment> m_environments; ///< Oldest first.
    std::vector<std::string> m_order;        ///< Account ids, oldest first.
    ById<pipeline::AccountRecordPtr> m_records;
    ById<UnixMillis> m_lastSuccess;
    ById<UnixMillis> m_unwritten; ///< Of m_lastSuccess what takeSuccesses() has not given out.
    std::map<std::string, OverrideSetPtr, std::less<>> m_environmentOverrides; ///< By owner.
    std::map<std::string, OverrideSetPtr, std::less<>> m_accountOverrides;
    std::uint64_t m_revision = 0;
};

/// Rows of the store and values of the façade. Rows whose JSON cannot be read give Errc::Corrupt.
[[nodiscard]] Result<Environment> environmentFromRow(const store::EnvironmentRow& row);
[[nodiscard]] store::EnvironmentRow toRow(const Environment& environment, UnixMillis createdAt);
[[nodiscard]] Result<Account> accountFromRow(const store::AccountRow& row);
[[nodiscard]] store::AccountRow toRow(const Account& account);
[[nodiscard]] OverrideKey keyFromRow(const store::OverrideId& id);
[[nodiscard]] store::OverrideId toRow(const OverrideKey& key);
[[nodiscard]] std::optional<AccountStatus> accountStatusFromName(std::string_view name) noexcept;

} // namespace gatehouse
