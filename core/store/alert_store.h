// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/completion.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store {

/// Something that a person was told to look at, and what became of it.
struct AlertRow
{
    std::string id; ///< Of the cause: it stays the same when the same thing happens again.
    std::string kind;
    std::string severity;      ///< As alertSeverityName() says.
    std::string accountId;     ///< Empty: of no account.
    std::string environmentId; ///< Empty: of all.
    std::string title;
    std::string detail;
    UnixMillis raisedAt;
    std::optional<UnixMillis> resolvedAt; ///< Unset: it stands.
    std::optional<UnixMillis> acknowledgedAt;
    std::string acknowledgedBy; ///< An actor, as the audit log names them.

    bool operator==(const AlertRow&) const = default;
};

/// Alerts, so that a restart neither forgets one nor raises it a second time.
class Alerts
{
public:
    virtual ~Alerts() = default;

    virtual void putAlert(AlertRow row, Completion<bool> done) = 0;
    /// Oldest first.
    virtual void alerts(Completion<std::vector<AlertRow>> done) = 0;
    /// Those that were resolved before then; gives how many.
    virtual void removeResolvedAlerts(UnixMillis before, Completion<std::uint64_t> done) = 0;
};

} // namespace gatehouse::store
