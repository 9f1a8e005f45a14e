// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/console_world.h"
#include "tests/ui/sample_webhook.h"
#include "tests/ui/timed_application.h"
#include "ui/views/deliveries/deliveries_view.h"
#include "ui/views/deliveries/delivery_detail_view.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_bar.h"

#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QTreeWidget>

#include <algorithm>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::test;

namespace {

constexpr double kDeliveryFrameMs = 50;

DeliveryDetail deliveryIn(DeliveryState state, std::uint64_t sequence, std::uint32_t attempts = 2)
{
    auto detail = sampleTrail(sampleEvent(sequence)).deliveries.front();
    detail.delivery.state = state;
    detail.delivery.attempts = attempts;
    detail.attempts.resize(std::min<std::size_t>(attempts, detail.attempts.size()));
    if (state != DeliveryState::Delivered && attempts > 0) {
        detail.delivery.lastStatus = 503;
        detail.delivery.lastError = "answered 503";
        detail.attempts.back().status = 503;
        detail.attempts.back().error = "answered 503";
    }
    return detail;
}

} // namespace

class DeliveriesViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void nothingYetNamesWhatIsMissing();
    void everyStateIsToldInWords();
    void theNextAttemptIsCountedDown();
    void whatWaitsForAPausedEndpointSaysSo();
    void figuresOnTopFilterTheList();
    void rowsThatMatchNoLongerGo();
    void eachAttemptShowsWhatWasSentAndWhyItFailed();
    void aCutBodyIsLabelled();
    void deadLettersAreEditedAndSent();
    void aBodyThatIsNotJsonIsNotSent();
    void manyAreSentAgainAfterTheirNumberWasConfirmed();
    void onlyWhatCanBeDroppedIsDropped();
    void itsWebhookAndItsEndpointAreOneClickAway();
    void aHundredThousandDeliveriesStayFluent();

private:
    DeliveriesView& view()
    {
        return *qobject_cast<DeliveriesView*>(m_world->window().view(QStringLiteral("deliveries")));
    }

    DeliveryDetailView& detail() { return *view().findChild<DeliveryDetailView*>(); }

    QLineEdit& filter() { return view().findChild<FilterBar*>()->edit(); }

    FakeWebhookState& webhooks() { return m_world->gateway.webhooksRole.state; }

    QString cell(int row, int column) { return view().model().index(row, column).data().toString(); }

    template <class T>
    T* find(const char* name)
    {
        return view().findChild<T*>(QLatin1String(name));
    }

    void open();
    void select(int row);

    void click(const char* name) { QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton); }

    std::unique_ptr<ConsoleWorld> m_world;
};

void DeliveriesViewTest::init()
{
    m_world = std::make_unique<ConsoleWorld>();
    webhooks().endpoints = {sampleEndpoint()};
}

void DeliveriesViewTest::cleanup()
{
    m_world->close();
    m_world.reset();
}

void DeliveriesViewTest::open()
{
    m_world->open();
    QVERIFY(QTest::qWaitForWindowExposed(&m_world->window()));
    m_world->window().resize(1280, 800);
    m_world->window().go(QStringLiteral("deliveries"));
    QTRY_COMPARE(m_world->window().currentView(), QStringLiteral("deliveries"));
    QTRY_COMPARE(view().model().total(), webhooks().deliveries.size());
}

void DeliveriesViewTest::select(int row)
{
    const auto place = view().table().visualRect(view().model().index(row, DeliveryModel::StateColumn));
    QTest::mouseClick(view().table().viewport(), Qt::LeftButton, Qt::NoModifier, place.center());
    QTRY_VERIFY(detail().detail().has_value());
    QTRY_COMPARE(detail().detail()->delivery.id, view().model().idAt(row));
}

void DeliveriesViewTest::nothingYetNamesWhatIsMissing()
{
    open();
    auto* empty = find<EmptyState>("deliveriesEmpty");
    QTRY_COMPARE(empty->sentence(), QStringLiteral("No deliveries yet"));
    webhooks().endpoints.clear();
    m_world->gateway.emit(EndpointChanged{sampleEndpoint(), true});
    QTRY_COMPARE(empty->sentence(), QStringLiteral("Nobody is told about events yet"));
    QTest::mouseClick(empty->findChild<QPushButton*>(), Qt::LeftButton);
    QTRY_COMPARE(m_world->window().currentView(), QStringLiteral("endpoints"));
    webhooks().deliveries = {deliveryIn(DeliveryState::Dead, 1)};
    m_world->gateway.emit(DeliveryChanged{webhooks().deliveries.front().delivery});
    m_world->window().go(QStringLiteral("deliveries"));
    QTRY_COMPARE(view().model().rowCount(), 1);
    filter().setText(QStringLiteral("state:waiting"));
    QTRY_COMPARE(empty->sentence(), QStringLiteral("Nothing matches the filter"));
}

void DeliveriesViewTest::everyStateIsToldInWords()
{
    webhooks().deliveries = {deliveryIn(DeliveryState::Pending, 1, 0), deliveryIn(DeliveryState::Pending, 2),
                             deliveryIn(DeliveryState::Delivered, 3), deliveryIn(DeliveryState::Dead, 4),
                             deliveryIn(DeliveryState::Discarded, 5)};
    open();
    const QStringList words{QStringLiteral("◷ waiting"), QStringLiteral("▲ failing"),
                            QStringLiteral("✓ delivered"), QStringLiteral("✗ dead"),
                            QStringLiteral("– discarded")};
    for (int row = 0; row < words.size(); ++row) {
        QCOMPARE(cell(row, DeliveryModel::StateColumn), words[row]);
    }
    QCOMPARE(cell(1, DeliveryModel::EndpointColumn), QStringLiteral("Production app"));
    QCOMPARE(cell(1, DeliveryModel::AnswerColumn), QStringLiteral("503"));
    QCOMPARE(cell(0, DeliveryModel::AnswerColumn), QString());
    filter().setText(QStringLiteral("state:pending"));
    QTRY_COMPARE(view().model().rowCount(), 2);
    filter().setText(QStringLiteral("state:failing endpoint:production* status:5xx attempts>1"));
    QTRY_COMPARE(view().model().rowCount(), 1);
}

void DeliveriesViewTest::theNextAttemptIsCountedDown()
{
    auto failing = deliveryIn(DeliveryState::Pending, 1);
    failing.delivery.nextAt = m_world->clock.now() + std::chrono::seconds(125);
    failing.delivery.lastTook = std::chrono::milliseconds(11);
    webhooks().deliveries = {failing};
    open();
    QCOMPARE(cell(0, DeliveryModel::NextColumn), QStringLiteral("in 2 min 5 s"));
    QCOMPARE(cell(0, DeliveryModel::TookColumn), QStringLiteral("11.0 ms"));
    m_world->clock.advance(std::chrono::seconds(120));
    QCOMPARE(cell(0, DeliveryModel::NextColumn), QStringLiteral("in 5 s"));
    m_world->clock.advance(std::chrono::seconds(5));
    QCOMPARE(cell(0, DeliveryModel::NextColumn), QStringLiteral("now"));
}

void DeliveriesViewTest::whatWaitsForAPausedEndpointSaysSo()
{
    webhooks().endpoints.front().endpoint.status = EndpointStatus::Paused;
    webhooks().deliveries = {deliveryIn(DeliveryState::Pending, 1, 0)};
    open();
    QTRY_COMPARE(cell(0, DeliveryModel::NextColumn), QStringLiteral("when resumed"));
    select(0);
    QVERIFY(find<Banner>("deliveryState")->text().contains(QStringLiteral("paused")));
}

void DeliveriesViewTest::figuresOnTopFilterTheList()
{
    webhooks().deliveries = {deliveryIn(DeliveryState::Pending, 1, 0), deliveryIn(DeliveryState::Pending, 2),
                             deliveryIn(DeliveryState::Dead, 3), deliveryIn(DeliveryState::Delivered, 4)};
    open();
    QTRY_COMPARE(find<QToolButton>("totalPending")->text(), QStringLiteral("◷ 2 in the queue"));
    QCOMPARE(find<QToolButton>("totalFailing")->text(), QStringLiteral("▲ 1 failing"));
    QCOMPARE(find<QToolButton>("totalDead")->text(), QStringLiteral("✗ 1 dead"));
    QCOMPARE(find<QToolButton>("queueOf0")->text(), QStringLiteral("Production app · ◷ 2 wait · ✗ 1 dead"));
    QTest::mouseClick(find<QToolButton>("totalDead"), Qt::LeftButton);
    QTRY_COMPARE(view().model().rowCount(), 1);
    QTest::mouseClick(find<QToolButton>("queueOf0"), Qt::LeftButton);
    QCOMPARE(filter().text(), QStringLiteral("endpoint:ep_1"));
    QTest::mouseClick(find<QToolButton>("view_Waiting"), Qt::LeftButton);
    QTRY_COMPARE(view().model().rowCount(), 1);
    QCOMPARE(cell(0, DeliveryModel::StateColumn), QStringLiteral("◷ waiting"));
}

void DeliveriesViewTest::rowsThatMatchNoLongerGo()
{
    webhooks().deliveries = {deliveryIn(DeliveryState::Pending, 1, 0),
                             deliveryIn(DeliveryState::Pending, 2, 0)};
    open();
    filter().setText(QStringLiteral("state:waiting"));
    QTRY_COMPARE(view().model().rowCount(), 2);
    m_world->gateway.emit(DeliveryChanged{deliveryIn(DeliveryState::Delivered, 1).delivery});
    QTRY_COMPARE(view().model().rowCount(), 1);
    QCOMPARE(view().model().idAt(0), std::string("dlv_2"));
    QCOMPARE(view().model().total(), std::size_t{2});
}

void DeliveriesViewTest::eachAttemptShowsWhatWasSentAndWhyItFailed()
{
    webhooks().deliveries = {deliveryIn(DeliveryState::Dead, 1)};
    open();
    select(0);
    auto& attempts = detail().attempts();
    QTRY_COMPARE(attempts.topLevelItemCount(), 2);
    auto* last = attempts.topLevelItem(1);
    QCOMPARE(last->text(0), QStringLiteral("✗ attempt 2: 503"));
    QVERIFY(last->text(2).startsWith(QStringLiteral("answered 503 · after 11.0 ms")));
    QCOMPARE(last->childCount(), 2);
    QCOMPARE(attempts.currentItem(), last);
    QVERIFY(find<Banner>("deliveryState")->text().contains(QStringLiteral("answered 503")));
    QVERIFY(find<QWidget>("deliveryExchange")->isVisible());
}

void DeliveriesViewTest::aCutBodyIsLabelled()
{
    auto cut = deliveryIn(DeliveryState::Dead, 1);
    cut.attempts.back().responseBody = std::string(kKeptBodyBytes, 'x');
    cut.attempts.back().responseBodyBytes = 2'100'000;
    webhooks().deliveries = {cut};
    open();
    select(0);
    QTRY_COMPARE(detail().attempts().topLevelItemCount(), 2);
    const auto* response = detail().attempts().topLevelItem(1)->child(1);
    QCOMPARE(response->text(2), QStringLiteral("▲ cut: the first 64 KiB of 2.1 MB are kept"));
}

void DeliveriesViewTest::deadLettersAreEditedAndSent()
{
    webhooks().deliveries = {deliveryIn(DeliveryState::Dead, 1)};
    open();
    select(0);
    QTRY_VERIFY(find<QPushButton>("editDelivery")->isEnabled());
    click("editDelivery");
    QTRY_VERIFY(find<QDialog>("editDeliveryDialog") != nullptr);
    auto* body = find<QPlainTextEdit>("editedBody");
    QCOMPARE(body->toPlainText(), QStringLiteral(R"({"event":"record:updated"})"));
    body->setPlainText(QStringLiteral("{}"));
    click("sendEdited");
    QTRY_COMPARE(webhooks().told, std::vector<std::string>{"edit dlv_1"});
}

void DeliveriesViewTest::aBodyThatIsNotJsonIsNotSent()
{
    webhooks().deliveries = {deliveryIn(DeliveryState::Dead, 1)};
    open();
    select(0);
    QTest::keyClick(&view().table(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(find<QDialog>("editDeliveryDialog") != nullptr);
    find<QPlainTextEdit>("editedBody")->setPlainText(QStringLiteral("{oops"));
    QVERIFY(!find<QPushButton>("sendEdited")->isEnabled());
    QVERIFY(!find<QLabel>("editedProblem")->text().isEmpty());
}

void DeliveriesViewTest::manyAreSentAgainAfterTheirNumberWasConfirmed()
{
    for (std::uint64_t i = 1; i <= 12; ++i) {
        webhooks().deliveries.push_back(deliveryIn(DeliveryState::Dead, i));
    }
    open();
    select(0);
    QTest::keyClick(&view().table(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&view().table(), Qt::Key_R, Qt::ControlModifier);
    QTRY_VERIFY(find<QMessageBox>("deliveriesQuestion") != nullptr);
    QVERIFY(find<QMessageBox>("deliveriesQuestion")->text().contains(QStringLiteral("12 deliveries")));
    QVERIFY(webhooks().told.empty());
    click("deliveriesYes");
    QTRY_COMPARE(webhooks().told.size(), std::size_t{12});
    QTRY_VERIFY(m_world->find<Banner>("messageBar")->text().contains(QStringLiteral("12 are on their way")));
}

void DeliveriesViewTest::onlyWhatCanBeDroppedIsDropped()
{
    webhooks().deliveries = {deliveryIn(DeliveryState::Delivered, 1), deliveryIn(DeliveryState::Dead, 2)};
    open();
    select(0);
    QTest::keyClick(&view().table(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&view().table(), Qt::Key_Delete);
    QTRY_COMPARE(webhooks().told, std::vector<std::string>{"discard dlv_2"});
}

void DeliveriesViewTest::itsWebhookAndItsEndpointAreOneClickAway()
{
    webhooks().deliveries = {deliveryIn(DeliveryState::Dead, 1)};
    webhooks().events = {sampleEvent(1)};
    webhooks().trails = {sampleTrail(sampleEvent(1))};
    open();
    select(0);
    QTest::mouseClick(find<QToolButton>("deliveryEvent"), Qt::LeftButton);
    QTRY_COMPARE(m_world->window().currentView(), QStringLiteral("webhooks"));
    m_world->window().go(QStringLiteral("deliveries"));
    QTest::mouseClick(find<QToolButton>("deliveryEndpoint"), Qt::LeftButton);
    QTRY_COMPARE(m_world->window().currentView(), QStringLiteral("endpoints"));
}

void DeliveriesViewTest::aHundredThousandDeliveriesStayFluent()
{
    constexpr std::uint64_t kKept = 95'000;
    for (std::uint64_t sequence = 1; sequence <= kKept; ++sequence) {
        auto one = deliveryIn(sequence % 10 == 0 ? DeliveryState::Dead : DeliveryState::Delivered, sequence);
        one.attempts.clear();
        webhooks().deliveries.push_back(std::move(one));
    }
    auto& application = timedApplication();
    m_world->open();
    QVERIFY(QTest::qWaitForWindowExposed(&m_world->window()));
    application.resetLongest();
    m_world->window().go(QStringLiteral("deliveries"));
    QTRY_COMPARE_WITH_TIMEOUT(view().model().total(), std::size_t{kKept}, 60'000);
    qInfo("longest event while 95 k kept deliveries are read: %.1f ms in %s", application.longest(),
          qPrintable(application.where()));
    std::uint64_t sequence = kKept;
    application.resetLongest();
    while (sequence < kKept + 20'000) {
        for (int i = 0; i < 5'000; ++i) {
            auto one = deliveryIn(DeliveryState::Pending, ++sequence, 0).delivery;
            m_world->gateway.emit(DeliveryChanged{std::move(one)});
        }
        const auto newest = "dlv_" + std::to_string(sequence);
        QTRY_VERIFY(view().model().store().find(newest) != nullptr);
    }
    qInfo("longest event while 20 k more came in bursts of 5 k: %.1f ms in %s", application.longest(),
          qPrintable(application.where()));
    QVERIFY2(application.longest() < kDeliveryFrameMs, qPrintable(application.where()));
    const double changing = application.medianOfThree([&] {
        for (std::uint64_t i = 0; i < 5'000; ++i) {
            m_world->gateway.emit(
                DeliveryChanged{deliveryIn(DeliveryState::Delivered, sequence - 9'000 + i).delivery});
        }
        const auto last = "dlv_" + std::to_string(sequence - 4'001);
        QTRY_COMPARE(view().model().store().find(last)->state, DeliveryState::Delivered);
        for (std::uint64_t i = 0; i < 5'000; ++i) {
            m_world->gateway.emit(
                DeliveryChanged{deliveryIn(DeliveryState::Pending, sequence - 9'000 + i, 1).delivery});
        }
        QTRY_COMPARE(view().model().store().find(last)->state, DeliveryState::Pending);
    });
    qInfo("longest event while 5 k shown ones change: %.1f ms", changing);
    QVERIFY2(changing < kDeliveryFrameMs, qPrintable(application.where()));
    const auto dead = view().model().store().count(DeliveryLook::Dead);
    const double filtering = application.medianOfThree([&] {
        filter().setText(QStringLiteral("state:dead record"));
        QTRY_COMPARE(view().model().rowCount(), static_cast<int>(dead));
        filter().clear();
        QTRY_VERIFY(!view().model().busy());
    });
    qInfo("longest event while 100 k are filtered: %.1f ms", filtering);
    QVERIFY2(filtering < kDeliveryFrameMs, qPrintable(application.where()));
    const double scrolling = application.medianOfThree([&] {
        auto* bar = view().table().verticalScrollBar();
        for (int i = 0; i < 20; ++i) {
            bar->setValue(bar->maximum() / 20 * i);
            QCoreApplication::processEvents();
        }
    });
    qInfo("longest event while scrolling 100 k: %.1f ms", scrolling);
    QVERIFY2(scrolling < kDeliveryFrameMs, qPrintable(application.where()));
}

GATEHOUSE_UI_TEST_MAIN(DeliveriesViewTest)
#include "deliveries_view_test.moc"
