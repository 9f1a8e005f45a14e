// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/delivery/endpoint_book.h"
#include "core/store/store.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::delivery {

/// One event on its way to whoever wants it.
struct OutgoingEvent
{
    EventSubject subject;
    std::string_view messageId;
    std::string_view receivedId; ///< Empty: the gateway's own event.
    std::string_view accountId;
    json::Value document;
};

/// How a replay differs from the first time.
struct FanOutOptions
{
    bool replay = false;
    std::string endpointId;             ///< Only this one, whether it subscribes or not; empty: all that do.
    std::string url;                    ///< Instead of the endpoint's.
    bool newId = false;                 ///< Another webhook-id than the first time.
    std::optional<UnixMillis> signedAt; ///< What its signatures say; unset: the time of each attempt.
};

struct FanOutParts
{
    EndpointBook* endpoints = nullptr;
    const Clock* clock = nullptr;
    Random* random = nullptr;
};

/// The deliveries of an event: one for each endpoint that wants it, with the bytes it gets. A transformation
/// that fails adds to problems and makes no delivery.
void fanOut(const FanOutParts& parts, const OutgoingEvent& event, const FanOutOptions& options,
            json::Arena& arena, std::vector<store::NewDelivery>& deliveries,
            std::vector<std::string>& problems);

} // namespace gatehouse::delivery
