// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/log.h"
#include "core/config/definition_check.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/net/client.h"
#include "core/runtime/executor.h"
#include "core/webhooks/ingest/ingest.h"
#include "core/webhooks/ingest/jwk_cache.h"
#include "tests/support/fake_clock.h"
#include "tests/support/run_task.h"
#include "tests/support/seeded_random.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::webhooks::test {

/// The definition of a scheme from tests/data/webhooks/schemes.json, with other members on top.
inline config::ProviderPtr providerFor(const std::string& scheme, const std::string& more = {})
{
    static const auto schemas = config::DefinitionSchemas::load();
    const auto schemes = json::parse(
        gatehouse::test::readFile(gatehouse::test::sourceDir() / "tests/data/webhooks/schemes.json"));
    EXPECT_TRUE(schemes) << schemes.error().message;
    auto webhooks = json::write((**schemes)[scheme]);
    if (!more.empty()) {
        webhooks.insert(1, more + ",");
    }
    auto checked = config::checkProvider(
        *schemas, "p.json",
        R"({"slug":"acme","label":"A","api":{"base_url":"https://a"},"auth":[{"kind":"basic"}],"webhooks":)"
            + webhooks + "}");
    EXPECT_TRUE(checked.value) << scheme << ": "
                               << (checked.errors.empty() ? "" : checked.errors[0].describe());
    return checked.value;
}

/// What a vector calls its secret, under the names that the schemes ref.
inline std::shared_ptr<SecretSet> secretsOf(const std::string& secret)
{
    auto set = std::make_shared<SecretSet>();
    set->add("secret", "secret", Secret(std::string_view(secret)));
    const auto colon = secret.find(':');
    set->add("username", "username", Secret(std::string_view(secret).substr(0, colon)));
    if (colon != std::string::npos) {
        set->add("password", "password", Secret(std::string_view(secret).substr(colon + 1)));
    }
    return set;
}

/// A store of events in memory, that can be told to fail.
class MemoryEvents final : public store::WebhookEvents
{
public:
    void appendEvent(store::NewEvent event, runtime::Executor& answerOn,
                     Completion<store::EventReceipt> done) override
    {
        if (onAppend) {
            onAppend();
        }
        Result<store::EventReceipt> result = fail(Errc::Unavailable, "no space left on device");
        if (!broken) {
            const auto [at, fresh] = keys.emplace(event.dedupeKey, event.event.id);
            result = store::EventReceipt{at->second, stored.size() + 1, !fresh};
            if (fresh) {
                stored.push_back(std::move(event));
            }
        }
        auto shared = std::make_shared<Completion<store::EventReceipt>>(std::move(done));
        answerOn.post([shared, result] { (*shared)(result); });
    }

    void events(store::EventQuery, Completion<std::vector<WebhookEvent>>) override {}

    void event(std::string, Completion<WebhookEventDetail>) override {}

    void eventPayload(std::string, Completion<std::string>) override {}

    void countEvents(Completion<std::uint64_t>) override {}

    void pruneEvents(store::EventRetention, UnixMillis, Completion<std::uint64_t>) override {}

    bool broken = false;
    std::function<void()> onAppend; ///< While it writes.
    std::map<std::string, std::string> keys;
    std::vector<store::NewEvent> stored;
};

class MemoryPayloads final : public store::Payloads
{
public:
    void append(std::string body, runtime::Executor& answerOn, Completion<std::string> done) override
    {
        Result<std::string> result = fail(Errc::Unavailable, "no space left on device");
        if (!broken) {
            kept.push_back(std::move(body));
            result = "pay_1_0_" + std::to_string(kept.back().size());
        }
        auto shared = std::make_shared<Completion<std::string>>(std::move(done));
        answerOn.post([shared, result] { (*shared)(result); });
    }

    void read(std::string, Completion<std::string>) override {}

    void prune(UnixMillis, std::vector<std::string>, Completion<std::int64_t>) override {}

    void setLimits(std::chrono::hours, std::int64_t) override {}

    void usage(Completion<store::PayloadUsage>) override {}

    bool broken = false;
    std::vector<std::string> kept;
};

class NoLog final : public LogSink
{
public:
    void write(LogLevel, std::string_view, std::initializer_list<LogField>) override {}
};

/// Ingest behind a real HTTP server, with one route.
class IngestWorld : public ::testing::Test
{
protected:
    IngestWorld()
    {
        IngestListener listener;
        listener.stored = [this](const WebhookEvent& event) {
            ++told;
            toldEvents.push_back(event);
        };
        listener.repeated = [this](const RepeatedEvent& repeated) { toldRepeated.push_back(repeated); };
        listener.unkept = [this](const UnkeptEvent& unkept) { toldUnkept.push_back(unkept); };
        listener.trouble = [this](const std::string& reason, bool lost) {
            troubles.push_back(lost ? "lost: " + reason : reason);
        };
        listener.recovered = [this] { ++recoveries; };
        ingest.emplace(
            IngestServices{routes, events, payloads, keys, ring, counters, *executor, clock, random, log},
            std::move(listener), Ingest::Options{});
        server = net::makeHttpServer(*ingest, {});
        EXPECT_TRUE(server->listen());
    }

    void setRoute(config::ProviderPtr provider, std::shared_ptr<SecretSet> secrets,
                  const std::string& publicUrl = "https://gw.example.com/hooks/a/tok", bool fanOut = false)
    {
        Route route;
        route.fanOut = fanOut;
        route.integration = "acme";
        route.accountId = fanOut ? "" : "acc_1";
        route.provider = std::move(provider);
        route.secrets = std::move(secrets);
        route.publicUrl = publicUrl;
        auto made = std::make_shared<Routes>();
        made->add("tok", std::make_shared<const Route>(std::move(route)));
        routes.swap(std::move(made));
    }

    net::ClientResponse send(const std::string& method, const std::string& target, net::Headers headers,
                             std::string body)
    {
        net::ClientRequest request;
        request.method = method;
        request.url = *Url::parse("http://127.0.0.1:" + std::to_string(server->port()) + target);
        request.headers = std::move(headers);
        request.headers.remove("content-length");
        request.body = std::move(body);
        request.allowPrivateTargets = true;
        auto answer = gatehouse::test::runTask(client->send(std::move(request)));
        EXPECT_TRUE(answer && *answer) << (answer ? answer->error().message : "no answer");
        return answer && *answer ? std::move(**answer) : net::ClientResponse();
    }

    std::unique_ptr<runtime::Executor> executor = runtime::makeThisThreadExecutor();
    gatehouse::test::FakeClock clock;
    gatehouse::test::SeededRandom random;
    NoLog log;
    RouteTable routes;
    MemoryEvents events;
    MemoryPayloads payloads;
    JwkCache keys;
    RejectedRing ring;
    IngestCounters counters;
    int told = 0;
    std::vector<WebhookEvent> toldEvents;
    std::vector<RepeatedEvent> toldRepeated;
    std::vector<UnkeptEvent> toldUnkept;
    int recoveries = 0;
    std::vector<std::string> troubles;
    std::optional<Ingest> ingest;
    std::unique_ptr<net::HttpServer> server;
    std::unique_ptr<net::HttpClient> client = net::makeHttpClient();
};

} // namespace gatehouse::webhooks::test
