// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/pipeline/proxy_message.h"

namespace gatehouse {

/// Proxy calls. Unlike the other roles it must be called on the engine thread, and its completion and both
/// body sources live there: bytes pass between two sockets of one event loop and never cross a thread. The
/// REST server runs on the engine thread for that reason.
class ProxyCalls
{
public:
    ProxyCalls() = default;
    ProxyCalls(const ProxyCalls&) = delete;
    ProxyCalls& operator=(const ProxyCalls&) = delete;
    virtual ~ProxyCalls() = default;

    /// Every failure, the gateway's own included, is a ProxyResponse with a problem; an error only when the
    /// gateway ends (Abandoned).
    virtual void proxy(ProxyRequest request, Completion<ProxyResponse> done) = 0;
};

} // namespace gatehouse
