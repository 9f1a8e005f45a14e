// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/config/provider_definition.h"
#include "core/limits/normaliser.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::limits {

/// One call that wants to go out.
struct ThrottleRequest
{
    std::string_view accountId;
    const config::ProviderDefinition* provider = nullptr;
    const config::ApiProfile* api = nullptr;
    std::string_view operation; ///< Provider operation, "contacts.list".
    std::int64_t cost = 1;
};

struct ThrottleDecision
{
    bool admitted = true;
    LimitReading reading;                          ///< What is known; the basis of the 429 when refused.
    std::optional<std::int64_t> retryAfterSeconds; ///< Set when refused.
};

/// The place of budgets in the pipeline: asked before a call is signed, told after each response.
/// Implementations are owned by the engine thread.
class Throttle
{
public:
    Throttle() = default;
    Throttle(const Throttle&) = delete;
    Throttle& operator=(const Throttle&) = delete;
    virtual ~Throttle() = default;

    [[nodiscard]] virtual ThrottleDecision admit(const ThrottleRequest& request, UnixMillis now) = 0;
    virtual void observe(const ThrottleRequest& request, const LimitReading& reading, UnixMillis now) = 0;
    /// The last known windows of an account, with resets counted down to now; for the limits view.
    [[nodiscard]] virtual LimitReading current(std::string_view accountId, UnixMillis now) const = 0;
    /// Refusals by the provider, in what the request falls under, since its last success there; 0: none.
    [[nodiscard]] virtual unsigned refusalsInARow(const ThrottleRequest& request) const = 0;
};

} // namespace gatehouse::limits
