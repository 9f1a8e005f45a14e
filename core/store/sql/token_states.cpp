// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sql/token_repositories.h"

#include <fmt/format.h>

namespace gatehouse::store::sql {
namespace {

constexpr std::string_view kSelectAll =
    "SELECT account_id, granted_at, issued_at, expires_at, refresh_issued_at, refresh_used_at, "
    "refresh_expires_at, due_at, scopes FROM token_states ORDER BY account_id";
constexpr std::string_view kPut =
    "INSERT INTO token_states (account_id, granted_at, issued_at, expires_at, refresh_issued_at, "
    "refresh_used_at, refresh_expires_at, due_at, scopes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (account_id) DO UPDATE SET granted_at = excluded.granted_at, "
    "issued_at = excluded.issued_at, expires_at = excluded.expires_at, "
    "refresh_issued_at = excluded.refresh_issued_at, refresh_used_at = excluded.refresh_used_at, "
    "refresh_expires_at = excluded.refresh_expires_at, due_at = excluded.due_at, scopes = excluded.scopes";

TokenStateRow readState(Rows& rows)
{
    TokenStateRow row;
    row.accountId = rows.text(0);
    row.grantedAt = rows.optionalTime(1);
    row.issuedAt = rows.optionalTime(2);
    row.expiresAt = rows.optionalTime(3);
    row.refreshIssuedAt = rows.optionalTime(4);
    row.refreshUsedAt = rows.optionalTime(5);
    row.refreshExpiresAt = rows.optionalTime(6);
    row.dueAt = rows.optionalTime(7);
    row.scopes = rows.text(8);
    return row;
}

RefreshIntentRow readIntent(Rows& rows)
{
    return {rows.text(0), rows.natural(1), rows.text(2), rows.time(3)};
}

Result<std::int64_t> put(Connection& db, const TokenStateRow& row)
{
    auto stored =
        db.change(kPut, row.accountId, row.grantedAt, row.issuedAt, row.expiresAt, row.refreshIssuedAt,
                  row.refreshUsedAt, row.refreshExpiresAt, row.dueAt, row.scopes);
    if (!stored && stored.error().code == Errc::Conflict) {
        return fail(Errc::NotFound, fmt::format("there is no account {}", row.accountId));
    }
    return stored;
}

/// Errc::Conflict when somebody else has the lease by now: what its old holder has to say is stale.
Status requireLease(Connection& db, const LeaseRow& lease)
{
    GH_ASSIGN(const bool held, holdsLease(db, lease));
    if (!held) {
        return fail(Errc::Conflict,
                    fmt::format("{} no longer holds the lease {} (fence {}): nothing was written",
                                lease.owner, lease.name, lease.fence));
    }
    return {};
}

} // namespace

void SqlTokenStates::putTokenState(TokenStateRow row, Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [row = std::move(row)](Connection& db) -> Result<bool> {
            GH_TRY(put(db, row));
            return true;
        },
        std::move(done));
}

void SqlTokenStates::tokenStates(Completion<std::vector<TokenStateRow>> done)
{
    m_dispatcher.read<std::vector<TokenStateRow>>(
        [](Connection& db) -> Result<std::vector<TokenStateRow>> {
            GH_ASSIGN(auto rows, db.query(kSelectAll));
            return all(rows, readState);
        },
        std::move(done));
}

void SqlTokenStates::beginRefresh(RefreshIntentRow intent, LeaseRow lease, Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [intent = std::move(intent), lease = std::move(lease)](Connection& db) -> Result<bool> {
            GH_TRY(requireLease(db, lease));
            auto put = db.change(
                "INSERT INTO refresh_intents (account_id, fence, token_hash, started_at) "
                "VALUES (?, ?, ?, ?) ON CONFLICT (account_id) DO UPDATE SET fence = excluded.fence, "
                "started_at = CASE WHEN refresh_intents.token_hash = excluded.token_hash "
                "THEN refresh_intents.started_at ELSE excluded.started_at END, "
                "token_hash = excluded.token_hash",
                intent.accountId, intent.fence, intent.tokenHash, intent.startedAt);
            if (!put && put.error().code == Errc::Conflict) {
                return fail(Errc::NotFound, fmt::format("there is no account {}", intent.accountId));
            }
            GH_TRY(put);
            return true;
        },
        std::move(done));
}

void SqlTokenStates::endRefresh(LeaseRow lease, std::string accountId, std::optional<TokenStateRow> state,
                                bool resolved, Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [lease = std::move(lease), accountId = std::move(accountId), state = std::move(state),
         resolved](Connection& db) -> Result<bool> {
            Savepoint step(db);
            GH_TRY(step.begin());
            GH_TRY(requireLease(db, lease));
            if (state) {
                GH_TRY(put(db, *state));
            }
            if (resolved) {
                GH_TRY(db.change("DELETE FROM refresh_intents WHERE account_id = ? AND fence <= ?", accountId,
                                 lease.fence));
            }
            GH_TRY(db.change("UPDATE leases SET until = 0 WHERE name = ?", lease.name));
            GH_TRY(step.keep());
            return true;
        },
        std::move(done));
}

void SqlTokenStates::refreshIntents(Completion<std::vector<RefreshIntentRow>> done)
{
    m_dispatcher.read<std::vector<RefreshIntentRow>>(
        [](Connection& db) -> Result<std::vector<RefreshIntentRow>> {
            GH_ASSIGN(auto rows, db.query("SELECT account_id, fence, token_hash, started_at "
                                          "FROM refresh_intents ORDER BY started_at, account_id"));
            return all(rows, readIntent);
        },
        std::move(done));
}

void SqlTokenStates::removeRefreshIntent(std::string accountId, Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [accountId = std::move(accountId)](Connection& db) -> Result<bool> {
            GH_ASSIGN(const auto removed,
                      db.change("DELETE FROM refresh_intents WHERE account_id = ?", accountId));
            return removed > 0;
        },
        std::move(done));
}

} // namespace gatehouse::store::sql
