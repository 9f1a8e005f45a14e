// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/connect_book.h"

#include "core/auth/failure_words.h"
#include "core/observe/redactor.h"

#include <algorithm>

namespace gatehouse {
namespace {

constexpr std::size_t kKept = 100;  ///< Sessions that are over.
constexpr std::size_t kOpen = 1000; ///< Sessions that are not.

bool isOpen(const LiveSessionPtr& live)
{
    return !isOver(live->view.status);
}

/// The step that a session was in when the program ended.
ConnectStepKind runningStep(const ConnectSession& session)
{
    for (const ConnectStep& step : session.steps) {
        if (step.state == ConnectStepState::Running) {
            return step.kind;
        }
    }
    for (const ConnectStep& step : session.steps) {
        if (step.state == ConnectStepState::Pending) {
            return step.kind;
        }
    }
    return ConnectStepKind::ScheduleRefresh;
}

} // namespace

QCoro::Task<Status> ConnectBook::load()
{
    auto pending = m_store.load();
    auto sessions = co_await pending;
    if (!sessions) {
        co_return gatehouse::fail(std::move(sessions).error());
    }
    for (const LiveSessionPtr& live : *sessions) {
        m_sessions.push_back(live);
        if (!isOpen(live)) {
            continue;
        }
        auto unsealing = m_store.unseal(live);
        const auto unsealed = co_await unsealing;
        if (!unsealed) {
            fail(live, runningStep(live->view),
                 auth::explainFailure("interrupted", unsealed.error().message));
        } else if (live->view.status == ConnectStatus::Working) {
            fail(live, runningStep(live->view), auth::explainFailure("interrupted", {}));
        } else {
            watchExpiry(live);
        }
    }
    co_return Status{};
}

QCoro::Task<Status> ConnectBook::add(LiveSessionPtr live)
{
    if (open().size() >= kOpen) {
        co_return gatehouse::fail(Errc::LimitExceeded,
                                  "too many sign-ins are under way: cancel some or wait");
    }
    auto sealing = m_store.seal(live);
    auto sealed = co_await sealing;
    if (!sealed) {
        co_return sealed;
    }
    auto keeping = m_store.keep(live);
    auto kept = co_await keeping;
    if (!kept) {
        co_return kept;
    }
    m_sessions.push_back(live);
    prune();
    watchExpiry(live);
    tell(live);
    co_return Status{};
}

QCoro::Task<Status> ConnectBook::seal(LiveSessionPtr live)
{
    return m_store.seal(std::move(live));
}

QCoro::Task<Status> ConnectBook::keep(LiveSessionPtr live)
{
    return m_store.keep(std::move(live));
}

QCoro::Task<Status> ConnectBook::unseal(LiveSessionPtr live)
{
    return m_store.unseal(std::move(live));
}

LiveSessionPtr ConnectBook::find(std::string_view id) const
{
    const auto found =
        std::ranges::find_if(m_sessions, [&](const auto& live) { return live->view.id == id; });
    return found == m_sessions.end() ? nullptr : *found;
}

LiveSessionPtr ConnectBook::findByState(std::string_view state) const
{
    LiveSessionPtr out;
    for (const LiveSessionPtr& live : m_sessions) {
        if (!state.empty() && constantTimeEquals(live->view.state, state)) {
            out = live;
        }
    }
    return out;
}

std::vector<LiveSessionPtr> ConnectBook::openOf(std::string_view accountId) const
{
    auto out = open();
    std::erase_if(out, [&](const LiveSessionPtr& live) { return live->view.accountId != accountId; });
    return out;
}

std::vector<LiveSessionPtr> ConnectBook::open() const
{
    std::vector<LiveSessionPtr> out;
    std::ranges::copy_if(m_sessions, std::back_inserter(out), isOpen);
    return out;
}

std::vector<ConnectSession> ConnectBook::recent(std::size_t limit) const
{
    std::vector<ConnectSession> out;
    for (auto it = m_sessions.rbegin(); it != m_sessions.rend() && out.size() < limit; ++it) {
        out.push_back((*it)->view);
    }
    return out;
}

void ConnectBook::begin(const LiveSessionPtr& live, ConnectStepKind kind, std::string note)
{
    ConnectStep& step = live->view.step(kind);
    step.state = ConnectStepState::Running;
    step.startedAt = now();
    step.endedAt.reset();
    step.failure.reset();
    step.note = std::move(note);
    tell(live);
}

void ConnectBook::done(const LiveSessionPtr& live, ConnectStepKind kind, std::string note)
{
    ConnectStep& step = live->view.step(kind);
    step.state = ConnectStepState::Done;
    step.endedAt = now();
    if (!step.startedAt) {
        step.startedAt = step.endedAt;
    }
    step.note = std::move(note);
    tell(live);
}

void ConnectBook::skip(const LiveSessionPtr& live, ConnectStepKind kind, std::string note)
{
    ConnectStep& step = live->view.step(kind);
    step.state = ConnectStepState::Skipped;
    step.note = std::move(note);
}

void ConnectBook::check(const LiveSessionPtr& live, ConnectStepKind kind, ConnectCheck check)
{
    auto& checks = live->view.step(kind).checks;
    std::erase_if(checks, [&](const ConnectCheck& old) { return old.name == check.name; });
    checks.push_back(std::move(check));
}

void ConnectBook::record(const LiveSessionPtr& live, ConnectStepKind kind, Exchange exchange)
{
    constexpr std::size_t kMost = 8; // a device flow polls often: the last ones tell enough
    const observe::Redactor& redactor = *m_core.services.redactor;
    exchange.url = redactor.text(std::move(exchange.url));
    exchange.requestBody = redactor.text(std::move(exchange.requestBody));
    exchange.responseBody = redactor.text(std::move(exchange.responseBody));
    exchange.error = redactor.text(std::move(exchange.error));
    auto& exchanges = live->view.step(kind).exchanges;
    if (exchanges.size() >= kMost) {
        exchanges.erase(exchanges.begin());
    }
    exchanges.push_back(std::move(exchange));
}

void ConnectBook::setStatus(const LiveSessionPtr& live, ConnectStatus status)
{
    live->view.status = status;
    live->view.endedAt.reset();
    live->view.failure.reset();
    tell(live);
}

void ConnectBook::fail(const LiveSessionPtr& live, ConnectStepKind kind, ConnectFailure failure,
                       ConnectStatus status)
{
    failure.description = m_core.services.redactor->text(std::move(failure.description));
    ConnectStep& step = live->view.step(kind);
    step.state = ConnectStepState::Failed;
    step.endedAt = now();
    if (!step.startedAt) {
        step.startedAt = step.endedAt;
    }
    step.note = failure.meaning;
    step.failure = failure;
    live->view.failure = std::move(failure);
    end(live, status);
    if (m_failed) {
        m_failed(live->view);
    }
}

void ConnectBook::succeed(const LiveSessionPtr& live)
{
    live->credentials = {};
    live->verifier = {};
    live->deviceCode = {};
    end(live, ConnectStatus::Connected);
    forgetInBackground(live->view.id, false);
}

void ConnectBook::end(const LiveSessionPtr& live, ConnectStatus status)
{
    live->view.status = status;
    live->view.endedAt = now();
    tell(live);
    for (auto waiting = std::exchange(live->whenOver, {}); auto& done : waiting) {
        done(live->view);
    }
}

void ConnectBook::tell(const LiveSessionPtr& live)
{
    m_core.events.publish(ConnectSessionChanged{live->view});
    keepInBackground(live);
}

void ConnectBook::forgetAccount(std::string_view accountId)
{
    std::erase_if(m_sessions, [&](const LiveSessionPtr& live) {
        if (live->view.accountId != accountId) {
            return false;
        }
        if (isOpen(live)) {
            // Steps that still wait find a session that does not go on.
            live->view.status = ConnectStatus::Cancelled;
            for (auto waiting = std::exchange(live->whenOver, {}); auto& done : waiting) {
                done(live->view);
            }
        }
        forgetInBackground(live->view.id, true);
        return true;
    });
}

void ConnectBook::watchExpiry(const LiveSessionPtr& live)
{
    const auto left = std::max(live->view.expiresAt - now(), std::chrono::milliseconds{0});
    m_timers.after(left, [this, weak = std::weak_ptr<LiveSession>(live)] {
        if (const auto waiting = weak.lock(); waiting && waiting->view.status == ConnectStatus::Waiting) {
            if (waiting->view.expiresAt > now()) {
                watchExpiry(waiting); // timers and the wall clock need not agree
            } else {
                expire(waiting);
            }
        }
    });
}

void ConnectBook::expire(const LiveSessionPtr& live)
{
    done(live, ConnectStepKind::OpenBrowser, live->view.step(ConnectStepKind::OpenBrowser).note);
    fail(live, ConnectStepKind::Callback, auth::explainFailure("expired", {}), ConnectStatus::Expired);
}

void ConnectBook::prune()
{
    std::size_t over = 0;
    for (const LiveSessionPtr& live : m_sessions) {
        over += isOpen(live) ? 0U : 1U;
    }
    for (auto it = m_sessions.begin(); over > kKept && it != m_sessions.end();) {
        if (isOpen(*it)) {
            ++it;
            continue;
        }
        forgetInBackground((*it)->view.id, true);
        it = m_sessions.erase(it);
        --over;
    }
}

QCoro::Task<> ConnectBook::keepInBackground(LiveSessionPtr live)
{
    const InFlight::Token token(m_core.inFlight);
    auto pending = m_store.keep(live);
    const auto kept = co_await pending;
    if (!kept) {
        m_core.services.log->write(LogLevel::Error, "a connect session could not be kept",
                                   {{"session", live->view.id}, {"reason", kept.error().describe()}});
    }
}

QCoro::Task<> ConnectBook::forgetInBackground(std::string id, bool row)
{
    const InFlight::Token token(m_core.inFlight);
    auto forgetting = m_store.forgetSecrets(id);
    auto forgotten = co_await forgetting;
    if (forgotten && row) {
        auto removing = m_store.remove(id);
        forgotten = co_await removing;
    }
    if (!forgotten) {
        m_core.services.log->write(LogLevel::Error, "a connect session could not be forgotten",
                                   {{"session", id}, {"reason", forgotten.error().describe()}});
    }
}

} // namespace gatehouse
