// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/connect.h"
#include "core/gateway/types.h"

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

using GatewayEvent = std::variant<CallRecorded, AccountChanged, IntegrationChanged, OverrideChanged,
                                  LimitsChanged, NodeStatusChanged, ConnectSessionChanged, AccountConnected>;

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
