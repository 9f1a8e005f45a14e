// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/webhook.h"

namespace gatehouse {

/// Webhooks as JSON: what the store keeps and the API shows. Names are the members' in snake_case, times are
/// RFC 3339, durations whole microseconds, empty ids null. The result needs nothing but the arena.
[[nodiscard]] json::Value toJson(const WebhookEvent& event, json::Arena& arena);
/// The event's members with request and result beside them.
[[nodiscard]] json::Value toJson(const WebhookEventDetail& detail, json::Arena& arena);
[[nodiscard]] json::Value toJson(const WebhookRequest& request, json::Arena& arena);
[[nodiscard]] json::Value toJson(const WebhookAnswer& answer, json::Arena& arena);
[[nodiscard]] json::Value toJson(const VerificationReport& report, json::Arena& arena);
[[nodiscard]] json::Value toJson(const RejectedWebhook& rejected, json::Arena& arena);
[[nodiscard]] json::Value toJson(const Endpoint& endpoint, json::Arena& arena);
[[nodiscard]] json::Value toJson(const Delivery& delivery, json::Arena& arena);
[[nodiscard]] json::Value toJson(const DeliveryAttempt& attempt, json::Arena& arena);
/// As [[name, value], …].
[[nodiscard]] json::Value headersToJson(const std::vector<HeaderField>& headers, json::Arena& arena);

/// Read what toJson wrote; unknown members are ignored and missing ones keep their defaults.
[[nodiscard]] WebhookRequest webhookRequestFromJson(const json::Value& value);
[[nodiscard]] WebhookAnswer webhookAnswerFromJson(const json::Value& value);
[[nodiscard]] Endpoint endpointFromJson(const json::Value& value);
[[nodiscard]] std::vector<HeaderField> headersFromJson(const json::Value& value);

} // namespace gatehouse
