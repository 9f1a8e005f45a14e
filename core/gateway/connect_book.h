// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/credentials.h"
#include "core/contract/connect.h"
#include "core/gateway/connect_store.h"
#include "core/gateway/live_session.h"
#include "core/gateway/node_core.h"
#include "core/runtime/timers.h"

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

/// The sessions there are, and the one place that changes them: every change of a step is told to whoever
/// listens and kept. Engine thread.
class ConnectBook
{
public:
    ConnectBook(NodeCore& core, runtime::Timers& timers)
        : m_core(core)
        , m_timers(timers)
        , m_store(core)
    {}

    /// Reads what the store has. What was running when the program ended has failed; what waits goes on.
    [[nodiscard]] QCoro::Task<Status> load();
    /// Takes a new session in, sealed and durable. LimitExceeded: too many wait.
    [[nodiscard]] QCoro::Task<Status> add(LiveSessionPtr live);
    /// Makes the secrets of a session durable.
    [[nodiscard]] QCoro::Task<Status> seal(LiveSessionPtr live);
    /// Makes the session as it stands durable.
    [[nodiscard]] QCoro::Task<Status> keep(LiveSessionPtr live);
    /// Brings back the secrets of a session that was over when the program started.
    [[nodiscard]] QCoro::Task<Status> unseal(LiveSessionPtr live);

    [[nodiscard]] LiveSessionPtr find(std::string_view id) const;
    /// By an OAuth state; sessions that are over answer too. Null: nobody has it.
    [[nodiscard]] LiveSessionPtr findByState(std::string_view state) const;
    /// Sessions that are not over, of one account.
    [[nodiscard]] std::vector<LiveSessionPtr> openOf(std::string_view accountId) const;
    [[nodiscard]] std::vector<LiveSessionPtr> open() const;
    /// Newest first.
    [[nodiscard]] std::vector<ConnectSession> recent(std::size_t limit) const;

    void begin(const LiveSessionPtr& live, ConnectStepKind kind, std::string note);
    void done(const LiveSessionPtr& live, ConnectStepKind kind, std::string note);
    void skip(const LiveSessionPtr& live, ConnectStepKind kind, std::string note);
    void check(const LiveSessionPtr& live, ConnectStepKind kind, ConnectCheck check);
    void record(const LiveSessionPtr& live, ConnectStepKind kind, Exchange exchange);
    void setStatus(const LiveSessionPtr& live, ConnectStatus status);
    /// Ends it in a step.
    void fail(const LiveSessionPtr& live, ConnectStepKind kind, ConnectFailure failure,
              ConnectStatus status = ConnectStatus::Failed);
    /// Ends it well: nothing of its secrets is kept any more.
    void succeed(const LiveSessionPtr& live);
    void tell(const LiveSessionPtr& live);
    /// Drops the sessions of an account that is gone, with all they keep.
    void forgetAccount(std::string_view accountId);

    /// Is called with every session that failed, expired or was cancelled.
    void onFailed(std::function<void(const ConnectSession&)> told) { m_failed = std::move(told); }

    [[nodiscard]] UnixMillis now() const { return m_core.services.clock->now(); }

private:
    void end(const LiveSessionPtr& live, ConnectStatus status);
    void watchExpiry(const LiveSessionPtr& live);
    void expire(const LiveSessionPtr& live);
    void prune();
    QCoro::Task<> keepInBackground(LiveSessionPtr live);
    QCoro::Task<> forgetInBackground(std::string id, bool row);

    NodeCore& m_core;
    runtime::Timers& m_timers;
    ConnectStore m_store;
    std::deque<LiveSessionPtr> m_sessions; ///< Oldest first.
    std::function<void(const ConnectSession&)> m_failed;
};

} // namespace gatehouse
