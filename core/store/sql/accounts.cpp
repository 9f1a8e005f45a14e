// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sql/repositories.h"

#include <fmt/format.h>

namespace gatehouse::store::sql {
namespace {

constexpr std::string_view kSelectOne =
    "SELECT id, environment_id, integration, label, auth_kind, status, status_reason, context, sandbox, "
    "created_at, last_success_at, token_expires_at, auto_refresh FROM accounts WHERE id = ?";
constexpr std::string_view kSelectAll =
    "SELECT id, environment_id, integration, label, auth_kind, status, status_reason, context, sandbox, "
    "created_at, last_success_at, token_expires_at, auto_refresh FROM accounts ORDER BY created_at, id";
constexpr std::string_view kPut =
    "INSERT INTO accounts (id, environment_id, integration, label, auth_kind, status, status_reason, "
    "context, "
    "sandbox, created_at, last_success_at, token_expires_at, auto_refresh) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (id) DO UPDATE SET environment_id = excluded.environment_id, "
    "integration = excluded.integration, label = excluded.label, auth_kind = excluded.auth_kind, "
    "status = excluded.status, status_reason = excluded.status_reason, context = excluded.context, "
    "sandbox = excluded.sandbox, last_success_at = excluded.last_success_at, "
    "token_expires_at = excluded.token_expires_at, auto_refresh = excluded.auto_refresh";

AccountRow readAccount(Rows& rows)
{
    AccountRow row;
    row.id = rows.text(0);
    row.environmentId = rows.text(1);
    row.integration = rows.text(2);
    row.label = rows.text(3);
    row.authKind = rows.text(4);
    row.status = rows.text(5);
    row.statusReason = rows.text(6);
    row.contextJson = rows.bytes(7);
    row.sandbox = rows.integer(8) != 0;
    row.createdAt = rows.time(9);
    row.lastSuccessAt = rows.optionalTime(10);
    row.tokenExpiresAt = rows.optionalTime(11);
    row.autoRefresh = rows.integer(12) != 0;
    return row;
}

std::string unknown(const std::string& id)
{
    return fmt::format("there is no account {}", id);
}

} // namespace

void SqlAccounts::putAccount(AccountRow row, Completion<AccountRow> done)
{
    m_dispatcher.write<AccountRow>(
        [row = std::move(row)](Connection& db) -> Result<AccountRow> {
            const auto put =
                db.change(kPut, row.id, row.environmentId, row.integration, row.label, row.authKind,
                          row.status, row.statusReason, Bytes{row.contextJson}, row.sandbox, row.createdAt,
                          row.lastSuccessAt, row.tokenExpiresAt, row.autoRefresh);
            if (!put) {
                return put.error().code == Errc::Conflict
                           ? fail(Errc::NotFound, fmt::format("there is no environment {} for account {}",
                                                              row.environmentId, row.id))
                           : fail(put.error());
            }
            return row;
        },
        std::move(done));
}

void SqlAccounts::account(std::string id, Completion<AccountRow> done)
{
    m_dispatcher.read<AccountRow>(
        [id = std::move(id)](Connection& db) -> Result<AccountRow> {
            GH_ASSIGN(auto rows, db.query(kSelectOne, id));
            return one(rows, readAccount, [&id] { return unknown(id); });
        },
        std::move(done));
}

void SqlAccounts::accounts(Completion<std::vector<AccountRow>> done)
{
    m_dispatcher.read<std::vector<AccountRow>>(
        [](Connection& db) -> Result<std::vector<AccountRow>> {
            GH_ASSIGN(auto rows, db.query(kSelectAll));
            return all(rows, readAccount);
        },
        std::move(done));
}

void SqlAccounts::setAccountStatus(std::string id, std::string status, std::string reason,
                                   Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [id = std::move(id), status = std::move(status),
         reason = std::move(reason)](Connection& db) -> Result<bool> {
            GH_ASSIGN(const auto changed,
                      db.change("UPDATE accounts SET status = ?, status_reason = ? WHERE id = ?", status,
                                reason, id));
            if (changed == 0) {
                return fail(Errc::NotFound, unknown(id));
            }
            return true;
        },
        std::move(done));
}

void SqlAccounts::noteAccountSuccess(std::string id, UnixMillis at, Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [id = std::move(id), at](Connection& db) -> Result<bool> {
            GH_ASSIGN(const auto changed,
                      db.change("UPDATE accounts SET last_success_at = CASE WHEN last_success_at > ? "
                                "THEN last_success_at ELSE ? END WHERE id = ?",
                                at, at, id));
            return changed > 0;
        },
        std::move(done));
}

void SqlAccounts::removeAccount(std::string id, Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [id = std::move(id)](Connection& db) -> Result<bool> {
            Savepoint step(db);
            GH_TRY(step.begin());
            GH_TRY(db.change("DELETE FROM overrides WHERE level = 'account' AND owner_id = ?", id));
            GH_ASSIGN(const auto removed, db.change("DELETE FROM accounts WHERE id = ?", id));
            GH_TRY(step.keep());
            return removed > 0;
        },
        std::move(done));
}

} // namespace gatehouse::store::sql
