// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/qt_patience.h"
#include "tests/support/seeded_random.h"
#include "tests/ui/console_world.h"
#include "tests/ui/timed_application.h"
#include "ui/views/accounts/account_detail.h"
#include "ui/views/accounts/accounts_view.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_bar.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QTreeView>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::test;

class AccountsViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void accountsStandUnderTheirCustomers();
    void theListIsFlatWhenAsked();
    void filtersNarrowTheListAndSayHowMany();
    void theModelKeepsItsPromisesWhateverHappens();
    void aChangePaintsItsRowAndKeepsTheSelection();
    void theTokenCountsDown();
    void anAccountSaysWhatIsWrongAndWhatToDo();
    void severalAreTestedTogetherAndTheFailedOnesShown();
    void aRunCanBeCancelled();
    void aCallThatSucceedsEndsNeverUsed();
    void anAccountIsDisabledWithOneClick();
    void removingWaitsAndCanBeUndone();
    void removingIsDoneWhenTheTimeIsOver();
    void tabsTellLimitsCallsAndOverrides();
    void emptyListsSayWhy();
    void foldedCustomersStayFolded();
    void aHundredThousandAccountsDoNotFreezeTheWindow();

private:
    void open();
    AccountsView& view();

    QModelIndex row(const char* accountId) { return view().model().indexOf(accountId); }

    void click(const char* accountId, Qt::KeyboardModifiers modifiers = {});

    Banner* banner(const char* name) { return m_world->find<Banner>(name); }

    std::unique_ptr<ConsoleWorld> m_world;
};

void AccountsViewTest::init()
{
    m_world = std::make_unique<ConsoleWorld>();
}

void AccountsViewTest::cleanup()
{
    if (m_world->console) {
        m_world->close();
    }
    m_world.reset();
}

void AccountsViewTest::open()
{
    m_world->open();
    m_world->window().resize(1280, 800);
    m_world->window().go(QStringLiteral("accounts"));
    QTRY_COMPARE(view().model().shown(), static_cast<int>(m_world->gateway.state.accounts.size()));
}

AccountsView& AccountsViewTest::view()
{
    return *qobject_cast<AccountsView*>(m_world->window().view(QStringLiteral("accounts")));
}

void AccountsViewTest::click(const char* accountId, Qt::KeyboardModifiers modifiers)
{
    auto& tree = view().tree();
    tree.scrollTo(row(accountId));
    QTest::mouseClick(tree.viewport(), Qt::LeftButton, modifiers, tree.visualRect(row(accountId)).center());
}

void AccountsViewTest::accountsStandUnderTheirCustomers()
{
    open();
    auto& model = view().model();
    QCOMPARE(model.rowCount(), 3);
    const auto acme = model.index(0, 0);
    QCOMPARE(acme.data().toString(), QStringLiteral("Acme Corp"));
    QCOMPARE(model.rowCount(acme), 2);
    QCOMPARE(acme.siblingAtColumn(AccountModel::StateColumn).data().toString(), QStringLiteral("■ 1 of 2"));
    QCOMPARE(row("acc_2").parent(), acme);
    QCOMPARE(row("acc_2").siblingAtColumn(AccountModel::StateColumn).data().toString(),
             QStringLiteral("■ needs re-auth"));
    QVERIFY(view().tree().isExpanded(acme));
    // The customer's row stands for all of its accounts.
    QTest::mouseClick(view().tree().viewport(), Qt::LeftButton, {}, view().tree().visualRect(acme).center());
    QCOMPARE(view().selected().size(), std::size_t{2});
    QCOMPARE(m_world->find<QLabel>("manyTitle")->text(), QStringLiteral("2 accounts selected"));
}

void AccountsViewTest::theListIsFlatWhenAsked()
{
    open();
    QVERIFY(view().tree().isColumnHidden(AccountModel::CustomerColumn));
    view().tree().setFocus();
    QTest::keyClick(&view().tree(), Qt::Key_G);
    QTRY_COMPARE(view().model().rowCount(), 5);
    QVERIFY(!view().tree().isColumnHidden(AccountModel::CustomerColumn));
    m_world->close();
    m_world->open();
    m_world->window().go(QStringLiteral("accounts"));
    QTRY_COMPARE(view().model().rowCount(), 5);
}

void AccountsViewTest::filtersNarrowTheListAndSayHowMany()
{
    open();
    QTest::mouseClick(m_world->find<QToolButton>("view_reauth"), Qt::LeftButton);
    QTRY_COMPARE(view().model().shown(), 1);
    auto* filter = view().findChild<FilterBar*>();
    const auto shown = [&](const char* text) {
        filter->setText(QString::fromLatin1(text));
        return filter->valid() ? view().model().shown() : -1;
    };
    QCOMPARE(shown("expires<1h"), 2);
    QCOMPARE(shown("expires<10m"), 0);
    QCOMPARE(shown("state:never_used"), 0);
    QCOMPARE(shown("why~revoked"), 1);
    QCOMPARE(shown("globex"), 1);
    QCOMPARE(shown("sandbox:no"), 0);
    QCOMPARE(shown("error:auth_failure"), 0);
    m_world->addCall(sampleCall(1, "acc_3", 401));
    QTRY_COMPARE(row("acc_3").isValid() ? 1 : shown("error:auth_failure"), 1);
    m_world->addCall(sampleCall(2, "acc_3", 200));
    QTRY_COMPARE(shown("error:auth_failure"), 0);
    for (const auto& field : accountFields()) {
        QVERIFY2(shown(std::string(field.example).c_str()) >= 0, field.example.data());
    }
    filter->edit().clear();
    QTest::keyClicks(&filter->edit(), QStringLiteral("acme"));
    QCOMPARE(view().model().shown(), 2);
    QCOMPARE(view().selected().size(), std::size_t{1});
}

void AccountsViewTest::theModelKeepsItsPromisesWhateverHappens()
{
    open();
    auto& model = view().model();
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    SeededRandom random(11);
    const std::array filters{"", "acme", "state:active", "id:acc_1*", "expires<1h"};
    for (int round = 0; round < 60; ++round) {
        auto account = makeAccount("acc_1" + std::to_string(random.below(9)),
                                   "env_" + std::to_string(1 + random.below(4)), "hublike");
        account.status = static_cast<AccountStatus>(random.below(4));
        m_world->gateway.emit(AccountChanged{account, random.below(4) == 0});
        if (random.below(3) == 0) {
            model.setFilter(parseFilter(filters.at(random.below(filters.size())), accountFields()).filter);
        }
        if (random.below(4) == 0) {
            model.sort(static_cast<int>(random.below(AccountModel::ColumnCount)),
                       random.below(2) == 0 ? Qt::AscendingOrder : Qt::DescendingOrder);
        }
        if (random.below(5) == 0) {
            model.setGrouped(random.below(2) == 0);
        }
        QCoreApplication::processEvents();
    }
    model.setFilter({});
    QTRY_COMPARE(model.shown(), model.total());
}

void AccountsViewTest::aChangePaintsItsRowAndKeepsTheSelection()
{
    open();
    click("acc_3");
    const QSignalSpy painted(&view().model(), &QAbstractItemModel::dataChanged);
    const QSignalSpy rebuilt(&view().model(), &QAbstractItemModel::modelReset);
    auto account = m_world->gateway.state.accounts[1];
    account.status = AccountStatus::Active;
    account.statusReason.clear();
    account.lastSuccessAt = m_world->clock.now();
    m_world->gateway.emit(AccountChanged{account, false});
    QTRY_VERIFY(!painted.isEmpty());
    QCOMPARE(rebuilt.size(), 0);
    for (const auto& signal : painted) {
        const auto index = signal.constFirst().toModelIndex();
        QCOMPARE(QString::fromStdString(view().model().environmentOf(index)), QStringLiteral("env_1"));
    }
    m_world->gateway.emit(AccountChanged{makeAccount("acc_9", "env_1", "hublike"), false});
    QTRY_COMPARE(rebuilt.size(), 1);
    QCOMPARE(view().selected(), std::vector<std::string>{"acc_3"});
    QCOMPARE(view().tree().currentIndex().siblingAtColumn(0), row("acc_3"));
}

void AccountsViewTest::theTokenCountsDown()
{
    open();
    const auto expires = [this] {
        return row("acc_1").siblingAtColumn(AccountModel::ExpiresColumn).data().toString();
    };
    const auto state = [this] {
        return row("acc_1").siblingAtColumn(AccountModel::StateColumn).data().toString();
    };
    QCOMPARE(expires(), QStringLiteral("41:00"));
    m_world->clock.advance(std::chrono::minutes(38) + std::chrono::seconds(53));
    QCOMPARE(expires(), QStringLiteral("2:07"));
    QCOMPARE(state(), QStringLiteral("▲ expiring"));
    m_world->clock.advance(std::chrono::minutes(5));
    QCOMPARE(expires(), QStringLiteral("expired"));
    QCOMPARE(state(), QStringLiteral("▲ token expired"));
}

void AccountsViewTest::anAccountSaysWhatIsWrongAndWhatToDo()
{
    open();
    click("acc_2");
    QVERIFY(m_world->find<QLabel>("accountState")->text().startsWith(QStringLiteral("■ needs re-auth")));
    auto* advice = banner("accountAdvice");
    QVERIFY(advice->isVisible());
    QVERIFY(advice->text().contains(QStringLiteral("The refresh token was revoked")));
    QVERIFY(advice->text().contains(QStringLiteral("keeps its id")));
    click("acc_1");
    QVERIFY(!advice->isVisible());
    click("acc_5");
    QVERIFY(advice->text().contains(QStringLiteral("until it is enabled")));
    QTest::mouseClick(advice->findChild<QToolButton*>(), Qt::LeftButton);
    QTRY_COMPARE(m_world->gateway.state.updatedAccounts.size(), std::size_t{1});
    QCOMPARE(std::string((*m_world->gateway.state.updatedAccounts.front())["status"].asString()),
             std::string("active"));
}

void AccountsViewTest::severalAreTestedTogetherAndTheFailedOnesShown()
{
    m_world->gateway.state.onTest = [](const std::string& id) -> Result<CallDetail> {
        if (id == "acc_2") {
            return fail(Errc::Unauthorized, "the token was revoked");
        }
        return CallDetail();
    };
    open();
    click("acc_1");
    click("acc_2", Qt::ControlModifier);
    click("acc_3", Qt::ControlModifier);
    QCOMPARE(m_world->find<QLabel>("manyTitle")->text(), QStringLiteral("3 accounts selected"));
    view().tree().setFocus();
    QTest::keyClick(&view().tree(), Qt::Key_T);
    auto* progress = banner("accountsProgress");
    QTRY_COMPARE(progress->text(), QStringLiteral("1 of 3 failed"));
    QTest::mouseClick(progress->findChild<QToolButton*>(), Qt::LeftButton);
    QTRY_COMPARE(view().model().shown(), 1);
    QVERIFY(row("acc_2").isValid());
}

void AccountsViewTest::aRunCanBeCancelled()
{
    open();
    std::vector<std::function<void()>> held;
    m_world->gateway.state.executor = [&](std::function<void()> task) { held.push_back(std::move(task)); };
    view().tree().selectAll();
    QTest::mouseClick(m_world->find<QPushButton>("manyTest"), Qt::LeftButton);
    QCOMPARE(held.size(), AccountActions::kAtOnce);
    auto* progress = banner("accountsProgress");
    QCOMPARE(progress->text(), QStringLiteral("0 of 5 done…"));
    QTest::mouseClick(progress->findChild<QToolButton*>(), Qt::LeftButton);
    for (const auto& task : std::exchange(held, {})) {
        task();
    }
    QTRY_COMPARE(progress->text(), QStringLiteral("All 4 done"));
    QVERIFY2(held.empty(), "the fifth is not begun");
}

void AccountsViewTest::aCallThatSucceedsEndsNeverUsed()
{
    m_world->gateway.state.accounts[0].lastSuccessAt.reset();
    open();
    click("acc_1");
    const auto state = [this] {
        return row("acc_1").siblingAtColumn(AccountModel::StateColumn).data().toString();
    };
    QCOMPARE(state(), QStringLiteral("◌ never used"));
    m_world->addCall(sampleCall(1, "acc_1", 429));
    auto call = sampleCall(2, "acc_1", 200);
    call.summary.startedAt = m_world->clock.now();
    m_world->addCall(call);
    QTRY_VERIFY(state().startsWith(QStringLiteral("● active")));
    QTRY_VERIFY(m_world->find<QLabel>("accountState")->text().startsWith(QStringLiteral("● active")));
    QVERIFY2(!banner("accountAdvice")->isVisible(), "there is nothing to prove any more");
    auto late = m_world->gateway.state.accounts[0];
    late.label = "Renamed";
    m_world->gateway.emit(AccountChanged{late, false});
    QTRY_COMPARE(row("acc_1").data().toString(), QStringLiteral("Renamed"));
    QVERIFY2(state().startsWith(QStringLiteral("● active")),
             "a message that was on its way takes nothing back");
}

void AccountsViewTest::anAccountIsDisabledWithOneClick()
{
    open();
    click("acc_3");
    QTest::mouseClick(m_world->find<QPushButton>("accountToggle"), Qt::LeftButton);
    QTRY_COMPARE(m_world->gateway.state.updatedAccounts.size(), std::size_t{1});
    QCOMPARE(std::string((*m_world->gateway.state.updatedAccounts.front())["status"].asString()),
             std::string("disabled"));
    QTRY_COMPARE(banner("accountOutcome")->text(), QStringLiteral("Globex production is disabled"));
}

void AccountsViewTest::removingWaitsAndCanBeUndone()
{
    open();
    click("acc_2");
    view().tree().setFocus();
    QTest::keyClick(&view().tree(), Qt::Key_Delete);
    QTRY_COMPARE(view().model().shown(), 4);
    QVERIFY(!row("acc_2").isValid());
    auto* leaving = banner("accountsLeaving");
    QVERIFY(leaving->text().contains(QStringLiteral("credentials are destroyed")));
    QTest::mouseClick(leaving->findChild<QToolButton*>(), Qt::LeftButton);
    QTRY_COMPARE(view().model().shown(), 5);
    QVERIFY(!leaving->isVisible());
    QCOMPARE(m_world->gateway.state.accounts.size(), std::size_t{5});
    // Closing the window is no consent either.
    click("acc_2");
    QTest::keyClick(&view().tree(), Qt::Key_Delete);
    m_world->close();
    QCOMPARE(m_world->gateway.state.accounts.size(), std::size_t{5});
}

void AccountsViewTest::removingIsDoneWhenTheTimeIsOver()
{
    open();
    click("acc_2");
    view().findChild<QAction*>(QStringLiteral("actionRemove"))->trigger();
    view().findChild<QTimer*>(QStringLiteral("removalTimer"))->start(0);
    QTRY_COMPARE(m_world->gateway.state.accounts.size(), std::size_t{4});
    QTRY_COMPARE(view().model().total(), 4);
    QVERIFY(!banner("accountsLeaving")->isVisible());
}

void AccountsViewTest::tabsTellLimitsCallsAndOverrides()
{
    m_world->gateway.state.limits = {{"burst", 110, 18, 4, 10}};
    m_world->addCall(sampleCall(1, "acc_1", 200));
    m_world->addCall(sampleCall(2, "acc_3", 429));
    open();
    click("acc_1");
    auto& tabs = view().detail().tabs();
    tabs.setCurrentIndex(3);
    auto* limits = m_world->find<QTableView>("accountLimits");
    QTRY_VERIFY(limits->isVisible());
    QCOMPARE(limits->model()->index(0, 1).data().toString(), QStringLiteral("18"));
    tabs.setCurrentIndex(4);
    auto* calls = m_world->find<QTableView>("accountCalls");
    QTRY_VERIFY(calls->isVisible());
    QCOMPARE(calls->model()->rowCount(), 1);
    tabs.setCurrentIndex(5);
    auto* overrides = m_world->find<QTableView>("accountOverrides");
    QTRY_VERIFY(overrides->isVisible());
    QCOMPARE(overrides->model()->index(0, 1).data().toString(), QStringLiteral("A  account"));
    tabs.setCurrentIndex(4);
    click("acc_2");
    auto* none = m_world->find<EmptyState>("accountCallsEmpty");
    QTRY_VERIFY(none->isVisible());
    tabs.setCurrentIndex(0);
    auto copies = view().detail().findChildren<QToolButton*>();
    copies.removeIf(
        [](const QToolButton* b) { return b->accessibleName() != QStringLiteral("Copy Account id"); });
    QCOMPARE(copies.size(), 1);
    QTest::mouseClick(copies.constFirst(), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("acc_2"));
}

void AccountsViewTest::emptyListsSayWhy()
{
    m_world->gateway.state.accounts.clear();
    open();
    auto* empty = m_world->find<EmptyState>("accountsEmpty");
    QTRY_COMPARE(empty->sentence(), QStringLiteral("No accounts yet"));
    QVERIFY(!view().detail().isVisible());
    QTest::mouseClick(empty->findChild<QPushButton*>(), Qt::LeftButton);
    QVERIFY(m_world->window().currentView() != QStringLiteral("accounts"));
    m_world->window().go(QStringLiteral("accounts"));
    m_world->gateway.emit(AccountChanged{makeAccount("acc_9", "env_1", "hublike"), false});
    QTRY_COMPARE(view().model().shown(), 1);
    view().findChild<FilterBar*>()->setText(QStringLiteral("globex"));
    QCOMPARE(empty->sentence(), QStringLiteral("Nothing matches the filter"));
    QTest::mouseClick(empty->findChild<QPushButton*>(), Qt::LeftButton);
    QCOMPARE(view().model().shown(), 1);
}

void AccountsViewTest::foldedCustomersStayFolded()
{
    open();
    auto& tree = view().tree();
    tree.setFocus();
    const auto globex = view().model().index(1, 0);
    QCOMPARE(globex.data().toString(), QStringLiteral("Globex"));
    QTest::mouseClick(tree.viewport(), Qt::LeftButton, {}, tree.visualRect(globex).center());
    QTest::keyClick(&tree, Qt::Key_Left);
    QVERIFY(!tree.isExpanded(globex));
    m_world->gateway.emit(AccountChanged{makeAccount("acc_9", "env_1", "hublike"), false});
    QTRY_COMPARE(view().model().shown(), 6);
    QVERIFY(!tree.isExpanded(view().model().index(1, 0)));
    QVERIFY(tree.isExpanded(view().model().index(0, 0)));
}

void AccountsViewTest::aHundredThousandAccountsDoNotFreezeTheWindow()
{
    auto& state = m_world->gateway.state;
    state.environments.clear();
    state.accounts.clear();
    for (int customer = 0; customer < 10'000; ++customer) {
        const auto id = "env_" + std::to_string(customer);
        state.environments.push_back({id, "Customer " + std::to_string(customer), {}});
        for (int number = 0; number < 10; ++number) {
            state.accounts.push_back(
                makeAccount("acc_" + std::to_string(customer * 10 + number), id, "hublike"));
        }
    }
    open();
    auto* filter = view().findChild<FilterBar*>();
    const double longest = timedApplication().medianOfThree([&] {
        filter->setText(QStringLiteral("customer:\"Customer 99*\""));
        QTRY_COMPARE(view().model().shown(), 1'110);
        filter->setText(QStringLiteral("id:acc_7*"));
        QTRY_COMPARE(view().model().shown(), 11'111);
    });
    // A debug build on a shared machine; 16 ms is what a frame has.
    QVERIFY2(longest < 50,
             qPrintable(QStringLiteral("%1 ms in %2").arg(longest).arg(timedApplication().where())));
    QCOMPARE(view().model().rowCount(), 1'112);
}

GATEHOUSE_UI_TEST_MAIN(AccountsViewTest)
#include "accounts_view_test.moc"
