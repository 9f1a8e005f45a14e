// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/webhook_ingest.h"

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

} // namespace

WebhookIngest::WebhookIngest(NodeCore& core)
    : m_core(core)
    , m_timers(runtime::makeTimers(*core.services.clock))
{}

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
    co_return Status{};
}

QCoro::Task<Status> WebhookIngest::readGenerations()
{
    auto pending =
        runtime::awaitCompletion<std::vector<store::SettingRow>>(*m_core.services.engine, [this](auto done) {
            m_core.services.store->settings().settings(std::string(kGenerations), std::move(done));
        });
    auto rows = co_await pending;
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

QCoro::Task<Result<IngestUrl>> WebhookIngest::rotateUrl(std::string owner)
{
    if (!urlOf(owner)) {
        co_return fail(Errc::NotFound, fmt::format("{} has no webhook URL", owner));
    }
    const auto next = m_urls->next(owner, m_core.services.clock->now());
    const store::SettingRow row{
        std::string(kGenerations) + owner,
        fmt::format(R"({{"generation":{},"rotated_at":{}}})", next.number, toMillis(*next.rotatedAt))};
    auto pending =
        runtime::awaitCompletion<store::SettingRow>(*m_core.services.engine, [this, &row](auto done) {
            m_core.services.store->settings().putSetting(row, std::move(done));
        });
    auto stored = co_await pending;
    if (!stored) {
        co_return fail(std::move(stored).error());
    }
    m_urls->setGeneration(owner, next);
    auto building = rebuild();
    co_await building;
    auto url = urlOf(owner);
    if (!url) {
        co_return fail(Errc::NotFound, fmt::format("{} has no webhook URL any more", owner));
    }
    co_return std::move(*url);
}

void WebhookIngest::hear(const GatewayEvent& event)
{
    if (const auto* changed = std::get_if<AccountChanged>(&event)) {
        m_credentials.erase(changed->account.id);
        rebuildLater();
    } else if (std::holds_alternative<IntegrationChanged>(event)
               || std::holds_alternative<NodeStatusChanged>(event)) {
        rebuildLater();
    }
}

webhooks::IngestListener WebhookIngest::listenerFor(const std::weak_ptr<WebhookIngest*>& self)
{
    webhooks::IngestListener listener;
    listener.stored = [self](const WebhookEvent& event) {
        if (const auto alive = self.lock(); alive && (*alive)->m_stored) {
            (*alive)->m_stored(event);
        }
    };
    listener.rejected = [self](const RejectedWebhook& rejected) {
        if (const auto alive = self.lock(); alive && (*alive)->m_rejectedTold) {
            (*alive)->m_rejectedTold(rejected);
        }
    };
    listener.trouble = [self](const std::string& reason) {
        if (const auto alive = self.lock()) {
            (*alive)->trouble(reason);
        }
    };
    listener.recovered = [self] {
        if (const auto alive = self.lock(); alive && (*alive)->m_alert) {
            (*alive)->m_core.events.publish(AlertResolved{*std::exchange((*alive)->m_alert, std::nullopt)});
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

void WebhookIngest::trouble(const std::string& reason)
{
    Alert alert;
    alert.id = "webhooks_not_durable";
    alert.kind = "webhooks_not_durable";
    alert.title = "Webhooks cannot be stored";
    alert.detail =
        fmt::format("{}. Senders are told to try again (or were told yes, where the integration's "
                    "definition says so). Free or repair the disk of {}: ingest goes on by itself.",
                    reason, m_core.options.dataDir.string());
    alert.raisedAt = m_core.services.clock->now();
    m_alert = alert;
    m_core.events.publish(AlertRaised{std::move(alert)});
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
        m_core.services.payloads->prune(now, {});
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

void WebhookIngest::rejected(Completion<std::vector<RejectedWebhook>> done)
{
    std::vector<RejectedWebhook> list;
    for (const auto& rejection : m_shared->ring.all()) {
        list.push_back(rejection->shown);
        if (rejection->route) {
            webhooks::explain(*rejection, m_shared->keys, list.back().report);
        }
    }
    done(std::move(list));
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
        m_core.services.payloads->read(event.payloadRef, std::move(done));
    } else {
        m_core.services.store->webhookEvents().eventPayload(event.id, std::move(done));
    }
}

} // namespace gatehouse
