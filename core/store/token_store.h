// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/store/records.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store {

/// Locks that outlive nobody: each ends by itself, so that a holder that hangs or dies is waited for no
/// longer than it asked for. Times are the store's clock's.
class Leases
{
public:
    virtual ~Leases() = default;

    /// Takes the lease when it is free or has run out, with the next fence. Not an error when somebody has
    /// it: the answer says who and until when. The same owner does not take it twice either.
    virtual void takeLease(std::string name, std::string owner, std::chrono::milliseconds length,
                           Completion<LeaseAnswer> done) = 0;
    /// From now on for that long. Conflict: it ran out and another took it.
    virtual void renewLease(LeaseRow lease, std::chrono::milliseconds length, Completion<LeaseRow> done) = 0;
    /// False: it was not held any more.
    virtual void releaseLease(LeaseRow lease, Completion<bool> done) = 0;
};

/// The times of tokens, and the refreshes under way. What is written under a lease is refused (Conflict) once
/// another has that lease.
class TokenStates
{
public:
    virtual ~TokenStates() = default;

    /// NotFound: no such account.
    virtual void putTokenState(TokenStateRow row, Completion<bool> done) = 0;
    virtual void tokenStates(Completion<std::vector<TokenStateRow>> done) = 0;
    /// Notes that a refresh is about to be sent. The start of an earlier try with the same token stays.
    /// Conflict: the lease is lost; NotFound: no such account.
    virtual void beginRefresh(RefreshIntentRow intent, LeaseRow lease, Completion<bool> done) = 0;
    /// In one step: the new state, the intent taken away when it is resolved, the lease given back. Conflict:
    /// the lease is lost, and nothing changed.
    virtual void endRefresh(LeaseRow lease, std::string accountId, std::optional<TokenStateRow> state,
                            bool resolved, Completion<bool> done) = 0;
    /// Oldest first.
    virtual void refreshIntents(Completion<std::vector<RefreshIntentRow>> done) = 0;
    /// False: there was none.
    virtual void removeRefreshIntent(std::string accountId, Completion<bool> done) = 0;
};

} // namespace gatehouse::store
