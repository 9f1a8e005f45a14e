// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/alert_book.h"

#include "core/runtime/await.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace gatehouse {
namespace {

constexpr std::chrono::hours kResolvedKept{24 * 30};

store::AlertRow toAlertRow(const Alert& alert)
{
    return {alert.id,
            alert.kind,
            std::string(alertSeverityName(alert.severity)),
            alert.accountId,
            alert.environmentId,
            alert.title,
            alert.detail,
            alert.raisedAt,
            alert.resolvedAt,
            alert.acknowledgedAt,
            alert.acknowledgedBy};
}

Alert fromAlertRow(store::AlertRow row)
{
    Alert alert;
    alert.id = std::move(row.id);
    alert.kind = std::move(row.kind);
    alert.severity = alertSeverityFrom(row.severity).value_or(AlertSeverity::Warning);
    alert.accountId = std::move(row.accountId);
    alert.environmentId = std::move(row.environmentId);
    alert.title = std::move(row.title);
    alert.detail = std::move(row.detail);
    alert.raisedAt = row.raisedAt;
    alert.resolvedAt = row.resolvedAt;
    alert.acknowledgedAt = row.acknowledgedAt;
    alert.acknowledgedBy = std::move(row.acknowledgedBy);
    return alert;
}

} // namespace

AlertBook::AlertBook(store::Alerts& store, EventFanout& events, runtime::Executor& engine, const Clock& clock,
                     LogSink& log)
    : m_store(store)
    , m_events(events)
    , m_engine(engine)
    , m_clock(clock)
    , m_log(log)
{}

AlertBook::~AlertBook()
{
    *m_self = nullptr;
}

QCoro::Task<Status> AlertBook::load()
{
    auto reading = runtime::awaitCompletion<std::vector<store::AlertRow>>(
        m_engine, [this](auto done) { m_store.alerts(std::move(done)); });
    auto rows = co_await reading;
    if (!rows) {
        co_return fail(std::move(rows).error());
    }
    for (store::AlertRow& row : *rows) {
        std::string id = row.id;
        m_alerts.insert_or_assign(std::move(id), fromAlertRow(std::move(row)));
    }
    forgetOld();
    co_return Status{};
}

void AlertBook::forgetOld()
{
    const UnixMillis before = m_clock.now() - kResolvedKept;
    const auto old = [before](const auto& entry) {
        return entry.second.resolvedAt && *entry.second.resolvedAt < before;
    };
    if (std::erase_if(m_alerts, old) > 0) {
        m_store.removeResolvedAlerts(before, {});
    }
}

void AlertBook::put(const Alert& alert)
{
    m_store.putAlert(toAlertRow(alert), [self = m_self, id = alert.id](const Result<bool>& written) {
        if (*self != nullptr) {
            (*self)->wrote(id, written);
        }
    });
}

void AlertBook::wrote(const std::string& id, const Result<bool>& written)
{
    if (!written) {
        m_log.write(LogLevel::Error, "an alert was not written: it is once the store writes again",
                    {{"alert", id}, {"reason", written.error().describe()}});
        m_unwritten.insert(id);
        return;
    }
    // The disk takes writes again: also what it refused before.
    for (const std::string& other : std::exchange(m_unwritten, {})) {
        if (const auto found = m_alerts.find(other); found != m_alerts.end() && other != id) {
            put(found->second);
        }
    }
}

void AlertBook::raise(Alert alert)
{
    const auto found = m_alerts.find(alert.id);
    if (found != m_alerts.end() && !found->second.resolvedAt) {
        Alert& standing = found->second;
        if (standing.title == alert.title && standing.detail == alert.detail
            && standing.severity == alert.severity) {
            return;
        }
        const bool worse = alert.severity > standing.severity;
        standing.title = std::move(alert.title);
        standing.detail = std::move(alert.detail);
        standing.severity = alert.severity;
        if (worse) { // Whoever said that they deal with it knew of less.
            standing.acknowledgedAt.reset();
            standing.acknowledgedBy.clear();
        }
        put(standing);
        if (worse) {
            m_events.publish(AlertRaised{standing});
        } else {
            m_events.publish(AlertChanged{standing});
        }
        return;
    }
    alert.raisedAt = m_clock.now();
    alert.resolvedAt.reset();
    alert.acknowledgedAt.reset();
    alert.acknowledgedBy.clear();
    std::string id = alert.id;
    const Alert& raised = m_alerts.insert_or_assign(std::move(id), std::move(alert)).first->second;
    put(raised);
    m_log.write(raised.severity == AlertSeverity::Critical ? LogLevel::Error : LogLevel::Warning,
                "alert raised",
                {{"alert", raised.id},
                 {"severity", std::string(alertSeverityName(raised.severity))},
                 {"title", raised.title}});
    m_events.publish(AlertRaised{raised});
    forgetOld();
}

void AlertBook::resolve(const std::string& id)
{
    const auto found = m_alerts.find(id);
    if (found == m_alerts.end() || found->second.resolvedAt) {
        return;
    }
    found->second.resolvedAt = m_clock.now();
    put(found->second);
    m_events.publish(AlertResolved{found->second});
}

void AlertBook::resolveIf(const std::function<bool(const Alert&)>& chosen)
{
    std::vector<std::string> over;
    for (const auto& [id, alert] : m_alerts) {
        if (!alert.resolvedAt && chosen(alert)) {
            over.push_back(id);
        }
    }
    for (const std::string& id : over) {
        resolve(id);
    }
}

bool AlertBook::stands(const std::string& id) const
{
    const auto found = m_alerts.find(id);
    return found != m_alerts.end() && !found->second.resolvedAt;
}

std::vector<Alert> AlertBook::all() const
{
    std::vector<Alert> out;
    out.reserve(m_alerts.size());
    for (const auto& [id, alert] : m_alerts) {
        out.push_back(alert);
    }
    std::ranges::stable_sort(out, std::greater<>(), &Alert::raisedAt);
    return out;
}

QCoro::Task<Result<Alert>> AlertBook::acknowledge(std::string id, std::string actor)
{
    auto found = m_alerts.find(id);
    if (found == m_alerts.end()) {
        co_return fail(Errc::NotFound, fmt::format("there is no alert {}", id));
    }
    if (found->second.resolvedAt) {
        co_return fail(Errc::Conflict,
                       fmt::format("the alert {} is resolved: nobody has to deal with it", id));
    }
    if (found->second.acknowledgedAt) {
        Alert known = found->second; // a copy: QCoro moves what co_return names
        co_return known;
    }
    Alert seen = found->second;
    seen.acknowledgedAt = m_clock.now();
    seen.acknowledgedBy = std::move(actor);
    const store::AlertRow row = toAlertRow(seen);
    auto writing = runtime::awaitCompletion<bool>(
        m_engine, [this, &row](auto done) { m_store.putAlert(row, std::move(done)); });
    const auto written = co_await writing;
    if (!written) {
        co_return fail(written.error());
    }
    found = m_alerts.find(id);
    if (found == m_alerts.end()) {
        co_return fail(Errc::NotFound, fmt::format("there is no alert {}", id));
    }
    Alert& now = found->second;
    if (now.raisedAt == seen.raisedAt) {
        now.acknowledgedAt = seen.acknowledgedAt;
        now.acknowledgedBy = seen.acknowledgedBy;
    }
    if (toAlertRow(now) != row) {
        put(now); // it changed while this was written: what came last has to lie there last
    }
    m_events.publish(AlertChanged{now});
    Alert told = now;
    co_return told;
}

} // namespace gatehouse
