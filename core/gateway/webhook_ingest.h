// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/node_core.h"
#include "core/gateway/webhook_intake.h"
#include "core/gateway/webhook_urls.h"
#include "core/runtime/timers.h"
#include "core/webhooks/ingest/ingest_thread.h"
#include "core/webhooks/ingest/jwk_cache.h"

#include <qcoro/qcorotask.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace gatehouse {

/// The side that takes webhooks in, wired: which URLs there are and what verifies them, the ingest thread,
/// the housekeeping of what is kept. Engine thread.
class WebhookIngest final : public WebhookIntake
{
public:
    explicit WebhookIngest(NodeCore& core);
    ~WebhookIngest() override;

    /// Reads what it needs and begins to take in. key: the node's own, for the URLs' tokens.
    [[nodiscard]] QCoro::Task<Status> start(Secret key);

    /// Told of each event that is stored, and of each refused request, on the engine thread.
    void onStored(std::function<void(WebhookEvent)> told) { m_stored = std::move(told); }

    void onRejected(std::function<void(const RejectedWebhook&)> told) { m_rejectedTold = std::move(told); }

    void onRepeated(std::function<void(const webhooks::RepeatedEvent&)> told)
    {
        m_repeatedTold = std::move(told);
    }

    void onUnkept(std::function<void(const webhooks::UnkeptEvent&)> told) { m_unkeptTold = std::move(told); }

    /// Takes requests for /hooks/… of the API's port. Null before start().
    [[nodiscard]] webhooks::IngestThread* door() const noexcept { return m_ingest.get(); }

    void rejected(Completion<std::vector<RejectedWebhook>> done) override;
    void trySecret(std::string rejectedId, Secret secret, Completion<VerificationReport> done) override;
    void ingestUrls(Completion<std::vector<IngestUrl>> done) override;
    void rotateUrl(UrlOwner owner, Completion<IngestUrl> done) override;
    void readPayload(const WebhookEvent& event, Completion<std::string> done) override;
    void storage(Completion<EventStorage> done) override;
    void setRetention(EventRetention wanted, Completion<EventStorage> done) override;
    [[nodiscard]] bool busy() const override;

private:
    /// What the ingest thread looks at; it may go on a little after this has ended.
    struct Shared
    {
        webhooks::RouteTable routes;
        webhooks::RejectedRing ring;
        webhooks::IngestCounters counters;
        webhooks::JwkCache keys;
        std::mutex explaining;                                          ///< Over reports.
        std::map<std::string, VerificationReport, std::less<>> reports; ///< With autopsy, by rejection.

        /// The ring with its autopsies; each is made once. Any thread.
        [[nodiscard]] std::vector<RejectedWebhook> explained(const std::stop_token& stop);
    };

    using CredentialsById = std::map<std::string, auth::CredentialsPtr, std::less<>>;

    [[nodiscard]] QCoro::Task<Status> readGenerations();
    // webhook_retention.cpp
    [[nodiscard]] QCoro::Task<Status> readRetention();
    [[nodiscard]] QCoro::Task<Result<EventStorage>> changeRetention(EventRetention wanted);
    [[nodiscard]] QCoro::Task<Result<EventStorage>> measured();
    void applyRetention(const EventRetention& retention);
    /// Raises the alert about damaged bodies, or ends it.
    void judgeBodies();
    void judgeBodies(const store::PayloadUsage& usage);
    /// owner: "account:acc_…" or "integration:slug".
    [[nodiscard]] QCoro::Task<Result<IngestUrl>> rotated(std::string owner);
    void rebuildLater();
    QCoro::Task<> rebuild();
    [[nodiscard]] QCoro::Task<auth::CredentialsPtr> credentialsOf(std::string accountId);
    void addRoutes(webhooks::Routes& routes, const config::ProviderPtr& provider,
                   const std::vector<Account>& accounts);
    void addRoute(webhooks::Routes& routes, webhooks::Route route, const std::string& owner,
                  const std::string& path);
    [[nodiscard]] std::vector<config::ProviderPtr> providers() const;
    [[nodiscard]] std::string publicBase() const;
    [[nodiscard]] std::vector<IngestUrl> urls() const;
    [[nodiscard]] std::optional<IngestUrl> urlOf(const std::string& owner) const;
    void tidyLater();
    QCoro::Task<> tidy();
    QCoro::Task<> fetchKeys(std::string url);
    [[nodiscard]] static webhooks::IngestListener listenerFor(const std::weak_ptr<WebhookIngest*>& self);
    void hear(const GatewayEvent& event);
    void trouble(const std::string& reason, bool lost);

    NodeCore& m_core;
    std::unique_ptr<runtime::Timers> m_timers;
    std::optional<WebhookUrls> m_urls;
    std::shared_ptr<Shared> m_shared = std::make_shared<Shared>();
    CredentialsById m_credentials;                         ///< Of accounts with webhooks.
    std::set<std::string, std::less<>> m_staleCredentials; ///< Accounts to ask the vault about again.
    std::set<std::string, std::less<>> m_jwksUrls;
    EventRetention m_retention;
    UnixMillis m_tidiedAt;
    SteadyTime m_tidiedSteady;
    bool m_rebuilding = false;
    bool m_rebuildAgain = false;
    std::vector<Completion<std::vector<IngestUrl>>> m_urlsWanted; ///< Answered after the rebuild.
    std::function<void(WebhookEvent)> m_stored;
    std::function<void(const RejectedWebhook&)> m_rejectedTold;
    std::function<void(const webhooks::RepeatedEvent&)> m_repeatedTold;
    std::function<void(const webhooks::UnkeptEvent&)> m_unkeptTold;
    std::unique_ptr<Subscription> m_subscription;
    /// What the ingest thread tells may arrive after this is gone.
    std::shared_ptr<WebhookIngest*> m_self = std::make_shared<WebhookIngest*>(this);
    std::unique_ptr<webhooks::IngestThread> m_ingest; ///< Last: it uses what is above until its end.
};

} // namespace gatehouse
