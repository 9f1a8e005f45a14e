// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhook_values.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse {

/// How long the senders of webhooks waited for their answers, and how many in a row were answered badly: per
/// account, and per integration for URLs that its accounts share. In bounded memory, and of this run only;
/// the store keeps each event's own time. Engine thread.
class AnswerTimes
{
public:
    /// A stored event, with its answerTime.
    void stored(const WebhookEvent& event);
    /// Answered well, but nothing new was stored.
    void answered(const std::string& integration, const std::string& accountId,
                  std::chrono::microseconds time);
    /// Answered in a way that the sender takes for a failure.
    void failed(const std::string& integration, const std::string& accountId, UnixMillis at,
                const std::string& reason);

    /// Of a stored event by its sequence; nothing when too many came since.
    [[nodiscard]] std::optional<std::chrono::microseconds> of(std::uint64_t sequence) const;
    /// accountId "": of all accounts of the integration.
    [[nodiscard]] AnswerHealth health(const std::string& integration, const std::string& accountId) const;

private:
    static constexpr std::size_t kWindow = 512;
    static constexpr std::size_t kRemembered = 65'536; ///< Events whose job may wait without losing its time.

    struct Line
    {
        std::vector<std::uint32_t> latest; ///< Microseconds, a ring of kWindow.
        std::size_t next = 0;
        std::uint64_t failuresInARow = 0;
        std::optional<UnixMillis> lastFailureAt;
        std::string lastFailure;
    };

    struct Slot
    {
        std::uint64_t sequence = 0;
        std::uint32_t micros = 0;
    };

    template <class Act>
    void each(const std::string& integration, const std::string& accountId, Act act);

    std::map<std::string, Line, std::less<>> m_integrations;
    std::map<std::string, Line, std::less<>> m_accounts;
    std::vector<Slot> m_slots = std::vector<Slot>(kRemembered);
};

} // namespace gatehouse
