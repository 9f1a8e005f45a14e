// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/sql/job.h"
#include "core/store/store.h"

#include <atomic>
#include <mutex>

namespace gatehouse::store::sql {

/// The repositories of store.h in SQL that SQLite and PostgreSQL both understand. Stateless but for the
/// dispatcher, so any thread may call them.

class SqlEnvironments final : public Environments
{
public:
    explicit SqlEnvironments(Dispatcher& dispatcher)
        : m_dispatcher(dispatcher)
    {}

    void putEnvironment(EnvironmentRow row, Completion<EnvironmentRow> done) override;
    void environment(std::string id, Completion<EnvironmentRow> done) override;
    void environments(Completion<std::vector<EnvironmentRow>> done) override;
    void removeEnvironment(std::string id, Completion<bool> done) override;

private:
    Dispatcher& m_dispatcher;
};

class SqlAccounts final : public Accounts
{
public:
    explicit SqlAccounts(Dispatcher& dispatcher)
        : m_dispatcher(dispatcher)
    {}

    void putAccount(AccountRow row, Completion<AccountRow> done) override;
    void account(std::string id, Completion<AccountRow> done) override;
    void accounts(Completion<std::vector<AccountRow>> done) override;
    void setAccountStatus(std::string id, std::string status, std::string reason,
                          Completion<bool> done) override;
    void noteAccountSuccess(std::string id, UnixMillis at, Completion<bool> done) override;
    void removeAccount(std::string id, Completion<bool> done) override;

private:
    Dispatcher& m_dispatcher;
};

class SqlOverrides final : public Overrides
{
public:
    explicit SqlOverrides(Dispatcher& dispatcher)
        : m_dispatcher(dispatcher)
    {}

    void putOverride(OverrideRow row, Completion<OverrideRow> done) override;
    void findOverride(OverrideId id, Completion<OverrideRow> done) override;
    void overrides(Completion<std::vector<OverrideRow>> done) override;
    void removeOverride(OverrideId id, Completion<bool> done) override;

private:
    Dispatcher& m_dispatcher;
};

class SqlIntegrationHistory final : public IntegrationHistory
{
public:
    explicit SqlIntegrationHistory(Dispatcher& dispatcher)
        : m_dispatcher(dispatcher)
    {}

    void addIntegrationVersion(IntegrationVersionRow row, Completion<IntegrationVersionRow> done) override;
    void activateIntegrationVersion(std::string slug, std::uint32_t version,
                                    Completion<IntegrationVersionRow> done) override;
    void deactivateIntegration(std::string slug, Completion<bool> done) override;
    void integrationHistory(std::string slug, Completion<std::vector<IntegrationVersionRow>> done) override;
    void activeIntegrations(Completion<std::vector<IntegrationVersionRow>> done) override;

private:
    Dispatcher& m_dispatcher;
};

class SqlApiKeys final : public ApiKeys
{
public:
    explicit SqlApiKeys(Dispatcher& dispatcher)
        : m_dispatcher(dispatcher)
    {}

    void putApiKey(ApiKeyRow row, Completion<ApiKeyRow> done) override;
    void apiKeys(Completion<std::vector<ApiKeyRow>> done) override;
    void noteApiKeyUse(std::string id, UnixMillis at, Completion<bool> done) override;
    void removeApiKey(std::string id, Completion<bool> done) override;

private:
    Dispatcher& m_dispatcher;
};

class SqlCallLog final : public CallLog
{
public:
    SqlCallLog(Dispatcher& dispatcher, const Clock& clock, CallRetention retention, std::size_t maxWaiting)
        : m_dispatcher(dispatcher)
        , m_clock(clock)
        , m_maxWaiting(maxWaiting)
        , m_retention(retention)
    {}

    void appendCall(CallRow row, DetailText detailJson, Completion<bool> done) override;
    void calls(CallQuery query, Completion<std::vector<CallRow>> done) override;
    void callDetail(std::string id, Completion<std::string> done) override;
    void lastCallSequence(Completion<std::uint64_t> done) override;
    void pruneCalls(Completion<std::uint64_t> done) override;
    void setCallRetention(CallRetention retention) override;

    [[nodiscard]] std::uint64_t refused() const noexcept { return m_refused.load(); }

private:
    [[nodiscard]] CallRetention retention() const;
    /// One bounded step of pruning, as a write among the others.
    void pruneSome();

    Dispatcher& m_dispatcher;
    const Clock& m_clock;
    std::size_t m_maxWaiting;
    mutable std::mutex m_mutex;
    CallRetention m_retention;
    std::atomic<std::uint64_t> m_refused{0};
    std::atomic<std::uint32_t> m_sincePrune{0};
};

class SqlSettings final : public Settings
{
public:
    explicit SqlSettings(Dispatcher& dispatcher)
        : m_dispatcher(dispatcher)
    {}

    void putSetting(SettingRow row, Completion<SettingRow> done) override;
    void setting(std::string key, Completion<std::string> done) override;
    void settings(std::string prefix, Completion<std::vector<SettingRow>> done) override;
    void removeSetting(std::string key, Completion<bool> done) override;

private:
    Dispatcher& m_dispatcher;
};

class SqlAuditLog final : public AuditLog
{
public:
    explicit SqlAuditLog(Dispatcher& dispatcher)
        : m_dispatcher(dispatcher)
    {}

    void appendAudit(AuditRow row, Completion<AuditRow> done) override;
    void auditEntries(std::uint64_t before, std::size_t limit,
                      Completion<std::vector<AuditRow>> done) override;

private:
    Dispatcher& m_dispatcher;
};

} // namespace gatehouse::store::sql
