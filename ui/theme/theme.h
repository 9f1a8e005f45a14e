// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <cstdint>

namespace gatehouse::ui {

/// Light, dark, or as the desktop says. Qt 6.4 cannot tell which the desktop wants, so System asks the portal
/// (org.freedesktop.appearance, without waiting) and until it answers goes by the lightness of the palette
/// that the platform gave. Sets the application's style (Fusion) and palette; widgets only ever read
/// QPalette.
class Theme : public QObject
{
    Q_OBJECT

public:
    enum class Mode : std::uint8_t
    {
        System,
        Light,
        Dark
    };

    explicit Theme(QObject* parent = nullptr);

    void setMode(Mode mode);

    [[nodiscard]] Mode mode() const noexcept { return m_mode; }

    [[nodiscard]] bool dark() const noexcept { return m_dark; }

    /// Asks the desktop again; done when the window is activated, when a person may come from its settings.
    void askDesktop();

    /// The stable word for the settings file, and back.
    [[nodiscard]] static QString modeName(Mode mode);
    [[nodiscard]] static Mode modeFromName(const QString& name);

Q_SIGNALS:
    void changed();

private:
    void apply();

    Mode m_mode = Mode::System;
    bool m_platformDark = false;
    bool m_dark = false;
    bool m_applied = false;
};

} // namespace gatehouse::ui
