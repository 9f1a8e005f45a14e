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

/// A received event that is taken in once more.
struct TakenAgain
{
    WebhookEvent event; ///< As it is stored; the earlier one's id when it is a duplicate.
    bool duplicate = false;
};

/// The same for a replay: listed with the source "replay"; with dedupe it may be a duplicate of the event
/// that it is a copy of, and then nothing is stored.
[[nodiscard]] QCoro::Task<Result<TakenAgain>> takeInAgain(NodeCore& core, EventImport given, bool dedupe);

} // namespace gatehouse
