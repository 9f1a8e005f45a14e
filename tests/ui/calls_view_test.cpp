// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/console_world.h"
#include "tests/ui/timed_application.h"
#include "ui/shell/document_area.h"
#include "ui/views/calls/call_detail_view.h"
#include "ui/views/calls/calls_view.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_bar.h"

#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::test;

namespace {

constexpr double kFrameMs = 50;

} // namespace

class CallsViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aCallAppearsAsItHappens();
    void emptyStatesSayWhatIsMissing();
    void filterNarrowsWhileTyping();
    void aWrongFilterKeepsTheLastGoodOne();
    void didYouMeanRepairsTheFilter();
    void followStopsWhenThePersonScrollsAndComesBack();
    void selectionSurvivesNewCallsAndFilters();
    void keysGoThroughTheListAndOpenTabs();
    void cellMenuFiltersByExample();
    void detailShowsEveryPart();
    void savedViewsAreOneClickAway();
    void rowsAreCopiedAsTsv();
    void curlOfACallIsCopied();
    void columnsComeBackAfterARestart();
    void aHundredThousandCallsStayFluent();

private:
    CallsView& view() { return *qobject_cast<CallsView*>(m_world->window().view(QStringLiteral("calls"))); }

    CallDetailView& detail() { return *view().findChild<CallDetailView*>(); }

    QLineEdit& filter() { return view().findChild<FilterBar*>()->edit(); }

    QString labelText(const char* name) { return view().findChild<QLabel*>(QLatin1String(name))->text(); }

    void add(int count, int status = 200);

    std::unique_ptr<ConsoleWorld> m_world;
    std::uint64_t m_sequence = 0;
};

void CallsViewTest::init()
{
    m_sequence = 0;
    m_world = std::make_unique<ConsoleWorld>();
    m_world->open();
    QVERIFY(exposed(&m_world->window()));
    QTest::keyClick(&m_world->window(), Qt::Key_2, Qt::ControlModifier);
    QTRY_COMPARE(m_world->window().currentView(), QStringLiteral("calls"));
}

void CallsViewTest::cleanup()
{
    m_world->close();
    m_world.reset();
}

void CallsViewTest::add(int count, int status)
{
    const int expected = static_cast<int>(view().model().total()) + count;
    for (int i = 0; i < count; ++i) {
        ++m_sequence;
        m_world->addCall(sampleCall(m_sequence, m_sequence % 2 == 0 ? "acc_1" : "acc_3", status));
    }
    QTRY_COMPARE(static_cast<int>(view().model().total()), expected);
}

void CallsViewTest::aCallAppearsAsItHappens()
{
    add(1);
    QCOMPARE(view().model().rowCount(), 1);
    QVERIFY(view().table().isVisible());
    add(3, 429);
    QCOMPARE(view().model().rowCount(), 4);
}

void CallsViewTest::emptyStatesSayWhatIsMissing()
{
    const auto* empty = view().findChild<EmptyState*>(QStringLiteral("callsEmpty"));
    QTRY_COMPARE(empty->sentence(), QStringLiteral("No calls yet"));
    QVERIFY(empty->isVisible());
    add(2);
    QTest::keyClicks(&filter(), QStringLiteral("nothing-like-this"));
    QTRY_COMPARE(empty->sentence(), QStringLiteral("Nothing matches the filter"));
    QTest::mouseClick(empty->findChild<QPushButton*>(), Qt::LeftButton);
    QTRY_COMPARE(view().model().rowCount(), 2);
    QVERIFY(filter().text().isEmpty());
}

void CallsViewTest::filterNarrowsWhileTyping()
{
    add(10);
    add(5, 429);
    view().table().setFocus();
    QTest::keyClick(&view().table(), Qt::Key_Slash);
    QTRY_VERIFY(filter().hasFocus());
    QTest::keyClicks(&filter(), QStringLiteral("status:4xx"));
    QTRY_COMPARE(view().model().rowCount(), 5);
    QCOMPARE(labelText("filterCount"), QStringLiteral("5 of 15"));
    QTest::keyClicks(&filter(), QStringLiteral(" OR kind:unified"));
    QTRY_VERIFY(view().model().rowCount() > 5);
    QTest::keyClick(&filter(), Qt::Key_Escape);
    QTRY_COMPARE(view().model().rowCount(), 15);
}

void CallsViewTest::aWrongFilterKeepsTheLastGoodOne()
{
    add(4);
    add(2, 502);
    QTest::keyClicks(&filter(), QStringLiteral("status:5xx"));
    QTRY_COMPARE(view().model().rowCount(), 2);
    QTest::keyClicks(&filter(), QStringLiteral(" ("));
    QVERIFY(!view().findChild<FilterBar*>()->valid());
    QVERIFY(view().findChild<QLabel*>(QStringLiteral("filterProblem"))->isVisible());
    QCOMPARE(view().model().rowCount(), 2);
}

void CallsViewTest::didYouMeanRepairsTheFilter()
{
    add(3, 429);
    add(3);
    QTest::keyClicks(&filter(), QStringLiteral("statsu:429"));
    auto* problem = view().findChild<QLabel*>(QStringLiteral("filterProblem"));
    QVERIFY2(problem->text().contains(QStringLiteral("did you mean")), qPrintable(problem->text()));
    Q_EMIT
    problem->linkActivated(QStringLiteral("#"));
    QCOMPARE(filter().text(), QStringLiteral("status:429"));
    QTRY_COMPARE(view().model().rowCount(), 3);
}

void CallsViewTest::followStopsWhenThePersonScrollsAndComesBack()
{
    add(300);
    auto* bar = view().table().verticalScrollBar();
    auto* fresh = view().findChild<QToolButton*>(QStringLiteral("new_calls"));
    QTRY_COMPARE(bar->value(), bar->maximum());
    QVERIFY(view().following());
    bar->triggerAction(QAbstractSlider::SliderPageStepSub);
    QVERIFY(!view().following());
    const int before = bar->value();
    add(128);
    QCOMPARE(bar->value(), before);
    QTRY_VERIFY(fresh->isVisible());
    QCOMPARE(fresh->text(), QStringLiteral("▼ 128 new"));
    QTest::mouseClick(fresh, Qt::LeftButton);
    QVERIFY(view().following());
    QCOMPARE(bar->value(), bar->maximum());
    QVERIFY(!fresh->isVisible());
    bar->triggerAction(QAbstractSlider::SliderToMinimum);
    QVERIFY(!view().following());
    bar->triggerAction(QAbstractSlider::SliderToMaximum);
    QVERIFY(view().following());
    view().table().setFocus();
    QTest::keyClick(&view().table(), Qt::Key_F);
    QVERIFY(!view().following());
}

void CallsViewTest::selectionSurvivesNewCallsAndFilters()
{
    add(20);
    view().table().setCurrentIndex(view().model().index(7, 0));
    QTRY_VERIFY(detail().detail() != nullptr);
    const auto id = view().model().call(7).id;
    add(20, 429);
    QTest::keyClicks(&filter(), QStringLiteral("status:200"));
    QTRY_COMPARE(view().model().rowCount(), 20);
    QCOMPARE(view().model().call(view().table().currentIndex().row()).id, id);
    filter().setText(QStringLiteral("status:429"));
    QTRY_COMPARE(view().model().call(0).status, 429);
    QCOMPARE(detail().detail()->summary.id, id);
    filter().clear();
    QTRY_COMPARE(view().model().call(view().table().currentIndex().row()).id, id);
}

void CallsViewTest::keysGoThroughTheListAndOpenTabs()
{
    add(5);
    view().table().clearFocus();
    view().table().setFocus();
    QCOMPARE(view().table().currentIndex().row(), 4);
    QTest::keyClick(&view().table(), Qt::Key_K);
    QTest::keyClick(&view().table(), Qt::Key_K);
    QCOMPARE(view().table().currentIndex().row(), 2);
    QTest::keyClick(&view().table(), Qt::Key_J);
    QCOMPARE(view().table().currentIndex().row(), 3);
    QTRY_VERIFY(detail().detail() != nullptr);
    QTest::keyClick(&view().table(), Qt::Key_Return);
    QCOMPARE(m_world->window().documents().documents(), 1);
    QTRY_VERIFY(qobject_cast<CallDetailView*>(m_world->window().documents().current())->detail() != nullptr);
    QTest::keyClick(&m_world->window(), Qt::Key_W, Qt::ControlModifier);
    QCOMPARE(m_world->window().documents().documents(), 0);
    detail().tabs().setFocus();
    QTest::keyClick(&detail().tabs(), Qt::Key_Escape);
    QTRY_VERIFY(view().table().hasFocus());
}

void CallsViewTest::cellMenuFiltersByExample()
{
    add(6);
    add(2, 429);
    const auto cell = view().model().index(7, CallModel::StatusColumn);
    Q_EMIT
    view().table().customContextMenuRequested(view().table().visualRect(cell).center());
    auto* menu = view().findChild<QMenu*>(QStringLiteral("cellMenu"));
    QVERIFY(menu != nullptr);
    QCOMPARE(menu->actions().at(1)->text(), QStringLiteral("Not this: ◷ 429"));
    menu->actions().at(1)->trigger();
    menu->close();
    QCOMPARE(filter().text(), QStringLiteral("-status:429"));
    QTRY_COMPARE(view().model().rowCount(), 6);
}

void CallsViewTest::detailShowsEveryPart()
{
    add(1, 429);
    view().table().setCurrentIndex(view().model().index(0, 0));
    QTRY_VERIFY(detail().detail() != nullptr);
    for (int tab = 0; tab < detail().tabs().count(); ++tab) {
        detail().tabs().setCurrentIndex(tab);
        QCoreApplication::processEvents();
    }
    const auto* stages = view().findChild<QTableView*>(QStringLiteral("stageTable"));
    QCOMPARE(stages->model()->rowCount(), 10);
    QCOMPARE(stages->model()->index(6, 0).data().toString(), QStringLiteral("send"));
    const auto labels = detail().findChildren<QLabel*>();
    const auto says = [&](const QString& text) {
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->text().contains(text); });
    };
    QVERIFY(says(QStringLiteral("429 rate_limited")));
    QVERIFY(says(QStringLiteral("may be tried again"))
            || says(QStringLiteral("May be tried again after 30 s")));
    QVERIFY(m_world->find("checklist") != nullptr);
}

void CallsViewTest::savedViewsAreOneClickAway()
{
    add(6);
    add(2, 429);
    add(3, 502);
    QTest::mouseClick(view().findChild<QToolButton*>(QStringLiteral("view_429")), Qt::LeftButton);
    QTRY_COMPARE(view().model().rowCount(), 2);
    QTest::mouseClick(view().findChild<QToolButton*>(QStringLiteral("view_Failed")), Qt::LeftButton);
    QTRY_COMPARE(view().model().rowCount(), 5);
}

void CallsViewTest::rowsAreCopiedAsTsv()
{
    add(3);
    view().table().selectAll();
    view().table().setFocus();
    QTest::keyClick(&view().table(), Qt::Key_C, Qt::ControlModifier);
    const auto lines = QApplication::clipboard()->text().trimmed().split(u'\n');
    QCOMPARE(lines.size(), 4);
    QVERIFY(lines.at(0).startsWith(QStringLiteral("Time +")));
    QVERIFY(lines.at(1).contains(QStringLiteral("\t✓ 200\tcrm.contacts.list\t")));
}

void CallsViewTest::curlOfACallIsCopied()
{
    add(1);
    view().table().setCurrentIndex(view().model().index(0, 0));
    QTRY_VERIFY(detail().detail() != nullptr);
    view().table().setFocus();
    QTest::keyClick(&view().table(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    const QString command = QApplication::clipboard()->text();
    QVERIFY2(command.contains(QStringLiteral("curl -sS 'http://127.0.0.1:41873/")), qPrintable(command));
    QVERIFY(!command.contains(QStringLiteral("9f2a")));
}

void CallsViewTest::columnsComeBackAfterARestart()
{
    auto* header = view().table().horizontalHeader();
    view().table().setColumnHidden(CallModel::KindColumn, false);
    view().table().setColumnWidth(CallModel::OperationColumn, 233);
    header->moveSection(header->visualIndex(CallModel::StatusColumn), 0);
    m_world->close();
    m_world->open();
    QTRY_COMPARE(m_world->window().currentView(), QStringLiteral("calls"));
    QVERIFY(!view().table().isColumnHidden(CallModel::KindColumn));
    QCOMPARE(view().table().columnWidth(CallModel::OperationColumn), 233);
    QCOMPARE(view().table().horizontalHeader()->visualIndex(CallModel::StatusColumn), 0);
    QTest::keyClick(&m_world->window(), Qt::Key_K, Qt::ControlModifier);
    m_world->window().resetLayout();
    QVERIFY(view().table().isColumnHidden(CallModel::KindColumn));
}

void CallsViewTest::aHundredThousandCallsStayFluent()
{
    // What the engine would tell in twenty seconds of five thousand calls each.
    constexpr int kCalls = 100'000;
    constexpr int kBurst = 5'000;
    auto& application = timedApplication();
    const double coming = application.leastOfThree(kFrameMs, [&] {
        cleanup();
        init();
        application.resetLongest();
        for (int burst = 0; burst < kCalls / kBurst; ++burst) {
            for (int i = 0; i < kBurst; ++i) {
                ++m_sequence;
                auto call = makeCall("req_" + std::to_string(m_sequence), m_sequence, "acc_1");
                call.status = m_sequence % 10 == 0 ? 429 : 200;
                m_world->gateway.emit(CallRecorded{std::move(call)});
            }
            QTRY_COMPARE(view().model().total(), static_cast<std::size_t>(m_sequence));
        }
    });
    qInfo("longest event while 100 k calls came: %.1f ms in %s", coming, qPrintable(application.where()));
    QVERIFY2(coming < kFrameMs, qPrintable(application.where()));

    const double filtering = application.medianOfThree([&] {
        filter().setText(QStringLiteral("status:429 contacts"));
        QTRY_COMPARE(view().model().rowCount(), kCalls / 10);
        filter().setText(QStringLiteral("acc_1 operation ~ /contacts\\.(list|get)$/"));
        QTRY_COMPARE(view().model().rowCount(), kCalls);
        filter().clear();
        QTRY_VERIFY(!view().model().busy());
    });
    qInfo("longest event while filtering 100 k: %.1f ms", filtering);
    QVERIFY2(filtering < kFrameMs, qPrintable(application.where()));

    const double scrolling = application.medianOfThree([&] {
        auto* bar = view().table().verticalScrollBar();
        for (int i = 0; i < 20; ++i) {
            bar->setValue(bar->maximum() / 20 * i);
            QCoreApplication::processEvents();
        }
    });
    qInfo("longest event while scrolling 100 k: %.1f ms", scrolling);
    QVERIFY2(scrolling < kFrameMs, qPrintable(application.where()));
}

GATEHOUSE_UI_TEST_MAIN(CallsViewTest)
#include "calls_view_test.moc"
