// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "tests/support/fake_gateway_roles.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::test {

/// What the fake webhook roles show, filled in by a test, and what they were asked.
struct FakeWebhookState
{
    std::vector<WebhookEvent> events; ///< Oldest first.
    std::vector<EventTrail> trails;
    EventPayload payload;
    std::function<Result<EventPayload>(const std::string& id)> payloadOf; ///< Instead of that one, when set.
    std::vector<std::string> payloadsRead;                                ///< Ids.
    std::vector<RejectedWebhook> rejected;
    VerificationReport verification;
    std::vector<IngestUrl> urls;
    EventStorage storage;
    std::vector<EndpointView> endpoints;
    std::vector<DeliveryDetail> deliveries; ///< Oldest first.
    std::vector<ReplayRun> runs;

    std::vector<std::string> told; ///< "retry dlv_1", "resume ep_1", …
    UnixMillis recoveredSince;
    std::vector<json::Document> endpointFields;
    std::vector<ReplayRequest> replays;
    std::vector<EventImport> imports;
};

/// Newest first, within the window.
template <class T, class Sequence>
[[nodiscard]] std::vector<T> cutWindow(const std::vector<T>& oldestFirst, const ListWindow& window,
                                       Sequence sequence)
{
    std::vector<T> out;
    for (auto it = oldestFirst.rbegin(); it != oldestFirst.rend() && out.size() < window.limit; ++it) {
        if (sequence(*it) > window.after && (window.before == 0 || sequence(*it) < window.before)) {
            out.push_back(*it);
        }
    }
    return out;
}

class FakeReceivedEvents final : public ReceivedEvents, public FakeRole
{
public:
    FakeReceivedEvents(FakeState& state, FakeWebhookState& webhooks)
        : FakeRole(state)
        , w(webhooks)
    {}

    void events(EventQuery query, Completion<std::vector<WebhookEvent>> done) override
    {
        auto events = w.events;
        std::erase_if(events, [&](const WebhookEvent& event) {
            return !query.accountId.empty() && event.accountId != query.accountId;
        });
        s.answer<std::vector<WebhookEvent>>(
            std::move(done),
            cutWindow(events, query.window, [](const WebhookEvent& event) { return event.sequence; }));
    }

    void event(std::string id, Completion<EventTrail> done) override
    {
        const auto found =
            std::ranges::find_if(w.trails, [&](const auto& trail) { return trail.detail.event.id == id; });
        s.answer<EventTrail>(std::move(done), found == w.trails.end()
                                                  ? fail(Errc::NotFound, "there is no event " + id)
                                                  : Result<EventTrail>(*found));
    }

    void payload(std::string id, Completion<EventPayload> done) override
    {
        s.answer<EventPayload>(std::move(done),
                               w.payloadOf ? w.payloadOf(id) : Result<EventPayload>(w.payload));
        w.payloadsRead.push_back(std::move(id));
    }

    void rejected(Completion<std::vector<RejectedWebhook>> done) override
    {
        s.answer<std::vector<RejectedWebhook>>(std::move(done), w.rejected);
    }

    void trySecret(std::string rejectedId, Secret /*secret*/, Completion<VerificationReport> done) override
    {
        w.told.push_back("try " + rejectedId);
        s.answer<VerificationReport>(std::move(done), w.verification);
    }

    void ingestUrls(Completion<std::vector<IngestUrl>> done) override
    {
        s.answer<std::vector<IngestUrl>>(std::move(done), w.urls);
    }

    void rotateUrl(UrlOwner owner, Completion<IngestUrl> done) override
    {
        w.told.push_back("rotate " + owner.accountId + owner.integration);
        s.answer<IngestUrl>(std::move(done), w.urls.empty() ? fail(Errc::NotFound, "there is no such URL")
                                                            : Result<IngestUrl>(w.urls.front()));
    }

    void sendTest(std::string accountId, Completion<std::uint32_t> done) override
    {
        w.told.push_back("test " + accountId);
        s.answer<std::uint32_t>(std::move(done), 1U);
    }

    void storage(Completion<EventStorage> done) override
    {
        s.answer<EventStorage>(std::move(done), w.storage);
    }

    void setRetention(EventRetention retention, Completion<EventStorage> done) override
    {
        w.storage.keptFor = retention.keptFor;
        w.storage.maxEvents = retention.maxEvents;
        w.storage.maxPayloadBytes = retention.maxPayloadBytes;
        s.answer<EventStorage>(std::move(done), w.storage);
    }

    void importEvent(EventImport event, Completion<WebhookEvent> done) override
    {
        WebhookEvent taken;
        taken.id = s.makeId("evt_");
        taken.source = "import";
        taken.accountId = event.accountId;
        taken.payloadBytes = static_cast<std::int64_t>(event.body.size());
        w.imports.push_back(std::move(event));
        s.answer<WebhookEvent>(std::move(done), std::move(taken));
    }

private:
    FakeWebhookState& w; // NOLINT(readability-identifier-naming): as FakeRole::s
};

class FakeWebhookEndpoints final : public WebhookEndpoints, public FakeRole
{
public:
    FakeWebhookEndpoints(FakeState& state, FakeWebhookState& webhooks)
        : FakeRole(state)
        , w(webhooks)
    {}

    void endpoints(Completion<std::vector<EndpointView>> done) override
    {
        s.answer<std::vector<EndpointView>>(std::move(done), w.endpoints);
    }

    void endpoint(std::string id, Completion<EndpointView> done) override
    {
        s.answer<EndpointView>(std::move(done), find(id));
    }

    void createEndpoint(json::Document fields, Completion<EndpointWithSecret> done) override
    {
        EndpointView view;
        view.endpoint.id = s.makeId("ep_");
        view.endpoint.url = std::string((*fields)["url"].asString());
        w.endpointFields.push_back(std::move(fields));
        w.endpoints.push_back(view);
        // With its secret it cannot be copied, so it does not go through the state's answer().
        done(s.failure ? Result<EndpointWithSecret>(fail(*s.failure))
                       : EndpointWithSecret{std::move(view), Secret(std::string_view("whsec_fake"))});
    }

    void updateEndpoint(std::string id, json::Document fields, Completion<EndpointView> done) override
    {
        w.endpointFields.push_back(std::move(fields));
        s.answer<EndpointView>(std::move(done), find(id));
    }

    void removeEndpoint(std::string id, Completion<bool> done) override
    {
        const auto removed =
            std::erase_if(w.endpoints, [&](const EndpointView& view) { return view.endpoint.id == id; });
        s.answer<bool>(std::move(done), removed > 0);
    }

    void rotateSecret(std::string id, std::chrono::hours /*overlap*/,
                      Completion<EndpointWithSecret> done) override
    {
        w.told.push_back("rotate " + id);
        auto found = find(id);
        if (!found) {
            done(fail(std::move(found).error()));
            return;
        }
        done(EndpointWithSecret{std::move(*found), Secret(std::string_view("whsec_next"))});
    }

    void testEndpoint(std::string id, Completion<DeliveryDetail> done) override
    {
        w.told.push_back("test " + id);
        s.answer<DeliveryDetail>(std::move(done), DeliveryDetail());
    }

    void resumeEndpoint(std::string id, Completion<EndpointView> done) override
    {
        w.told.push_back("resume " + id);
        s.answer<EndpointView>(std::move(done), find(id));
    }

    void recoverEndpoint(std::string id, UnixMillis since, Completion<std::uint64_t> done) override
    {
        w.recoveredSince = since;
        w.told.push_back("recover " + id);
        s.answer<std::uint64_t>(std::move(done), 3U);
    }

private:
    [[nodiscard]] Result<EndpointView> find(const std::string& id) const
    {
        const auto found =
            std::ranges::find_if(w.endpoints, [&](const auto& view) { return view.endpoint.id == id; });
        return found == w.endpoints.end() ? fail(Errc::NotFound, "there is no endpoint " + id)
                                          : Result<EndpointView>(*found);
    }

    FakeWebhookState& w; // NOLINT(readability-identifier-naming): as FakeRole::s
};

class FakeDeliveries final : public Deliveries, public FakeRole
{
public:
    FakeDeliveries(FakeState& state, FakeWebhookState& webhooks)
        : FakeRole(state)
        , w(webhooks)
    {}

    void deliveries(DeliveryQuery query, Completion<std::vector<Delivery>> done) override
    {
        std::vector<Delivery> all;
        for (const DeliveryDetail& detail : w.deliveries) {
            const bool ofState = !query.state || detail.delivery.state == *query.state;
            if (ofState && (query.endpointId.empty() || detail.delivery.endpointId == query.endpointId)) {
                all.push_back(detail.delivery);
            }
        }
        s.answer<std::vector<Delivery>>(
            std::move(done), cutWindow(all, query.window, [](const Delivery& d) { return d.sequence; }));
    }

    void counts(Completion<std::vector<DeliveryCount>> done) override
    {
        std::vector<DeliveryCount> out;
        for (const DeliveryDetail& detail : w.deliveries) {
            const auto& one = detail.delivery;
            const auto same = std::ranges::find_if(out, [&](const DeliveryCount& count) {
                return count.endpointId == one.endpointId && count.state == one.state;
            });
            if (same == out.end()) {
                out.push_back({one.endpointId, one.state, 1});
            } else {
                ++same->deliveries;
            }
        }
        s.answer<std::vector<DeliveryCount>>(std::move(done), std::move(out));
    }

    void delivery(std::string id, Completion<DeliveryDetail> done) override
    {
        s.answer<DeliveryDetail>(std::move(done), find(id));
    }

    void retry(std::string id, Completion<Delivery> done) override { tell("retry ", id, std::move(done)); }

    void editAndRetry(std::string id, std::string /*body*/, Completion<Delivery> done) override
    {
        tell("edit ", id, std::move(done));
    }

    void discard(std::string id, Completion<Delivery> done) override
    {
        tell("discard ", id, std::move(done));
    }

private:
    [[nodiscard]] Result<DeliveryDetail> find(const std::string& id) const
    {
        const auto found =
            std::ranges::find_if(w.deliveries, [&](const auto& detail) { return detail.delivery.id == id; });
        return found == w.deliveries.end() ? fail(Errc::NotFound, "there is no delivery " + id)
                                           : Result<DeliveryDetail>(*found);
    }

    void tell(const char* what, const std::string& id, Completion<Delivery> done)
    {
        w.told.push_back(what + id);
        s.answer<Delivery>(std::move(done),
                           find(id).map([](const DeliveryDetail& detail) { return detail.delivery; }));
    }

    FakeWebhookState& w; // NOLINT(readability-identifier-naming): as FakeRole::s
};

class FakeReplays final : public Replays, public FakeRole
{
public:
    FakeReplays(FakeState& state, FakeWebhookState& webhooks)
        : FakeRole(state)
        , w(webhooks)
    {}

    void start(ReplayRequest request, Completion<ReplayRun> done) override
    {
        ReplayRun run;
        run.id = s.makeId("rpl_");
        run.total = request.eventIds.size();
        run.dryRun = request.dryRun;
        w.replays.push_back(std::move(request));
        w.runs.push_back(run);
        s.answer<ReplayRun>(std::move(done), std::move(run));
    }

    void run(std::string id, Completion<ReplayRun> done) override
    {
        s.answer<ReplayRun>(std::move(done), FakeState::findById(w.runs, id));
    }

    void runs(Completion<std::vector<ReplayRun>> done) override
    {
        s.answer<std::vector<ReplayRun>>(std::move(done),
                                         std::vector<ReplayRun>(w.runs.rbegin(), w.runs.rend()));
    }

    void stop(std::string id, Completion<ReplayRun> done) override
    {
        w.told.push_back("stop " + id);
        s.answer<ReplayRun>(std::move(done), FakeState::findById(w.runs, id));
    }

private:
    FakeWebhookState& w; // NOLINT(readability-identifier-naming): as FakeRole::s
};

class FakeWebhooks final : public Webhooks
{
public:
    explicit FakeWebhooks(FakeState& fake)
        : receivedRole(fake, state)
        , endpointsRole(fake, state)
        , deliveriesRole(fake, state)
        , replaysRole(fake, state)
    {}

    [[nodiscard]] ReceivedEvents& received() override { return receivedRole; }

    [[nodiscard]] WebhookEndpoints& endpoints() override { return endpointsRole; }

    [[nodiscard]] Deliveries& deliveries() override { return deliveriesRole; }

    [[nodiscard]] Replays& replays() override { return replaysRole; }

    FakeWebhookState state;
    FakeReceivedEvents receivedRole;
    FakeWebhookEndpoints endpointsRole;
    FakeDeliveries deliveriesRole;
    FakeReplays replaysRole;
};

} // namespace gatehouse::test
