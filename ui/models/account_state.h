// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/gateway/types.h"
#include "ui/theme/colours.h"

#include <QString>

#include <cstdint>
#include <string_view>

namespace gatehouse::ui {

/// How an account stands, for a person: the contract's status, told apart by what its token and its last
/// success say.
enum class AccountLook : std::uint8_t
{
    Active,
    NeverUsed, ///< Active, and no call has succeeded yet.
    Expiring,  ///< Active, less than kExpiringSoon of the token is left: a refresh is due.
    Expired,   ///< Active, the token's life is over: the next call refreshes first.
    Connecting,
    NeedsReauth,
    Disabled,
    Refreshing ///< Active, and its token is being replaced right now.
};
inline constexpr std::size_t kAccountLooks = 8;

/// The longest lead with which tokens are refreshed: later than that a token is visibly on its last minutes.
inline constexpr std::chrono::seconds kExpiringSoon{180};

[[nodiscard]] AccountLook accountLook(const Account& account, UnixMillis now, bool refreshing = false);
/// "needs_reauth", "expiring": the word of the filter language.
[[nodiscard]] std::string_view lookName(AccountLook look);
/// "■ needs re-auth": glyph and word, so that colour is never the only carrier.
[[nodiscard]] QString lookText(AccountLook look);
[[nodiscard]] Accent lookAccent(AccountLook look);
/// The worse, the higher: what a group of accounts is summed up by.
[[nodiscard]] int lookGravity(AccountLook look);

/// What to do about it.
enum class AccountStep : std::uint8_t
{
    None,
    Test,
    Refresh,
    Reconnect,
    Enable
};

struct Advice
{
    AccountStep step = AccountStep::None;
    QString text;   ///< What it means and who can mend it, in plain words; empty: nothing to do.
    QString button; ///< "Reconnect"
};

[[nodiscard]] Advice adviceFor(const Account& account, UnixMillis now);

/// "41:07", "1 h 12 min", "3 d", "expired": how long a token lives, to the second when it is short.
[[nodiscard]] QString countdownText(UnixMillis expiresAt, UnixMillis now);

} // namespace gatehouse::ui
