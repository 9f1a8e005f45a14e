// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/colours.h"
#include "ui/theme/console_style.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QFileInfo>
#include <QToolTip>

namespace gatehouse::ui {

namespace {

constexpr uint kPrefersDark = 1; // values of color-scheme: 0 no preference, 1 dark, 2 light
constexpr uint kPrefersLight = 2;

/// Without a running bus QtDBus would try to launch one, and wait for it.
bool hasSessionBus()
{
    const QString runtimeDir = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")
           || (!runtimeDir.isEmpty() && QFileInfo::exists(runtimeDir + u"/bus"));
}

/// The portal wraps the number into one or two variants, by version.
uint unwrap(QVariant value)
{
    while (value.canConvert<QDBusVariant>()) {
        value = value.value<QDBusVariant>().variant();
    }
    return value.toUInt();
}

} // namespace

Theme::Theme(QObject* parent)
    : QObject(parent)
    , m_platformDark(isDark(QApplication::palette()))
{
    QApplication::setStyle(new ConsoleStyle);
    apply();
}

void Theme::setMode(Mode mode)
{
    m_mode = mode;
    apply();
    if (mode == Mode::System) {
        askDesktop();
    }
}

void Theme::askDesktop()
{
    if (m_mode != Mode::System || !hasSessionBus()) {
        return;
    }
    auto message = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.portal.Desktop"), QStringLiteral("/org/freedesktop/portal/desktop"),
        QStringLiteral("org.freedesktop.portal.Settings"), QStringLiteral("Read"));
    message << QStringLiteral("org.freedesktop.appearance") << QStringLiteral("color-scheme");
    auto* watcher = new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(message, 2000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (reply.isError()) {
            return;
        }
        const uint wish = unwrap(QVariant::fromValue(reply.value()));
        if (wish == kPrefersDark || wish == kPrefersLight) {
            m_platformDark = wish == kPrefersDark;
            apply();
        }
    });
}

void Theme::apply()
{
    const bool dark = m_mode == Mode::System ? m_platformDark : m_mode == Mode::Dark;
    if (m_applied && dark == m_dark) {
        return;
    }
    m_applied = true;
    m_dark = dark;
    const QPalette palette = dark ? darkPalette() : lightPalette();
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
    Q_EMIT
    changed();
}

QString Theme::modeName(Mode mode)
{
    switch (mode) {
    case Mode::Light:
        return QStringLiteral("light");
    case Mode::Dark:
        return QStringLiteral("dark");
    case Mode::System:
        break;
    }
    return QStringLiteral("system");
}

Theme::Mode Theme::modeFromName(const QString& name)
{
    return name == QStringLiteral("light")  ? Mode::Light
           : name == QStringLiteral("dark") ? Mode::Dark
                                            : Mode::System;
}

} // namespace gatehouse::ui
