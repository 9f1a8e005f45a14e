// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/contract/webhook.h"
#include "core/delivery/endpoint_book.h"
#include "core/net/client.h"
#include "core/runtime/timers.h"

#include <qcoro/qcorotask.h>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace gatehouse::delivery {

/// From the first byte sent to the last byte read.
inline constexpr std::chrono::milliseconds kDeliveryTimeout{15'000};

/// One message to send, once.
struct Message
{
    SubscriberPtr to;
    Delivery delivery;
    std::string body;
};

/// What came of it.
struct SendResult
{
    DeliveryAttempt attempt;
    bool delivered = false; ///< 2xx.
    bool gone = false;      ///< 410: nothing shall be sent there again.
    bool refused = false;   ///< Never sent: the target is on a private address, or is no URL.
    std::optional<std::chrono::milliseconds> retryAfter;
};

/// Signs messages and posts them. Redirects are not followed: they could lead past the address guard, and a
/// subscriber who moved has to say so. The client checks the very address that it connects to. Engine thread.
class Sender
{
public:
    struct Parts
    {
        const Clock* clock = nullptr;
        runtime::Timers* timers = nullptr;
        net::HttpClient* http = nullptr;
        bool allowPrivateTargets = false;
        std::string userAgent;
    };

    explicit Sender(Parts parts)
        : m_parts(std::move(parts))
    {}

    /// Ends after kDeliveryTimeout at the latest, or when stopped.
    [[nodiscard]] QCoro::Task<SendResult> send(Message message, std::stop_token stop);

private:
    [[nodiscard]] net::Headers headersFor(const Message& message, UnixMillis now) const;
    [[nodiscard]] QCoro::Task<> readBody(std::shared_ptr<net::BodySource> stream, DeliveryAttempt& attempt);

    Parts m_parts;
};

} // namespace gatehouse::delivery
