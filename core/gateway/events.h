// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/connect.h"
#include "core/contract/token.h"
#include "core/gateway/types.h"
#include "core/gateway/webhook_values.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace gatehouse {

/// Everything that changes, as one variant: what /v1/stream sends and what the console listens to.
struct CallRecorded
{
    CallSummary call;
};

struct AccountChanged
{
    Account account;
    bool removed = false;
};

struct IntegrationChanged
{
    IntegrationSummary integration;
    bool removed = false;
};

struct OverrideChanged
{
    OverrideKey key;
    bool removed = false;
};

struct LimitsChanged
{
    std::string accountId;
    std::vector<RateLimitState> limits;
};

struct NodeStatusChanged
{
    NodeStatus status;
};

/// A step of a session began or ended, or the session did.
struct ConnectSessionChanged
{
    ConnectSession session;
};

/// An account became active through a session: for the first time, or again.
struct AccountConnected
{
    Account account;
    std::string sessionId;
    bool again = false;
};

/// An account stopped working until a person connects it again; its statusReason says why and what to do.
struct AccountNeedsReauth
{
    Account account;
};

/// An account that needed a person works again.
struct AccountReactivated
{
    Account account;
};

/// A refresh began, got its lock, or ended: told with everything known of it so far.
struct TokenAttempted
{
    TokenAttempt attempt;
    std::string environmentId;
};

/// Something needs a person's attention, once, until it is resolved.
struct AlertRaised
{
    Alert alert;
};

/// Somebody has acknowledged it, or its words changed.
struct AlertChanged
{
    Alert alert;
};

struct AlertResolved
{
    Alert alert;
};

/// A webhook was received, or what is known of it changed (mapped, failed, a duplicate came).
struct WebhookChanged
{
    WebhookEvent event;
};

/// A request was refused and is in the inspector's ring.
struct WebhookRejected
{
    RejectedWebhook rejected;
};

struct DeliveryChanged
{
    Delivery delivery;
};

struct EndpointChanged
{
    EndpointView endpoint;
    bool removed = false;
};

/// How a replay goes on; at most a few times a second, and at its end. Without items.
struct ReplayChanged
{
    ReplayRun run;
};

using GatewayEvent =
    std::variant<CallRecorded, AccountChanged, IntegrationChanged, OverrideChanged, LimitsChanged,
                 NodeStatusChanged, ConnectSessionChanged, AccountConnected, AccountNeedsReauth,
                 AccountReactivated, TokenAttempted, AlertRaised, AlertChanged, AlertResolved, WebhookChanged,
                 WebhookRejected, DeliveryChanged, EndpointChanged, ReplayChanged>;

/// Ends the subscription when destroyed.
class Subscription
{
public:
    Subscription() = default;
    Subscription(const Subscription&) = delete;
    Subscription& operator=(const Subscription&) = delete;
    virtual ~Subscription() = default;
};

} // namespace gatehouse
