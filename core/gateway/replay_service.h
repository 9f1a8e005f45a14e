// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhook_center.h"

#include <qcoro/qcorotask.h>

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse {

/// Replays received events: through today's mapping to their subscribers, or as a dry run that only says what
/// would be different. A replay is a further job on the same payload, so it is as durable as the first.
/// Engine thread.
class ReplayService
{
public:
    ReplayService(NodeCore& core, WebhookCenter& center);

    [[nodiscard]] QCoro::Task<Result<ReplayRun>> start(ReplayRequest request);
    [[nodiscard]] Result<ReplayRun> run(const std::string& id) const;
    [[nodiscard]] std::vector<ReplayRun> runs() const;
    [[nodiscard]] Result<ReplayRun> stop(const std::string& id);

private:
    struct State
    {
        ReplayRun run;
        ReplayRequest request;
        std::vector<std::string> ids;
        std::uint64_t waiting = 0; ///< Jobs queued and not ended.
        UnixMillis toldAt;
    };

    using StatePtr = std::shared_ptr<State>;

    [[nodiscard]] Status check(const ReplayRequest& request) const;
    [[nodiscard]] QCoro::Task<Result<std::vector<std::string>>> idsOf(const ReplayRequest& request);
    QCoro::Task<> work(StatePtr state);
    [[nodiscard]] QCoro::Task<> waitTurn(StatePtr state, std::size_t index, UnixMillis begun);
    [[nodiscard]] QCoro::Task<ReplayItem> queue(StatePtr state, std::string eventId);
    [[nodiscard]] QCoro::Task<ReplayItem> dryRun(StatePtr state, std::string eventId);
    [[nodiscard]] QCoro::Task<ReplayItem> takeIn(StatePtr state, std::string eventId);
    [[nodiscard]] QCoro::Task<ReplayItem> doOne(StatePtr state, std::string eventId);
    [[nodiscard]] QCoro::Task<Status> remember(delivery::EventMemory& memory, std::string eventId);
    void compare(delivery::EventMemory& memory, const State& state, ReplayItem& item) const;
    void keep(State& state, ReplayItem item);
    void jobEnded(const delivery::JobEnd& end);
    void tell(State& state, bool always);
    void end(const StatePtr& state);

    NodeCore& m_core;
    WebhookCenter& m_center;
    std::deque<StatePtr> m_runs; ///< Newest first.
    std::map<std::uint64_t, StatePtr> m_jobs;
};

} // namespace gatehouse
