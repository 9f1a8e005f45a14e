// SPDX-License-Identifier: GPL-3.0-or-later
// What the inspector shows of webhooks: order, answers, bodies, copies, replays, habits, duplicates.
#include "tests/ui/timed_application.h"
#include "tests/ui/webhooks_page.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/find_bar.h"
#include "ui/widgets/hex_area.h"
#include "ui/widgets/json_tree_view.h"
#include "ui/widgets/payload_view.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>
#include <QTreeWidget>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::test;

class WebhooksInspectorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void init() { m_page = std::make_unique<WebhooksPage>(); }

    void cleanup() { m_page.reset(); }

    void theNewestIsOnTopWhenAskedForAndStaysSo();
    void followingStopsWhereAPersonReadsWithTheNewestOnTop();
    void theAnswerIsShownWithItsTimeAndFilteredByIt();
    void requestAndAnswerStandSideBySide();
    void theBodyIsATreeThatIsSearched();
    void theBodyIsItsExactBytesThatAreSearched();
    void aBodyThatIsNoJsonHasNoTree();
    void aCommandIsCopiedWithoutSecretsUnlessAskedFor();
    void aGivenUpDeliveryBehindA200IsToldLoudly();
    void replayOptionsReachTheGateway();
    void takingInAgainMayDedupe();
    void eachReplayedOneSaysHowItEnded();
    void allThatAreShownAreReplayedWithACount();
    void whatTheProviderDoesIsToldAndWarnedOf();
    void thoseThatCameMoreThanOnceAreGrouped();
    void theSignedBytesAreCopiedAndTheClockIsBesideItsTolerance();

private:
    void fill(int count);
    QDialog* openReplay();
    void openBody(const std::string& body);

    /// Types into the find bar of the body and gives what it counts.
    QString find(PayloadView& view, const QString& needle);

    template <class T>
    T* inDetail(const char* name)
    {
        return m_page->detail().findChild<T*>(QLatin1String(name));
    }

    std::unique_ptr<WebhooksPage> m_page;
};

void WebhooksInspectorTest::fill(int count)
{
    for (int i = 1; i <= count; ++i) {
        m_page->webhooks().events.push_back(sampleEvent(static_cast<std::uint64_t>(i)));
        m_page->webhooks().trails.push_back(sampleTrail(sampleEvent(static_cast<std::uint64_t>(i))));
    }
    m_page->open();
    QTRY_COMPARE(m_page->view().model().rowCount(), count);
}

void WebhooksInspectorTest::theNewestIsOnTopWhenAskedForAndStaysSo()
{
    fill(60);
    auto& view = m_page->view();
    const auto id = [&](int row) { return m_page->cell(row, EventModel::IdColumn).toStdString(); };
    QCOMPARE(id(0), sampleEvent(1).id);
    auto* order = m_page->find<QToolButton>("newestOnTop");
    QTest::mouseClick(order, Qt::LeftButton);
    QCOMPARE(id(0), sampleEvent(60).id);
    QVERIFY(view.following());
    QCOMPARE(view.table().verticalScrollBar()->value(), 0);
    m_page->add(sampleEvent(61));
    QCOMPARE(id(0), sampleEvent(61).id);
    QCOMPARE(view.table().verticalScrollBar()->value(), 0);
    view.table().setFocus();
    QTest::keyClick(&view.table(), Qt::Key_End);
    QCOMPARE(view.table().currentIndex().row(), 60);
    QVERIFY(!view.following());
    QTest::keyClick(&view.table(), Qt::Key_Home);
    QVERIFY(view.following());
    m_page->filter().setText(QStringLiteral("id:evt_10000*"));
    QTRY_COMPARE(view.model().rowCount(), 9);
    QCOMPARE(id(0), sampleEvent(9).id);
    m_page->world->close();
    m_page->world->open(); // the next start of the program
    m_page->world->window().go(QStringLiteral("webhooks"));
    QTRY_COMPARE(m_page->view().model().rowCount(), 61);
    QCOMPARE(id(0), sampleEvent(61).id);
    m_page->view().table().setFocus();
    QTest::keyClick(&m_page->view().table(), Qt::Key_O);
    QCOMPARE(id(0), sampleEvent(1).id);
}

void WebhooksInspectorTest::followingStopsWhereAPersonReadsWithTheNewestOnTop()
{
    fill(200);
    auto& view = m_page->view();
    QTest::mouseClick(m_page->find<QToolButton>("newestOnTop"), Qt::LeftButton);
    auto* bar = view.table().verticalScrollBar();
    bar->setValue(50);
    QVERIFY(!view.following());
    const auto before = view.model().idAt(view.table().rowAt(0));
    m_page->add(sampleEvent(201));
    m_page->add(sampleEvent(202));
    QCOMPARE(view.model().idAt(view.table().rowAt(0)), before);
    auto* fresh = m_page->find<QToolButton>("new_webhooks");
    QVERIFY(fresh->isVisible());
    QCOMPARE(fresh->text(), QStringLiteral("▲ 2 new"));
    QTest::mouseClick(fresh, Qt::LeftButton);
    QVERIFY(view.following());
    QCOMPARE(bar->value(), 0);
}

void WebhooksInspectorTest::theAnswerIsShownWithItsTimeAndFilteredByIt()
{
    m_page->open();
    auto quick = sampleEvent(1);
    quick.answerTime = std::chrono::milliseconds(8);
    auto slow = sampleEvent(2);
    slow.answerTime = std::chrono::milliseconds(1'400);
    slow.answered = 202;
    m_page->add(quick);
    m_page->add(slow);
    m_page->add(sampleEvent(3));
    QCOMPARE(m_page->cell(0, EventModel::AckColumn), QStringLiteral("200 · 8 ms"));
    QVERIFY(m_page->cell(1, EventModel::AckColumn).startsWith(QStringLiteral("202 · 1.4")));
    QCOMPARE(m_page->cell(2, EventModel::AckColumn), QStringLiteral("200"));
    m_page->filter().setText(QStringLiteral("ack:>100"));
    QTRY_COMPARE(m_page->view().model().rowCount(), 1);
    QCOMPARE(m_page->cell(0, EventModel::IdColumn).toStdString(), slow.id);
    m_page->filter().setText(QStringLiteral("ack<=8ms"));
    QTRY_COMPARE(m_page->cell(0, EventModel::IdColumn).toStdString(), quick.id);
    // What is told later without the time does not take it away.
    m_page->filter().clear();
    QTRY_COMPARE(m_page->view().model().rowCount(), 3);
    quick.answerTime.reset();
    quick.duplicates = 4;
    m_page->world->gateway.emit(WebhookChanged{quick});
    QTRY_COMPARE(m_page->cell(0, EventModel::DuplicatesColumn), QStringLiteral("+4"));
    QCOMPARE(m_page->cell(0, EventModel::AckColumn), QStringLiteral("200 · 8 ms"));
}

void WebhooksInspectorTest::requestAndAnswerStandSideBySide()
{
    auto event = sampleEvent(1);
    event.answerTime = std::chrono::milliseconds(8);
    auto trail = sampleTrail(event);
    trail.detail.answer = {200, {{"Content-Type", "text/xml"}}, "<Ack>true</Ack>"};
    m_page->webhooks().events = {event};
    m_page->webhooks().trails = {trail};
    m_page->webhooks().payload.body = R"({"id":1})";
    m_page->open();
    QTRY_COMPARE(m_page->view().model().rowCount(), 1);
    m_page->world->window().resize(1800, 900);
    m_page->select(0);
    QTRY_COMPARE(inDetail<QTreeWidget>("eventTrail")->topLevelItemCount(), 6);
    QVERIFY(inDetail<QTreeWidget>("eventTrail")
                ->topLevelItem(3)
                ->text(0)
                .contains(QStringLiteral("answered 200")));
    QVERIFY(
        inDetail<QTreeWidget>("eventTrail")->topLevelItem(3)->text(1).contains(QStringLiteral("8.00 ms")));
    m_page->detail().tabs().setCurrentIndex(1);
    auto* line = inDetail<QLabel>("eventAnswer");
    QTRY_COMPARE(line->text(), QStringLiteral("200  in 8.00 ms"));
    auto* came = inDetail<PayloadView>("eventBody");
    auto* went = inDetail<PayloadView>("answerBody");
    QTRY_VERIFY(came->isVisible() && went->isVisible());
    auto* both = inDetail<QSplitter>("webhookExchange");
    both->resize(900, 500);
    QTRY_COMPARE(both->orientation(), Qt::Horizontal);
    QVERIFY(came->mapTo(both, QPoint()).x() < went->mapTo(both, QPoint()).x());
    both->resize(400, 500);
    QTRY_COMPARE(both->orientation(), Qt::Vertical);
}

void WebhooksInspectorTest::openBody(const std::string& body)
{
    m_page->webhooks().payload.body = body;
    m_page->open();
    m_page->add(sampleEvent(1));
    m_page->select(0);
    m_page->detail().tabs().setCurrentIndex(1);
    QTRY_VERIFY(
        inDetail<PayloadView>("eventBody")->findChild<QToolButton*>(QStringLiteral("bodyTree"))->isVisible());
}

QString WebhooksInspectorTest::find(PayloadView& view, const QString& needle)
{
    view.setFocus();
    view.openFind();
    auto* bar = view.findChild<FindBar*>();
    auto* edit = bar->findChild<QLineEdit*>();
    edit->clear();
    QTest::keyClicks(edit, needle);
    for (auto* label : bar->findChildren<QLabel*>()) {
        if (!label->text().isEmpty()) {
            return label->text();
        }
    }
    return {};
}

void WebhooksInspectorTest::theBodyIsATreeThatIsSearched()
{
    openBody(R"({"id":1,"person":{"name":"Jo","tags":["vip","jo's"]}})");
    auto* view = inDetail<PayloadView>("eventBody");
    QTest::mouseClick(view->findChild<QToolButton*>(QStringLiteral("bodyTree")), Qt::LeftButton);
    QCOMPARE(view->form(), PayloadView::Form::Tree);
    auto& tree = view->tree();
    QVERIFY(tree.isVisible());
    auto* model = tree.model();
    QCOMPARE(model->rowCount(), 2);
    const auto person = model->index(1, 0);
    QCOMPARE(person.data().toString(), QStringLiteral("person"));
    QCOMPARE(person.siblingAtColumn(1).data().toString(), QStringLiteral("{} 2"));
    QCOMPARE(model->index(0, 0, person).siblingAtColumn(1).data().toString(), QStringLiteral("\"Jo\""));
    QCOMPARE(find(*view, QStringLiteral("jo")), QStringLiteral("1 of 2"));
    QCOMPARE(tree.currentIndex().data().toString(), QStringLiteral("name"));
    QTest::keyClick(view->findChild<FindBar*>()->findChild<QLineEdit*>(), Qt::Key_Return);
    QCOMPARE(tree.currentIndex().siblingAtColumn(1).data().toString(), QStringLiteral("\"jo's\""));
    tree.setFocus();
    QTest::keyClick(&tree, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("jo's"));
    // The form stays for the next webhook.
    m_page->add(sampleEvent(2));
    m_page->select(1);
    QTRY_COMPARE(view->form(), PayloadView::Form::Tree);
}

void WebhooksInspectorTest::theBodyIsItsExactBytesThatAreSearched()
{
    openBody(std::string("{\"a\":\"\xc3\xa9\"}\r\n", 12));
    auto* view = inDetail<PayloadView>("eventBody");
    QTest::mouseClick(view->findChild<QToolButton*>(QStringLiteral("bodyHex")), Qt::LeftButton);
    auto& hex = view->hex();
    QVERIFY(hex.isVisible());
    const QString bytes = hex.rowText(0) + (hex.bytesInRow() == 8 ? hex.rowText(1) : QString());
    QVERIFY2(bytes.startsWith(QStringLiteral("00000000  7b 22 61 22 3a 22 c3 a9")), qPrintable(bytes));
    QVERIFY(bytes.contains(QStringLiteral("22 7d 0d 0a")));
    QVERIFY(bytes.contains(QStringLiteral("{\"a\":\"··")));
    QCOMPARE(find(*view, QStringLiteral("0x0d 0a")), QStringLiteral("1 of 1"));
    QCOMPARE(find(*view, QStringLiteral("\"")), QStringLiteral("1 of 4"));
    QCOMPARE(find(*view, QStringLiteral("0xzz")), QStringLiteral("not found"));
    hex.setFocus();
    QTest::keyClick(&hex, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&hex, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("7b 22 61 22 3a 22 c3 a9 22 7d 0d 0a"));
    hex.select(0, 0);
    QTest::mousePress(hex.viewport(), Qt::LeftButton, Qt::NoModifier, QPoint(0, 4));
    QTest::keyClick(&hex, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(hex.selectedHex(), std::string("7b"));
}

void WebhooksInspectorTest::aBodyThatIsNoJsonHasNoTree()
{
    openBody("{\"broken\":");
    auto* view = inDetail<PayloadView>("eventBody");
    QTest::mouseClick(view->findChild<QToolButton*>(QStringLiteral("bodyTree")), Qt::LeftButton);
    QCOMPARE(view->form(), PayloadView::Form::Text);
    QVERIFY(view->findChild<Banner*>()->text().contains(QStringLiteral("no valid JSON")));
    QVERIFY(!view->findChild<QToolButton*>(QStringLiteral("bodyTree"))->isEnabled());
}

void WebhooksInspectorTest::aCommandIsCopiedWithoutSecretsUnlessAskedFor()
{
    m_page->webhooks().payload = {
        {"POST", "/hooks/a/••••", {{"Content-Type", "application/json"}}, "127.0.0.1"}, R"({"id":"it's"})"};
    m_page->open();
    m_page->add(sampleEvent(1));
    m_page->select(0);
    m_page->detail().tabs().setCurrentIndex(4);
    QCOMPARE(m_page->detail().tabs().tabText(4), QStringLiteral("cURL"));
    auto* text = inDetail<QPlainTextEdit>("copyText");
    QTRY_VERIFY(text->toPlainText().contains(QStringLiteral("curl -sS")));
    QVERIFY(!text->toPlainText().contains(QStringLiteral("whk_6rjG2kqf0t")));
    QVERIFY(text->toPlainText().contains(QStringLiteral("$URL_TOKEN")));
    QTest::mouseClick(inDetail<QPushButton>("copyShown"), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), text->toPlainText());
    auto* redact = inDetail<QCheckBox>("copyRedact");
    QVERIFY(redact->isChecked());
    QTest::mouseClick(redact, Qt::LeftButton, Qt::NoModifier, QPoint(8, redact->height() / 2));
    QVERIFY(text->toPlainText().contains(QStringLiteral("whk_6rjG2kqf0t")));
    auto* form = inDetail<QComboBox>("copyForm");
    form->setCurrentIndex(2);
    QVERIFY(text->toPlainText().startsWith(QStringLiteral("await fetch(")));
    form->setCurrentIndex(3);
    QVERIFY(text->toPlainText().contains(QStringLiteral("\"version\": \"1.2\"")));
}

void WebhooksInspectorTest::aGivenUpDeliveryBehindA200IsToldLoudly()
{
    auto trail = sampleTrail(sampleEvent(1));
    auto& delivery = trail.deliveries.front();
    delivery.delivery.state = DeliveryState::Dead;
    delivery.attempts.back().status = 500;
    m_page->webhooks().events = {sampleEvent(1)};
    m_page->webhooks().trails = {trail};
    m_page->webhooks().deliveries = {delivery};
    m_page->open();
    QTRY_COMPARE(m_page->view().model().rowCount(), 1);
    QTRY_COMPARE(m_page->cell(0, EventModel::StateColumn), QStringLiteral("▲ not delivered"));
    m_page->select(0);
    auto* banner = inDetail<Banner>("eventProblem");
    QTRY_VERIFY(banner->isVisible());
    QVERIFY(banner->text().contains(QStringLiteral("got 200, but 1 of 1")));
    auto* trailTree = inDetail<QTreeWidget>("eventTrail");
    QVERIFY(trailTree->topLevelItem(3)->text(0).startsWith(QStringLiteral("▲ answered 200")));
    QVERIFY(trailTree->topLevelItem(3)->text(2).contains(QStringLiteral("the sender does not know")));
    m_page->filter().setText(QStringLiteral("state:failed OR dead:yes"));
    QTRY_VERIFY(!m_page->view().model().busy());
    QCOMPARE(m_page->view().model().rowCount(), 1);
}

QDialog* WebhooksInspectorTest::openReplay()
{
    m_page->view().table().setFocus();
    QTest::keyClick(&m_page->view().table(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&m_page->view().table(), Qt::Key_R, Qt::ControlModifier);
    QTest::qWait(0);
    return m_page->find("replayDialog");
}

void WebhooksInspectorTest::replayOptionsReachTheGateway()
{
    fill(3);
    m_page->select(0);
    auto* dialog = openReplay();
    QVERIFY(dialog != nullptr);
    auto* keep = dialog->findChild<QCheckBox*>(QStringLiteral("replayKeepId"));
    QVERIFY(keep->isVisible() && keep->isChecked());
    QVERIFY(!dialog->findChild<QCheckBox*>(QStringLiteral("replayBypassDedupe"))->isVisible());
    keep->setFocus();
    QTest::keyClick(keep, Qt::Key_Space);
    auto* when = dialog->findChild<QComboBox*>(QStringLiteral("replaySignedAt"));
    when->setCurrentIndex(2);
    auto* time = dialog->findChild<QDateTimeEdit*>(QStringLiteral("replayTime"));
    QVERIFY(time->isVisible());
    time->setDateTime(QDateTime(QDate(2026, 5, 19), QTime(12, 0), Qt::UTC));
    auto* count = dialog->findChild<QSpinBox*>(QStringLiteral("replayCount"));
    count->setValue(2);
    auto* start = dialog->findChild<QPushButton*>(QStringLiteral("startReplay"));
    QCOMPARE(start->text(), QStringLiteral("Replay 2"));
    QTest::mouseClick(start, Qt::LeftButton);
    QTRY_COMPARE(m_page->webhooks().replays.size(), std::size_t{1});
    const auto& asked = m_page->webhooks().replays.front();
    QVERIFY(!asked.keepId && !asked.takeIn && !asked.dryRun);
    QCOMPARE(toMillis(asked.signedAt.value_or(UnixMillis{})), std::int64_t{1'779'192'000'000});
    QCOMPARE(asked.eventIds.size(), std::size_t{2});
}

void WebhooksInspectorTest::takingInAgainMayDedupe()
{
    fill(1);
    m_page->select(0);
    auto* dialog = openReplay();
    QVERIFY(dialog != nullptr);
    dialog->findChild<QComboBox*>(QStringLiteral("replayTarget"))->setCurrentIndex(3);
    auto* bypass = dialog->findChild<QCheckBox*>(QStringLiteral("replayBypassDedupe"));
    QTRY_VERIFY(bypass->isVisible());
    QVERIFY(!dialog->findChild<QCheckBox*>(QStringLiteral("replayKeepId"))->isVisible());
    bypass->setFocus();
    QTest::keyClick(bypass, Qt::Key_Space);
    QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("startReplay")), Qt::LeftButton);
    QTRY_COMPARE(m_page->webhooks().replays.size(), std::size_t{1});
    QVERIFY(m_page->webhooks().replays.front().takeIn);
    QVERIFY(!m_page->webhooks().replays.front().bypassDedupe);
    ReplayRun run = sampleRun(false);
    run.id = m_page->webhooks().runs.back().id;
    run.items = {{"evt_100001", "duplicate", {}, "evt_100001", {}, {}, {}, {}}};
    m_page->webhooks().runs.back() = run;
    m_page->world->gateway.emit(ReplayChanged{run});
    auto* outcomes = dialog->findChild<QTableView*>(QStringLiteral("replayOutcomes"));
    QTRY_COMPARE(outcomes->model()->rowCount(), 1);
    QTRY_VERIFY(outcomes->model()->index(0, 1).data().toString().contains(QStringLiteral("duplicate")));
}

void WebhooksInspectorTest::eachReplayedOneSaysHowItEnded()
{
    fill(2);
    m_page->select(0);
    auto* dialog = openReplay();
    QVERIFY(dialog != nullptr);
    QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("startReplay")), Qt::LeftButton);
    QTRY_COMPARE(m_page->webhooks().runs.size(), std::size_t{1});
    auto* stop = dialog->findChild<QPushButton*>(QStringLiteral("stopReplay"));
    QTRY_VERIFY(stop->isEnabled());
    ReplayRun run;
    run.id = m_page->webhooks().runs.back().id;
    run.total = 2;
    run.done = 1;
    run.items = {{"evt_100001", "replayed", {}, {}, {}, {}, {}, {"dlv_r1"}}};
    m_page->webhooks().runs.back() = run;
    m_page->world->gateway.emit(ReplayChanged{run});
    auto* outcomes = dialog->findChild<QTableView*>(QStringLiteral("replayOutcomes"));
    QTRY_COMPARE(outcomes->model()->rowCount(), 1);
    auto delivery = sampleTrail(sampleEvent(1)).deliveries.front().delivery;
    delivery.id = "dlv_r1";
    delivery.replay = true;
    delivery.lastStatus = 200;
    m_page->world->gateway.emit(DeliveryChanged{delivery});
    QTRY_COMPARE(outcomes->model()->index(0, 1).data().toString(), QStringLiteral("✓ delivered: 200"));
    auto* says = dialog->findChild<QLabel*>(QStringLiteral("replaySays"));
    QTRY_VERIFY(says->text().contains(QStringLiteral("1 of 2 done")));
    QVERIFY(says->text().contains(QStringLiteral("1 delivered")));
    QTRY_COMPARE(m_page->cell(0, EventModel::TagsColumn), QStringLiteral("↻"));
    QTest::mouseClick(stop, Qt::LeftButton);
    QTRY_COMPARE(m_page->webhooks().told, std::vector<std::string>{"stop " + run.id});
}

void WebhooksInspectorTest::allThatAreShownAreReplayedWithACount()
{
    fill(9);
    m_page->filter().setText(QStringLiteral("topic:contact.creation"));
    QTRY_COMPARE(m_page->view().model().rowCount(), 3);
    const auto cell =
        m_page->view().table().visualRect(m_page->view().model().index(0, EventModel::TopicColumn));
    Q_EMIT
    m_page->view().table().customContextMenuRequested(cell.center());
    auto* menu = m_page->find<QMenu>("cellMenu");
    QVERIFY(menu != nullptr);
    for (auto* action : menu->actions()) {
        if (action->text().startsWith(QStringLiteral("Replay all 3"))) {
            action->trigger();
        }
    }
    delete menu;
    QTRY_VERIFY(m_page->find("replayDialog") != nullptr);
    QCOMPARE(m_page->find<QPushButton>("startReplay")->text(), QStringLiteral("Replay 3"));
    QVERIFY(m_page->find<QLabel>("replaySays")->text().startsWith(QStringLiteral("3 are mapped again")));
}

void WebhooksInspectorTest::whatTheProviderDoesIsToldAndWarnedOf()
{
    auto& url = m_page->webhooks().urls.front();
    url.manners = {std::chrono::seconds(5), 10, std::chrono::hours(24),
                   "after 4xx and 5xx",     8,  "removes the subscription"};
    url.answers.answers = 200;
    url.answers.p95 = std::chrono::milliseconds(8);
    url.answers.longest = std::chrono::milliseconds(40);
    m_page->open();
    auto* hint = m_page->find<QLabel>("providerHint");
    auto* warning = m_page->find<Banner>("providerWarning");
    QTRY_VERIFY(hint->isVisible());
    for (const char* part :
         {"waits 5", "10 times", "after 4xx and 5xx", "removes the subscription", "8.00 ms"}) {
        QVERIFY2(hint->text().contains(QLatin1String(part)), qPrintable(hint->text()));
    }
    QVERIFY(!warning->isVisible());
    const auto again = [&] { // what changes an account is a reason to ask for the URLs again
        m_page->world->gateway.emit(AccountChanged{m_page->world->gateway.state.accounts.front(), false});
    };
    url.answers.p95 = std::chrono::milliseconds(2'600);
    again();
    QTRY_VERIFY(warning->isVisible());
    QVERIFY(warning->text().contains(QStringLiteral("waits only")));
    url.answers.failuresInARow = 4;
    url.answers.lastFailure = "the signature differs";
    again();
    QTRY_VERIFY(warning->text().contains(QStringLiteral("4 times in a row")));
    QVERIFY(warning->text().contains(QStringLiteral("after 8")));
    QVERIFY(warning->text().contains(QStringLiteral("the signature differs")));
}

void WebhooksInspectorTest::thoseThatCameMoreThanOnceAreGrouped()
{
    auto often = sampleEvent(1);
    often.duplicates = 3;
    often.lastSeenAt = often.receivedAt + std::chrono::minutes(2);
    auto late = sampleEvent(3); // after the window it is stored once more
    late.providerEventId = sampleEvent(2).providerEventId;
    m_page->webhooks().events = {often, sampleEvent(2), late};
    m_page->open();
    QTRY_COMPARE(m_page->view().model().rowCount(), 3);
    m_page->find<QMenu>("ingestMenu")->actions().at(1)->trigger();
    QTRY_VERIFY(m_page->find("duplicatesDialog") != nullptr);
    auto* groups = m_page->find<QTableView>("duplicateGroups");
    QCOMPARE(groups->model()->rowCount(), 2);
    const auto cell = [&](int row, int column) {
        return groups->model()->index(row, column).data().toString();
    };
    QCOMPARE(cell(0, 0), QStringLiteral("4"));
    QCOMPARE(cell(0, 1), QStringLiteral("1"));
    QVERIFY(cell(0, 2) != cell(0, 3));
    QCOMPARE(cell(0, 7), QStringLiteral("id 7001"));
    QCOMPARE(cell(1, 0), QStringLiteral("2"));
    QCOMPARE(cell(1, 1), QStringLiteral("2"));
    QTest::mouseClick(groups->viewport(), Qt::LeftButton, Qt::NoModifier,
                      groups->visualRect(groups->model()->index(1, 0)).center());
    QTest::mouseClick(m_page->find<QPushButton>("showDuplicates"), Qt::LeftButton);
    QTRY_COMPARE(m_page->view().model().rowCount(), 2);
    QVERIFY(m_page->filter().text().contains(QStringLiteral("7002")));
}

void WebhooksInspectorTest::theSignedBytesAreCopiedAndTheClockIsBesideItsTolerance()
{
    auto rejected = sampleRejected();
    rejected.report.checks.front().clockSkew = std::chrono::seconds(400);
    rejected.report.checks.front().tolerance = std::chrono::seconds(300);
    m_page->webhooks().rejected = {rejected};
    m_page->open();
    QTRY_COMPARE(m_page->view().model().rowCount(), 1);
    m_page->select(0);
    QTRY_VERIFY(inDetail<QPushButton>("copySigned") != nullptr);
    QTest::mouseClick(inDetail<QPushButton>("copySigned"), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text().toStdString(), rejected.report.checks.front().signedText);
    bool told = false;
    for (const auto* label : m_page->detail().findChildren<QLabel*>()) {
        told = told
               || (label->text().startsWith(QStringLiteral("✗ signed"))
                   && label->text().contains(QStringLiteral("5")));
    }
    QVERIFY(told);
}

GATEHOUSE_UI_TEST_MAIN(WebhooksInspectorTest)
#include "webhooks_inspector_test.moc"
