// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/gateway/event_fanout.h"
#include "core/gateway/types.h"
#include "core/runtime/executor.h"
#include "core/store/store.h"

#include <qcoro/qcorotask.h>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace gatehouse {

/// The alerts of this node: one per cause, told once when it begins and once when it is over, whatever is
/// restarted in between. Engine thread.
class AlertBook
{
public:
    /// Everything outlives it.
    AlertBook(store::Alerts& store, EventFanout& events, runtime::Executor& engine, const Clock& clock,
              LogSink& log);
    AlertBook(const AlertBook&) = delete;
    AlertBook& operator=(const AlertBook&) = delete;
    ~AlertBook();

    /// Reads what the store has. Called once, before anything is raised.
    [[nodiscard]] QCoro::Task<Status> load();

    /// alert.raisedAt and what follows it are set here. One that stands gets the new words, silently where
    /// nobody has to read them anew; one that got worse is raised again, whoever had acknowledged it.
    void raise(Alert alert);
    /// Does nothing when it does not stand.
    void resolve(const std::string& id);
    /// Those that stand and are chosen.
    void resolveIf(const std::function<bool(const Alert&)>& chosen);

    [[nodiscard]] bool stands(const std::string& id) const;
    /// Newest first, the resolved ones of the last 30 days among them.
    [[nodiscard]] std::vector<Alert> all() const;
    /// Durable when it answers. Errors as of Alerts::acknowledge, and the store's.
    [[nodiscard]] QCoro::Task<Result<Alert>> acknowledge(std::string id, std::string actor);

private:
    void put(const Alert& alert);
    void wrote(const std::string& id, const Result<bool>& written);
    void forgetOld();

    store::Alerts& m_store;
    EventFanout& m_events;
    runtime::Executor& m_engine;
    const Clock& m_clock;
    LogSink& m_log;
    std::map<std::string, Alert, std::less<>> m_alerts;
    std::set<std::string, std::less<>> m_unwritten; ///< What the store refused, to be written again.
    /// Null behind it: the store's last answers come after us.
    std::shared_ptr<AlertBook*> m_self = std::make_shared<AlertBook*>(this);
};

} // namespace gatehouse
