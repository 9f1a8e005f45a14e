// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"

namespace gatehouse::test {

/// A processed webhook about a contact, of acc_1.
[[nodiscard]] WebhookEvent sampleEvent(std::uint64_t sequence);
/// The event with a delivery that failed with 500 and then was taken with 200.
[[nodiscard]] EventTrail sampleTrail(const WebhookEvent& event);
/// Refused for its signature; the autopsy found a trailing newline.
[[nodiscard]] RejectedWebhook sampleRejected();
[[nodiscard]] IngestUrl sampleIngestUrl();
/// A run over two events that has ended; a dry one found one changed field.
[[nodiscard]] ReplayRun sampleRun(bool dry);
/// An endpoint with a queue and some failures.
[[nodiscard]] EndpointView sampleEndpoint();

} // namespace gatehouse::test
