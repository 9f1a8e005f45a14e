// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/gateway/webhook_values.h"

#include <string>
#include <vector>

namespace gatehouse {

/// What the rest of the gateway asks of the side that takes webhooks in. Engine thread.
class WebhookIntake
{
public:
    WebhookIntake() = default;
    WebhookIntake(const WebhookIntake&) = delete;
    WebhookIntake& operator=(const WebhookIntake&) = delete;
    virtual ~WebhookIntake() = default;

    /// The inspector's ring, newest first.
    virtual void rejected(Completion<std::vector<RejectedWebhook>> done) = 0;
    virtual void trySecret(std::string rejectedId, Secret secret, Completion<VerificationReport> done) = 0;
    virtual void ingestUrls(Completion<std::vector<IngestUrl>> done) = 0;
    virtual void rotateUrl(UrlOwner owner, Completion<IngestUrl> done) = 0;
    /// The exact bytes of a received event. Unavailable: they are gone.
    virtual void readPayload(const WebhookEvent& event, Completion<std::string> done) = 0;
    virtual void storage(Completion<EventStorage> done) = 0;
    virtual void setRetention(EventRetention wanted, Completion<EventStorage> done) = 0;
    /// Senders are waiting for the disk in numbers: what can wait should.
    [[nodiscard]] virtual bool busy() const = 0;
};

} // namespace gatehouse
