// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/colours.h"

#include <array>
#include <cmath>

namespace gatehouse::ui {

namespace {

struct Pair
{
    QRgb light;
    QRgb dark;
};

// The levels are Okabe–Ito's blue and vermillion (safe for colour-blind readers), darkened or lightened until
// they reach 4.5:1 as text.
constexpr std::array<Pair, kAccentCount> kAccents{{
    {0xff14713a, 0xff5ecb90}, // Ok
    {0xff8a5300, 0xffe6b04d}, // Warning
    {0xffb3261e, 0xffff8f86}, // Error
    {0xff1f5fbf, 0xff82b4f6}, // Info
    {0xff5a6370, 0xff9ba4b0}, // Muted
    {0xff4b5a6b, 0xffaab5c1}, // LevelPlatform
    {0xff006aa8, 0xff56b4e9}, // LevelEnvironment
    {0xffb04a00, 0xfff08a3c}, // LevelAccount
    {0xff7a3e9d, 0xffcfa3ea}, // SyntaxName
    {0xff0b6b50, 0xff7fd1ae}, // SyntaxString
    {0xff1f5fbf, 0xff8ab8f7}, // SyntaxNumber
    {0xffa3400f, 0xfff0a36b}, // SyntaxLiteral
    {0xff5a6370, 0xff9ba4b0}, // SyntaxPunctuation
}};

QColor mix(const QColor& a, const QColor& b, double part)
{
    const auto channel = [part](int x, int y) { return static_cast<int>(std::lround(x + (y - x) * part)); };
    return {channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue())};
}

double luminance(const QColor& colour)
{
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
           + 0.0722 * linear(colour.blueF());
}

struct Base
{
    QRgb window;
    QRgb base;
    QRgb alternate;
    QRgb button;
    QRgb text;
    QRgb faint;
    QRgb disabled;
    QRgb highlight;
    QRgb link;
    QRgb tip;
};

QPalette make(const Base& c)
{
    QPalette palette{QColor(c.button), QColor(c.window)};
    palette.setColor(QPalette::Window, QColor(c.window));
    palette.setColor(QPalette::Base, QColor(c.base));
    palette.setColor(QPalette::AlternateBase, QColor(c.alternate));
    palette.setColor(QPalette::Button, QColor(c.button));
    palette.setColor(QPalette::ToolTipBase, QColor(c.tip));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText,
                            QPalette::BrightText}) {
        palette.setColor(role, QColor(c.text));
        palette.setColor(QPalette::Disabled, role, QColor(c.disabled));
    }
    palette.setColor(QPalette::PlaceholderText, QColor(c.faint));
    palette.setColor(QPalette::Highlight, QColor(c.highlight));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Disabled, QPalette::Highlight,
                     mix(QColor(c.highlight), QColor(c.window), 0.5));
    palette.setColor(QPalette::Link, QColor(c.link));
    palette.setColor(QPalette::LinkVisited, QColor(c.link));
    return palette;
}

} // namespace

bool isDark(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < 128;
}

QColor accentColour(Accent accent, bool dark)
{
    const auto& pair = kAccents[static_cast<std::size_t>(accent)];
    return QColor(dark ? pair.dark : pair.light);
}

QColor foundColour(bool dark, bool current)
{
    if (dark) {
        return current ? QColor(0xff8a5a00) : QColor(0xff4d3f12);
    }
    return current ? QColor(0xffffb84d) : QColor(0xfffff0b3);
}

QColor edgeColour(const QPalette& palette)
{
    return mix(palette.color(QPalette::Window), palette.color(QPalette::WindowText),
               isDark(palette) ? 0.22 : 0.17);
}

QColor inputEdgeColour(const QPalette& palette)
{
    return isDark(palette) ? QColor(0xff717a86) : QColor(0xff848d99);
}

QColor sheetColour(const QPalette& palette)
{
    return isDark(palette) ? QColor(0xff252a30) : palette.color(QPalette::Base);
}

QColor washColour(Accent accent, const QPalette& palette)
{
    return mix(palette.color(QPalette::Window), accentColour(accent, palette), isDark(palette) ? 0.16 : 0.09);
}

QPalette lightPalette()
{
    return make({0xfff3f5f7, 0xffffffff, 0xfff7f9fb, 0xfff9fafb, 0xff1a1f26, 0xff5f6875, 0xff8b94a0,
                 0xff1f5fbf, 0xff1f5fbf, 0xffffffff});
}

QPalette darkPalette()
{
    return make({0xff1e2227, 0xff16191d, 0xff1b1f24, 0xff2a2f36, 0xffe5e8ec, 0xff98a1ad, 0xff6b7480,
                 0xff316dcd, 0xff82b4f6, 0xff2a2f36});
}

double contrast(const QColor& a, const QColor& b)
{
    const double x = luminance(a) + 0.05;
    const double y = luminance(b) + 0.05;
    return x > y ? x / y : y / x;
}

} // namespace gatehouse::ui
