// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bridge/event_feed.h"

#include <QObject>

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse::ui {

/// What each account's recent calls say of it: the last failure and whether it is over. Counted from the
/// calls it is given, the newest of the log first, then kept up with the feed. GUI thread.
class AccountActivity : public QObject
{
    Q_OBJECT

public:
    struct Facts
    {
        UnixMillis lastCallAt;
        std::optional<UnixMillis> lastSuccessAt;
        std::string lastError; ///< Normalised category; empty: no failure among the calls seen.
        std::optional<UnixMillis> lastErrorAt;
        std::string lastErrorCall;
        std::uint64_t calls = 0;
        std::uint64_t errors = 0;

        /// Nothing has succeeded since the last failure.
        [[nodiscard]] bool failing() const
        {
            return lastErrorAt && (!lastSuccessAt || *lastSuccessAt < *lastErrorAt);
        }
    };

    explicit AccountActivity(EventFeed& feed, QObject* parent = nullptr);

    /// In any order; each call once.
    void add(const std::vector<CallSummary>& calls);
    /// Null: no call of that account has been seen.
    [[nodiscard]] const Facts* of(const std::string& accountId) const;

Q_SIGNALS:
    void changed();

private:
    void count(const CallSummary& call);

    std::unordered_map<std::string, Facts> m_facts;
};

} // namespace gatehouse::ui
