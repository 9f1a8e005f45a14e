// SPDX-License-Identifier: GPL-3.0-or-later
// Walks through the whole console without a mouse: every widget can be reached with Tab, no key means two
// things in one place, and the help tells the keys that work.
#include "tests/ui/console_tour.h"
#include "ui/shell/main_window.h"
#include "ui/shell/view.h"
#include "ui/widgets/keys.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QMap>
#include <QMenu>
#include <QMenuBar>
#include <QSet>
#include <QShortcut>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::test;

class KeyboardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void tabReachesWhatCanBeUsed();
    void noLetterMeansTwoThings();
    void noShortcutMeansTwoThings();
    void theHelpNamesAsManyViewsAsThereAre();

private:
    ui::MainWindow& window() { return m_world->window(); }

    std::unique_ptr<ConsoleWorld> m_world;
};

namespace {

QChar mnemonic(const QString& text)
{
    for (qsizetype at = text.indexOf(u'&'); at >= 0 && at + 1 < text.size();
         at = text.indexOf(u'&', at + 2)) {
        if (text.at(at + 1) != u'&') {
            return text.at(at + 1).toUpper();
        }
    }
    return {};
}

using Letters = QMap<QChar, QStringList>;

void addLetter(Letters& letters, const QString& text)
{
    if (const auto letter = mnemonic(text); !letter.isNull()) {
        letters[letter].append(text);
    }
}

QStringList clashes(const Letters& letters, const QString& place)
{
    QStringList out;
    for (const auto& texts : letters) {
        if (texts.size() > 1) {
            out.append(place % u": " % texts.join(u", "));
        }
    }
    return out;
}

bool holds(const QObject* parent, const QWidget* widget)
{
    for (const QWidget* at = widget; at != nullptr; at = at->isWindow() ? nullptr : at->parentWidget()) {
        if (at == parent) {
            return true;
        }
    }
    return false;
}

/// Whether a shortcut of that parent would answer while the widget has the focus.
bool answers(Qt::ShortcutContext context, const QObject* parent, const QWidget* focus)
{
    const auto* owner = qobject_cast<const QWidget*>(parent);
    if (owner == nullptr || !owner->isVisible()) {
        return false;
    }
    switch (context) {
    case Qt::WidgetShortcut:
        return owner == focus;
    case Qt::WidgetWithChildrenShortcut:
        return holds(owner, focus);
    default:
        return owner->window() == focus->window();
    }
}

bool takesTab(const QWidget& widget)
{
    const bool focusable = (widget.focusPolicy() & Qt::TabFocus) && widget.isVisible() && widget.isEnabled();
    return focusable && widget.focusProxy() == nullptr;
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

void KeyboardTest::init()
{
    m_world = std::make_unique<ConsoleWorld>();
    fillForTour(*m_world);
    m_world->open();
    window().resize(1280, 800);
    window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window()));
}

void KeyboardTest::cleanup()
{
    m_world->close();
    m_world.reset();
}

void KeyboardTest::tabReachesWhatCanBeUsed()
{
    QStringList missed;
    tourConsole(*m_world, [&](const QString& place) {
        QSet<const QWidget*> reached;
        window().view(window().currentView())->panes().constFirst()->setFocus(Qt::TabFocusReason);
        constexpr int kMost = 400;
        for (int press = 0; press < kMost; ++press) {
            const auto* focus = QApplication::focusWidget();
            if (focus == nullptr) {
                missed.append(place % u": the focus is lost");
                return;
            }
            if (reached.contains(focus) && press > 3) {
                break;
            }
            reached.insert(focus);
            // Ctrl+Tab leaves editors too, which keep Tab for themselves; but it turns tabs.
            QTest::keyClick(const_cast<QWidget*>(focus), Qt::Key_Tab);
        }
        for (const auto* widget : window().findChildren<QWidget*>()) {
            if (takesTab(*widget) && !reached.contains(widget)) {
                missed.append(QString(place % u": " % describe(*widget)));
            }
        }
    });
    missed.removeDuplicates();
    report(missed);
}

void KeyboardTest::noLetterMeansTwoThings()
{
    QStringList found;
    tourConsole(*m_world, [&](const QString& place) {
        Letters letters;
        for (const auto* action : window().menuBar()->actions()) {
            addLetter(letters, action->text());
        }
        for (const auto* button : window().findChildren<QAbstractButton*>()) {
            if (button->isVisible()) {
                addLetter(letters, button->text());
            }
        }
        for (const auto* label : window().findChildren<QLabel*>()) {
            if (label->isVisible() && label->buddy() != nullptr) {
                addLetter(letters, label->text());
            }
        }
        found += clashes(letters, place);
    });
    for (const auto* menu : window().findChildren<QMenu*>()) {
        Letters letters;
        for (const auto* action : menu->actions()) {
            addLetter(letters, action->text());
        }
        found += clashes(letters, u"menu " % menu->objectName() % menu->title());
    }
    found.removeDuplicates();
    report(found);
}

void KeyboardTest::noShortcutMeansTwoThings()
{
    QStringList found;
    tourConsole(*m_world, [&](const QString& place) {
        for (const auto* focus : window().findChildren<QWidget*>()) {
            if (!takesTab(*focus)) {
                continue;
            }
            QMap<QString, QStringList> owners;
            for (const auto* shortcut : window().findChildren<QShortcut*>()) {
                if (shortcut->isEnabled() && answers(shortcut->context(), shortcut->parent(), focus)) {
                    owners[shortcut->key().toString()].append(shortcut->objectName());
                }
            }
            for (const auto* action : window().findChildren<QAction*>()) {
                const auto holders = action->associatedObjects();
                const bool any = std::any_of(holders.begin(), holders.end(), [&](const QObject* holder) {
                    return qobject_cast<const QMenu*>(holder) != nullptr
                           || answers(action->shortcutContext(), holder, focus);
                });
                for (const auto& key : action->shortcuts()) {
                    if (any && action->isEnabled()) {
                        owners[key.toString()].append(action->objectName());
                    }
                }
            }
            for (auto owner = owners.cbegin(); owner != owners.cend(); ++owner) {
                if (owner.value().size() > 1) {
                    found.append(QString(place % u": " % owner.key() % u": " % owner.value().join(u", ")
                                         % u" while in " % describe(*focus)));
                }
            }
        }
    });
    found.removeDuplicates();
    report(found);
}

void KeyboardTest::theHelpNamesAsManyViewsAsThereAre()
{
    const QString last = QStringLiteral("Ctrl+%1").arg(ui::viewEntries().size());
    QVERIFY2(ui::shownKeys(ui::keyEntry(QLatin1String("go"))).endsWith(last), qPrintable(last));
}

QTEST_MAIN(KeyboardTest)
#include "keyboard_test.moc"
