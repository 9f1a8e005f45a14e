// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/account_activity.h"

#include <algorithm>

namespace gatehouse::ui {

AccountActivity::AccountActivity(EventFeed& feed, QObject* parent)
    : QObject(parent)
{
    connect(&feed, &EventFeed::batch, this, [this](const std::vector<GatewayEvent>& events) {
        bool touched = false;
        bool overridden = false;
        for (const auto& event : events) {
            if (const auto* recorded = std::get_if<CallRecorded>(&event)) {
                count(recorded->call);
                touched = true;
            } else if (const auto* attempted = std::get_if<TokenAttempted>(&event)) {
                m_facts[attempted->attempt.accountId].refreshing = !attempted->attempt.endedAt;
                touched = true;
            }
            overridden = overridden || std::holds_alternative<OverrideChanged>(event);
        }
        if (overridden) {
            Q_EMIT
            overridesChanged();
        }
        if (touched) {
            Q_EMIT
            changed();
        }
    });
}

void AccountActivity::add(const std::vector<CallSummary>& calls)
{
    for (const auto& call : calls) {
        count(call);
    }
    if (!calls.empty()) {
        Q_EMIT
        changed();
    }
}

void AccountActivity::setOverrides(const std::vector<OverrideCount>& counts)
{
    for (auto& [id, facts] : m_facts) {
        facts.environmentOverrides = 0;
        facts.ownOverrides = 0;
    }
    for (const auto& count : counts) {
        auto& facts = m_facts[count.accountId];
        facts.environmentOverrides = count.environment;
        facts.ownOverrides = count.account;
    }
    Q_EMIT
    changed();
}

const AccountActivity::Facts* AccountActivity::of(const std::string& accountId) const
{
    const auto found = m_facts.find(accountId);
    return found == m_facts.end() ? nullptr : &found->second;
}

void AccountActivity::count(const CallSummary& call)
{
    auto& facts = m_facts[call.accountId];
    ++facts.calls;
    facts.lastCallAt = std::max(facts.lastCallAt, call.startedAt);
    if (call.category.empty()) {
        facts.lastSuccessAt = std::max(facts.lastSuccessAt.value_or(call.startedAt), call.startedAt);
        return;
    }
    ++facts.errors;
    if (!facts.lastErrorAt || *facts.lastErrorAt <= call.startedAt) {
        facts.lastErrorAt = call.startedAt;
        facts.lastError = call.category;
        facts.lastErrorCall = call.id;
    }
}

} // namespace gatehouse::ui
