// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/node_core.h"

#include <qcoro/qcorotask.h>

#include <string>
#include <vector>

namespace gatehouse {

/// The rows of the store's settings whose key begins so. Errors are the store's.
[[nodiscard]] QCoro::Task<Result<std::vector<store::SettingRow>>> readSettings(NodeCore& core,
                                                                               std::string prefix);
/// Durable when it answers.
[[nodiscard]] QCoro::Task<Status> writeSetting(NodeCore& core, store::SettingRow row);

} // namespace gatehouse
