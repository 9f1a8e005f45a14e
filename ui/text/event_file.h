// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/contract/webhook.h"

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ui {

/// A webhook as a file holds it.
struct WebhookFromFile
{
    WebhookRequest request;
    std::string body;
    std::string accountId; ///< As the file says; empty: it does not.
    std::string integration;
    std::string type;
};

struct EventFile
{
    std::vector<WebhookFromFile> webhooks;
    std::size_t skipped = 0; ///< Entries that are no webhook (GET requests of a HAR, broken lines).
};

/// Told of the bytes that are done; false ends the reading with Errc::Cancelled.
using FileProgress = std::function<bool(std::size_t doneBytes)>;

/// Reads what exportEvents() writes, and HAR 1.2 of other programs: every request with a body. NDJSON is read
/// line by line. ParseError; LimitExceeded past 100,000 webhooks.
[[nodiscard]] Result<EventFile> readEventFile(std::string_view bytes, const FileProgress& progress = {});

} // namespace gatehouse::ui
