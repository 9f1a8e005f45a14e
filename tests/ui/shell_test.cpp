// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/qt_patience.h"
#include "tests/ui/console_world.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/document_area.h"
#include "ui/shell/key_overlay.h"
#include "ui/shell/navigation_list.h"
#include "ui/shell/properties_dock.h"
#include "ui/theme/colours.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/keys.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QTreeView>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::test;

class ShellTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void everyViewIsOneKeyAway();
    void theNavigationGoesWithArrowsAndNarrows();
    void thePaletteFindsViewsActionsAndAccounts();
    void theOverlayPrintsTheKeysOfThisView();
    void everyKeyOfTheTableIsBound();
    void f6GoesRoundThePanes();
    void anAccountIsSelectedFromTheStart();
    void whatTakesTheFocusHasAName();
    void themeZoneAndPlaceComeBackAfterARestart();
    void aLayoutOfAnotherVersionIsLeftAlone();
    void aSettingsFileThatIsRubbishDoesNoHarm();
    void statusBarTellsAddressLimitAndZone();
    void theMessageBarSpeaksAndGoes();
    void theSandboxIsNamed();
    void cardsDoWhatTheySay();
    void theStartPageLeadsToTheConnectForm();
    void enterPressesTheButtonThatHasTheFocus();
    void theChecklistLeadsToTheStages();
    void aLockedVaultIsSaidAndUnlocked();
    void alertsAreCountedListedAndAcknowledged();
    void checklistTicksAsThingsHappen();
    void theGatewayMayAnswerAfterTheWindowIsGone();

private:
    MainWindow& window() { return m_world->window(); }

    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget* focused = QApplication::focusWidget();
        QTest::keyClick(focused != nullptr ? focused : &window(), static_cast<Qt::Key>(key), modifiers);
    }

    void action(const char* name)
    {
        auto* found = m_world->find<QAction>(name);
        QVERIFY2(found != nullptr, name);
        found->trigger();
    }

    std::unique_ptr<ConsoleWorld> m_world;
};

void ShellTest::init()
{
    m_world = std::make_unique<ConsoleWorld>();
    m_world->open();
    window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window()));
}

void ShellTest::cleanup()
{
    if (m_world->console) {
        m_world->close();
    }
    m_world.reset();
}

void ShellTest::everyViewIsOneKeyAway()
{
    int number = 0;
    for (const auto& view : viewEntries()) {
        press(Qt::Key_1 + number++, Qt::ControlModifier);
        QCOMPARE(window().currentView(), QString(view.id));
        QVERIFY(window().documents().current()->isVisible());
        QCOMPARE(window().documents().current()->objectName(), QString(view.id));
        QVERIFY(window().windowTitle().startsWith(view.title));
    }
}

void ShellTest::theNavigationGoesWithArrowsAndNarrows()
{
    auto* navigation = m_world->find<NavigationList>("navigation");
    navigation->setFocus();
    press(Qt::Key_Down);
    QCOMPARE(window().currentView(), QStringLiteral("calls"));
    QVERIFY2(navigation->hasFocus(), "going by the list leaves the focus in the list");
    const int wide = navigation->width();
    press(Qt::Key_B, Qt::ControlModifier);
    QVERIFY(navigation->narrow());
    QTRY_VERIFY(navigation->width() < wide / 2);
    navigation->setBadge(QStringLiteral("calls"), QStringLiteral("12"));
    QCOMPARE(navigation->item(1)->data(Qt::AccessibleTextRole).toString(), QStringLiteral("Calls, 12"));
}

void ShellTest::thePaletteFindsViewsActionsAndAccounts()
{
    auto* palette = m_world->find<CommandPalette>("commandPalette");
    const auto choose = [&](const QString& text) {
        press(Qt::Key_K, Qt::ControlModifier);
        QVERIFY(palette->isVisible());
        QTest::keyClicks(QApplication::focusWidget(), text);
        press(Qt::Key_Return);
        QVERIFY(!palette->isVisible());
    };
    QTRY_VERIFY(!m_world->gateway.state.accounts.empty());
    choose(QStringLiteral("try a c"));
    QCOMPARE(window().currentView(), QStringLiteral("try"));
    choose(QStringLiteral("dark"));
    QVERIFY(isDark(QApplication::palette()));
    choose(QStringLiteral("light"));
    QCoreApplication::processEvents();
    choose(QStringLiteral("globex · salesfarce"));
    QCOMPARE(m_world->find<QComboBox>("tryAccount")->currentData().toString(), QStringLiteral("acc_3"));
    press(Qt::Key_K, Qt::ControlModifier);
    press(Qt::Key_Escape);
    QVERIFY(!palette->isVisible());
    QVERIFY(paletteScore(u"Try a call", u"try") > paletteScore(u"Copy a tray", u"try"));
    QVERIFY(paletteScore(u"Open a workspace", u"oaw") > 0);
    QCOMPARE(paletteScore(u"Quit", u"z"), 0);
}

void ShellTest::theOverlayPrintsTheKeysOfThisView()
{
    press(Qt::Key_2, Qt::ControlModifier);
    press(Qt::Key_F1);
    auto* overlay = m_world->find<KeyOverlay>("keyOverlay");
    QVERIFY(overlay->isVisible());
    const auto labels = overlay->findChildren<QLabel*>();
    for (const auto& entry : keyTable()) {
        const bool shown = std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
            return label->text() == shownDeed(entry);
        });
        const bool wanted = entry.scope.isEmpty() || entry.scope == QLatin1String("calls")
                            || entry.scope == QLatin1String("body");
        if (wanted) {
            QVERIFY2(shown, entry.does.data());
        }
    }
    press(Qt::Key_Escape);
    QVERIFY(!overlay->isVisible());
}

void ShellTest::everyKeyOfTheTableIsBound()
{
    for (const auto& view : viewEntries()) {
        window().go(view.id);
    }
    QStringList bound;
    for (const auto* shortcut : window().findChildren<QShortcut*>()) {
        bound.append(shortcut->objectName());
    }
    QList<QKeySequence> ofActions;
    for (const auto* action : window().findChildren<QAction*>()) {
        ofActions.append(action->shortcuts());
    }
    for (const auto& entry : keyTable()) {
        const auto sequences = keySequences(entry.id);
        // Tables and bodies bring Ctrl+C and Ctrl+A themselves; Ctrl+1… are tested above.
        const bool own = entry.keys == QLatin1String("Ctrl+C") || entry.keys == QLatin1String("Ctrl+A");
        const bool byAction = !sequences.isEmpty() && ofActions.contains(sequences.constFirst());
        QVERIFY2(sequences.isEmpty() || own || byAction || bound.contains(entry.id), entry.id.data());
    }
}

void ShellTest::f6GoesRoundThePanes()
{
    press(Qt::Key_4, Qt::ControlModifier);
    const auto panes = window().view(QStringLiteral("accounts"))->panes();
    QCOMPARE(QApplication::focusWidget(), panes.at(0));
    for (qsizetype pane = 1; pane < panes.size(); ++pane) {
        press(Qt::Key_F6);
        QCOMPARE(QApplication::focusWidget(), panes.at(pane));
    }
    press(Qt::Key_F6);
    QCOMPARE(QApplication::focusWidget(), m_world->find<NavigationList>("navigation"));
    press(Qt::Key_F6, Qt::ShiftModifier);
    QCOMPARE(QApplication::focusWidget(), panes.constLast());
}

void ShellTest::anAccountIsSelectedFromTheStart()
{
    press(Qt::Key_4, Qt::ControlModifier);
    QCOMPARE(window().currentView(), QStringLiteral("accounts"));
    const auto* tree = m_world->find<QTreeView>("accountsTree");
    QTRY_COMPARE(tree->model()->rowCount(), 3);
    const auto selected = [&] { return tree->selectionModel()->selectedRows(); };
    QTRY_COMPARE(selected().size(), 1);
    QVERIFY2(selected().constFirst().parent().isValid(), "an account, not its customer");
    QTRY_COMPARE(tree->horizontalScrollBar()->maximum(), 0);
}

void ShellTest::whatTakesTheFocusHasAName()
{
    m_world->addCall(sampleCall(1, "acc_1", 429));
    for (const auto& view : viewEntries()) {
        window().go(view.id);
    }
    QCoreApplication::processEvents();
    for (const auto* widget : window().findChildren<QWidget*>()) {
        const bool takesFocus = widget->focusPolicy() & Qt::TabFocus;
        const bool inner = qobject_cast<const QLineEdit*>(widget) != nullptr
                           && qobject_cast<const QComboBox*>(widget->parentWidget()) != nullptr;
        if (!takesFocus || inner || widget->isHidden()) {
            continue;
        }
        auto* accessible = QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
        QVERIFY(accessible != nullptr);
        const bool internal = QByteArray(widget->metaObject()->className()).contains("QtPrivate")
                              || QByteArray(widget->parentWidget() != nullptr
                                                ? widget->parentWidget()->metaObject()->className()
                                                : "")
                                     .contains("QTabBar");
        const QString what = QString::fromLatin1(widget->metaObject()->className()) % u' '
                             % widget->objectName() % u" in "
                             % (widget->parentWidget() != nullptr
                                    ? QString::fromLatin1(widget->parentWidget()->metaObject()->className())
                                          % widget->parentWidget()->objectName()
                                    : QString());
        const bool named = !accessible->text(QAccessible::Name).isEmpty();
        const bool isPart =
            widget->objectName().startsWith(QStringLiteral("qt_"))
            || (widget->parentWidget() != nullptr
                && QByteArray(widget->parentWidget()->metaObject()->className()).contains("Private"));
        QVERIFY2(named || isPart || internal, qPrintable(what));
    }
}

void ShellTest::themeZoneAndPlaceComeBackAfterARestart()
{
    action("actionTheme_dark");
    press(Qt::Key_3, Qt::ControlModifier);
    window().resize(1111, 777);
    auto* zones = m_world->find<QToolButton>("statusZone")->menu();
    Q_EMIT
    zones->aboutToShow();
    const auto offered = zones->actions();
    const auto berlin = std::find_if(offered.begin(), offered.end(), [](const QAction* entry) {
        return entry->text().startsWith(QStringLiteral("Europe/Berlin"));
    });
    QVERIFY2(berlin != offered.end(), "a customer's own zone is on offer");
    (*berlin)->trigger();
    QCOMPARE(m_world->find<QToolButton>("statusZone")->text().trimmed(),
             QStringLiteral("Europe/Berlin +02:00"));
    action("actionNavigation");
    m_world->close();
    m_world->open();
    QVERIFY(isDark(QApplication::palette()));
    QCOMPARE(window().currentView(), QStringLiteral("try"));
    QTRY_COMPARE(window().size(), QSize(1111, 777));
    QCOMPARE(m_world->find<QToolButton>("statusZone")->text().trimmed(),
             QStringLiteral("Europe/Berlin +02:00"));
    QVERIFY(m_world->find<NavigationList>("navigation")->narrow());
    action("actionTheme_light");
    action("actionResetLayout");
    QVERIFY(!m_world->find<NavigationList>("navigation")->narrow());
    QCOMPARE(window().currentView(), QStringLiteral("try"));
}

void ShellTest::aLayoutOfAnotherVersionIsLeftAlone()
{
    QVERIFY(
        !window().restoreState(window().saveState(Settings::kLayoutVersion + 1), Settings::kLayoutVersion));
}

void ShellTest::aSettingsFileThatIsRubbishDoesNoHarm()
{
    m_world->close();
    QFile file(m_world->dir.filePath(QStringLiteral("console.ini")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5000, '\xfe')
               + "\n[window1]\ngeometry=@ByteArray(x)\n[General]\nview=nothing\nzone=Mars/Olympus\n");
    file.close();
    m_world->open();
    QCOMPARE(window().currentView(), QStringLiteral("start"));
    QVERIFY(window().isVisible());
}

void ShellTest::statusBarTellsAddressLimitAndZone()
{
    QTRY_COMPARE(m_world->find<QToolButton>("statusGateway")->text(),
                 QStringLiteral("Gateway 127.0.0.1:8787"));
    auto* limit = m_world->find<QToolButton>("statusLimit");
    QVERIFY(!limit->isVisible());
    m_world->gateway.emit(LimitsChanged{"acc_1", {{"burst", 110, 18, 4, 10}}});
    QTRY_VERIFY(limit->isVisible());
    QCOMPARE(limit->text(), QStringLiteral("▲ Acme HubLike  18/110 · 4 s"));
    QTest::mouseClick(limit, Qt::LeftButton);
    QCOMPARE(window().currentView(), QStringLiteral("calls"));
}

void ShellTest::theMessageBarSpeaksAndGoes()
{
    int pressed = 0;
    auto* bar = m_world->find<Banner>("messageBar");
    window().tell(Accent::Warning, QStringLiteral("Watch out"), QStringLiteral("Do it"), [&] { ++pressed; });
    QVERIFY(bar->isVisible());
    const auto buttons = bar->findChildren<QToolButton*>();
    QTest::mouseClick(buttons.at(0), Qt::LeftButton);
    QCOMPARE(pressed, 1);
    QTest::mouseClick(buttons.at(1), Qt::LeftButton);
    QVERIFY(!bar->isVisible());
}

void ShellTest::theSandboxIsNamed()
{
    const auto says = [this] {
        const auto banners = window().findChildren<Banner*>();
        return std::any_of(banners.begin(), banners.end(), [](const Banner* banner) {
            return banner->isVisible()
                   && banner->text().contains(QStringLiteral("nothing leaves this machine"));
        });
    };
    QTRY_VERIFY(says());
    NodeStatus real = m_world->gateway.state.status;
    real.sandbox = false;
    m_world->gateway.emit(NodeStatusChanged{real});
    QTRY_VERIFY(!says());
}

void ShellTest::cardsDoWhatTheySay()
{
    const auto card = [this](const char* name) { return m_world->find(name)->findChild<QPushButton*>(); };
    QTRY_COMPARE(card("cardSandbox")->text(), QStringLiteral("&Try a call"));
    QTest::mouseClick(card("cardSandbox"), Qt::LeftButton);
    QCOMPARE(window().currentView(), QStringLiteral("try"));
    press(Qt::Key_1, Qt::ControlModifier);

    m_world->dialogs.nextPath = QStringLiteral("/tmp/other");
    QTest::mouseClick(card("cardWorkspace"), Qt::LeftButton);
    QCOMPARE(m_world->started.size(), std::size_t{1});
    const std::vector<std::string> wanted{"--data-dir", "/tmp/other", "--listen", "127.0.0.1:0"};
    QVERIFY(m_world->started.front() == wanted);

    NodeStatus real = m_world->gateway.state.status;
    real.sandbox = false;
    m_world->gateway.emit(NodeStatusChanged{real});
    QTRY_COMPARE(card("cardSandbox")->text(), QStringLiteral("&Start the sandbox"));
    QTest::mouseClick(card("cardSandbox"), Qt::LeftButton);
    QCOMPARE(m_world->started.back().back(), std::string("--sandbox"));

    action("actionProviders");
    QCOMPARE(m_world->dialogs.revealed.size(), 1);
    QVERIFY(QDir(m_world->dialogs.revealed.constFirst()).exists());
}

void ShellTest::theStartPageLeadsToTheConnectForm()
{
    QTest::mouseClick(m_world->find("cardAccount")->findChild<QPushButton*>(), Qt::LeftButton);
    QCOMPARE(window().currentView(), QStringLiteral("oauth"));
    QVERIFY(m_world->find("connectForm")->isVisible());
}

void ShellTest::enterPressesTheButtonThatHasTheFocus()
{
    QVERIFY2(qobject_cast<QPushButton*>(QApplication::focusWidget()) != nullptr, "the first card's");
    press(Qt::Key_Return);
    QCOMPARE(window().currentView(), QStringLiteral("try"));
    auto* run = m_world->find<QToolButton>("runButton");
    run->setFocus();
    press(Qt::Key_Enter, Qt::KeypadModifier);
    QTRY_VERIFY(m_world->find("tryStatus")->isVisible());
}

void ShellTest::theChecklistLeadsToTheStages()
{
    m_world->addCall(sampleCall(1, "acc_1", 200));
    m_world->find<QPushButton>("step_stages")->click();
    QCOMPARE(window().currentView(), QStringLiteral("calls"));
    auto* view = window().view(QStringLiteral("calls"));
    QTRY_VERIFY(view->findChild<QTabWidget*>(QStringLiteral("callTabs")) != nullptr);
    auto* tabs = view->findChild<QTabWidget*>(QStringLiteral("callTabs"));
    QCOMPARE(tabs->tabText(tabs->currentIndex()), QStringLiteral("Stages"));
}

void ShellTest::aLockedVaultIsSaidAndUnlocked()
{
    QTRY_COMPARE(m_world->find<QToolButton>("statusVault")->text(), QStringLiteral("Vault: key file"));
    auto* banner = m_world->find<Banner>("vaultBanner");
    QVERIFY(!banner->isVisible());
    auto& vault = m_world->gateway.vaultRole.vault;
    vault.condition = VaultCondition::Locked;
    vault.source = VaultKeySource::Passphrase;
    vault.problem = "the passphrase has not been given";
    m_world->close();
    m_world->open();
    banner = m_world->find<Banner>("vaultBanner");
    QTRY_VERIFY(banner->isVisible());
    QCOMPARE(m_world->find<QToolButton>("statusVault")->text(), QStringLiteral("Vault locked"));
    QTest::mouseClick(banner->findChild<QToolButton*>(), Qt::LeftButton);
    auto* dialog = m_world->find<QDialog>("vaultDialog");
    QTRY_VERIFY(dialog->isVisible());
    auto* passphrase = m_world->find<QLineEdit>("vaultPassphrase");
    QCOMPARE(passphrase->echoMode(), QLineEdit::Password);
    auto* unlock = m_world->find<QPushButton>("vaultUnlock");
    QVERIFY(!unlock->isEnabled());
    QTest::keyClicks(passphrase, QStringLiteral("open barley"));
    QTest::mouseClick(unlock, Qt::LeftButton);
    auto* problem = m_world->find<QLabel>("vaultProblem");
    QTRY_VERIFY(problem->text().contains(QStringLiteral("the passphrase is wrong")));
    QVERIFY2(!passphrase->text().isEmpty(), "a typing error can be mended");
    passphrase->selectAll();
    QTest::keyClicks(passphrase, QStringLiteral("open sesame"));
    QTest::keyClick(passphrase, Qt::Key_Return);
    QTRY_VERIFY(!banner->isVisible());
    QTRY_VERIFY(m_world->find<QDialog>("vaultDialog") == nullptr);
    QCOMPARE(m_world->find<QToolButton>("statusVault")->text(), QStringLiteral("Vault: passphrase"));
}

void ShellTest::alertsAreCountedListedAndAcknowledged()
{
    auto* button = m_world->find<QToolButton>("statusAlerts");
    QVERIFY2(!button->isVisible(), "nothing needs anybody");
    Alert disk;
    disk.id = "webhooks_not_durable";
    disk.severity = AlertSeverity::Critical;
    disk.title = "Webhooks cannot be stored";
    disk.detail = "Free the disk.";
    disk.raisedAt = m_world->clock.now();
    Alert endpoint = disk;
    endpoint.id = "endpoint_failing:end_1";
    endpoint.severity = AlertSeverity::Warning;
    endpoint.title = "Deliveries to https://example.com fail";
    endpoint.detail = "Mend it.";
    endpoint.raisedAt += std::chrono::minutes(1);
    m_world->gateway.alertsRole.list = {disk, endpoint};
    m_world->gateway.emit(AlertRaised{endpoint});
    m_world->gateway.emit(AlertRaised{disk});
    QTRY_COMPARE(button->text(), QStringLiteral("■ 1 critical · ▲ 1 warning"));
    QVERIFY(button->isVisible());
    QVERIFY(m_world->find<Banner>("messageBar")->isVisible());
    button->click();
    auto* dialog = m_world->find<QDialog>("alertsDialog");
    QVERIFY(dialog != nullptr && dialog->isVisible());
    const auto* table = dialog->findChild<QTableView*>(QStringLiteral("alertsTable"));
    const auto* detail = dialog->findChild<QLabel*>(QStringLiteral("alertDetail"));
    auto* acknowledge = dialog->findChild<QPushButton*>(QStringLiteral("alertAcknowledge"));
    const auto cell = [table](int row, int column) {
        return table->model()->index(row, column).data().toString();
    };
    QCOMPARE(table->model()->rowCount(), 2);
    QCOMPARE(cell(0, 0), QStringLiteral("■ critical"));
    QCOMPARE(cell(1, 0), QStringLiteral("▲ warning"));
    QCOMPARE(table->model()->index(0, 0).data(Qt::ForegroundRole).value<QColor>(),
             accentColour(Accent::Error, QApplication::palette()));
    QVERIFY(detail->text().contains(QStringLiteral("Free the disk.")));
    QTest::mouseClick(acknowledge, Qt::LeftButton);
    QTRY_VERIFY(cell(0, 2).startsWith(QStringLiteral("◐ seen")));
    QVERIFY(!acknowledge->isEnabled());
    QCOMPARE(button->text(), QStringLiteral("▲ 1 warning"));
    disk.resolvedAt = m_world->clock.now();
    m_world->gateway.emit(AlertResolved{disk});
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QTest::keyClick(dialog->findChild<QCheckBox*>(QStringLiteral("alertsResolved")), Qt::Key_Space);
    QCOMPARE(table->model()->rowCount(), 2);
    QCOMPARE(cell(1, 2), QStringLiteral("○ resolved"));
    QTest::keyClick(dialog, Qt::Key_Escape);
    action("actionAlerts");
    QTRY_VERIFY(m_world->find<QDialog>("alertsDialog") != nullptr);
}

void ShellTest::checklistTicksAsThingsHappen()
{
    const auto count = [this] {
        const auto labels = m_world->find("checklist")->findChildren<QLabel*>();
        const auto found = std::find_if(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->text().endsWith(QStringLiteral("of 6 done"));
        });
        return (*found)->text();
    };
    QCOMPARE(count(), QStringLiteral("0 of 6 done"));
    auto call = sampleCall(1, "acc_1", 200);
    call.summary.kind = "unified";
    call.summary.operation = "crm.contacts.list";
    m_world->addCall(call);
    m_world->addCall(sampleCall(2, "acc_1", 429));
    m_world->gateway.emit(OverrideChanged{{}, false});
    QTRY_COMPARE(count(), QStringLiteral("3 of 6 done"));
    QTest::mouseClick(m_world->find<QPushButton>("step_stages"), Qt::LeftButton);
    QCOMPARE(window().currentView(), QStringLiteral("calls"));
    m_world->close();
    m_world->open();
    window().go(QStringLiteral("start"));
    QCOMPARE(count(), QStringLiteral("3 of 6 done"));
}

void ShellTest::theGatewayMayAnswerAfterTheWindowIsGone()
{
    std::vector<std::function<void()>> late;
    m_world->gateway.state.executor = [&](std::function<void()> task) { late.push_back(std::move(task)); };
    for (const auto& view : viewEntries()) {
        window().go(view.id);
    }
    m_world->close();
    for (const auto& task : late) {
        task();
    }
    QCoreApplication::processEvents();
    QVERIFY(late.size() >= 2);
}

QTEST_MAIN(ShellTest)
#include "shell_test.moc"
