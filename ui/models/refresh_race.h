// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/document.h"
#include "ui/models/token_timeline.h"

#include <chrono>

namespace gatehouse::ui {

/// What a provider does when one refresh token is used twice.
struct RaceRules
{
    bool rotates = false;          ///< Each refresh replaces the refresh token.
    bool concurrentOk = false;     ///< Two refreshes at once do no harm.
    bool reuseRevokes = false;     ///< A token that comes back is taken for stolen, and the grant ends.
    std::chrono::seconds grace{0}; ///< For so long the replaced one is still taken.
};

[[nodiscard]] RaceRules raceRules(const json::Value& definition, const std::string& kind);

/// A picture with the sentence that says what it shows.
struct ToldPicture
{
    TimePicture picture;
    QString sentence;
};

/// What the same callers, coming at the same moments, would have done to each other without the lock. It is
/// computed from the provider's rules, not measured, and says so.
[[nodiscard]] ToldPicture withoutLock(const TokenAttempt& attempt, const RaceRules& rules);

/// The refresh tokens that this run of the program has seen, each with what replaced it, and which one a
/// refused refresh came with. The last kGenerations of them.
[[nodiscard]] ToldPicture refreshChain(const TokenHistory& history, const RaceRules& rules, UnixMillis now);
inline constexpr std::size_t kGenerations = 12;

} // namespace gatehouse::ui
