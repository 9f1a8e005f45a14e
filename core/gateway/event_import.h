// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/node_core.h"
#include "core/gateway/webhook_values.h"

#include <qcoro/qcorotask.h>

namespace gatehouse {

/// Stores a webhook that came some other way as if it had just come for its account: durable with its job, so
/// that it is mapped and delivered. Its signature is not looked at, and it is never taken for a duplicate.
/// NotFound: no such account; Unsupported: its integration has no webhooks; LimitExceeded: too large. Engine
/// thread.
[[nodiscard]] QCoro::Task<Result<WebhookEvent>> importEvent(NodeCore& core, EventImport given);

} // namespace gatehouse
