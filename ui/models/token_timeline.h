// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/token.h"
#include "ui/theme/colours.h"

#include <QString>

#include <vector>

namespace gatehouse::ui {

/// A stretch of time in a lane, with a word for it.
struct TimeBar
{
    UnixMillis from;
    UnixMillis until;
    Accent accent = Accent::Info;
    bool hatched = false; ///< Waiting, or planned: not something that happens.
    QString text;         ///< In the bar, where there is room.
    QString tip;
};

struct TimeLane
{
    QString name;
    std::vector<TimeBar> bars;
    QString note; ///< Behind the bars: "waited 212 ms".
};

/// A picture of lanes over one span of time; without sizes, so that it can be tested.
struct TimePicture
{
    UnixMillis from;
    UnixMillis until;
    std::vector<TimeLane> lanes;
    std::vector<UnixMillis> marks; ///< Upright lines through all lanes: now, a refresh that is due.
};

/// The lives of an account's tokens and the refreshes between them, up to the end of the one in force.
[[nodiscard]] TimePicture tokenLives(const TokenHistory& history, UnixMillis now);
/// One refresh from inside: the wait for the lock, its holder, the request, and everybody who waited for the
/// one new token. At most kWaiterLanes of them have a lane of their own.
[[nodiscard]] TimePicture lockPicture(const TokenAttempt& attempt, UnixMillis now);
inline constexpr std::size_t kWaiterLanes = 10;

[[nodiscard]] QString causeText(TokenCause cause);
/// "✓ refreshed", "■ needs re-auth"
[[nodiscard]] QString outcomeText(TokenOutcome outcome);
[[nodiscard]] Accent outcomeAccent(TokenOutcome outcome);
/// "50 waited, the longest 212 ms, for one request": what an attempt shows of the lock.
[[nodiscard]] QString lockSentence(const TokenAttempt& attempt, UnixMillis now);
[[nodiscard]] QString credentialText(CredentialKind kind);

} // namespace gatehouse::ui
