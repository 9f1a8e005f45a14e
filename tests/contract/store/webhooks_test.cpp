// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/store/store_backend.h"

namespace gatehouse::store::test {
namespace {

using namespace std::chrono_literals;

const auto kAt = fromMillis(1'760'000'000'000);

class WebhookContract : public StoreContract
{
protected:
    void TearDown() override { close(); }

    static NewEvent fresh(const std::string& id, const std::string& dedupeKey = {}, UnixMillis at = kAt)
    {
        NewEvent event;
        event.event.id = id;
        event.event.receivedAt = at;
        event.event.integration = "some-crm";
        event.event.environmentId = "env_1";
        event.event.accountId = "acc_1";
        event.event.providerEventId = "p-" + id;
        event.event.type = "contact.creation";
        event.event.verifiedBy = "hmac_sha256";
        event.event.payloadRef = "pay_" + id;
        event.event.payloadBytes = 9;
        event.requestJson = R"({"method":"POST","target":"/hooks/a/…","headers":[["A","č"]]})";
        event.payload = std::string("{\"a\":\0 1}", 9);
        event.dedupeKey = dedupeKey;
        return event;
    }

    Result<EventReceipt> append(NewEvent event)
    {
        return wait<EventReceipt>([&](auto done) {
            store().webhookEvents().appendEvent(std::move(event), m_ingest, std::move(done));
        });
    }

    std::vector<WebhookEvent> list(EventQuery query = {})
    {
        auto found = wait<std::vector<WebhookEvent>>(
            [&](auto done) { store().webhookEvents().events(query, std::move(done)); });
        EXPECT_TRUE(found) << found.error().message;
        return found.value_or(std::vector<WebhookEvent>());
    }

    Result<WebhookEventDetail> detail(const std::string& id)
    {
        return wait<WebhookEventDetail>(
            [&](auto done) { store().webhookEvents().event(id, std::move(done)); });
    }

    std::vector<WebhookJob> lease(UnixMillis now, std::chrono::milliseconds time = 30s,
                                  std::size_t limit = 10)
    {
        auto jobs = wait<std::vector<WebhookJob>>(
            [&](auto done) { store().webhookJobs().leaseJobs(now, time, limit, std::move(done)); });
        EXPECT_TRUE(jobs) << jobs.error().message;
        return jobs.value_or(std::vector<WebhookJob>());
    }

    Result<std::uint64_t> finish(WebhookJob job, JobResult result, std::vector<NewDelivery> deliveries = {})
    {
        return wait<std::uint64_t>([&](auto done) {
            store().webhookJobs().finishJob(std::move(job), std::move(result), std::move(deliveries),
                                            std::move(done));
        });
    }

    static NewDelivery deliveryOf(const std::string& id, const std::string& eventId = "evt_1",
                                  const std::string& endpointId = "ep_1")
    {
        NewDelivery made;
        made.delivery.id = id;
        made.delivery.eventId = eventId;
        made.delivery.messageId = "msg-" + id;
        made.delivery.endpointId = endpointId;
        made.delivery.event = "record:updated";
        made.delivery.nextAt = kAt;
        made.delivery.createdAt = kAt;
        made.body = "{\"id\":\"" + id + "\"}";
        return made;
    }

    void queue(std::vector<NewDelivery> deliveries)
    {
        const auto added = wait<std::uint64_t>(
            [&](auto done) { store().deliveries().addDeliveries(std::move(deliveries), std::move(done)); });
        ASSERT_TRUE(added) << added.error().message;
    }

    std::vector<LeasedDelivery> leaseOf(const std::string& endpointId, UnixMillis now, bool ordered = false)
    {
        auto leased = wait<std::vector<LeasedDelivery>>([&](auto done) {
            store().deliveries().leaseDeliveries(endpointId, ordered, now, 30s, 10, std::move(done));
        });
        EXPECT_TRUE(leased) << leased.error().message;
        return leased.value_or(std::vector<LeasedDelivery>());
    }

    Result<bool> record(LeasedDelivery leased, DeliveryOutcome outcome, int status = 200)
    {
        DeliveryAttempt attempt;
        attempt.deliveryId = leased.delivery.id;
        attempt.number = leased.delivery.attempts + 1;
        attempt.startedAt = kAt;
        attempt.status = status;
        attempt.requestHeaders = {{"webhook-id", leased.delivery.messageId}};
        attempt.requestBody = leased.body;
        attempt.responseBody = std::string(kKeptBodyBytes + 10, 'x');
        attempt.responseBodyBytes = static_cast<std::int64_t>(attempt.responseBody.size());
        return wait<bool>([&](auto done) {
            store().deliveries().recordAttempt(std::move(leased), attempt, outcome, std::move(done));
        });
    }

    Result<Delivery> deliveryNamed(const std::string& id)
    {
        return wait<Delivery>([&](auto done) { store().deliveries().delivery(id, std::move(done)); });
    }

    std::uint64_t prune(EventRetention retention, UnixMillis now)
    {
        const auto removed = wait<std::uint64_t>(
            [&](auto done) { store().webhookEvents().pruneEvents(retention, now, std::move(done)); });
        EXPECT_TRUE(removed) << removed.error().message;
        return removed.value_or(0);
    }

    runtime::EventThread m_ingest{"test-ingest"};
};

INSTANTIATE_TEST_SUITE_P(Backends, WebhookContract, ::testing::ValuesIn(backends()),
                         [](const auto& backend) { return backend.param.name; });

TEST_P(WebhookContract, anEventComesBackAsItWasWithItsRequestAndItsBytesAlsoAfterAReopen)
{
    ASSERT_TRUE(append(fresh("evt_1")));
    reopen();
    const auto events = list();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].id, "evt_1");
    EXPECT_EQ(events[0].receivedAt, kAt);
    EXPECT_EQ(events[0].type, "contact.creation");
    EXPECT_EQ(events[0].payloadRef, "pay_evt_1");
    EXPECT_EQ(events[0].state, EventState::Queued);
    const auto found = detail("evt_1");
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->request.method, "POST");
    ASSERT_EQ(found->request.headers.size(), 1U);
    EXPECT_EQ(found->request.headers[0].value, "č");
    const auto payload =
        wait<std::string>([&](auto done) { store().webhookEvents().eventPayload("evt_1", std::move(done)); });
    ASSERT_TRUE(payload);
    EXPECT_EQ(*payload, std::string("{\"a\":\0 1}", 9));
}

TEST_P(WebhookContract, anAppendIsAnsweredOnTheThreadThatAskedForIt)
{
    std::promise<bool> onIngest;
    store().webhookEvents().appendEvent(
        fresh("evt_1"), m_ingest, [&](Result<EventReceipt>) { onIngest.set_value(m_ingest.isCurrent()); });
    EXPECT_TRUE(onIngest.get_future().get());
}

TEST_P(WebhookContract, aDuplicateIsCountedAndNeitherStoredNorQueuedAgain)
{
    const std::string key("\0k1", 3);
    ASSERT_TRUE(append(fresh("evt_1", key)));
    const auto again = append(fresh("evt_2", key, kAt + 1h));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_TRUE(again->duplicate);
    EXPECT_EQ(again->eventId, "evt_1");
    EXPECT_FALSE(append(fresh("evt_3", "other"))->duplicate);
    const auto events = list();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[1].duplicates, 1U);
    EXPECT_EQ(lease(kAt + 2h).size(), 2U);
}

TEST_P(WebhookContract, theSameKeyAfterTheWindowIsANewEvent)
{
    ASSERT_TRUE(append(fresh("evt_1", "k")));
    const auto later = append(fresh("evt_2", "k", kAt + 73h));
    ASSERT_TRUE(later) << later.error().message;
    EXPECT_FALSE(later->duplicate);
    EXPECT_TRUE(append(fresh("evt_3", "k", kAt + 74h))->duplicate);
    EXPECT_EQ(list().size(), 2U);
}

TEST_P(WebhookContract, anEventSaysWhatItsSenderGotAndWhenItCameLast)
{
    auto first = fresh("evt_1", "k");
    first.event.answered = 202;
    first.requestJson = R"({"method":"POST","answer":{"status":202,"headers":[["A","b"]],"body":"ok"}})";
    ASSERT_TRUE(append(first));
    ASSERT_TRUE(append(fresh("evt_2")) && append(fresh("evt_3", "k", kAt + 1h)));
    auto jobs = lease(kAt + 2h);
    ASSERT_EQ(jobs.size(), 2U);
    JobResult result;
    result.answerTime = 8'100us;
    ASSERT_TRUE(finish(jobs[0], result));
    result.answerTime.reset();
    ASSERT_TRUE(finish(jobs[1], result));
    const auto found = detail("evt_1");
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_TRUE(found->event.answered == 202 && found->event.answerTime == 8'100us);
    EXPECT_EQ(found->event.lastSeenAt, kAt + 1h);
    EXPECT_EQ(found->answer.body, "ok");
    EXPECT_FALSE(detail("evt_2")->event.answerTime || detail("evt_2")->event.lastSeenAt);
    EventQuery query;
    query.repeated = true;
    EXPECT_EQ(list(query).size(), 1U);
    query = {};
    query.answeredOver = 8ms;
    EXPECT_EQ(list(query).size(), 1U);
    query.answeredOver = 9ms;
    EXPECT_TRUE(list(query).empty());
}

TEST_P(WebhookContract, aDeliveryKeepsTheTimeThatItIsToBeSignedWith)
{
    auto made = deliveryOf("dlv_1");
    made.delivery.signedAt = kAt - 3h;
    queue({made, deliveryOf("dlv_2")});
    EXPECT_EQ(deliveryNamed("dlv_1")->signedAt, kAt - 3h);
    EXPECT_FALSE(deliveryNamed("dlv_2")->signedAt);
    const auto leased = leaseOf("ep_1", kAt);
    ASSERT_EQ(leased.size(), 2U);
    EXPECT_EQ(leased[0].delivery.signedAt, kAt - 3h);
    EXPECT_EQ(leased[0].body, made.body);
}

TEST_P(WebhookContract, eventsWithoutAKeyAreNeverDuplicates)
{
    ASSERT_TRUE(append(fresh("evt_1")));
    ASSERT_TRUE(append(fresh("evt_2")));
    EXPECT_EQ(list().size(), 2U);
}

TEST_P(WebhookContract, aListIsNewestFirstWithACursorAndFilters)
{
    for (int i = 1; i <= 5; ++i) {
        auto event = fresh("evt_" + std::to_string(i), {}, kAt + std::chrono::minutes(i));
        event.event.type = i % 2 == 0 ? "even" : "odd";
        ASSERT_TRUE(append(std::move(event)));
    }
    EventQuery page;
    page.limit = 2;
    const auto first = list(page);
    ASSERT_EQ(first.size(), 2U);
    EXPECT_EQ(first[0].id, "evt_5");
    page.before = first[1].sequence;
    EXPECT_EQ(list(page)[0].id, "evt_3");
    EventQuery even;
    even.type = "even";
    EXPECT_EQ(list(even).size(), 2U);
    EventQuery late;
    late.since = kAt + 4min;
    EXPECT_EQ(list(late).size(), 2U);
    EventQuery processed;
    processed.state = EventState::Processed;
    EXPECT_TRUE(list(processed).empty());
}

TEST_P(WebhookContract, aLeasedJobIsSeenAgainWhenItsLeaseIsOverAndTheOldLeaseCannotFinishIt)
{
    ASSERT_TRUE(append(fresh("evt_1")));
    const auto first = lease(kAt);
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].eventId, "evt_1");
    EXPECT_EQ(first[0].attempts, 1U);
    EXPECT_TRUE(lease(kAt + 29s).empty());
    reopen();
    const auto second = lease(kAt + 30s);
    ASSERT_EQ(second.size(), 1U);
    EXPECT_EQ(second[0].attempts, 2U);
    const auto late = finish(first[0], {}, {deliveryOf("dlv_1")});
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, Errc::Conflict);
    EXPECT_EQ(deliveryNamed("dlv_1").error().code, Errc::NotFound);
    EXPECT_TRUE(finish(second[0], {}, {deliveryOf("dlv_1")}));
    EXPECT_TRUE(deliveryNamed("dlv_1"));
}

TEST_P(WebhookContract, whatAKilledNodeHadInHandIsDueAtTheNextStartAndWhatWaitsGoesOnWaiting)
{
    ASSERT_TRUE(append(fresh("evt_1")));
    ASSERT_TRUE(append(fresh("evt_2")));
    auto jobs = lease(kAt, kJobLease);
    ASSERT_EQ(jobs.size(), 2U);
    ASSERT_TRUE(wait<bool>(
        [&](auto done) { store().webhookJobs().retryJob(jobs[1], kAt + 10min, "later", std::move(done)); }));
    queue({deliveryOf("dlv_1"), deliveryOf("dlv_2")});
    auto leased = leaseOf("ep_1", kAt);
    ASSERT_EQ(leased.size(), 2U);
    ASSERT_TRUE(record(leased[1], {DeliveryState::Pending, kAt + 20s, kAt}, 503));
    reopen();
    const auto again = lease(kAt);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].eventId, "evt_1");
    const auto due = leaseOf("ep_1", kAt);
    ASSERT_EQ(due.size(), 1U);
    EXPECT_EQ(due[0].delivery.id, "dlv_1");
    EXPECT_FALSE(record(leased[0], {DeliveryState::Delivered, {}, kAt})) << "the old lease is worth nothing";
    EXPECT_EQ(leaseOf("ep_1", kAt + 20s).size(), 1U);
}

TEST_P(WebhookContract, whatWaitsFollowsAClockThatIsSetBack)
{
    ASSERT_TRUE(append(fresh("evt_1", {}, kAt + 2h)));
    auto waiting = deliveryOf("dlv_2");
    waiting.delivery.nextAt = kAt + 2h + 30s;
    auto due = deliveryOf("dlv_1");
    due.delivery.nextAt = kAt + 2h - 1s;
    queue({due, waiting});
    EXPECT_TRUE(lease(kAt).empty());
    const auto moved =
        wait<std::uint64_t>([&](auto done) { store().webhookJobs().clockSetBack(kAt, 2h, std::move(done)); });
    EXPECT_EQ(moved.value_or(0), 3U);
    EXPECT_EQ(lease(kAt).size(), 1U);
    EXPECT_EQ(leaseOf("ep_1", kAt).size(), 1U);
    EXPECT_TRUE(leaseOf("ep_1", kAt + 29s).empty());
}

TEST_P(WebhookContract, bodiesInSegmentsAreNeededUntilTheirJobIsFinished)
{
    auto large = fresh("evt_1");
    large.event.payloadBytes = 10'000;
    large.event.payloadRef = "pay_3_0_10000";
    large.payload.clear();
    ASSERT_TRUE(append(large));
    ASSERT_TRUE(append(fresh("evt_2")));
    const auto needed = [&] {
        return wait<std::vector<std::string>>(
            [&](auto done) { store().webhookJobs().neededPayloads(std::move(done)); });
    };
    EXPECT_EQ(needed(), std::vector<std::string>{"pay_3_0_10000"});
    for (auto& job : lease(kAt)) {
        ASSERT_TRUE(finish(job, {}));
    }
    EXPECT_EQ(needed(), std::vector<std::string>());
}

TEST_P(WebhookContract, aDeliveryThatCouldNotBeMadeIsADeadOneWithItsReason)
{
    auto dead = deliveryOf("dlv_1");
    dead.delivery.state = DeliveryState::Dead;
    dead.delivery.lastError = "its transformation failed";
    queue({dead});
    const auto found = deliveryNamed("dlv_1");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->state, DeliveryState::Dead);
    EXPECT_EQ(found->lastError, "its transformation failed");
    EXPECT_EQ(found->finishedAt, kAt);
    EXPECT_TRUE(leaseOf("ep_1", kAt + 1h).empty());
}

TEST_P(WebhookContract, finishingAJobChangesItsEventAndQueuesItsDeliveriesAsOne)
{
    ASSERT_TRUE(append(fresh("evt_1")));
    auto jobs = lease(kAt);
    JobResult result;
    result.event = "record:created";
    result.model = "crm";
    result.resource = "contacts";
    result.occurredAt = kAt - 1min;
    result.records = 1;
    result.resultJson = "[1]";
    EXPECT_EQ(finish(jobs.at(0), result, {deliveryOf("dlv_1"), deliveryOf("dlv_2", "evt_1", "ep_2")}), 2U);
    const auto found = detail("evt_1");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->event.state, EventState::Processed);
    EXPECT_EQ(found->event.event, "record:created");
    EXPECT_EQ(found->event.occurredAt, kAt - 1min);
    EXPECT_EQ(found->event.type, "contact.creation");
    EXPECT_EQ(found->resultJson, "[1]");
    EXPECT_TRUE(lease(kAt + 1h).empty());
    const auto again = finish(jobs.at(0), result);
    EXPECT_EQ(again.error().code, Errc::Conflict);
}

TEST_P(WebhookContract, aRetriedJobWaitsAndSaysWhy)
{
    ASSERT_TRUE(append(fresh("evt_1")));
    const auto jobs = lease(kAt);
    ASSERT_TRUE(wait<bool>([&](auto done) {
        store().webhookJobs().retryJob(jobs.at(0), kAt + 5min, "limit", std::move(done));
    }));
    EXPECT_EQ(detail("evt_1")->event.error, "limit");
    EXPECT_TRUE(lease(kAt + 4min).empty());
    const auto backlog =
        wait<WebhookJobs::Backlog>([&](auto done) { store().webhookJobs().jobBacklog(std::move(done)); });
    ASSERT_TRUE(backlog);
    EXPECT_EQ(backlog->jobs, 1U);
    EXPECT_EQ(backlog->nextAt, kAt + 5min);
    EXPECT_EQ(lease(kAt + 5min).size(), 1U);
}

TEST_P(WebhookContract, aReplayIsAFurtherJobAndKeepsTheFirstResult)
{
    ASSERT_TRUE(append(fresh("evt_1")));
    auto first = lease(kAt);
    JobResult result;
    result.resultJson = "[1]";
    ASSERT_TRUE(finish(first.at(0), result));
    ASSERT_TRUE(wait<std::uint64_t>([&](auto done) {
        store().webhookJobs().addJob("evt_1", "replay", R"({"a":1})", kAt, std::move(done));
    }));
    EXPECT_EQ(wait<std::uint64_t>([&](auto done) {
                  store().webhookJobs().addJob("evt_x", "replay", "{}", kAt, std::move(done));
              })
                  .error()
                  .code,
              Errc::NotFound);
    const auto jobs = lease(kAt);
    ASSERT_EQ(jobs.size(), 1U);
    EXPECT_EQ(jobs[0].kind, "replay");
    EXPECT_EQ(jobs[0].optionsJson, R"({"a":1})");
    result.resultJson = "[2]";
    ASSERT_TRUE(finish(jobs[0], result));
    EXPECT_EQ(detail("evt_1")->resultJson, "[1]");
}

TEST_P(WebhookContract, anEndpointKeepsItsSettingsAndItsStatus)
{
    Endpoint endpoint;
    endpoint.id = "ep_1";
    endpoint.url = "https://example.test/in";
    endpoint.eventTypes = {"record:*"};
    endpoint.filter = "model = 'crm'";
    endpoint.ordered = true;
    endpoint.headers = {{"X-A", "1"}};
    endpoint.createdAt = kAt;
    endpoint.updatedAt = kAt;
    ASSERT_TRUE(
        wait<Endpoint>([&](auto done) { store().endpoints().putEndpoint(endpoint, std::move(done)); }));
    ASSERT_TRUE(wait<bool>([&](auto done) {
        store().endpoints().setEndpointStatus("ep_1", EndpointStatus::Paused, "60 % failed", kAt + 1s,
                                              std::move(done));
    }));
    reopen();
    const auto found =
        wait<Endpoint>([&](auto done) { store().endpoints().endpoint("ep_1", std::move(done)); });
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(found->eventTypes, endpoint.eventTypes);
    EXPECT_EQ(found->filter, endpoint.filter);
    EXPECT_TRUE(found->ordered);
    EXPECT_EQ(found->headers.at(0).value, "1");
    EXPECT_EQ(found->status, EndpointStatus::Paused);
    EXPECT_EQ(found->statusReason, "60 % failed");
    EXPECT_EQ(found->updatedAt, kAt + 1s);
}

TEST_P(WebhookContract, aRemovedEndpointsPendingDeliveriesAreDiscarded)
{
    Endpoint endpoint;
    endpoint.id = "ep_1";
    ASSERT_TRUE(
        wait<Endpoint>([&](auto done) { store().endpoints().putEndpoint(endpoint, std::move(done)); }));
    queue({deliveryOf("dlv_1")});
    ASSERT_TRUE(
        wait<bool>([&](auto done) { store().endpoints().removeEndpoint("ep_1", kAt, std::move(done)); }));
    EXPECT_EQ(deliveryNamed("dlv_1")->state, DeliveryState::Discarded);
    EXPECT_TRUE(leaseOf("ep_1", kAt).empty());
}

TEST_P(WebhookContract, dueDeliveriesOfOneEndpointAreLeasedOnceWithTheirBodies)
{
    auto later = deliveryOf("dlv_3");
    later.delivery.nextAt = kAt + 1h;
    queue({deliveryOf("dlv_1"), deliveryOf("dlv_2", "evt_1", "ep_2"), later});
    const auto leased = leaseOf("ep_1", kAt);
    ASSERT_EQ(leased.size(), 1U);
    EXPECT_EQ(leased[0].delivery.id, "dlv_1");
    EXPECT_EQ(leased[0].body, R"({"id":"dlv_1"})");
    EXPECT_TRUE(leaseOf("ep_1", kAt + 29s).empty());
    EXPECT_EQ(leaseOf("ep_1", kAt + 30s).size(), 1U);
    EXPECT_EQ(leaseOf("ep_2", kAt).size(), 1U);
}

TEST_P(WebhookContract, anOrderedEndpointGetsNothingWhileItsOldestDeliveryWaits)
{
    queue({deliveryOf("dlv_1"), deliveryOf("dlv_2")});
    auto first = leaseOf("ep_1", kAt, true);
    ASSERT_EQ(first.size(), 1U);
    EXPECT_TRUE(leaseOf("ep_1", kAt + 1s, true).empty());
    ASSERT_TRUE(record(first[0], {DeliveryState::Pending, kAt + 1h, kAt}, 500));
    EXPECT_TRUE(leaseOf("ep_1", kAt + 59min, true).empty());
    auto again = leaseOf("ep_1", kAt + 1h, true);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].delivery.id, "dlv_1");
    ASSERT_TRUE(record(again[0], {DeliveryState::Delivered, {}, kAt + 1h}));
    EXPECT_EQ(leaseOf("ep_1", kAt + 1h, true).at(0).delivery.id, "dlv_2");
}

TEST_P(WebhookContract, anAttemptIsWrittenDownWithTheOutcomeAndItsBodiesAreCut)
{
    queue({deliveryOf("dlv_1")});
    auto leased = leaseOf("ep_1", kAt);
    ASSERT_TRUE(record(leased.at(0), {DeliveryState::Delivered, {}, kAt + 1s}));
    const auto done = deliveryNamed("dlv_1");
    ASSERT_TRUE(done);
    EXPECT_EQ(done->state, DeliveryState::Delivered);
    EXPECT_EQ(done->attempts, 1U);
    EXPECT_EQ(done->lastStatus, 200);
    EXPECT_EQ(done->finishedAt, kAt + 1s);
    const auto attempts = wait<std::vector<DeliveryAttempt>>(
        [&](auto answer) { store().deliveries().attempts("dlv_1", std::move(answer)); });
    ASSERT_TRUE(attempts) << attempts.error().message;
    ASSERT_EQ(attempts->size(), 1U);
    EXPECT_EQ(attempts->at(0).requestHeaders.at(0).value, "msg-dlv_1");
    EXPECT_EQ(attempts->at(0).responseBody.size(), kKeptBodyBytes);
    EXPECT_EQ(attempts->at(0).responseBodyBytes, static_cast<std::int64_t>(kKeptBodyBytes) + 10);
}

TEST_P(WebhookContract, anAttemptWithALostLeaseIsKeptAndChangesNothing)
{
    queue({deliveryOf("dlv_1")});
    auto lost = leaseOf("ep_1", kAt);
    ASSERT_EQ(leaseOf("ep_1", kAt + 30s).size(), 1U);
    const auto late = record(lost.at(0), {DeliveryState::Delivered, {}, kAt});
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, Errc::Conflict);
    EXPECT_EQ(deliveryNamed("dlv_1")->state, DeliveryState::Pending);
    const auto attempts = wait<std::vector<DeliveryAttempt>>(
        [&](auto done) { store().deliveries().attempts("dlv_1", std::move(done)); });
    EXPECT_EQ(attempts->size(), 1U);
}

TEST_P(WebhookContract, aDeadDeliveryIsRequeuedWithAnEditedBodyAndAPendingOneIsNot)
{
    queue({deliveryOf("dlv_1")});
    auto leased = leaseOf("ep_1", kAt);
    ASSERT_TRUE(record(leased.at(0), {DeliveryState::Dead, {}, kAt}, 500));
    ASSERT_TRUE(wait<bool>([&](auto done) {
        store().deliveries().requeue("dlv_1", kAt + 1min, "{\"edited\":1}", std::move(done));
    }));
    const auto twice = wait<bool>(
        [&](auto done) { store().deliveries().requeue("dlv_1", kAt, std::nullopt, std::move(done)); });
    EXPECT_EQ(twice.error().code, Errc::Conflict);
    const auto again = leaseOf("ep_1", kAt + 1min);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again[0].body, "{\"edited\":1}");
    EXPECT_EQ(again[0].delivery.attempts, 1U);
}

TEST_P(WebhookContract, queuesSayWhatWaitsForEachEndpoint)
{
    queue({deliveryOf("dlv_1"), deliveryOf("dlv_2"), deliveryOf("dlv_3", "evt_1", "ep_2")});
    ASSERT_TRUE(wait<bool>([&](auto done) { store().deliveries().discard("dlv_3", kAt, std::move(done)); }));
    const auto queues =
        wait<std::vector<EndpointQueue>>([&](auto done) { store().deliveries().queues(std::move(done)); });
    ASSERT_TRUE(queues);
    ASSERT_EQ(queues->size(), 1U);
    EXPECT_EQ(queues->at(0).endpointId, "ep_1");
    EXPECT_EQ(queues->at(0).pending, 2U);
    EXPECT_EQ(queues->at(0).nextAt, kAt);
}

TEST_P(WebhookContract, pruningRemovesWhatIsOldAndFinishedAndNothingElse)
{
    ASSERT_TRUE(append(fresh("evt_1")));
    ASSERT_TRUE(append(fresh("evt_2")));
    ASSERT_TRUE(append(fresh("evt_3")));
    ASSERT_TRUE(append(fresh("evt_4", {}, kAt + 24h * 7)));
    auto jobs = lease(kAt, 30s, 3);
    ASSERT_EQ(jobs.size(), 3U);
    ASSERT_TRUE(finish(jobs[0], {}, {deliveryOf("dlv_1", "evt_1")}));
    ASSERT_TRUE(finish(jobs[1], {}, {deliveryOf("dlv_2", "evt_2")}));
    ASSERT_TRUE(record(leaseOf("ep_1", kAt).at(0), {DeliveryState::Delivered, {}, kAt}));
    const auto now = kAt + 24h * 7 + 1min;
    EXPECT_EQ(prune({}, now), 1U); // evt_1: evt_2 has a delivery, evt_3 a job, evt_4 is young
    EXPECT_EQ(prune({}, now), 0U);
    EXPECT_EQ(list().size(), 3U);
    EXPECT_EQ(detail("evt_1").error().code, Errc::NotFound);
    EXPECT_EQ(deliveryNamed("dlv_1").error().code, Errc::NotFound);
    EXPECT_TRUE(deliveryNamed("dlv_2"));
}

TEST_P(WebhookContract, pruningKeepsTheNewestRowsThatMayStay)
{
    for (int i = 1; i <= 4; ++i) {
        ASSERT_TRUE(append(fresh("evt_" + std::to_string(i))));
    }
    for (auto& job : lease(kAt)) {
        ASSERT_TRUE(finish(job, {}));
    }
    EXPECT_EQ(prune({2, std::chrono::hours(24 * 7)}, kAt), 2U);
    const auto rest = list();
    ASSERT_EQ(rest.size(), 2U);
    EXPECT_EQ(rest[1].id, "evt_3");
}

} // namespace
} // namespace gatehouse::store::test
