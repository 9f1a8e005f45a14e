// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/fan_out.h"

#include "core/base/ids.h"
#include "core/json/write.h"

#include <fmt/format.h>

namespace gatehouse::delivery {
namespace {

Delivery deliveryOf(const FanOutParts& parts, const OutgoingEvent& event, const Subscriber& subscriber,
                    const FanOutOptions& options)
{
    Delivery out;
    out.id = makeId("dlv_", *parts.random);
    out.eventId = event.receivedId;
    out.messageId = options.newId ? makeId("evt_", *parts.random) : std::string(event.messageId);
    out.endpointId = subscriber.endpoint.id;
    out.environmentId = event.subject.environmentId;
    out.accountId = event.accountId;
    out.integration = event.subject.integration;
    out.event = event.subject.type;
    out.model = event.subject.model;
    out.resource = event.subject.resource;
    out.createdAt = parts.clock->now();
    out.nextAt = out.createdAt;
    out.replay = options.replay;
    out.urlOverride = options.url;
    out.signedAt = options.signedAt;
    return out;
}

std::vector<SubscriberPtr> receivers(const FanOutParts& parts, const OutgoingEvent& event,
                                     const FanOutOptions& options)
{
    if (options.endpointId.empty()) {
        return parts.endpoints->wanting(event.subject);
    }
    const SubscriberPtr only = parts.endpoints->find(options.endpointId);
    return only ? std::vector{only} : std::vector<SubscriberPtr>();
}

} // namespace

void fanOut(const FanOutParts& parts, const OutgoingEvent& event, const FanOutOptions& options,
            json::Arena& arena, std::vector<store::NewDelivery>& deliveries,
            std::vector<std::string>& problems)
{
    for (const SubscriberPtr& subscriber : receivers(parts, event, options)) {
        if (options.endpointId.empty()
            && !subscriber->filter.conditionHolds(event.document, arena, *parts.clock)) {
            continue;
        }
        const auto body = subscriber->filter.transformed(event.document, arena, *parts.clock);
        if (!body) {
            problems.push_back(
                fmt::format("endpoint {}: {}", subscriber->endpoint.id, body.error().describe()));
            // A dead letter with the event as it is: what is not sent must be seen where it is missed, and
            // can be edited and sent from there.
            auto dead = deliveryOf(parts, event, *subscriber, options);
            dead.state = DeliveryState::Dead;
            dead.nextAt.reset();
            dead.lastError =
                fmt::format("its transformation failed, nothing was sent: {}", body.error().describe());
            deliveries.push_back({std::move(dead), json::write(event.document)});
        } else if (!body->isUndefined()) {
            deliveries.push_back({deliveryOf(parts, event, *subscriber, options), json::write(*body)});
        }
    }
}

} // namespace gatehouse::delivery
