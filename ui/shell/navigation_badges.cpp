// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/navigation_badges.h"

#include "core/gateway/connect.h"
#include "core/gateway/webhooks.h"
#include "ui/models/text.h"

#include <algorithm>
#include <map>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kSignInsRead = 200;
constexpr int kDeliveriesMillis = 5'000;

} // namespace

NavigationBadges::NavigationBadges(Context& context, QObject* parent)
    : QObject(parent)
    , m_context(context)
{
    m_deliveries.setSingleShot(true);
    m_deliveries.setInterval(kDeliveriesMillis);
    connect(&m_deliveries, &QTimer::timeout, this, &NavigationBadges::countDeliveries);
    connect(&context.directory, &Directory::changed, this, &NavigationBadges::countAccounts);
    connect(&context.feed, &EventFeed::batch, this, [this](const std::vector<GatewayEvent>& events) {
        bool touched = false;
        for (const auto& event : events) {
            if (const auto* changed = std::get_if<ConnectSessionChanged>(&event)) {
                take(changed->session);
                touched = true;
            } else if (std::holds_alternative<DeliveryChanged>(event) && !m_deliveries.isActive()) {
                m_deliveries.start();
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
    countDeliveries();
}

void NavigationBadges::countDeliveries()
{
    m_context.gateway.webhooks().deliveries().counts(m_context.mailbox.reply<std::vector<DeliveryCount>>(
        this, [this](const Result<std::vector<DeliveryCount>>& counts) {
            if (!counts) {
                return;
            }
            std::map<DeliveryState, qint64> of;
            for (const auto& count : *counts) {
                of[count.state] += static_cast<qint64>(count.deliveries);
            }
            const qint64 dead = of[DeliveryState::Dead];
            const qint64 pending = of[DeliveryState::Pending];
            const QString view = QStringLiteral("deliveries");
            if (dead > 0) {
                m_context.navigator.setBadge(view, QString(QStringLiteral("✗ ") % countText(dead)),
                                             tr("%1 given up").arg(dead), Accent::Error);
            } else {
                m_context.navigator.setBadge(
                    view, pending == 0 ? QString() : QString(QStringLiteral("◷ ") % countText(pending)),
                    tr("%1 in the queue").arg(pending), Accent::Info);
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
