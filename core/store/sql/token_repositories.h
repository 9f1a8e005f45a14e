// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/store/alert_store.h"
#include "core/store/sql/job.h"
#include "core/store/token_store.h"

namespace gatehouse::store::sql {

class SqlLeases final : public Leases
{
public:
    SqlLeases(Dispatcher& dispatcher, const Clock& clock)
        : m_dispatcher(dispatcher)
        , m_clock(clock)
    {}

    void takeLease(std::string name, std::string owner, std::chrono::milliseconds length,
                   Completion<LeaseAnswer> done) override;
    void renewLease(LeaseRow lease, std::chrono::milliseconds length, Completion<LeaseRow> done) override;
    void releaseLease(LeaseRow lease, Completion<bool> done) override;

private:
    Dispatcher& m_dispatcher;
    const Clock& m_clock;
};

/// Whether the lease is still its holder's, by owner and fence; one that ran out and was not taken is.
[[nodiscard]] Result<bool> holdsLease(Connection& db, const LeaseRow& lease);

class SqlTokenStates final : public TokenStates
{
public:
    explicit SqlTokenStates(Dispatcher& dispatcher)
        : m_dispatcher(dispatcher)
    {}

    void putTokenState(TokenStateRow row, Completion<bool> done) override;
    void tokenStates(Completion<std::vector<TokenStateRow>> done) override;
    void beginRefresh(RefreshIntentRow intent, LeaseRow lease, Completion<bool> done) override;
    void endRefresh(LeaseRow lease, std::string accountId, std::optional<TokenStateRow> state, bool resolved,
                    Completion<bool> done) override;
    void refreshIntents(Completion<std::vector<RefreshIntentRow>> done) override;
    void removeRefreshIntent(std::string accountId, Completion<bool> done) override;

private:
    Dispatcher& m_dispatcher;
};

class SqlAlerts final : public Alerts
{
public:
    explicit SqlAlerts(Dispatcher& dispatcher)
        : m_dispatcher(dispatcher)
    {}

    void putAlert(AlertRow row, Completion<bool> done) override;
    void alerts(Completion<std::vector<AlertRow>> done) override;
    void removeResolvedAlerts(UnixMillis before, Completion<std::uint64_t> done) override;

private:
    Dispatcher& m_dispatcher;
};

} // namespace gatehouse::store::sql
