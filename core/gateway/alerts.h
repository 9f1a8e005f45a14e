// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/gateway/types.h"

#include <string>
#include <vector>

namespace gatehouse {

/// What people were told to look at. A role of the façade; threads as Gateway says. AlertRaised, AlertChanged
/// and AlertResolved tell how the list changes (core/gateway/events.h).
class Alerts
{
public:
    virtual ~Alerts() = default;

    /// Those that stand, and those that were resolved in the last 30 days; newest first.
    virtual void alerts(Completion<std::vector<Alert>> done) = 0;
    /// Somebody has seen it and deals with it: it stands on, but need not call for attention any more. The
    /// first who says so is kept. NotFound; Conflict: it is resolved.
    virtual void acknowledge(std::string id, Completion<Alert> done) = 0;
};

} // namespace gatehouse
