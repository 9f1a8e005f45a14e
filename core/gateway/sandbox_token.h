// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/node_core.h"

#include <qcoro/qcorotask.h>

#include <string>

namespace gatehouse {

/// A token by which the simulated vendor of an account knows whose it is. NotFound: no such account;
/// Conflict: it holds none. Engine thread.
[[nodiscard]] QCoro::Task<Result<Secret>> sandboxTokenOf(NodeCore& core, std::string accountId);

} // namespace gatehouse
