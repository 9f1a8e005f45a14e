// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/sql/token_repositories.h"

#include <fmt/format.h>

namespace gatehouse::store::sql {
namespace {

constexpr std::string_view kSelect = "SELECT name, owner, fence, until FROM leases WHERE name = ?";

LeaseRow readLease(Rows& rows)
{
    return {rows.text(0), rows.text(1), rows.natural(2), rows.time(3)};
}

/// The lease as it stands; one that nobody ever took has fence 0.
Result<LeaseRow> current(Connection& db, const std::string& name)
{
    GH_ASSIGN(auto rows, db.query(kSelect, name));
    auto found = one(rows, readLease, [] { return std::string(); });
    if (!found && found.error().code == Errc::NotFound) {
        return LeaseRow{name, {}, 0, {}};
    }
    return found;
}

tl::unexpected<Error> lost(const LeaseRow& lease)
{
    return fail(Errc::Conflict,
                fmt::format("the lease {} of {} with fence {} ran out and was taken by another", lease.name,
                            lease.owner, lease.fence));
}

} // namespace

Result<bool> holdsLease(Connection& db, const LeaseRow& lease)
{
    GH_ASSIGN(const auto found, current(db, lease.name));
    return found.fence == lease.fence && found.owner == lease.owner;
}

void SqlLeases::takeLease(std::string name, std::string owner, std::chrono::milliseconds length,
                          Completion<LeaseAnswer> done)
{
    const UnixMillis now = m_clock.now();
    m_dispatcher.write<LeaseAnswer>(
        [name = std::move(name), owner = std::move(owner), length,
         now](Connection& db) -> Result<LeaseAnswer> {
            GH_ASSIGN(auto held, current(db, name));
            if (held.until > now) {
                return LeaseAnswer{false, std::move(held)};
            }
            const LeaseRow taken{name, owner, held.fence + 1, now + length};
            GH_TRY(db.change("INSERT INTO leases (name, owner, fence, until) VALUES (?, ?, ?, ?) "
                             "ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, "
                             "fence = excluded.fence, until = excluded.until",
                             taken.name, taken.owner, taken.fence, taken.until));
            return LeaseAnswer{true, taken};
        },
        std::move(done));
}

void SqlLeases::renewLease(LeaseRow lease, std::chrono::milliseconds length, Completion<LeaseRow> done)
{
    const UnixMillis now = m_clock.now();
    m_dispatcher.write<LeaseRow>(
        [lease = std::move(lease), length, now](Connection& db) -> Result<LeaseRow> {
            GH_ASSIGN(const auto changed,
                      db.change("UPDATE leases SET until = ? WHERE name = ? AND owner = ? AND fence = ?",
                                now + length, lease.name, lease.owner, lease.fence));
            if (changed == 0) {
                return lost(lease);
            }
            return LeaseRow{lease.name, lease.owner, lease.fence, now + length};
        },
        std::move(done));
}

void SqlLeases::releaseLease(LeaseRow lease, Completion<bool> done)
{
    m_dispatcher.write<bool>(
        [lease = std::move(lease)](Connection& db) -> Result<bool> {
            // The row stays: its fence goes on counting.
            GH_ASSIGN(const auto changed,
                      db.change("UPDATE leases SET until = 0 WHERE name = ? AND owner = ? AND fence = ? "
                                "AND until > 0",
                                lease.name, lease.owner, lease.fence));
            return changed > 0;
        },
        std::move(done));
}

} // namespace gatehouse::store::sql
