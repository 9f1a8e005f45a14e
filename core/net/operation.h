// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/net/signal.h"

#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

namespace gatehouse::net {

/// One request in flight: what it waits for, until when, and why it must end early. Sockets, the clock and
/// the caller's stop token all wake it through changed. Lives on the client's thread.
class Operation : public std::enable_shared_from_this<Operation>
{
public:
    /// Ends whatever it waits for. The first reason stays.
    void interrupt(Error reason)
    {
        const auto self = shared_from_this();
        if (!interruption) {
            interruption = std::move(reason);
            changed.notify();
        }
    }

    /// Starts a step with a time limit of its own inside the operation's.
    void beginStep(const char* what, SteadyTime limit) noexcept
    {
        doing = what;
        stepDeadline = limit;
        stepExpired = false;
    }

    /// From the client's timer.
    void checkTime(SteadyTime now)
    {
        if (deadline <= now) {
            deadline = SteadyTime::max();
            interrupt({Errc::Timeout,
                       std::string("the time allowed for the request ran out while ") + doing,
                       {},
                       {},
                       {}});
        } else if (stepDeadline <= now) {
            stepDeadline = SteadyTime::max();
            stepExpired = true;
            wake();
        }
    }

    void wake()
    {
        const auto self = shared_from_this();
        changed.notify();
    }

    Signal changed;
    std::optional<Error> interruption;
    SteadyTime deadline = SteadyTime::max();
    SteadyTime stepDeadline = SteadyTime::max();
    bool stepExpired = false;
    const char* doing = "waiting for a free connection"; ///< For the message of a timeout.
};

/// All operations of a client, so that one coarse timer watches their deadlines.
using OperationSet = std::unordered_set<std::shared_ptr<Operation>>;

} // namespace gatehouse::net
