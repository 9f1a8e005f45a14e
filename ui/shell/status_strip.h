// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/alert_list.h"
#include "ui/shell/context.h"

#include <QObject>
#include <QTimer>

class QMenu;
class QStatusBar;
class QToolButton;

namespace gatehouse::ui {

/// What the status bar shows: where the gateway listens, how the vault stands, what somebody has to look at,
/// how near the busiest account is to its limit, and the window's time zone with the menu that changes it.
class StatusStrip : public QObject
{
    Q_OBJECT

public:
    StatusStrip(Context& context, QStatusBar* bar);

    /// Rebuilt when opened: the zones on offer are UTC, this machine's, and those customers name.
    [[nodiscard]] QMenu* zoneMenu() const noexcept { return m_zoneMenu; }

    /// The list of alerts, in a window of its own.
    void showAlerts();

private:
    void update();
    void updateAlerts();
    void tellOf(const Alert& alert);
    void updateGateway();
    void updateLimit();
    void updateVault();
    void updateZone();
    void fillZoneMenu();
    void copyAddress();

    Context& m_context;
    QToolButton* m_gateway;
    QToolButton* m_vault;
    AlertList* m_alerts;
    QToolButton* m_alertsButton;
    QToolButton* m_limit;
    QToolButton* m_zone;
    QMenu* m_zoneMenu;
    QTimer m_second;
};

} // namespace gatehouse::ui
