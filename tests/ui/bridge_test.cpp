// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_gateway.h"
#include "tests/support/qt_patience.h"
#include "ui/bridge/event_feed.h"
#include "ui/bridge/mailbox.h"
#include "ui/bridge/workers.h"

#include <QThread>

#include <thread>

using namespace gatehouse;
using namespace gatehouse::ui;

class BridgeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lettersOfManyThreadsArriveOnTheGuiThreadInOrder();
    void answersReachOnlyReceiversThatLive();
    void lettersAfterTheMailboxIsGoneAreDropped();
    void abandonedCompletionsAnswerToo();
    void eventsComeInBatches();
    void workersHandTheirResultBack();
};

void BridgeTest::lettersOfManyThreadsArriveOnTheGuiThreadInOrder()
{
    Mailbox mailbox;
    constexpr int kEach = 2000;
    std::map<int, int> last;
    int arrived = 0;
    bool inOrder = true;
    bool here = true;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 1; i <= kEach; ++i) {
                mailbox.post([&, t, i] {
                    inOrder = inOrder && last[t] == i - 1;
                    last[t] = i;
                    here = here && QThread::currentThread() == qApp->thread();
                    ++arrived;
                });
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    QTRY_COMPARE(arrived, 4 * kEach);
    QVERIFY(inOrder);
    QVERIFY(here);
}

void BridgeTest::answersReachOnlyReceiversThatLive()
{
    Mailbox mailbox;
    int answered = 0;
    QObject stays;
    auto* goes = new QObject;
    auto first =
        mailbox.reply<int>(&stays, [&](const Result<int>& value) { answered += value.value_or(-1); });
    auto second = mailbox.reply<int>(goes, [&](const Result<int>&) { answered += 1000; });
    std::thread([first = std::move(first)]() mutable { first(7); }).join();
    std::thread([second = std::move(second)]() mutable { second(7); }).join();
    delete goes;
    QTRY_COMPARE(answered, 7);
}

void BridgeTest::lettersAfterTheMailboxIsGoneAreDropped()
{
    auto mailbox = std::make_unique<Mailbox>();
    QObject receiver;
    auto late = mailbox->reply<int>(&receiver, [](const Result<int>&) { QFAIL("must not arrive"); });
    mailbox.reset();
    late(1);
    QCoreApplication::processEvents();
}

void BridgeTest::abandonedCompletionsAnswerToo()
{
    Mailbox mailbox;
    QObject receiver;
    std::optional<Errc> code;
    {
        const auto dropped =
            mailbox.reply<int>(&receiver, [&](const Result<int>& value) { code = value.error().code; });
    }
    QTRY_VERIFY(code.has_value());
    QCOMPARE(*code, Errc::Abandoned);
}

void BridgeTest::eventsComeInBatches()
{
    test::FakeGateway gateway;
    Mailbox mailbox;
    EventFeed feed(gateway.monitor(), mailbox);
    int batches = 0;
    std::size_t events = 0;
    connect(&feed, &EventFeed::batch, this, [&](const std::vector<GatewayEvent>& batch) {
        ++batches;
        events += batch.size();
    });
    for (std::uint64_t i = 1; i <= 5000; ++i) {
        gateway.emit(CallRecorded{test::makeCall("req_" + std::to_string(i), i, "acc_1")});
    }
    QTRY_COMPARE(events, std::size_t{5000});
    QCOMPARE(batches, 1);
}

void BridgeTest::workersHandTheirResultBack()
{
    Mailbox mailbox;
    Workers workers(mailbox);
    QObject receiver;
    QString result;
    bool elsewhere = false;
    workers.run(
        &receiver,
        [&elsewhere] {
            elsewhere = QThread::currentThread() != qApp->thread();
            return QStringLiteral("done");
        },
        [&](const QString& text) { result = text; });
    QTRY_COMPARE(result, QStringLiteral("done"));
    QVERIFY(elsewhere);
}

QTEST_MAIN(BridgeTest)
#include "bridge_test.moc"
