// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/navigation_badges.h"

#include "core/gateway/connect.h"
#include "ui/models/text.h"

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kSignInsRead = 200;

} // namespace

NavigationBadges::NavigationBadges(Context& context, QObject* parent)
    : QObject(parent)
    , m_context(context)
{
    connect(&context.directory, &Directory::changed, this, &NavigationBadges::countAccounts);
    connect(&context.feed, &EventFeed::batch, this, [this](const std::vector<GatewayEvent>& events) {
        bool touched = false;
        for (const auto& event : events) {
            if (const auto* changed = std::get_if<ConnectSessionChanged>(&event)) {
                take(changed->session);
                touched = true;
            }
        }
        if (touched) {
            countSignIns();
        }
    });
}

void NavigationBadges::load()
{
    m_context.gateway.connect().connectSessions(
        kSignInsRead, m_context.mailbox.reply<std::vector<ConnectSession>>(
                          this, [this](const Result<std::vector<ConnectSession>>& sessions) {
                              if (sessions) {
                                  std::for_each(sessions->begin(), sessions->end(),
                                                [this](const ConnectSession& one) { take(one); });
                                  countSignIns();
                              }
                          }));
}

void NavigationBadges::countAccounts()
{
    const auto& accounts = m_context.directory.accounts();
    const auto waiting = std::count_if(accounts.begin(), accounts.end(), [](const Account& account) {
        return account.status == AccountStatus::NeedsReauth;
    });
    const auto total = static_cast<qint64>(accounts.size());
    if (waiting > 0) {
        m_context.navigator.setBadge(
            QStringLiteral("accounts"), QString(QStringLiteral("■ ") % countText(waiting)),
            waiting == 1 ? tr("one must be connected again") : tr("%1 must be connected again").arg(waiting),
            Accent::Error);
    } else {
        m_context.navigator.setBadge(QStringLiteral("accounts"), total == 0 ? QString() : countText(total),
                                     tr("%1 in all").arg(total), Accent::Muted);
    }
}

void NavigationBadges::take(const ConnectSession& session)
{
    if (isOver(session.status)) {
        m_open.erase(session.id);
    } else {
        m_open.insert(session.id);
    }
}

void NavigationBadges::countSignIns()
{
    const auto open = static_cast<qint64>(m_open.size());
    m_context.navigator.setBadge(QStringLiteral("oauth"),
                                 open == 0 ? QString() : QString(QStringLiteral("◐ ") % countText(open)),
                                 tr("%1 under way").arg(open), Accent::Info);
}

} // namespace gatehouse::ui
