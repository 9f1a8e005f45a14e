// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/call.h"
#include "core/pipeline/services.h"

#include <qcoro/qcorotask.h>

namespace gatehouse::pipeline {

/// Serves one unified request from its first stage to its record. Never fails otherwise than by a problem in
/// the response. Engine thread; the services outlive the task.
[[nodiscard]] QCoro::Task<UnifiedResponse> serveUnified(const Services& services, UnifiedRequest request);

} // namespace gatehouse::pipeline
