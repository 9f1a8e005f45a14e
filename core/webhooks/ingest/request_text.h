// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/webhook.h"
#include "core/webhooks/ingest/route.h"
#include "core/webhooks/verify/received.h"

namespace gatehouse::webhooks {

/// The request as it is kept and shown: the URL's token, Authorization, cookies and the headers that static
/// tokens stand in are masked.
[[nodiscard]] WebhookRequest shownRequest(const Route& route, const Received& received);

} // namespace gatehouse::webhooks
