// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/status_strip.h"

#include "ui/models/text.h"
#include "ui/shell/alerts_dialog.h"
#include "ui/shell/vault_dialog.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QPainter>
#include <QSet>
#include <QStatusBar>
#include <QToolButton>

namespace gatehouse::ui {

namespace {

/// A button whose lower edge is filled as far as the limit is left.
class MeterButton final : public QToolButton
{
public:
    using QToolButton::QToolButton;

    void setShare(double share, Accent accent)
    {
        m_share = share;
        m_accent = accent;
        update();
    }

protected:
    void paintEvent(QPaintEvent* event) override
    {
        QToolButton::paintEvent(event);
        QPainter painter(this);
        const QRect track(kTight, height() - 4, width() - 2 * kTight, 3);
        painter.fillRect(track, edgeColour(palette()));
        painter.fillRect(
            QRect(track.topLeft(), QSize(static_cast<int>(track.width() * m_share), track.height())),
            accentColour(m_accent, palette()));
    }

private:
    double m_share = 0;
    Accent m_accent = Accent::Ok;
};

QToolButton* prepare(QToolButton* button, const QString& name)
{
    button->setObjectName(name);
    button->setAutoRaise(true);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

constexpr double kWarnShare = 0.2;
constexpr double kErrorShare = 0.05;

} // namespace

StatusStrip::StatusStrip(Context& context, QStatusBar* bar)
    : QObject(bar)
    , m_context(context)
    , m_gateway(prepare(new QToolButton(bar), QStringLiteral("statusGateway")))
    , m_vault(prepare(new QToolButton(bar), QStringLiteral("statusVault")))
    , m_alerts(new AlertList(context.gateway, context.mailbox, context.feed, this))
    , m_alertsButton(prepare(new QToolButton(bar), QStringLiteral("statusAlerts")))
    , m_limit(prepare(new MeterButton(bar), QStringLiteral("statusLimit")))
    , m_zone(prepare(new QToolButton(bar), QStringLiteral("statusZone")))
    , m_zoneMenu(new QMenu(bar))
{
    bar->addWidget(m_gateway);
    bar->addWidget(m_vault);
    bar->addWidget(m_alertsButton);
    bar->addPermanentWidget(m_limit);
    bar->addPermanentWidget(m_zone);
    m_zone->setIcon(icon(QLatin1String("clock")));
    m_zone->setMenu(m_zoneMenu);
    m_zone->setPopupMode(QToolButton::InstantPopup);
    m_zoneMenu->setTitle(tr("Time &zone"));
    connect(m_zoneMenu, &QMenu::aboutToShow, this, &StatusStrip::fillZoneMenu);
    connect(m_gateway, &QToolButton::clicked, this, &StatusStrip::copyAddress);
    connect(m_limit, &QToolButton::clicked, this, [this] {
        m_context.navigator.go(QStringLiteral("calls"),
                               {{QStringLiteral("filter"), QStringLiteral("status:429")}});
    });
    connect(m_vault, &QToolButton::clicked, this, [this, bar] {
        auto* dialog = new VaultDialog(m_context.vault, bar->window());
        dialog->open();
    });
    connect(m_alertsButton, &QToolButton::clicked, this, &StatusStrip::showAlerts);
    connect(m_alerts, &AlertList::changed, this, &StatusStrip::updateAlerts);
    connect(m_alerts, &AlertList::raised, this, &StatusStrip::tellOf);
    connect(&context.vault, &VaultState::changed, this, &StatusStrip::updateVault);
    connect(&context.node, &NodeState::changed, this, &StatusStrip::update);
    connect(&context.zone, &DisplayZone::changed, this, &StatusStrip::updateZone);
    connect(&context.theme, &Theme::changed, this, &StatusStrip::update);
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &StatusStrip::updateLimit);
    update();
    updateZone();
    m_alerts->refresh();
}

void StatusStrip::update()
{
    updateGateway();
    updateVault();
    updateAlerts();
    updateLimit();
}

void StatusStrip::updateGateway()
{
    const auto& status = m_context.node.status();
    const bool up = !status.apiUrl.empty();
    const QString address = toQString(status.apiUrl);
    m_gateway->setIcon(icon(QLatin1String(up ? "check" : "clock"), up ? Accent::Ok : Accent::Muted));
    m_gateway->setText(up ? tr("Gateway %1").arg(QString(address).remove(QStringLiteral("http://")))
                          : tr("Gateway starting…"));
    m_gateway->setToolTip(up ? tr("The REST API listens at %1\nClick to copy the address").arg(address)
                             : QString());
    m_gateway->setAccessibleName(m_gateway->text());
    m_gateway->setEnabled(up);
}

void StatusStrip::updateLimit()
{
    const auto tightest = m_context.node.tightest();
    m_limit->setVisible(tightest.has_value());
    if (!tightest) {
        m_second.stop();
        return;
    }
    const double share =
        static_cast<double>(*tightest->limit.remaining) / static_cast<double>(*tightest->limit.limit);
    const Accent accent = share <= kErrorShare  ? Accent::Error
                          : share <= kWarnShare ? Accent::Warning
                                                : Accent::Ok;
    const QString glyph = accent == Accent::Ok        ? QStringLiteral("●")
                          : accent == Accent::Warning ? QStringLiteral("▲")
                                                      : QStringLiteral("■");
    QString text = QStringLiteral("%1 %2  %3/%4")
                       .arg(glyph, toQString(m_context.directory.accountTitle(tightest->accountId)),
                            countText(*tightest->limit.remaining), countText(*tightest->limit.limit));
    if (const auto left = m_context.node.secondsLeft(*tightest)) {
        text += QStringLiteral(" · ") + durationText(std::chrono::seconds(*left));
        m_second.start();
    }
    m_limit->setText(text);
    m_limit->setAccessibleName(tr("Tightest limit: %1").arg(text));
    m_limit->setToolTip(
        tr("The limit nearest to its end: policy \"%1\".\nClick for the calls that were limited")
            .arg(toQString(tightest->limit.policy)));
    static_cast<MeterButton*>(m_limit)->setShare(share, accent);
}

void StatusStrip::updateVault()
{
    const auto& info = m_context.vault.info();
    m_vault->setVisible(m_context.vault.known());
    const bool locked = m_context.vault.locked();
    const bool advised = !info.advice.empty();
    m_vault->setIcon(icon(QLatin1String("key"), locked    ? Accent::Error
                                                : advised ? Accent::Warning
                                                          : Accent::Ok));
    m_vault->setText(locked                                      ? tr("Vault locked")
                     : info.condition == VaultCondition::Absent  ? tr("Vault empty")
                     : info.source == VaultKeySource::Keychain   ? tr("Vault: keychain")
                     : info.source == VaultKeySource::Passphrase ? tr("Vault: passphrase")
                                                                 : tr("Vault: key file"));
    m_vault->setAccessibleName(m_vault->text());
    m_vault->setToolTip(tr("The key is in %1").arg(toQString(info.place))
                        % (advised ? QString(u'\n' % toQString(info.advice)) : QString())
                        % (locked ? tr("\nClick to unlock") : QString()));
}

void StatusStrip::updateAlerts()
{
    const QString summary = m_alerts->summary();
    m_alertsButton->setVisible(!summary.isEmpty());
    m_alertsButton->setText(summary);
    QPalette coloured = m_alertsButton->palette();
    coloured.setColor(QPalette::ButtonText, accentColour(m_alerts->accent(), QApplication::palette()));
    m_alertsButton->setPalette(coloured);
    m_alertsButton->setAccessibleName(tr("Alerts: %1").arg(summary));
    m_alertsButton->setToolTip(tr("What somebody has to look at.\nClick for the list"));
}

void StatusStrip::tellOf(const Alert& alert)
{
    if (alert.severity == AlertSeverity::Critical) {
        m_context.navigator.tell(Accent::Error, toQString(alert.title), tr("Show"), [this] { showAlerts(); });
    }
}

void StatusStrip::showAlerts()
{
    auto* window = m_alertsButton->window();
    if (auto* there = window->findChild<AlertsDialog*>()) {
        there->raise();
        there->activateWindow();
        return;
    }
    auto* dialog = new AlertsDialog(m_context, *m_alerts, window);
    dialog->show();
}

void StatusStrip::updateZone()
{
    m_zone->setText(m_context.zone.label());
    m_zone->setAccessibleName(tr("Time zone of the window: %1").arg(m_zone->text()));
    m_zone->setToolTip(tr("Times in this window are shown in this zone"));
}

void StatusStrip::fillZoneMenu()
{
    m_zoneMenu->clear();
    QSet<QByteArray> seen;
    const auto add = [&](const QTimeZone& zone, const QString& whose) {
        if (!zone.isValid() || seen.contains(zone.id())) {
            return;
        }
        seen.insert(zone.id());
        auto* action = m_zoneMenu->addAction(QString::fromUtf8(zone.id()) % whose, this,
                                             [this, zone] { m_context.zone.setZone(zone); });
        action->setCheckable(true);
        action->setChecked(zone.id() == m_context.zone.zone().id());
    };
    add(QTimeZone::utc(), {});
    add(QTimeZone::systemTimeZone(), tr(" — this machine"));
    add(m_context.zone.zone(), {});
    for (const auto& environment : m_context.directory.environments()) {
        const auto name = (*environment.metadata)["time_zone"].asString();
        add(QTimeZone(QByteArray(name.data(), static_cast<qsizetype>(name.size()))),
            tr(" — %1").arg(toQString(environment.name)));
    }
}

void StatusStrip::copyAddress()
{
    QApplication::clipboard()->setText(toQString(m_context.node.status().apiUrl));
    m_context.navigator.tell(Accent::Ok, tr("Copied %1").arg(toQString(m_context.node.status().apiUrl)));
}

} // namespace gatehouse::ui
