// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/live_session.h"
#include "core/gateway/node_core.h"

#include <qcoro/qcorotask.h>

#include <string>
#include <vector>

namespace gatehouse {

/// Where sessions live across restarts: what may be seen in the store's settings, everything else (the OAuth
/// state, the proof key, what was filled in) sealed in the vault. Engine thread.
class ConnectStore
{
public:
    explicit ConnectStore(NodeCore& core)
        : m_core(core)
    {}

    [[nodiscard]] QCoro::Task<Status> seal(LiveSessionPtr live);
    [[nodiscard]] QCoro::Task<Status> unseal(LiveSessionPtr live);
    [[nodiscard]] QCoro::Task<Status> forgetSecrets(std::string id);
    [[nodiscard]] QCoro::Task<Status> keep(LiveSessionPtr live);
    [[nodiscard]] QCoro::Task<Status> remove(std::string id);
    /// Oldest first, without their secrets. A row that cannot be read is logged and left out.
    [[nodiscard]] QCoro::Task<Result<std::vector<LiveSessionPtr>>> load();

private:
    NodeCore& m_core;
};

} // namespace gatehouse
