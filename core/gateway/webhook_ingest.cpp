// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/webhook_ingest.h"

#include "core/gateway/node_settings.h"
#include "core/json/parse.h"
#include "core/net/client.h"
#include "core/runtime/await.h"
#include "core/webhooks/autopsy/autopsy.h"

#include <fmt/format.h>

#include <utility>

namespace gatehouse {
namespace {

using namespace std::chrono_literals;

constexpr auto kTidyEvery = 60s;
constexpr auto kRebuildAfter = 20ms; ///< Changes come in bunches.
/// A clock that ran further than this ahead of the steady one was set, not waited for.
constexpr auto kJump = 1h;
constexpr std::string_view kGenerations = "webhooks.url.";
constexpr std::string_view kNotDurable = "webhooks_not_durable"; ///< The alert.

/// Senders in numbers: at a steady few thousand events a second there are fewer than that at any moment.
constexpr std::uint64_t kManyWaiting = 16;

double read(const std::atomic<std::uint64_t>& count)
{
    return static_cast<double>(count.load(std::memory_order_relaxed));
}

void addCounts(const webhooks::IngestCounters& counts, std::vector<MetricFamily>& families)
{
    MetricFamily received{"gatehouse_webhooks_received_total",
                          "Requests for webhook URLs by what became of them.",
                          MetricKind::Counter,
                          {},
                          {}};
    for (const auto& [result, count] :
         {std::pair{"accepted", &counts.accepted}, std::pair{"duplicate", &counts.duplicates},
          std::pair{"handshake", &counts.handshakes}, std::pair{"rejected", &counts.rejected},
          std::pair{"undurable", &counts.undurable}, std::pair{"unknown", &counts.unknown}}) {
        received.samples.push_back({{{"result", result}}, read(*count), {}, 0, 0});
    }
    families.push_back(std::move(received));
    families.push_back({"gatehouse_webhook_bytes_total",
                        "Bytes of accepted bodies.",
                        MetricKind::Counter,
                        {},
                        {{{}, read(counts.bytes), {}, 0, 0}}});
    families.push_back({"gatehouse_webhooks_waiting",
                        "Requests that wait for the disk at this moment.",
                        MetricKind::Gauge,
                        {},
                        {{{}, read(counts.waiting), {}, 0, 0}}});
}

} // namespace

WebhookIngest::WebhookIngest(NodeCore& core)
    : m_core(core)
    , m_timers(runtime::makeTimers(*core.services.clock))
{
    core.countedElsewhere.emplace_back(
        [shared = m_shared](std::vector<MetricFamily>& families) { addCounts(shared->counters, families); });
}

WebhookIngest::~WebhookIngest() = default;

QCoro::Task<Status> WebhookIngest::start(Secret key)
{
    m_urls.emplace(std::move(key));
    auto reading = readGenerations();
    auto read = co_await reading;
    if (!read) {
        co_return read;
    }
    auto readingRetention = readRetention();
    if (auto kept = co_await readingRetention; !kept) {
        co_return kept;
    }
    auto building = rebuild();
    co_await building;
    const webhooks::IngestServices services{m_shared->routes,
                                            m_core.services.store->webhookEvents(),
                                            *m_core.services.payloads,
                                            m_shared->keys,
                                            m_shared->ring,
                                            m_shared->counters,
                                            *m_core.services.ingest,
                                            *m_core.services.clock,
                                            *m_core.services.random,
                                            *m_core.services.log};
    m_ingest = std::make_unique<webhooks::IngestThread>(
        webhooks::IngestThread::Parts{services, listenerFor(m_self), {}, *m_core.services.engine, m_shared});
    m_subscription = m_core.events.subscribe([this](const GatewayEvent& event) { hear(event); });
    m_tidiedAt = m_core.services.clock->now();
    m_tidiedSteady = m_core.services.clock->steady();
    tidyLater();
    m_core.alerts.resolve(std::string(kNotDurable)); // The store that was just opened takes writes.
    judgeBodies();
    co_return Status{};
}

QCoro::Task<Status> WebhookIngest::readGenerations()
{
    auto reading = readSettings(m_core, std::string(kGenerations));
    auto rows = co_await reading;
    if (!rows) {
        co_return fail(std::move(rows).error());
    }
    for (const auto& row : *rows) {
        const auto value = json::parse(std::string_view(row.valueJson));
        if (value) {
            m_urls->setGeneration(row.key.substr(kGenerations.size()),
                                  {static_cast<std::uint32_t>((**value)["generation"].asUInt()),
                                   fromMillis((**value)["rotated_at"].asInt())});
        }
    }
    co_return Status{};
}

void WebhookIngest::rotateUrl(UrlOwner owner, Completion<IngestUrl> done)
{
    if (!m_urls) {
        done(fail(Errc::Unavailable, "there are no webhook URLs before the vault is open"));
        return;
    }
    auto name = owner.accountId.empty() ? "integration:" + owner.integration : "account:" + owner.accountId;
    deliver(m_core, rotated(std::move(name)), std::move(done));
}

QCoro::Task<Result<IngestUrl>> WebhookIngest::rotated(std::string owner)
{
    if (!urlOf(owner)) {
        co_return fail(Errc::NotFound, fmt::format("{} has no webhook URL", owner));
    }
    const auto next = m_urls->next(owner, m_core.services.clock->now());
    store::SettingRow row{
        std::string(kGenerations) + owner,
        fmt::format(R"({{"generation":{},"rotated_at":{}}})", next.number, toMillis(*next.rotatedAt))};
    auto writing = writeSetting(m_core, std::move(row));
    auto stored = co_await writing;
    if (!stored) {
        co_return fail(std::move(stored).error());
    }
    m_urls->setGeneration(owner, next);
    m_rebuildAgain = true; // Not the one under way: it may have passed this owner already.
    auto building = rebuild();
    co_await building;
    auto answering = runtime::awaitCompletion<std::vector<IngestUrl>>(
        *m_core.services.engine, [this](auto done) { ingestUrls(std::move(done)); });
    static_cast<void>(co_await answering);
    auto url = urlOf(owner);
    if (!url) {
        co_return fail(Errc::NotFound, fmt::format("{} has no webhook URL any more", owner));
    }
    co_return std::move(*url);
}

void WebhookIngest::hear(const GatewayEvent& event)
{
    if (const auto* changed = std::get_if<AccountChanged>(&event)) {
        if (changed->removed) {
            m_credentials.erase(changed->account.id);
            m_staleCredentials.erase(changed->account.id);
        } else {
            m_staleCredentials.insert(changed->account.id);
        }
        rebuildLater();
    } else if (std::holds_alternative<IntegrationChanged>(event)
               || std::holds_alternative<NodeStatusChanged>(event)) {
        rebuildLater();
    }
}

webhooks::IngestListener WebhookIngest::listenerFor(const std::weak_ptr<WebhookIngest*>& self)
{
    webhooks::IngestListener listener;
    listener.stored = [self](WebhookEvent event) {
        if (const auto alive = self.lock(); alive && (*alive)->m_stored) {
            (*alive)->m_stored(std::move(event));
        }
    };
    listener.rejected = [self](const RejectedWebhook& rejected) {
        if (const auto alive = self.lock(); alive && (*alive)->m_rejectedTold) {
            (*alive)->m_rejectedTold(rejected);
        }
    };
    listener.repeated = [self](const webhooks::RepeatedEvent& repeated) {
        if (const auto alive = self.lock(); alive && (*alive)->m_repeatedTold) {
            (*alive)->m_repeatedTold(repeated);
        }
    };
    listener.unkept = [self](const webhooks::UnkeptEvent& unkept) {
        if (const auto alive = self.lock(); alive && (*alive)->m_unkeptTold) {
            (*alive)->m_unkeptTold(unkept);
        }
    };
    listener.trouble = [self](const std::string& reason, bool lost) {
        if (const auto alive = self.lock()) {
            (*alive)->trouble(reason, lost);
        }
    };
    listener.recovered = [self] {
        if (const auto alive = self.lock()) {
            (*alive)->m_core.alerts.resolve(std::string(kNotDurable));
        }
    };
    return listener;
}

void WebhookIngest::rebuildLater()
{
    if (!m_rebuildAgain) {
        m_rebuildAgain = true;
        m_timers->after(kRebuildAfter, [this] { rebuild(); });
    }
}

void WebhookIngest::trouble(const std::string& reason, bool lost)
{
    Alert alert;
    alert.id = kNotDurable;
    alert.kind = kNotDurable;
    alert.severity = AlertSeverity::Critical;
    alert.title = lost ? "Webhooks are acknowledged and lost" : "Webhooks cannot be stored";
    alert.detail = fmt::format(
        "{}. {} Free or repair the disk of {}: ingest goes on by itself.", reason,
        lost ? "Senders are told yes where the integration's definition says so, and what they sent is gone: "
               "have it sent again. All others are told to try again."
             : "Senders are told to try again.",
        m_core.options.dataDir.string());
    m_core.alerts.raise(std::move(alert));
}

void WebhookIngest::tidyLater()
{
    m_timers->after(kTidyEvery, [this] { tidy(); });
}

QCoro::Task<> WebhookIngest::tidy()
{
    const InFlight::Token token(m_core.inFlight);
    const auto now = m_core.services.clock->now();
    const auto steady = m_core.services.clock->steady();
    const auto jumped = (now - m_tidiedAt) - (steady - m_tidiedSteady) > kJump;
    m_tidiedAt = now;
    m_tidiedSteady = steady;
    if (jumped) {
        // Whoever set the clock may set it back: nothing is thrown away for its sake before the next round.
        m_core.services.log->write(LogLevel::Warning, "the clock jumped; old webhooks are not removed yet",
                                   {});
    } else {
        // What is not processed yet is never too old or too much.
        auto asking =
            runtime::awaitCompletion<std::vector<std::string>>(*m_core.services.engine, [this](auto done) {
                m_core.services.store->webhookJobs().neededPayloads(std::move(done));
            });
        auto needed = co_await asking;
        if (needed) {
            m_core.services.payloads->prune(now, std::move(*needed), {});
        }
        judgeBodies();
        std::uint64_t removed = 1;
        while (removed > 0 && !m_core.stopping) {
            auto pending =
                runtime::awaitCompletion<std::uint64_t>(*m_core.services.engine, [this, now](auto done) {
                    m_core.services.store->webhookEvents().pruneEvents(
                        {m_retention.maxEvents, m_retention.keptFor}, now, std::move(done));
                });
            auto step = co_await pending;
            removed = step.value_or(0);
        }
    }
    for (const auto& url : m_jwksUrls) {
        fetchKeys(url);
    }
    if (!m_core.stopping) {
        rebuildLater(); // Tokens that were rotated away end with their overlap.
        tidyLater();
    }
}

QCoro::Task<> WebhookIngest::fetchKeys(std::string url)
{
    const InFlight::Token token(m_core.inFlight);
    auto parsed = Url::parse(url);
    if (!parsed) {
        co_return;
    }
    net::ClientRequest request;
    request.url = std::move(*parsed);
    request.timeout = 10s;
    request.maxBodyBytes = std::size_t{1} << 20U;
    request.allowPrivateTargets = m_core.options.allowPrivateTargets;
    request.stop = m_core.cutOff.get_token();
    auto sending = m_core.http->send(std::move(request));
    auto answer = co_await sending;
    auto keys = answer && answer->status == 200
                    ? webhooks::JwkSet::parse(answer->body)
                    : Result<webhooks::JwkSet>(fail(Errc::Unavailable, "no answer"));
    if (keys) {
        m_shared->keys.put(url, std::make_shared<const webhooks::JwkSet>(std::move(*keys)));
    } else {
        m_core.services.log->write(LogLevel::Warning, "the keys for webhooks could not be fetched",
                                   {{"url", url}, {"reason", keys.error().message}});
    }
}

std::vector<RejectedWebhook> WebhookIngest::Shared::explained(const std::stop_token& stop)
{
    std::vector<RejectedWebhook> list;
    std::map<std::string, VerificationReport, std::less<>> now;
    const std::scoped_lock lock(explaining);
    for (const auto& rejection : ring.all()) {
        list.push_back(rejection->shown);
        auto& report = list.back().report;
        if (auto known = reports.extract(rejection->shown.id); !known.empty()) {
            report = std::move(known.mapped());
        } else if (rejection->route && !stop.stop_requested()) {
            webhooks::explain(*rejection, keys, report);
        }
        now.emplace(rejection->shown.id, report);
    }
    reports = std::move(now); // Of what is still in the ring.
    return list;
}

void WebhookIngest::rejected(Completion<std::vector<RejectedWebhook>> done)
{
    // Milliseconds each, and there may be hundreds: not on the engine thread.
    m_core.pool.submit([shared = m_shared, engine = m_core.services.engine,
                        answer = std::make_shared<Completion<std::vector<RejectedWebhook>>>(std::move(done))](
                           const std::stop_token& stop) {
        engine->post([answer, list = shared->explained(stop)]() mutable { (*answer)(std::move(list)); });
    });
}

void WebhookIngest::trySecret(std::string rejectedId, Secret secret, Completion<VerificationReport> done)
{
    const auto rejection = m_shared->ring.find(rejectedId);
    if (!rejection) {
        done(fail(Errc::NotFound, fmt::format("{} is no longer in the inspector's ring", rejectedId)));
        return;
    }
    done(webhooks::verifyWith(*rejection, secret, m_shared->keys));
}

void WebhookIngest::readPayload(const WebhookEvent& event, Completion<std::string> done)
{
    if (event.payloadBytes >= static_cast<std::int64_t>(store::kSegmentBytes)) {
        m_core.services.payloads->read(event.payloadRef, [self = std::weak_ptr(m_self),
                                                          shared = std::make_shared<Completion<std::string>>(
                                                              std::move(done))](Result<std::string> body) {
            const auto alive = self.lock();
            if (alive && !body && body.error().code == Errc::Corrupt) {
                (*alive)->judgeBodies();
            }
            (*shared)(std::move(body));
        });
    } else {
        m_core.services.store->webhookEvents().eventPayload(event.id, std::move(done));
    }
}

bool WebhookIngest::busy() const
{
    return m_shared->counters.waiting.load(std::memory_order_relaxed) > kManyWaiting;
}

} // namespace gatehouse
