// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limits/observed_limits.h"

#include "core/limits/refused_budget.h"

#include <algorithm>
#include <cmath>

namespace gatehouse::limits {
namespace {

/// No provider's window is longer than a day; a header that names more is wrong.
constexpr double kMaxWaitSeconds = 86'400;

double secondsBetween(UnixMillis from, UnixMillis to)
{
    return static_cast<double>(toMillis(to) - toMillis(from)) / 1000.0;
}

/// Counts a reading down by the time that passed since it was made. A window whose reset has passed is full
/// again as far as anybody knows, so its remaining is dropped.
LimitReading agedBy(LimitReading reading, double seconds)
{
    for (auto& window : reading.windows) {
        if (!window.resetSeconds) {
            continue;
        }
        *window.resetSeconds -= seconds;
        if (*window.resetSeconds <= 0) {
            window.resetSeconds.reset();
            window.remaining.reset();
        }
    }
    if (!reading.windows.empty()) {
        reading.remaining = reading.windows.front().remaining;
        reading.resetSeconds = reading.windows.front().resetSeconds;
    }
    if (reading.retryAfterSeconds) {
        reading.retryAfterSeconds = std::max(*reading.retryAfterSeconds - seconds, 0.0);
    }
    return reading;
}

/// A budget that refuses until then, also when its provider gave no figures.
void noteSpent(std::vector<LimitWindow>& windows, const std::string& budget, double wait)
{
    auto window = budget.empty()
                      ? std::ranges::find(windows, std::optional<std::int64_t>(0), &LimitWindow::remaining)
                      : std::ranges::find(windows, budget, &LimitWindow::name);
    if (window == windows.end()) {
        window =
            windows.insert(windows.end(), LimitWindow{budget.empty() ? "default" : budget, {}, {}, {}, {}});
    }
    window->remaining = 0;
    window->resetSeconds = std::max(window->resetSeconds.value_or(0), wait);
}

} // namespace

// A wall clock that was set back must not lock anybody out for longer than the provider asked.
bool ObservedLimits::Scope::blocks(UnixMillis now) const noexcept
{
    return blockedUntil && now < *blockedUntil && now >= at;
}

template <class Self, class Visit>
void ObservedLimits::eachScope(Self& self, const ThrottleRequest& request, const Visit& visit)
{
    const auto visitAll = [&](auto& owners, std::string_view owner) {
        const auto found = owners.find(std::string(owner));
        if (found == owners.end()) {
            return;
        }
        for (auto& scope : found->second) {
            if (appliesTo(scope.appliesTo, request.operation)) {
                visit(scope);
            }
        }
    };
    visitAll(self.m_accounts, request.accountId);
    if (request.provider != nullptr) {
        visitAll(self.m_apps, request.provider->slug);
    }
}

ObservedLimits::Scope& ObservedLimits::refusedScope(const ThrottleRequest& request,
                                                    const LimitReading& reading)
{
    const auto* const budget =
        request.api != nullptr ? refusedBudget(reading, request.api->rateLimit, request.operation) : nullptr;
    const bool ofApp =
        budget != nullptr && budget->scope == config::BudgetScope::App && request.provider != nullptr;
    Scopes& scopes = ofApp ? m_apps[request.provider->slug] : m_accounts[std::string(request.accountId)];
    const std::string name = budget != nullptr ? budget->name : std::string();
    auto known = std::ranges::find(scopes, name, &Scope::budget);
    if (known == scopes.end()) {
        known = scopes.insert(scopes.end(), Scope{name, {}, {}, {}, {}, 0});
    }
    known->appliesTo = budget != nullptr ? budget->appliesTo : std::vector<std::string>(); // as it is now
    return *known;
}

ThrottleDecision ObservedLimits::admit(const ThrottleRequest& request, UnixMillis now)
{
    ThrottleDecision decision;
    const Scope* longest = nullptr;
    eachScope(*this, request, [&](Scope& scope) {
        if (!scope.blocks(now)) {
            scope.blockedUntil.reset();
        } else if (longest == nullptr || *scope.blockedUntil > *longest->blockedUntil) {
            longest = &scope;
        }
    });
    if (longest == nullptr) {
        decision.reading = current(request.accountId, now);
        decision.reading.limited = false;
        return decision;
    }
    const auto wait = secondsBetween(now, *longest->blockedUntil);
    decision.admitted = false;
    decision.reading = agedBy(longest->reading, secondsBetween(longest->at, now));
    decision.reading.limited = true;
    decision.reading.retryAfterSeconds = wait;
    decision.retryAfterSeconds = static_cast<std::int64_t>(std::ceil(wait));
    return decision;
}

void ObservedLimits::observe(const ThrottleRequest& request, const LimitReading& reading, UnixMillis now)
{
    if (reading.knowsAnything()) {
        m_last[std::string(request.accountId)] = {reading, now};
    }
    if (!reading.limited || reading.partial) {
        eachScope(*this, request, [now](Scope& scope) {
            // While it blocks, the answer is to a call that was sent before the refusal and says nothing of
            // it.
            if (!scope.blocks(now)) {
                scope.refusals = 0;
                scope.blockedUntil.reset();
            }
        });
        return;
    }
    Scope& scope = refusedScope(request, reading);
    ++scope.refusals;
    scope.reading = reading;
    scope.at = now;
    if (reading.retryAfterSeconds && *reading.retryAfterSeconds > 0) {
        const double wait = std::min(*reading.retryAfterSeconds, kMaxWaitSeconds);
        scope.blockedUntil = now + std::chrono::milliseconds(static_cast<std::int64_t>(wait * 1000.0));
    }
}

LimitReading ObservedLimits::current(std::string_view accountId, UnixMillis now) const
{
    const std::string account(accountId);
    const auto last = m_last.find(account);
    LimitReading reading = last == m_last.end()
                               ? LimitReading()
                               : agedBy(last->second.reading, secondsBetween(last->second.at, now));
    if (const auto scopes = m_accounts.find(account); scopes != m_accounts.end()) {
        for (const auto& scope : scopes->second) {
            if (scope.blocks(now)) {
                noteSpent(reading.windows, scope.budget, secondsBetween(now, *scope.blockedUntil));
            }
        }
    }
    return reading;
}

unsigned ObservedLimits::refusalsInARow(const ThrottleRequest& request) const
{
    unsigned most = 0;
    eachScope(*this, request, [&most](const Scope& scope) { most = std::max(most, scope.refusals); });
    return most;
}

} // namespace gatehouse::limits
