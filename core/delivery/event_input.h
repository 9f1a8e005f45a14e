// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/contract/webhook.h"
#include "core/json/document.h"

#include <string_view>
#include <vector>

namespace gatehouse::delivery {

/// What a definition's webhook expressions see: {method, headers (lower-case names), query, body, text, now}.
/// body is the payload parsed as its Content-Type says (JSON, XML, a form) or, when that says nothing, as
/// whatever it is; Undefined when it is none of them. Everything lives in the arena, the payload and what is
/// put into documents.
[[nodiscard]] json::Value eventInput(const WebhookRequest& request, std::string_view payload, UnixMillis now,
                                     json::Arena& arena, std::vector<json::Document>& documents);

} // namespace gatehouse::delivery
