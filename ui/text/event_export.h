// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/webhook.h"

#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse::ui {

/// A received webhook with its bytes, to be written to a file. Credentials and URL tokens are masked where
/// the gateway handed them out, so no export can hold them.
struct ExportedEvent
{
    WebhookEvent event;
    WebhookRequest request;
    std::string body;
    bool base64 = false; ///< body is not text and stands there in base64.
};

enum class ExportFormat : std::uint8_t
{
    Har,    ///< HTTP Archive 1.2: opens in every browser's network panel.
    Ndjson, ///< One JSON object a line.
    Csv     ///< RFC 4180, without bodies.
};

[[nodiscard]] std::string exportEvents(const std::vector<ExportedEvent>& events, ExportFormat format);

} // namespace gatehouse::ui
