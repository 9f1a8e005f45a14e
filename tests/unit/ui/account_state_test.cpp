// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/account_state.h"

#include <gtest/gtest.h>

namespace gatehouse::ui {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr UnixMillis kNow{std::chrono::milliseconds(1'760'000'000'000)};

Account activeAccount(std::optional<UnixMillis> expires)
{
    Account account;
    account.status = AccountStatus::Active;
    account.lastSuccessAt = kNow - minutes(1);
    account.tokenExpiresAt = expires;
    account.authKind = "oauth2_authorization_code";
    return account;
}

TEST(AccountLook, tellsAnActiveAccountApartByItsTokenAndItsUse)
{
    EXPECT_EQ(accountLook(activeAccount(std::nullopt), kNow), AccountLook::Active);
    EXPECT_EQ(accountLook(activeAccount(kNow + hours(1)), kNow), AccountLook::Active);
    EXPECT_EQ(accountLook(activeAccount(kNow + kExpiringSoon), kNow), AccountLook::Active);
    EXPECT_EQ(accountLook(activeAccount(kNow + kExpiringSoon - seconds(1)), kNow), AccountLook::Expiring);
    EXPECT_EQ(accountLook(activeAccount(kNow), kNow), AccountLook::Expired);
    auto fresh = activeAccount(kNow + hours(1));
    fresh.lastSuccessAt.reset();
    EXPECT_EQ(accountLook(fresh, kNow), AccountLook::NeverUsed);
}

TEST(AccountLook, keepsWhatAPersonMustDoAboveWhatTheTokenSays)
{
    auto account = activeAccount(kNow - hours(1));
    account.status = AccountStatus::NeedsReauth;
    EXPECT_EQ(accountLook(account, kNow), AccountLook::NeedsReauth);
    account.status = AccountStatus::Disabled;
    EXPECT_EQ(accountLook(account, kNow), AccountLook::Disabled);
    EXPECT_GT(lookGravity(AccountLook::NeedsReauth), lookGravity(AccountLook::Expired));
}

TEST(AccountAdvice, saysWhoHasToDoWhat)
{
    auto account = activeAccount(kNow + hours(1));
    EXPECT_TRUE(adviceFor(account, kNow).text.isEmpty());
    account.status = AccountStatus::NeedsReauth;
    EXPECT_EQ(adviceFor(account, kNow).step, AccountStep::Reconnect);
    EXPECT_TRUE(adviceFor(account, kNow).text.contains(QStringLiteral("sign in again")));
    account.authKind = "api_key";
    EXPECT_TRUE(adviceFor(account, kNow).text.contains(QStringLiteral("Put in new ones")));
    account.status = AccountStatus::Disabled;
    EXPECT_EQ(adviceFor(account, kNow).step, AccountStep::Enable);
}

TEST(Countdown, isToTheSecondOnlyWhileThatMatters)
{
    EXPECT_EQ(countdownText(kNow + seconds(67), kNow), QStringLiteral("1:07"));
    EXPECT_EQ(countdownText(kNow + minutes(59) + seconds(59), kNow), QStringLiteral("59:59"));
    EXPECT_EQ(countdownText(kNow + hours(1) + minutes(12) + seconds(40), kNow), QStringLiteral("1 h 12 min"));
    EXPECT_EQ(countdownText(kNow + hours(24 * 90), kNow), QStringLiteral("90 d"));
    EXPECT_EQ(countdownText(kNow, kNow), QStringLiteral("expired"));
}

} // namespace
} // namespace gatehouse::ui
