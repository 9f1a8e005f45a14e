// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/console_world.h"
#include "tests/ui/sample_webhook.h"
#include "tests/ui/timed_application.h"
#include "ui/views/webhooks/event_detail_view.h"
#include "ui/views/webhooks/webhooks_view.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_bar.h"

#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTabWidget>
#include <QTableView>
#include <QTimer>
#include <QToolButton>
#include <QTreeWidget>

#include <algorithm>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::test;

namespace {

constexpr double kFrameMs = 50;

} // namespace

class WebhooksViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theFirstWebhookIsOneClickAway();
    void webhooksAppearAsTheyCome();
    void aRowChangesWhenItsJobIsDone();
    void aRefusedOneSaysWhy();
    void anotherSecretCanBeTried();
    void theTrailShowsEveryAttempt();
    void aFailureBehindA200IsToldLoudly();
    void replayAsksWhereToAndSaysHowManyAndShowsTheEnd();
    void timeTravelShowsWhatWouldDiffer();
    void twoWebhooksAreCompared();
    void selectedOnesAreExported();
    void theUrlIsCopied();
    void aSlowFrameWouldBeNoticed();
    void aHundredThousandWebhooksStayFluent();

private:
    WebhooksView& view()
    {
        return *qobject_cast<WebhooksView*>(m_world->window().view(QStringLiteral("webhooks")));
    }

    EventDetailView& detail() { return *view().findChild<EventDetailView*>(); }

    QLineEdit& filter() { return view().findChild<FilterBar*>()->edit(); }

    FakeWebhookState& webhooks() { return m_world->gateway.webhooksRole.state; }

    void open();
    void add(const WebhookEvent& event);
    void select(int row);
    /// As they come, in bursts; gives how many.
    std::uint64_t takeAHundredThousand();

    /// The run that was started last ends so.
    void endRun(ReplayRun run);

    std::unique_ptr<ConsoleWorld> m_world;
};

void WebhooksViewTest::init()
{
    m_world = std::make_unique<ConsoleWorld>();
    webhooks().urls = {sampleIngestUrl()};
}

void WebhooksViewTest::open()
{
    m_world->open();
    QVERIFY(exposed(&m_world->window()));
    m_world->window().go(QStringLiteral("webhooks"));
    QTRY_COMPARE(m_world->window().currentView(), QStringLiteral("webhooks"));
}

void WebhooksViewTest::cleanup()
{
    m_world->close();
    m_world.reset();
}

void WebhooksViewTest::add(const WebhookEvent& event)
{
    webhooks().events.push_back(event);
    webhooks().trails.push_back(sampleTrail(event));
    const auto before = view().model().total();
    m_world->gateway.emit(WebhookChanged{event});
    QTRY_COMPARE(view().model().total(), before + 1);
}

void WebhooksViewTest::select(int row)
{
    const auto cell = view().table().visualRect(view().model().index(row, EventModel::TopicColumn));
    QTest::mouseClick(view().table().viewport(), Qt::LeftButton, Qt::NoModifier, cell.center());
}

void WebhooksViewTest::endRun(ReplayRun run)
{
    QTRY_VERIFY(!webhooks().runs.empty());
    run.id = webhooks().runs.back().id;
    webhooks().runs.back() = run;
    m_world->gateway.emit(ReplayChanged{std::move(run)});
}

void WebhooksViewTest::theFirstWebhookIsOneClickAway()
{
    open();
    auto* empty = view().findChild<EmptyState*>(QStringLiteral("webhooksEmpty"));
    QTRY_COMPARE(empty->sentence(), QStringLiteral("No webhooks yet"));
    auto* button = empty->findChild<QPushButton*>();
    QVERIFY(button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_COMPARE(webhooks().told, std::vector<std::string>{"test acc_1"});
}

void WebhooksViewTest::webhooksAppearAsTheyCome()
{
    webhooks().events = {sampleEvent(1), sampleEvent(2)};
    webhooks().rejected = {sampleRejected()};
    open();
    QTRY_COMPARE(view().model().rowCount(), 3);
    add(sampleEvent(3));
    QCOMPARE(view().model().rowCount(), 4);
    filter().setText(QStringLiteral("verified:no"));
    QTRY_COMPARE(view().model().rowCount(), 1);
    filter().setText(QStringLiteral("topic:contact.* dup:no"));
    QTRY_COMPARE(view().model().rowCount(), 3);
}

void WebhooksViewTest::aRowChangesWhenItsJobIsDone()
{
    open();
    auto event = sampleEvent(1);
    event.state = EventState::Queued;
    add(event);
    const auto state = [&] { return view().model().index(0, EventModel::StateColumn).data().toString(); };
    QCOMPARE(state(), QStringLiteral("◷ queued"));
    event.state = EventState::Processed;
    m_world->gateway.emit(WebhookChanged{event});
    QTRY_COMPARE(state(), QStringLiteral("✓ processed"));
    QCOMPARE(view().model().rowCount(), 1);
}

void WebhooksViewTest::aRefusedOneSaysWhy()
{
    webhooks().rejected = {sampleRejected()};
    open();
    QTRY_COMPARE(view().model().rowCount(), 1);
    select(0);
    QTRY_COMPARE(detail().tabs().tabText(detail().tabs().currentIndex()), QStringLiteral("Signature"));
    auto* finding = detail().findChild<Banner*>(QStringLiteral("autopsyFinding"));
    QVERIFY(finding != nullptr);
    QVERIFY(finding->text().contains(QStringLiteral("newline")));
    QVERIFY(detail()
                .findChild<QPlainTextEdit*>(QStringLiteral("signedText"))
                ->toPlainText()
                .contains(QStringLiteral("contact")));
    QVERIFY(!detail().findChild<QPushButton*>(QStringLiteral("replayEvent"))->isVisible());
    add(sampleEvent(1));
    select(1);
    QTRY_COMPARE(detail().tabs().tabText(detail().tabs().currentIndex()), QStringLiteral("Trail"));
}

void WebhooksViewTest::anotherSecretCanBeTried()
{
    webhooks().rejected = {sampleRejected()};
    webhooks().verification.accepted = true;
    open();
    QTRY_COMPARE(view().model().rowCount(), 1);
    select(0);
    QTRY_VERIFY(detail().findChild<QLineEdit*>(QStringLiteral("otherSecret")) != nullptr);
    auto* edit = detail().findChild<QLineEdit*>(QStringLiteral("otherSecret"));
    QCOMPARE(edit->echoMode(), QLineEdit::Password);
    QTest::mouseClick(edit, Qt::LeftButton);
    QTest::keyClicks(edit, QStringLiteral("whsec_other"));
    QTest::keyClick(edit, Qt::Key_Return);
    QVERIFY(edit->text().isEmpty());
    QTRY_VERIFY(detail().findChild<Banner*>(QStringLiteral("triedSecret")) != nullptr);
    QCOMPARE(webhooks().told, std::vector<std::string>{"try " + sampleRejected().id});
}

void WebhooksViewTest::theTrailShowsEveryAttempt()
{
    open();
    add(sampleEvent(1));
    select(0);
    auto& trail = detail().trail();
    QTRY_COMPARE(trail.topLevelItemCount(), 6);
    auto* delivery = trail.topLevelItem(5);
    QCOMPARE(delivery->childCount(), 2);
    QVERIFY(delivery->child(0)->text(0).contains(QStringLiteral("500")));
    QVERIFY(delivery->child(1)->text(0).contains(QStringLiteral("200")));
    trail.setCurrentItem(delivery->child(0));
    auto* exchange = detail().findChild<QWidget*>(QStringLiteral("attemptExchange"));
    QTRY_VERIFY(exchange->isVisible());
}

void WebhooksViewTest::aFailureBehindA200IsToldLoudly()
{
    open();
    auto event = sampleEvent(1);
    event.state = EventState::Failed;
    event.error = "body.id is missing";
    add(event);
    select(0);
    auto* banner = detail().findChild<Banner*>(QStringLiteral("eventProblem"));
    QTRY_VERIFY(banner->isVisible());
    QVERIFY(banner->text().contains(QStringLiteral("got 200")));
    QVERIFY(banner->text().contains(QStringLiteral("body.id is missing")));
}

void WebhooksViewTest::replayAsksWhereToAndSaysHowManyAndShowsTheEnd()
{
    webhooks().endpoints = {sampleEndpoint()};
    open();
    add(sampleEvent(1));
    add(sampleEvent(2));
    select(0);
    QTest::keyClick(&view().table(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&view().table(), Qt::Key_R, Qt::ControlModifier);
    QTRY_VERIFY(view().findChild<QDialog*>(QStringLiteral("replayDialog")) != nullptr);
    auto* dialog = view().findChild<QDialog*>(QStringLiteral("replayDialog"));
    auto* start = dialog->findChild<QPushButton*>(QStringLiteral("startReplay"));
    QCOMPARE(start->text(), QStringLiteral("Replay 2"));
    auto* target = dialog->findChild<QComboBox*>(QStringLiteral("replayTarget"));
    target->setCurrentIndex(2);
    QTRY_COMPARE(dialog->findChild<QComboBox*>(QStringLiteral("replaySigner"))->count(), 1);
    QTest::mouseClick(start, Qt::LeftButton);
    auto* says = dialog->findChild<QLabel*>(QStringLiteral("replaySays"));
    QVERIFY(says->text().contains(QStringLiteral("URL")));
    QVERIFY(webhooks().replays.empty());
    QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("replayUrl")),
                     QStringLiteral("http://127.0.0.1:9/x"));
    QTest::mouseClick(start, Qt::LeftButton);
    QTRY_COMPARE(webhooks().replays.size(), std::size_t{1});
    QCOMPARE(webhooks().replays.front().url, std::string("http://127.0.0.1:9/x"));
    QCOMPARE(webhooks().replays.front().endpointId, sampleEndpoint().endpoint.id);
    QCOMPARE(webhooks().replays.front().eventIds.size(), std::size_t{2});
    endRun(sampleRun(false));
    QTRY_VERIFY(says->text().startsWith(QStringLiteral("2 of 2 done")));
}

void WebhooksViewTest::timeTravelShowsWhatWouldDiffer()
{
    open();
    add(sampleEvent(1));
    select(0);
    QTest::keyClick(&view().table(), Qt::Key_R, Qt::ControlModifier);
    QTRY_VERIFY(view().findChild<QDialog*>(QStringLiteral("replayDialog")) != nullptr);
    auto* dialog = view().findChild<QDialog*>(QStringLiteral("replayDialog"));
    dialog->findChild<QComboBox*>(QStringLiteral("replayTarget"))->setCurrentIndex(1);
    auto* mappings = dialog->findChild<QPlainTextEdit*>(QStringLiteral("replayMappings"));
    QTRY_VERIFY(mappings->isVisible());
    auto* start = dialog->findChild<QPushButton*>(QStringLiteral("startReplay"));
    mappings->setPlainText(QStringLiteral("{not json"));
    QTest::mouseClick(start, Qt::LeftButton);
    QVERIFY(webhooks().replays.empty());
    mappings->setPlainText(QStringLiteral(R"({"crm.contacts.get":{"response":{"phone":"body.mobile"}}})"));
    QTest::mouseClick(start, Qt::LeftButton);
    QTRY_COMPARE(webhooks().replays.size(), std::size_t{1});
    QVERIFY(webhooks().replays.front().dryRun);
    endRun(sampleRun(true));
    auto* results = dialog->findChild<QTableView*>(QStringLiteral("replayResults"));
    QTRY_COMPARE(results->model()->rowCount(), 1);
    QCOMPARE(results->model()->index(0, 2).data().toString(), QStringLiteral("/0/phone"));
}

void WebhooksViewTest::twoWebhooksAreCompared()
{
    webhooks().payload.body = R"({"id":1})";
    open();
    add(sampleEvent(1));
    add(sampleEvent(2));
    select(0);
    QTest::keyClick(&view().table(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&view().table(), Qt::Key_D, Qt::ControlModifier);
    QTRY_VERIFY(view().findChild<QDialog*>(QStringLiteral("diffDialog")) != nullptr);
    auto* says = view().findChild<QLabel*>(QStringLiteral("diffSays"));
    QVERIFY(says->text().contains(QStringLiteral("the same")));
}

void WebhooksViewTest::selectedOnesAreExported()
{
    webhooks().payload = {{"POST", "/hooks/a/••••", {{"Content-Type", "application/json"}}, "127.0.0.1"},
                          R"({"id":1})"};
    open();
    add(sampleEvent(1));
    select(0);
    m_world->dialogs.nextPath = m_world->dir.filePath(QStringLiteral("out.har"));
    const auto cell = view().table().visualRect(view().model().index(0, EventModel::TopicColumn));
    Q_EMIT
    view().table().customContextMenuRequested(cell.center());
    QTRY_VERIFY(view().findChild<QMenu*>(QStringLiteral("cellMenu")) != nullptr);
    auto* menu = view().findChild<QMenu*>(QStringLiteral("cellMenu"));
    const auto actions = menu->actions();
    const auto files = std::find_if(actions.begin(), actions.end(), [](const QAction* action) {
        return action->text() == QStringLiteral("Export");
    });
    QVERIFY(files != actions.end());
    (*files)->menu()->actions().front()->trigger();
    menu->close();
    QTRY_VERIFY(QFile::exists(m_world->dialogs.nextPath));
    QFile file(m_world->dialogs.nextPath);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto text = file.readAll();
    QVERIFY(text.contains("\"version\": \"1.2\""));
    QVERIFY(text.contains("{\\\"id\\\":1}"));
}

void WebhooksViewTest::theUrlIsCopied()
{
    open();
    auto* copy = view().findChild<QToolButton*>(QStringLiteral("copyIngestUrl"));
    QTRY_VERIFY(copy->isEnabled());
    QTest::mouseClick(copy, Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), QString::fromStdString(sampleIngestUrl().url));
}

/// The measure of the next test: an event that keeps this thread busy for longer than a frame may take.
void WebhooksViewTest::aSlowFrameWouldBeNoticed()
{
    open();
    auto& application = timedApplication();
    application.resetLongest();
    QTimer::singleShot(0, &application, [] {
        const double begin = threadMillis();
        while (threadMillis() - begin < kFrameMs + 10) {}
    });
    QTRY_VERIFY(application.longest() > kFrameMs);
    QVERIFY(!application.where().isEmpty());
}

std::uint64_t WebhooksViewTest::takeAHundredThousand()
{
    constexpr int kEvents = 100'000;
    constexpr int kBurst = 5'000;
    std::uint64_t sequence = 0;
    for (int burst = 0; burst < kEvents / kBurst; ++burst) {
        for (int i = 0; i < kBurst; ++i) {
            auto event = sampleEvent(++sequence);
            event.state = sequence % 10 == 0 ? EventState::Failed : EventState::Processed;
            m_world->gateway.emit(WebhookChanged{std::move(event)});
        }
        [&] { QTRY_COMPARE(view().model().total(), static_cast<std::size_t>(sequence)); }();
    }
    return sequence;
}

void WebhooksViewTest::aHundredThousandWebhooksStayFluent()
{
    open();
    std::uint64_t sequence = 0;
    auto& application = timedApplication();
    const double coming = application.leastOfThree(kFrameMs, [&] {
        cleanup();
        init();
        open();
        application.resetLongest();
        sequence = takeAHundredThousand();
    });
    qInfo("longest event while 100 k webhooks came: %.1f ms in %s", coming, qPrintable(application.where()));
    QVERIFY2(coming < kFrameMs, qPrintable(application.where()));
    // Rows that come while a hundred thousand are shown, and the oldest that go for them, at either end.
    const auto arrive = [&] {
        std::string newest;
        for (int i = 0; i < 100; ++i) {
            auto event = sampleEvent(++sequence);
            event.state = EventState::Queued;
            newest = event.id;
            m_world->gateway.emit(WebhookChanged{std::move(event)});
        }
        QTRY_VERIFY(view().model().store().find(newest) != nullptr);
        QCoreApplication::processEvents(); // and paints them
    };
    for (const bool top : {false, true}) {
        view().findChild<LogList*>()->setNewestOnTop(top);
        QCoreApplication::processEvents();
        const double arriving = application.medianOfThree(arrive);
        qInfo("longest event while 100 more come, newest %s: %.1f ms", top ? "on top" : "at the bottom",
              arriving);
        QVERIFY2(arriving < kFrameMs, qPrintable(application.where()));
    }
    view().findChild<LogList*>()->setNewestOnTop(false);
    const auto& store = view().model().store();
    int failedNow = 0;
    for (auto number = store.begin(); number < store.end(); ++number) {
        failedNow += store.row(number).state == EventState::Failed ? 1 : 0;
    }
    std::vector<double> whole;
    const double filtering = application.medianOfThree([&] {
        const double begin = threadMillis();
        filter().setText(QStringLiteral("state:failed contact"));
        QTRY_COMPARE(view().model().rowCount(), failedNow);
        whole.push_back(threadMillis() - begin);
        filter().clear();
        QTRY_VERIFY(!view().model().busy());
    });
    std::sort(whole.begin(), whole.end());
    qInfo("filtering 100 k: %.1f ms of processor time until the result stands, longest event %.1f ms",
          whole[1], filtering);
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

GATEHOUSE_UI_TEST_MAIN(WebhooksViewTest)
#include "webhooks_view_test.moc"
