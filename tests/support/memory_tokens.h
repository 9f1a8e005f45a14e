// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/token_store.h"

#include <map>
#include <string>
#include <utility>

namespace gatehouse::test {

/// Leases, token states and intents in plain memory, with the store's rules; answers at once. Shared by two
/// keepers it is what a store shared by two processes is.
class MemoryTokens final : public store::Leases, public store::TokenStates
{
public:
    explicit MemoryTokens(const Clock& clock)
        : m_clock(clock)
    {}

    void takeLease(std::string name, std::string owner, std::chrono::milliseconds length,
                   Completion<store::LeaseAnswer> done) override
    {
        store::LeaseRow& lease = leases[name];
        if (lease.until > m_clock.now()) {
            ++collisions;
            done(store::LeaseAnswer{false, lease});
            return;
        }
        lease = {std::move(name), std::move(owner), lease.fence + 1, m_clock.now() + length};
        done(store::LeaseAnswer{true, lease});
    }

    void renewLease(store::LeaseRow lease, std::chrono::milliseconds length,
                    Completion<store::LeaseRow> done) override
    {
        if (!holds(lease)) {
            done(fail(Errc::Conflict, "the lease was taken by another"));
            return;
        }
        lease.until = m_clock.now() + length;
        leases[lease.name] = lease;
        done(lease);
    }

    void releaseLease(store::LeaseRow lease, Completion<bool> done) override
    {
        const bool held = holds(lease);
        if (held) {
            leases[lease.name].until = {};
        }
        done(held);
    }

    void putTokenState(store::TokenStateRow row, Completion<bool> done) override
    {
        states[row.accountId] = row;
        done(true);
    }

    void tokenStates(Completion<std::vector<store::TokenStateRow>> done) override
    {
        std::vector<store::TokenStateRow> out;
        for (const auto& [account, row] : states) {
            out.push_back(row);
        }
        done(std::move(out));
    }

    void beginRefresh(store::RefreshIntentRow intent, store::LeaseRow lease, Completion<bool> done) override
    {
        if (!holds(lease)) {
            done(fail(Errc::Conflict, "the lease was taken by another"));
            return;
        }
        if (const auto found = intents.find(intent.accountId);
            found != intents.end() && found->second.tokenHash == intent.tokenHash) {
            intent.startedAt = found->second.startedAt;
        }
        const std::string account = intent.accountId;
        intents.insert_or_assign(account, std::move(intent));
        done(true);
    }

    void endRefresh(store::LeaseRow lease, std::string accountId, std::optional<store::TokenStateRow> state,
                    bool resolved, Completion<bool> done) override
    {
        if (!holds(lease)) {
            done(fail(Errc::Conflict, "the lease was taken by another"));
            return;
        }
        if (state) {
            states[accountId] = *state;
        }
        if (resolved) {
            intents.erase(accountId);
        }
        leases[lease.name].until = {};
        done(true);
    }

    void refreshIntents(Completion<std::vector<store::RefreshIntentRow>> done) override
    {
        std::vector<store::RefreshIntentRow> out;
        for (const auto& [account, row] : intents) {
            out.push_back(row);
        }
        done(std::move(out));
    }

    void removeRefreshIntent(std::string accountId, Completion<bool> done) override
    {
        done(intents.erase(accountId) > 0);
    }

    std::map<std::string, store::LeaseRow> leases;
    std::map<std::string, store::TokenStateRow> states;
    std::map<std::string, store::RefreshIntentRow> intents;
    int collisions = 0; ///< Times somebody found a lease taken.

private:
    [[nodiscard]] bool holds(const store::LeaseRow& lease) const
    {
        const auto found = leases.find(lease.name);
        return found != leases.end() && found->second.owner == lease.owner
               && found->second.fence == lease.fence;
    }

    const Clock& m_clock;
};

} // namespace gatehouse::test
