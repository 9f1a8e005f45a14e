// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/account_state.h"

#include "ui/models/text.h"
#include "ui/theme/display_zone.h"

#include <QCoreApplication>

#include <array>

namespace gatehouse::ui {

namespace {

struct LookInfo
{
    std::string_view name;
    const char* text;
    Accent accent;
    int gravity;
};

constexpr std::array<LookInfo, kAccountLooks> kLooks{{
    {"active", QT_TRANSLATE_NOOP("AccountState", "● active"), Accent::Ok, 0},
    {"never_used", QT_TRANSLATE_NOOP("AccountState", "◌ never used"), Accent::Muted, 1},
    {"expiring", QT_TRANSLATE_NOOP("AccountState", "▲ expiring"), Accent::Warning, 3},
    {"expired", QT_TRANSLATE_NOOP("AccountState", "▲ token expired"), Accent::Warning, 4},
    {"connecting", QT_TRANSLATE_NOOP("AccountState", "◐ connecting"), Accent::Warning, 5},
    {"needs_reauth", QT_TRANSLATE_NOOP("AccountState", "■ needs re-auth"), Accent::Error, 6},
    {"disabled", QT_TRANSLATE_NOOP("AccountState", "○ disabled"), Accent::Muted, 2},
    {"refreshing", QT_TRANSLATE_NOOP("AccountState", "◐ refreshing"), Accent::Info, 0},
}};

const LookInfo& info(AccountLook look)
{
    return kLooks[static_cast<std::size_t>(look)];
}

QString tr(const char* text)
{
    return QCoreApplication::translate("AccountState", text);
}

bool signsInByBrowser(const Account& account)
{
    return account.authKind.find("authorization_code") != std::string::npos
           || account.authKind.find("device") != std::string::npos;
}

} // namespace

AccountLook accountLook(const Account& account, UnixMillis now, bool refreshing)
{
    switch (account.status) {
    case AccountStatus::Connecting:
        return AccountLook::Connecting;
    case AccountStatus::NeedsReauth:
        return AccountLook::NeedsReauth;
    case AccountStatus::Disabled:
        return AccountLook::Disabled;
    case AccountStatus::Active:
        break;
    }
    if (refreshing) {
        return AccountLook::Refreshing;
    }
    if (account.tokenExpiresAt && *account.tokenExpiresAt <= now) {
        return AccountLook::Expired;
    }
    if (account.tokenExpiresAt && *account.tokenExpiresAt - now < kExpiringSoon) {
        return AccountLook::Expiring;
    }
    return account.lastSuccessAt ? AccountLook::Active : AccountLook::NeverUsed;
}

std::string_view lookName(AccountLook look)
{
    return info(look).name;
}

QString lookText(AccountLook look)
{
    return tr(info(look).text);
}

Accent lookAccent(AccountLook look)
{
    return info(look).accent;
}

int lookGravity(AccountLook look)
{
    return info(look).gravity;
}

Advice adviceFor(const Account& account, UnixMillis now)
{
    switch (accountLook(account, now)) {
    case AccountLook::NeedsReauth:
        return {
            AccountStep::Reconnect,
            signsInByBrowser(account)
                ? tr("Refreshing cannot help any more: somebody with access to the customer's account must "
                     "sign in again. The account keeps its id, overrides and history.")
                : tr("The provider no longer takes these credentials. Put in new ones; the account keeps "
                     "its id, overrides and history."),
            tr("Reconnect…")};
    case AccountLook::Connecting:
        return {AccountStep::Reconnect,
                tr("Signing in was begun and not finished. Until it is, calls are refused."),
                tr("Finish signing in…")};
    case AccountLook::Disabled:
        return {AccountStep::Enable, tr("Calls for this account are refused until it is enabled again."),
                tr("Enable")};
    case AccountLook::Expired:
        return {
            AccountStep::Refresh,
            account.autoRefresh
                ? tr("The token's life is over; the next call refreshes it first.")
                : tr("The token's life is over and automatic refresh is off: calls go out with it and are "
                     "refused until somebody refreshes it."),
            tr("Refresh now")};
    case AccountLook::NeverUsed:
        return {AccountStep::Test, tr("No call has succeeded yet. A test proves that the credentials work."),
                tr("Test now")};
    case AccountLook::Active:
    case AccountLook::Expiring:
    case AccountLook::Refreshing:
        break;
    }
    if (!account.autoRefresh && account.tokenExpiresAt) {
        return {AccountStep::Refresh,
                tr("Automatic refresh is off: the token ends in %1 unless somebody refreshes it.")
                    .arg(countdownText(*account.tokenExpiresAt, now)),
                tr("Refresh now")};
    }
    return {};
}

QString countdownText(UnixMillis expiresAt, UnixMillis now)
{
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(expiresAt - now);
    if (expiresAt <= now) {
        return tr("expired");
    }
    if (left < std::chrono::hours(1)) {
        return QStringLiteral("%1:%2").arg(left.count() / 60).arg(left.count() % 60, 2, 10, QChar(u'0'));
    }
    if (left < std::chrono::hours(48)) {
        return durationText(std::chrono::duration_cast<std::chrono::minutes>(left));
    }
    return tr("%1 d").arg(left.count() / 86'400);
}

} // namespace gatehouse::ui
