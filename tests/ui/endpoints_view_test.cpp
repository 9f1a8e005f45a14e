// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/console_world.h"
#include "tests/ui/sample_webhook.h"
#include "tests/ui/timed_application.h"
#include "ui/views/endpoints/endpoints_view.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_bar.h"

#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::test;

class EndpointsViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void nothingYetOffersToAddOne();
    void addingShowsTheSecretOnce();
    void aRefusedFieldIsExplainedInTheForm();
    void healthAndQueueAreShown();
    void itsDeliveriesAreOneClickAway();
    void recoveringAsksSinceWhen();
    void queuesFollowWhatIsDelivered();
    void pausedOnesAreResumed();
    void removingAsksWithTheQueue();

private:
    EndpointsView& view()
    {
        return *qobject_cast<EndpointsView*>(m_world->window().view(QStringLiteral("endpoints")));
    }

    FakeWebhookState& webhooks() { return m_world->gateway.webhooksRole.state; }

    template <class T>
    T* find(const char* name)
    {
        return view().findChild<T*>(QLatin1String(name));
    }

    void open();

    void click(const char* name) { QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton); }

    std::unique_ptr<ConsoleWorld> m_world;
};

void EndpointsViewTest::init()
{
    m_world = std::make_unique<ConsoleWorld>();
}

void EndpointsViewTest::open()
{
    m_world->open();
    QVERIFY(exposed(&m_world->window()));
    m_world->window().go(QStringLiteral("endpoints"));
    QTRY_COMPARE(m_world->window().currentView(), QStringLiteral("endpoints"));
    QTRY_COMPARE(find<QTableView>("endpointTable")->model()->rowCount(),
                 static_cast<int>(webhooks().endpoints.size()));
}

void EndpointsViewTest::cleanup()
{
    m_world->close();
    m_world.reset();
}

void EndpointsViewTest::nothingYetOffersToAddOne()
{
    open();
    auto* empty = find<EmptyState>("endpointsEmpty");
    QTRY_COMPARE(empty->sentence(), QStringLiteral("Nobody is told about events yet"));
    QTest::mouseClick(empty->findChild<QPushButton*>(), Qt::LeftButton);
    QTRY_VERIFY(find<QDialog>("endpointDialog") != nullptr);
}

void EndpointsViewTest::addingShowsTheSecretOnce()
{
    open();
    click("addEndpoint");
    auto* dialog = find<QDialog>("endpointDialog");
    QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("endpointUrl")),
                     QStringLiteral("https://app.example.com/hooks"));
    QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("endpointTypes")),
                     QStringLiteral("record:*, account:needs_reauth"));
    QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("saveEndpoint")), Qt::LeftButton);
    QTRY_COMPARE(webhooks().endpointFields.size(), std::size_t{1});
    const auto& fields = *webhooks().endpointFields.front();
    QCOMPARE(std::string(fields["url"].asString()), std::string("https://app.example.com/hooks"));
    QCOMPARE(fields["event_types"].size(), std::size_t{2});
    QTRY_VERIFY(find<QDialog>("secretDialog") != nullptr);
    auto* secret = find<QLineEdit>("newSecret");
    QVERIFY(secret->isReadOnly());
    QVERIFY(!secret->text().isEmpty());
}

void EndpointsViewTest::aRefusedFieldIsExplainedInTheForm()
{
    open();
    m_world->gateway.state.failure = fail(Errc::InvalidArgument, "the URL has no host").value();
    click("addEndpoint");
    auto* dialog = find<QDialog>("endpointDialog");
    QTest::mouseClick(dialog->findChild<QPushButton*>(QStringLiteral("saveEndpoint")), Qt::LeftButton);
    auto* problem = dialog->findChild<QLabel*>(QStringLiteral("endpointProblem"));
    QTRY_VERIFY(problem->isVisible());
    QVERIFY(problem->text().contains(QStringLiteral("no host")));
    QVERIFY(dialog->isVisible());
}

void EndpointsViewTest::healthAndQueueAreShown()
{
    webhooks().endpoints = {sampleEndpoint()};
    open();
    const auto* model = find<QTableView>("endpointTable")->model();
    QCOMPARE(model->index(0, 0).data().toString(), QStringLiteral("Production app"));
    QCOMPARE(model->index(0, 1).data().toString(), QStringLiteral("● active"));
    QCOMPARE(model->index(0, 2).data().toString(), QStringLiteral("12"));
    QCOMPARE(model->index(0, 7).data().toString(), QStringLiteral("3 of 24 (12 %)"));
    QStringList facts;
    for (const auto* label : find<QWidget>("endpointFacts")->findChildren<QLabel*>()) {
        facts.append(label->text());
    }
    QVERIFY2(facts.contains(QStringLiteral("3 of the last 24 attempts, 0 in a row")),
             qPrintable(facts.join(u'|')));
    QVERIFY(facts.contains(QStringLiteral("closed: everything due is sent")));
    QVERIFY(facts.contains(QStringLiteral("••••k3v9")));
}

void EndpointsViewTest::itsDeliveriesAreOneClickAway()
{
    webhooks().endpoints = {sampleEndpoint()};
    webhooks().deliveries = sampleTrail(sampleEvent(1)).deliveries;
    webhooks().deliveries.front().delivery.state = DeliveryState::Dead;
    open();
    auto* dead = find<QToolButton>("endpointDead");
    QTRY_COMPARE(dead->text(), QStringLiteral("✗ 1 dead letters"));
    QVERIFY(!find<QToolButton>("endpointWaiting")->isEnabled());
    QTest::mouseClick(dead, Qt::LeftButton);
    QTRY_COMPARE(m_world->window().currentView(), QStringLiteral("deliveries"));
    auto* page = m_world->window().view(QStringLiteral("deliveries"));
    QCOMPARE(page->findChild<FilterBar*>()->edit().text(), QStringLiteral("state:dead endpoint:ep_1"));
    QTRY_COMPARE(page->findChild<QTableView*>(QStringLiteral("deliveriesTable"))->model()->rowCount(), 1);
}

void EndpointsViewTest::recoveringAsksSinceWhen()
{
    webhooks().endpoints = {sampleEndpoint()};
    open();
    click("recoverEndpoint");
    auto* since = find<QComboBox>("recoverSince");
    QVERIFY(since != nullptr);
    QCOMPARE(since->currentText(), QStringLiteral("Since yesterday"));
    QVERIFY(webhooks().told.empty());
    since->setCurrentIndex(0);
    QTest::mouseClick(find<QPushButton>("recoverYes"), Qt::LeftButton);
    QTRY_COMPARE(webhooks().told, std::vector<std::string>{"recover ep_1"});
    QCOMPARE(webhooks().recoveredSince, m_world->clock.now() - std::chrono::hours(1));
}

void EndpointsViewTest::queuesFollowWhatIsDelivered()
{
    webhooks().endpoints = {sampleEndpoint()};
    open();
    auto* model = find<QTableView>("endpointTable")->model();
    QCOMPARE(model->index(0, 2).data().toString(), QStringLiteral("12"));
    webhooks().endpoints.front().health.pending = 7;
    m_world->gateway.emit(DeliveryChanged{sampleTrail(sampleEvent(1)).deliveries.front().delivery});
    QTRY_COMPARE(model->index(0, 2).data().toString(), QStringLiteral("7"));
}

void EndpointsViewTest::pausedOnesAreResumed()
{
    webhooks().endpoints = {sampleEndpoint()};
    webhooks().endpoints.front().endpoint.status = EndpointStatus::Paused;
    webhooks().endpoints.front().endpoint.statusReason = "14 of 24 attempts failed";
    open();
    auto* button = find<QPushButton>("pauseEndpoint");
    QTRY_COMPARE(button->text(), QStringLiteral("Resume"));
    QVERIFY(find<QWidget>("endpointBanner")->isVisible());
    click("pauseEndpoint");
    QTRY_VERIFY(!webhooks().told.empty());
    QCOMPARE(webhooks().told.front(), std::string("resume ep_1"));
}

void EndpointsViewTest::removingAsksWithTheQueue()
{
    webhooks().endpoints = {sampleEndpoint()};
    open();
    click("removeEndpoint");
    auto* question = find<QMessageBox>("removeQuestion");
    QVERIFY(question != nullptr);
    QVERIFY(question->text().contains(QStringLiteral("12 deliveries")));
    question->reject();
    QCOMPARE(webhooks().endpoints.size(), std::size_t{1});
}

GATEHOUSE_UI_TEST_MAIN(EndpointsViewTest)
#include "endpoints_view_test.moc"
