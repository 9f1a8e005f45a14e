// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhook_values.h"
#include "core/json/document.h"

namespace gatehouse::api {

/// The webhook values of the façade in the REST API and in /v1/stream, by the rules of core/api/render.h.

[[nodiscard]] json::Value renderWebhook(json::Arena& arena, const WebhookEvent& event);
[[nodiscard]] json::Value renderTrail(json::Arena& arena, const EventTrail& trail);
[[nodiscard]] json::Value renderVerification(json::Arena& arena, const VerificationReport& report);
[[nodiscard]] json::Value renderRejected(json::Arena& arena, const RejectedWebhook& rejected);
[[nodiscard]] json::Value renderIngestUrl(json::Arena& arena, const IngestUrl& url);
[[nodiscard]] json::Value renderStorage(json::Arena& arena, const EventStorage& storage);
[[nodiscard]] json::Value renderEndpoint(json::Arena& arena, const EndpointView& view);
/// With the secret, which is shown this one time.
[[nodiscard]] json::Value renderEndpointWithSecret(json::Arena& arena, const EndpointWithSecret& made);
[[nodiscard]] json::Value renderDelivery(json::Arena& arena, const Delivery& delivery);
[[nodiscard]] json::Value renderDeliveryDetail(json::Arena& arena, const DeliveryDetail& detail);
[[nodiscard]] json::Value renderReplay(json::Arena& arena, const ReplayRun& run);

} // namespace gatehouse::api
