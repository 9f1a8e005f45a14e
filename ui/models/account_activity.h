// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/account_insight.h"
#include "ui/bridge/event_feed.h"

#include <QObject>

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse::ui {

/// What is known of each account beside itself: what its recent calls say (the last failure, and whether it
/// is over), whether its token is being refreshed, and where its mappings are overridden. Counted from what
/// it is given, then kept up with the feed. GUI thread.
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
        bool refreshing = false;
        std::size_t environmentOverrides = 0; ///< Operations that its customer overrides.
        std::size_t ownOverrides = 0;

        /// Nothing has succeeded since the last failure.
        [[nodiscard]] bool failing() const
        {
            return lastErrorAt && (!lastSuccessAt || *lastSuccessAt < *lastErrorAt);
        }
    };

    explicit AccountActivity(EventFeed& feed, QObject* parent = nullptr);

    /// In any order; each call once.
    void add(const std::vector<CallSummary>& calls);
    /// Of all accounts: those that are not named have none.
    void setOverrides(const std::vector<OverrideCount>& counts);
    /// Null: nothing has been seen of that account.
    [[nodiscard]] const Facts* of(const std::string& accountId) const;

Q_SIGNALS:
    void changed();
    /// An override was put or removed: the counts have to be read again.
    void overridesChanged();

private:
    void count(const CallSummary& call);

    std::unordered_map<std::string, Facts> m_facts;
};

} // namespace gatehouse::ui
