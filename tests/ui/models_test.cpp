// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/write.h"
#include "tests/support/qt_patience.h"
#include "tests/support/seeded_random.h"
#include "tests/ui/console_world.h"
#include "ui/models/call_model.h"
#include "ui/models/node_state.h"
#include "ui/models/override_edit.h"
#include "ui/models/row_models.h"
#include "ui/models/try_history.h"
#include "ui/models/unified_curl.h"

#include <QAbstractItemModelTester>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::test;

namespace {

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

} // namespace

class ModelsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void callModelKeepsItsPromisesWhateverHappens();
    void callModelDropsTheOldestPastItsCapacity();
    void callsThatAreKnownAreNotListedTwice();
    void sortedListHoldsNewCallsBack();
    void filtersFindAccountsByNameAndId();
    void historyIsShortNewestFirstAndComesBack();
    void rowModelsKeepTheirPromises();
    void stagesLieEndToEnd();
    void overridesChangeOneFieldAtATime();
    void unifiedCurlSaysTheWholeCall();
    void theTightestLimitIsTheOneNearestItsEnd();

private:
    FakeClock m_clock;
    std::unique_ptr<FakeGateway> m_gateway;
    std::unique_ptr<Mailbox> m_mailbox;
    std::unique_ptr<EventFeed> m_feed;
    std::unique_ptr<Directory> m_directory;
    std::unique_ptr<DisplayZone> m_zone;
};

void ModelsTest::init()
{
    m_directory.reset();
    m_feed.reset();
    m_gateway = std::make_unique<FakeGateway>();
    m_mailbox = std::make_unique<Mailbox>();
    m_feed = std::make_unique<EventFeed>(m_gateway->monitor(), *m_mailbox);
    m_directory = std::make_unique<Directory>(*m_gateway, *m_mailbox, *m_feed);
    m_zone = std::make_unique<DisplayZone>(m_clock);
    m_gateway->state.environments = {{"env_1", "Acme Corp", {}}};
    m_gateway->state.accounts = {makeAccount("acc_1", "env_1", "hublike")};
    m_directory->reload();
    QTRY_VERIFY(m_directory->loaded());
}

void ModelsTest::callModelKeepsItsPromisesWhateverHappens()
{
    CallModel model(*m_directory, *m_zone, m_clock);
    const QAbstractItemModelTester tester(&model, kFatal);
    SeededRandom random(7);
    const std::array filters{"", "status:429", "crm", "-kind:proxy latency>50ms", "id:nothing"};
    std::uint64_t sequence = 0;
    for (int round = 0; round < 60; ++round) {
        std::vector<CallSummary> batch;
        for (std::uint64_t i = 0; i < random.below(40); ++i) {
            batch.push_back(sampleCall(++sequence, "acc_1", random.below(3) == 0 ? 429 : 200).summary);
        }
        model.append(batch);
        if (random.below(3) == 0) {
            model.setFilter(parseFilter(filters[random.below(filters.size())], callFields()).filter);
        }
        if (random.below(4) == 0) {
            model.setNewestFirst(random.below(2) == 0);
        }
        if (random.below(5) == 0) {
            model.sort(static_cast<int>(random.below(CallModel::ColumnCount + 1)) - 1,
                       random.below(2) == 0 ? Qt::AscendingOrder : Qt::DescendingOrder);
        }
        QTRY_VERIFY(!model.busy());
    }
    model.sort(-1);
    model.setFilter({});
    QTRY_COMPARE(model.rowCount(), static_cast<int>(sequence));
}

void ModelsTest::callModelDropsTheOldestPastItsCapacity()
{
    CallModel model(*m_directory, *m_zone, m_clock);
    const QAbstractItemModelTester tester(&model, kFatal);
    std::vector<CallSummary> batch;
    for (std::uint64_t i = 1; i <= CallStore::kCapacity + 10; ++i) {
        batch.push_back(makeCall("req_" + std::to_string(i), i, "acc_1"));
    }
    model.append(batch);
    QCOMPARE(model.total(), CallStore::kCapacity - CallStore::kDropAtOnce + 10);
    QCOMPARE(static_cast<std::size_t>(model.rowCount()), model.total());
    QCOMPARE(model.call(0).id, "req_" + std::to_string(CallStore::kDropAtOnce + 1));
    QCOMPARE(model.call(model.rowCount() - 1).id, batch.back().id);
}

void ModelsTest::callsThatAreKnownAreNotListedTwice()
{
    CallModel model(*m_directory, *m_zone, m_clock);
    model.append({makeCall("req_1", 1, "acc_1"), makeCall("req_2", 2, "acc_1")});
    model.append({makeCall("req_2", 2, "acc_1"), makeCall("req_3", 3, "acc_1")});
    QCOMPARE(model.rowCount(), 3);
}

void ModelsTest::sortedListHoldsNewCallsBack()
{
    CallModel model(*m_directory, *m_zone, m_clock);
    model.append({sampleCall(1, "acc_1", 200).summary, sampleCall(2, "acc_1", 502).summary,
                  sampleCall(3, "acc_1", 429).summary});
    model.sort(CallModel::StatusColumn, Qt::DescendingOrder);
    QTRY_VERIFY(!model.busy());
    QCOMPARE(model.call(0).status, 502);
    QCOMPARE(model.call(2).status, 200);
    model.append({sampleCall(4, "acc_1", 200).summary});
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.heldBack(), 1);
    model.sort(-1);
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.heldBack(), 0);
}

void ModelsTest::filtersFindAccountsByNameAndId()
{
    CallModel model(*m_directory, *m_zone, m_clock);
    model.append({makeCall("req_1", 1, "acc_1"), makeCall("req_2", 2, "acc_2")});
    const auto rows = [&](const char* text) {
        const auto parsed = parseFilter(text, callFields());
        if (parsed.error) {
            return -1;
        }
        model.setFilter(parsed.filter);
        return model.rowCount();
    };
    QCOMPARE(rows("account:acc_1"), 1);
    QCOMPARE(rows("account:\"account acc_1\""), 1);
    QCOMPARE(rows("customer:acme*"), 2);
    QCOMPARE(rows("age<1h"), 2);
    QCOMPARE(rows("age>1h"), 0);
    QCOMPARE(rows("category:\"\""), 2);
    for (const auto& field : callFields()) {
        QVERIFY2(rows(std::string(field.example).c_str()) >= 0, field.example.data());
    }
}

void ModelsTest::historyIsShortNewestFirstAndComesBack()
{
    QTemporaryDir dir;
    const QString file = dir.filePath(QStringLiteral("x.ini"));
    {
        Settings settings(file);
        TryHistory history(settings);
        const QAbstractItemModelTester tester(&history, kFatal);
        for (int i = 0; i < TryHistory::kKept + 20; ++i) {
            history.add({{QStringLiteral("model"), QStringLiteral("crm")},
                         {QStringLiteral("id"), QString::number(i)}},
                        QStringLiteral("✓ 200"));
        }
        QCOMPARE(history.rowCount(), TryHistory::kKept);
        history.add(
            {{QStringLiteral("model"), QStringLiteral("crm")}, {QStringLiteral("id"), QStringLiteral("60")}},
            QStringLiteral("▲ 429"));
        QCOMPARE(history.rowCount(), TryHistory::kKept);
        QVERIFY(history.index(0).data().toString().startsWith(QStringLiteral("▲ 429")));
    }
    Settings settings(file);
    const TryHistory history(settings);
    QCOMPARE(history.rowCount(), TryHistory::kKept);
    QCOMPARE(history.form(0).value(QStringLiteral("id")).toString(), QStringLiteral("60"));
}

void ModelsTest::rowModelsKeepTheirPromises()
{
    auto* headers = makeHeaderModel(this);
    const QAbstractItemModelTester tester(headers, kFatal);
    headers->setRows({{"a", "1"}, {"b", "2"}});
    headers->setRows({});
    auto* provenance = makeProvenanceModel(this);
    const QAbstractItemModelTester second(provenance, kFatal);
    provenance->setRows({{"/phones/0", "account", "override", "x", "y"}});
    QCOMPARE(provenance->index(0, 1).data().toString(), QStringLiteral("A  account"));
    QCOMPARE(provenance->index(0, 3).data().toString(), QStringLiteral("y"));
}

void ModelsTest::stagesLieEndToEnd()
{
    const auto rows = stageRows(sampleCall(12, "acc_1", 200));
    std::chrono::microseconds at{0};
    for (const auto& row : rows) {
        QVERIFY(row.start == at);
        at += row.timing.duration;
        QVERIFY(at <= row.whole);
    }
    auto* model = makeStageModel(this);
    const QAbstractItemModelTester tester(model, kFatal);
    model->setRows(rows);
    QVERIFY(model->index(6, 2).data(kBarLengthRole).toDouble() > 0.5);
}

void ModelsTest::overridesChangeOneFieldAtATime()
{
    const auto first = withField({}, "phones", "[1]");
    QCOMPARE(json::write(*first), std::string(R"({"response":{"phones":"[1]"}})"));
    const auto second = withField(*first, "custom_fields.industry", "Industry__c");
    QCOMPARE(json::write(*second),
             std::string(R"({"response":{"phones":"[1]","custom_fields":{"industry":"Industry__c"}}})"));
    QCOMPARE(std::string(fieldOf(*second, "custom_fields.industry")), std::string("Industry__c"));
    QVERIFY(fieldOf(*second, "custom_fields.other").empty());
    const auto third = withField(*second, "phones", "[2]");
    QCOMPARE(std::string(fieldOf(*third, "phones")), std::string("[2]"));
    const auto fourth = withoutField(*third, "custom_fields.industry");
    QVERIFY(fourth.has_value());
    QCOMPARE(json::write(**fourth), std::string(R"({"response":{"phones":"[2]"}})"));
    QVERIFY(!withoutField(**fourth, "phones").has_value());
    const auto kept = withoutField(*jsonDocument(R"({"query":{"a":"b"},"response":{"x":"y"}})"), "x");
    QCOMPARE(json::write(**kept), std::string(R"({"query":{"a":"b"}})"));
}

void ModelsTest::unifiedCurlSaysTheWholeCall()
{
    UnifiedRequest request;
    request.accountId = "acc_1";
    request.model = "crm";
    request.resource = "contacts";
    request.method = "update";
    request.id = "a/b";
    request.query = parseQuery(QStringLiteral("?limit=10&q=a%26b"));
    request.remoteData = true;
    const auto curl = unifiedCurl(request, R"({"a":1})", "http://127.0.0.1:8787", "/data dir");
    QCOMPARE(curl.method, std::string("PATCH"));
    QCOMPARE(curl.url,
             std::string("http://127.0.0.1:8787/v1/unified/crm/contacts/a%2Fb?account_id=acc_1&limit=10&q=a%"
                         "26b&remote_data=true"));
    QCOMPARE(curl.bearerFrom, std::string("/data dir/api-key"));
    QCOMPARE(queryText(request.query), QStringLiteral("limit=10&q=a%26b"));
}

void ModelsTest::theTightestLimitIsTheOneNearestItsEnd()
{
    NodeState node(*m_gateway, *m_mailbox, *m_feed, m_clock);
    QVERIFY(!node.tightest());
    m_gateway->emit(LimitsChanged{"acc_1", {{"daily", 1000, 900, {}, {}}, {"burst", 110, 11, 10, 10}}});
    m_gateway->emit(LimitsChanged{"acc_2", {{"default", {}, 3, {}, {}}}});
    QTRY_VERIFY(node.tightest().has_value());
    QCOMPARE(node.tightest()->limit.policy, std::string("burst"));
    m_clock.advance(std::chrono::seconds(4));
    QCOMPARE(node.secondsLeft(*node.tightest()).value_or(-1), std::int64_t{6});
    m_clock.advance(std::chrono::seconds(7));
    QCOMPARE(node.tightest()->limit.policy, std::string("daily"));
}

QTEST_MAIN(ModelsTest)
#include "models_test.moc"
