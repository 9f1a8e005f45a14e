// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/authorizer.h"
#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/contract/call.h"
#include "core/limits/throttle.h"
#include "core/net/client.h"
#include "core/pipeline/cursor.h"
#include "core/pipeline/planner.h"
#include "core/resilience/guard.h"

#include <stop_token>

namespace gatehouse::pipeline {

/// Is told of every call when it is over. Engine thread. The detail is not redacted yet.
class CallObserver
{
public:
    CallObserver() = default;
    CallObserver(const CallObserver&) = delete;
    CallObserver& operator=(const CallObserver&) = delete;
    virtual ~CallObserver() = default;

    virtual void callEnded(CallDetail detail) = 0;
};

/// What the stages work with. Everything outlives every call.
struct Services
{
    const Clock* clock = nullptr;
    Random* random = nullptr;
    net::HttpClient* http = nullptr;
    Planner* planner = nullptr;
    auth::Authorizer* authorizer = nullptr;
    resilience::Guard* guard = nullptr;
    limits::Throttle* throttle = nullptr;
    CursorCodec* cursors = nullptr;
    CallObserver* observer = nullptr;
    bool allowPrivateTargets = false;
    std::stop_token cutOff; ///< Stops when the node does: ends the provider calls under way.
};

} // namespace gatehouse::pipeline
