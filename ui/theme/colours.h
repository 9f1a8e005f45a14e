// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

#include <cstdint>

namespace gatehouse::ui {

/// Colours that carry a meaning; never the only carrier: a glyph or a word always stands beside them. Each
/// exists for light and for dark palettes; tests hold text at 4.5:1 and lines at 3:1 or better (WCAG 2.1).
enum class Accent : std::uint8_t
{
    Ok,
    Warning,
    Error,
    Info,
    Muted,
    LevelPlatform,
    LevelEnvironment,
    LevelAccount,
    SyntaxName,
    SyntaxString,
    SyntaxNumber,
    SyntaxLiteral,
    SyntaxPunctuation
};
inline constexpr int kAccentCount = static_cast<int>(Accent::SyntaxPunctuation) + 1;

[[nodiscard]] bool isDark(const QPalette& palette);
/// For text and lines on the palette's Base and Window.
[[nodiscard]] QColor accentColour(Accent accent, bool dark);

[[nodiscard]] inline QColor accentColour(Accent accent, const QPalette& palette)
{
    return accentColour(accent, isDark(palette));
}

/// Behind found text and behind the current hit; text in the palette's own colour stays readable on both.
[[nodiscard]] QColor foundColour(bool dark, bool current);
/// A line between things: a card's edge, a separator.
[[nodiscard]] QColor edgeColour(const QPalette& palette);
/// The edge of what can be typed into or pressed: at least 3:1 against Base and Window.
[[nodiscard]] QColor inputEdgeColour(const QPalette& palette);
/// A raised sheet.
[[nodiscard]] QColor sheetColour(const QPalette& palette);
/// A wash behind a banner of that meaning.
[[nodiscard]] QColor washColour(Accent accent, const QPalette& palette);
[[nodiscard]] QPalette lightPalette();
[[nodiscard]] QPalette darkPalette();
/// WCAG 2.1 contrast, 1 to 21.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);

} // namespace gatehouse::ui
