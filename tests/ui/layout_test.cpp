// SPDX-License-Identifier: GPL-3.0-or-later
// Walks through the whole console on a small screen, with a large font and with long names, and looks for
// words that are cut off and for widgets that stick out of what holds them.
#include "tests/ui/console_tour.h"
#include "ui/shell/main_window.h"
#include "ui/shell/view.h"
#include "ui/theme/colours.h"
#include "ui/widgets/elided_label.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QLabel>
#include <QStyle>
#include <QTest>
#include <QToolButton>

using namespace gatehouse;
using namespace gatehouse::test;

class LayoutTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void noWordIsCutOff_data();
    void noWordIsCutOff();
    void buttonsWithoutWordsHaveANameAndATip();
    void textCanBeReadInBothThemes();

private:
    std::unique_ptr<ConsoleWorld> m_world;
    QFont m_font;
};

namespace {

constexpr int kMostGrowth = 80; // the endpoints with their deliveries beside each other need so much

/// Its own text is longer than its place, and nothing was foreseen for that (lines that wrap, an ellipsis).
bool isCut(const QWidget& widget)
{
    constexpr int kTolerance = 1;
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
        if (label->text().isEmpty()) {
            return false;
        }
        if (label->wordWrap()) {
            return label->heightForWidth(label->width()) > label->height() + kTolerance;
        }
        if (qobject_cast<const ui::ElidedLabel*>(label) != nullptr) {
            return false; // it shows an ellipsis, and all of it when asked
        }
        return label->sizeHint().width() > label->width() + kTolerance
               || label->sizeHint().height() > label->height() + kTolerance;
    }
    const auto* button = qobject_cast<const QAbstractButton*>(&widget);
    return button != nullptr && !button->text().isEmpty()
           && (button->sizeHint().width() > button->width() + kTolerance
               || button->minimumSizeHint().height() > button->height() + kTolerance);
}

/// Part of it lies outside of a parent that does not scroll.
bool sticksOut(const QWidget& widget)
{
    QRect place = widget.rect();
    const QWidget* at = &widget;
    while (!at->isWindow() && at->parentWidget() != nullptr) {
        place.translate(at->pos());
        at = at->parentWidget();
        if (qobject_cast<const QAbstractScrollArea*>(at->parentWidget()) != nullptr) {
            return false;
        }
        if (!at->rect().contains(place)) {
            return true;
        }
    }
    return false;
}

/// The way down to what needs the room: "accounts > accountsSplitter 900 > …".
QString whatIsWide(const QWidget& widget)
{
    const QWidget* widest = nullptr;
    const auto need = [](const QWidget& one) {
        return std::max(one.minimumWidth(), one.minimumSizeHint().width());
    };
    for (const auto* child : widget.findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
        if (child->isVisible() && (widest == nullptr || need(*child) > need(*widest))) {
            widest = child;
        }
    }
    const QString here = describe(widget) % u' ' % QString::number(need(widget));
    return widest == nullptr || need(*widest) < 100 ? here : QString(here % u" > " % whatIsWide(*widest));
}

/// Each on a line of its own: a message of QVERIFY2 is cut after a thousand characters.
void report(const QStringList& found)
{
    for (const auto& line : found) {
        qWarning("%s", qPrintable(line));
    }
    QVERIFY2(found.isEmpty(), qPrintable(QStringLiteral("%1 found, told above").arg(found.size())));
}

} // namespace

void LayoutTest::init()
{
    m_font = QApplication::font();
    m_world = std::make_unique<ConsoleWorld>();
    fillForTour(*m_world);
}

void LayoutTest::cleanup()
{
    if (m_world->console) {
        m_world->close();
    }
    m_world.reset();
    QApplication::setFont(m_font);
}

void LayoutTest::noWordIsCutOff_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<double>("font");
    QTest::addColumn<bool>("longNames");
    QTest::newRow("small screen") << QSize(1024, 768) << 1.0 << false;
    QTest::newRow("small screen, long names") << QSize(1024, 768) << 1.0 << true;
}

void LayoutTest::noWordIsCutOff()
{
    QFETCH(QSize, size);
    QFETCH(double, font);
    QFETCH(bool, longNames);
    QFont large = m_font;
    large.setPointSizeF(m_font.pointSizeF() * font);
    QApplication::setFont(large);
    if (longNames) {
        giveLongNames(*m_world);
    }
    m_world->open();
    auto& window = m_world->window();
    window.resize(size);
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QStringList found;
    tourConsole(*m_world, [&](const QString& place) {
        if (window.width() > size.width() + kMostGrowth || window.height() > size.height()) {
            found.append(QStringLiteral("%1: the window grew to %2 × %3: %4")
                             .arg(place)
                             .arg(window.width())
                             .arg(window.height())
                             .arg(whatIsWide(*window.view(window.currentView()))));
        }
        window.resize(size);
        for (const auto* widget : window.findChildren<QWidget*>()) {
            const bool speaks = qobject_cast<const QLabel*>(widget) != nullptr
                                || qobject_cast<const QAbstractButton*>(widget) != nullptr;
            if (!speaks || !widget->isVisible()) {
                continue;
            }
            if (isCut(*widget)) {
                found.append(QStringLiteral("%1: cut: %2, %3 × %4 of %5 × %6")
                                 .arg(place, describe(*widget))
                                 .arg(widget->width())
                                 .arg(widget->height())
                                 .arg(widget->sizeHint().width())
                                 .arg(widget->sizeHint().height()));
            } else if (sticksOut(*widget)) {
                found.append(QStringLiteral("%1: sticks out: %2").arg(place, describe(*widget)));
            }
        }
    });
    found.removeDuplicates();
    report(found);
}

void LayoutTest::buttonsWithoutWordsHaveANameAndATip()
{
    m_world->open();
    QStringList found;
    tourConsole(*m_world, [&](const QString& place) {
        for (const auto* button : m_world->window().findChildren<QAbstractButton*>()) {
            const bool ofQt = button->objectName().startsWith(QStringLiteral("qt_"))
                              || QByteArray(button->metaObject()->className()).contains("Private")
                              || button->inherits("QLineEditIconButton")
                              || button->inherits("QTableCornerButton")
                              || button->inherits("QDockWidgetTitleButton");
            if (ofQt || !button->isVisible() || !button->text().isEmpty()) {
                continue;
            }
            if (button->accessibleName().isEmpty() || button->toolTip().isEmpty()) {
                found.append(QString(place % u": " % describe(*button)));
            }
        }
    });
    found.removeDuplicates();
    report(found);
}

/// WCAG 2.2, 1.4.3 and 1.4.11.
void LayoutTest::textCanBeReadInBothThemes()
{
    using ui::Accent;
    constexpr double kText = 4.5;
    constexpr double kShape = 3.0;
    for (const auto& palette : {ui::lightPalette(), ui::darkPalette()}) {
        const auto planes = {palette.color(QPalette::Window), palette.color(QPalette::Base),
                             palette.color(QPalette::AlternateBase), palette.color(QPalette::Button),
                             ui::sheetColour(palette)};
        const auto check = [&](const QColor& ink, const QColor& paper, double wanted, const char* what) {
            const double ratio = ui::contrast(ink, paper);
            QVERIFY2(ratio >= wanted, qPrintable(QStringLiteral("%1 %2: %3 on %4 is %5")
                                                     .arg(ui::isDark(palette) ? u"dark" : u"light",
                                                          QLatin1String(what), ink.name(), paper.name())
                                                     .arg(ratio)));
        };
        for (const auto& plane : planes) {
            check(palette.color(QPalette::WindowText), plane, kText, "text");
            check(palette.color(QPalette::PlaceholderText), plane, kText, "faint text");
            check(palette.color(QPalette::Link), plane, kText, "link");
            check(ui::inputEdgeColour(palette), plane, kShape, "edge of an input");
            for (std::size_t accent = 0; accent < ui::kAccentCount; ++accent) {
                check(ui::accentColour(static_cast<Accent>(accent), palette), plane, kText, "accent");
            }
        }
        for (const auto role : {QPalette::Window, QPalette::Base, QPalette::AlternateBase}) {
            check(palette.color(QPalette::Highlight), palette.color(role), kShape, "selection");
        }
        check(palette.color(QPalette::HighlightedText), palette.color(QPalette::Highlight), kText,
              "selected text");
        for (const auto accent : {Accent::Ok, Accent::Warning, Accent::Error, Accent::Info, Accent::Muted}) {
            const QColor wash = ui::washColour(accent, palette);
            check(palette.color(QPalette::WindowText), wash, kText, "text of a banner");
            check(ui::accentColour(accent, palette), wash, kShape, "sign of a banner");
        }
        for (const bool current : {false, true}) {
            check(palette.color(QPalette::Text), ui::foundColour(ui::isDark(palette), current), kText, "hit");
        }
    }
}

QTEST_MAIN(LayoutTest)
#include "layout_test.moc"
