// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/webhooks/ingest/route.h"
#include "core/webhooks/verify/received.h"

#include <string>
#include <string_view>

namespace gatehouse::webhooks {

/// What can be said of a delivery before its worker looks at it.
struct Identity
{
    std::string dedupeKey;       ///< 16 bytes, scoped to the integration and the URL's account.
    std::string providerEventId; ///< As the provider names it; several joined with ' '. Empty: none.
    std::string accountId;       ///< Of the first normalised event, when the URL is a fan-out one.
    std::string environmentId;
    std::string event; ///< Of the first normalised event.
    std::string model;
    std::string resource;
};

/// Runs the definition's events, event_id and account_lookup under the tight limits that rules get. What has
/// no id (or breaks) is told apart by its content.
[[nodiscard]] Identity identityOf(const Route& route, const Received& received, RequestInput& input);

/// prefix + 22 base-62 characters, the first eight from the time: later ids sort behind earlier ones, so that
/// an index over them grows at its end.
[[nodiscard]] std::string makeTimedId(std::string_view prefix, UnixMillis now, Random& random);

} // namespace gatehouse::webhooks
