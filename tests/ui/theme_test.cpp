// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_clock.h"
#include "tests/support/qt_patience.h"
#include "ui/theme/colours.h"
#include "ui/theme/display_zone.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QImage>

using namespace gatehouse;
using namespace gatehouse::ui;

class ThemeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyAccentIsReadableAsText_data();
    void everyAccentIsReadableAsText();
    void paletteTextIsReadable_data();
    void paletteTextIsReadable();
    void edgesOfInputsCanBeSeen_data();
    void edgesOfInputsCanBeSeen();
    void switchingTheModeChangesThePalette();
    void modesHaveNamesThatComeBack();
    void everyIconDrawsSomethingInTheColourOfText();
    void timesSayTheirOffset();
    void spansSizesAndCountsAreShort();
};

namespace {

void themes()
{
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("light") << lightPalette();
    QTest::newRow("dark") << darkPalette();
}

} // namespace

void ThemeTest::everyAccentIsReadableAsText_data()
{
    themes();
}

void ThemeTest::everyAccentIsReadableAsText()
{
    QFETCH(QPalette, palette);
    for (int i = 0; i < kAccentCount; ++i) {
        const auto accent = static_cast<Accent>(i);
        for (const QColor& behind : {palette.color(QPalette::Base), palette.color(QPalette::AlternateBase),
                                     palette.color(QPalette::Window), sheetColour(palette)}) {
            const double ratio = contrast(accentColour(accent, palette), behind);
            QVERIFY2(ratio >= 4.5,
                     qPrintable(QStringLiteral("accent %1 on %2: %3").arg(i).arg(behind.name()).arg(ratio)));
        }
    }
}

void ThemeTest::paletteTextIsReadable_data()
{
    themes();
}

void ThemeTest::paletteTextIsReadable()
{
    QFETCH(QPalette, palette);
    const auto check = [](const QColor& text, const QColor& behind) {
        const double ratio = contrast(text, behind);
        QVERIFY2(ratio >= 4.5,
                 qPrintable(text.name() + u" on " + behind.name() + u": " + QString::number(ratio)));
    };
    check(palette.color(QPalette::Text), palette.color(QPalette::Base));
    check(palette.color(QPalette::WindowText), palette.color(QPalette::Window));
    check(palette.color(QPalette::ButtonText), palette.color(QPalette::Button));
    check(palette.color(QPalette::PlaceholderText), palette.color(QPalette::Base));
    check(palette.color(QPalette::PlaceholderText), palette.color(QPalette::Window));
    check(palette.color(QPalette::PlaceholderText), sheetColour(palette));
    check(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight));
    check(palette.color(QPalette::ToolTipText), palette.color(QPalette::ToolTipBase));
    check(palette.color(QPalette::Link), palette.color(QPalette::Window));
    check(palette.color(QPalette::Text), foundColour(isDark(palette), false));
    check(palette.color(QPalette::Text), foundColour(isDark(palette), true));
    for (const auto meaning : {Accent::Ok, Accent::Warning, Accent::Error, Accent::Info}) {
        check(palette.color(QPalette::WindowText), washColour(meaning, palette));
    }
}

void ThemeTest::edgesOfInputsCanBeSeen_data()
{
    themes();
}

void ThemeTest::edgesOfInputsCanBeSeen()
{
    QFETCH(QPalette, palette);
    for (const auto role : {QPalette::Base, QPalette::Window}) {
        QVERIFY(contrast(inputEdgeColour(palette), palette.color(role)) >= 3.0);
    }
    QVERIFY(contrast(accentColour(Accent::Info, palette), palette.color(QPalette::Window)) >= 3.0);
}

void ThemeTest::switchingTheModeChangesThePalette()
{
    Theme theme;
    int changes = 0;
    connect(&theme, &Theme::changed, this, [&] { ++changes; });
    theme.setMode(Theme::Mode::Dark);
    QVERIFY(theme.dark());
    QVERIFY(isDark(QApplication::palette()));
    theme.setMode(Theme::Mode::Light);
    QVERIFY(!isDark(QApplication::palette()));
    const int before = changes;
    theme.setMode(Theme::Mode::Light);
    QCOMPARE(changes, before);
}

void ThemeTest::modesHaveNamesThatComeBack()
{
    for (const auto mode : {Theme::Mode::System, Theme::Mode::Light, Theme::Mode::Dark}) {
        QCOMPARE(Theme::modeFromName(Theme::modeName(mode)), mode);
    }
    QCOMPARE(Theme::modeFromName(QStringLiteral("nonsense")), Theme::Mode::System);
}

void ThemeTest::everyIconDrawsSomethingInTheColourOfText()
{
    const auto names = QDir(QStringLiteral(":/gatehouse/icons")).entryList({QStringLiteral("*.svg")});
    QVERIFY(names.size() > 30);
    for (const auto& name : names) {
        const QByteArray base = name.chopped(4).toLatin1();
        const QImage image = icon(QLatin1String(base.constData())).pixmap(QSize(24, 24)).toImage();
        int drawn = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                drawn += qAlpha(image.pixel(x, y)) > 128 ? 1 : 0;
            }
        }
        QVERIFY2(drawn > 8, qPrintable(name));
    }
}

void ThemeTest::timesSayTheirOffset()
{
    test::FakeClock clock;
    DisplayZone zone(clock);
    zone.setZone(QTimeZone("Asia/Kathmandu"));
    QCOMPARE(zone.offset(), QStringLiteral("+05:45"));
    const auto t = fromMillis(1'760'000'000'000);
    QCOMPARE(zone.fullTime(t), QStringLiteral("2025-10-09 14:38:20.000 +05:45"));
    QCOMPARE(zone.shortTime(t), QStringLiteral("14:38:20.000"));
    QCOMPARE(zone.shortTime(t - std::chrono::hours(48)), QStringLiteral("10-07 14:38:20.000"));
    zone.setZone(QTimeZone("America/St_Johns"));
    QCOMPARE(zone.fullTime(t), QStringLiteral("2025-10-09 06:23:20.000 -02:30"));
    zone.setZone(QTimeZone("Europe/Berlin")); // the night the clocks go back: the same hour twice
    const auto first = fromMillis(1'761'438'600'000);
    QCOMPARE(zone.fullTime(first), QStringLiteral("2025-10-26 02:30:00.000 +02:00"));
    QCOMPARE(zone.fullTime(first + std::chrono::hours(1)), QStringLiteral("2025-10-26 02:30:00.000 +01:00"));
    QCOMPARE(zone.relative(t - std::chrono::seconds(90)), QStringLiteral("1 min 30 s ago"));
    QCOMPARE(zone.relative(t + std::chrono::minutes(41)), QStringLiteral("in 41 min"));
}

void ThemeTest::spansSizesAndCountsAreShort()
{
    using std::chrono::microseconds;
    QCOMPARE(durationText(microseconds(850)), QStringLiteral("850 µs"));
    QCOMPARE(durationText(microseconds(4200)), QStringLiteral("4.20 ms"));
    QCOMPARE(durationText(microseconds(1'350'000)), QStringLiteral("1.35 s"));
    QCOMPARE(durationText(std::chrono::seconds(124)), QStringLiteral("2 min 4 s"));
    QCOMPARE(durationText(std::chrono::hours(76)), QStringLiteral("3 d 4 h"));
    QCOMPARE(sizeText(512), QStringLiteral("512 B"));
    QCOMPARE(sizeText(1536), QStringLiteral("1.5 kB"));
    QCOMPARE(sizeText(21'600'000), QStringLiteral("21.6 MB"));
    QCOMPARE(countText(100'000), QStringLiteral("100\u202f000"));
    QCOMPARE(countText(999), QStringLiteral("999"));
}

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
