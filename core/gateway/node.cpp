// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/node.h"

#include "core/gateway/account_insight_role.h"
#include "core/gateway/account_transfer_role.h"
#include "core/gateway/alerts_role.h"
#include "core/gateway/audit_role.h"
#include "core/gateway/backup_role.h"
#include "core/gateway/catalog_role.h"
#include "core/gateway/connect_role.h"
#include "core/gateway/demo_world.h"
#include "core/gateway/roles.h"
#include "core/gateway/sandbox_hooks.h"
#include "core/gateway/sandbox_role.h"
#include "core/gateway/vault_role.h"
#include "core/gateway/webhook_ingest.h"
#include "core/gateway/webhook_roles.h"
#include "core/net/client.h"
#include "core/runtime/await.h"
#include "core/runtime/timers.h"

#include <fmt/format.h>

namespace gatehouse {
namespace {

using namespace std::chrono_literals;

constexpr auto kFlushInterval = 250ms;
constexpr auto kReloadInterval = 1000ms;
constexpr auto kSuccessInterval = 10s;
constexpr std::size_t kSuccessesAtOnce = 500; ///< Fifty rows a second at most, however many accounts.
constexpr std::size_t kSuccessesAtStop = 20'000;
constexpr auto kHurryInterval = 2000ms; ///< For calls that were cut off to end.
/// Under this name the vault keeps the key of page cursors; no account can be called that.
constexpr std::string_view kCursorKeyOwner = "node:cursor-key";
constexpr std::string_view kHookKeyOwner = "node:hook-key"; ///< Of the tokens in ingest URLs.

class GatewayNode final : public Node
{
public:
    GatewayNode(NodeOptions options, NodeServices services)
        : m_core(std::move(options), std::move(services))
        , m_timers(runtime::makeTimers(*m_core.services.clock))
    {
        m_ingest.onStored([this](WebhookEvent event) { m_webhooks.center().received(std::move(event)); });
        m_ingest.onRepeated(
            [this](const webhooks::RepeatedEvent& repeated) { m_webhooks.center().repeated(repeated); });
        m_ingest.onUnkept([this](const webhooks::UnkeptEvent& unkept) {
            m_webhooks.center().answers().failed(unkept.integration, unkept.accountId, unkept.receivedAt,
                                                 unkept.reason);
        });
        m_ingest.onRejected(
            [this](const RejectedWebhook& refused) { m_webhooks.center().rejected(refused); });
        m_core.definitions.onChange([this](const DefinitionChange& change) { tellDefinitions(change); });
        m_core.recorder.onNeedsReauth(
            [this](const std::string& id, const std::string& reason, UnixMillis begun) {
                deliver(m_core, m_accountService.markNeedsReauth(id, reason, begun), Completion<bool>());
            });
    }

    Catalog& catalog() override { return m_catalog; }

    Accounts& accounts() override { return m_accounts; }

    Connect& connect() override { return m_connect; }

    Mappings& mappings() override { return m_mappings; }

    Calls& calls() override { return m_calls; }

    Monitor& monitor() override { return m_monitor; }

    Tokens& tokens() override { return m_tokens; }

    Keys& keys() override { return m_keys; }

    SandboxControl& sandboxControl() override { return m_sandboxRole; }

    VaultControl& vaultControl() override { return m_vaultRole; }

    Alerts& alerts() override { return m_alerts; }

    AuditTrail& audit() override { return m_audit; }

    Backups& backups() override { return m_backups; }

    AccountInsight& accountInsight() override { return m_insight; }

    AccountTransfer& accountTransfer() override { return m_transfer; }

    ProxyCalls& proxyCalls() override { return m_proxy; }

    Webhooks& webhooks() override { return m_webhooks; }

    void start(Completion<bool> done) override { deliver(m_core, startUp(), std::move(done)); }

    void setApiUrl(std::string url, Completion<bool> done) override
    {
        onEngine(m_core, [this, url = std::move(url), done = std::move(done)]() mutable {
            m_core.apiUrl = std::move(url);
            m_core.events.publish(NodeStatusChanged{m_monitor.status()});
            m_sandboxHooks.whenRegistered(std::move(done));
        });
    }

    net::RequestHandler* hooks() override { return m_ingest.door(); }

    void listenForHooks(net::ServerOptions options, Completion<std::uint16_t> done) override
    {
        if (m_ingest.door() == nullptr) {
            done(fail(Errc::Unsupported, "this node takes no webhooks in"));
            return;
        }
        m_ingest.door()->listen(std::move(options), std::move(done));
    }

    void drainHooks(std::chrono::milliseconds grace, Completion<bool> done) override
    {
        if (m_ingest.door() == nullptr) {
            done(true);
        } else {
            m_ingest.door()->drain(grace, std::move(done));
        }
    }

    void stop(std::chrono::milliseconds grace, Completion<bool> done) override;

private:
    QCoro::Task<Result<bool>> startUp();
    QCoro::Task<Status> readCursorKey();
    /// 32 random bytes of this node's own under a name that no account has; made at the first start.
    QCoro::Task<Result<Secret>> ownKey(std::string owner);
    QCoro::Task<> openAfterUnlock();
    QCoro::Task<Status> startWithVault();
    QCoro::Task<Status> startIngest();
    [[nodiscard]] bool vaultOpen() const;
    void flushLater();
    void writeSuccesses(std::size_t most);
    void writeSuccessesLater();
    void reloadLater();
    QCoro::Task<> reload();
    void tellDefinitions(const DefinitionChange& change);
    void writeRest();

    NodeCore m_core;
    std::unique_ptr<runtime::Timers> m_timers;
    AccountService m_accountService{m_core};
    TokenService m_tokenService{m_core, m_accountService, *m_timers};
    MappingService m_mappingService{m_core};
    DemoWorld m_demo{m_core, m_accountService};
    CatalogRole m_catalog{m_core};
    AccountsRole m_accounts{m_core, m_accountService};
    ConnectService m_connectService{m_core, m_accountService, *m_timers};
    CredentialChange m_credentialChange{m_core, m_accountService, m_connectService};
    ConnectRole m_connect{m_core, m_connectService, m_credentialChange};
    MappingsRole m_mappings{m_core, m_mappingService};
    CallsRole m_calls{m_core};
    ProxyRole m_proxy{m_core};
    KeysRole m_keys{m_core};
    SandboxRole m_sandboxRole{m_core, m_demo, m_connectService};
    VaultRole m_vaultRole{m_core};
    AlertsRole m_alerts{m_core};
    AuditRole m_audit{m_core};
    BackupRole m_backups{m_core};
    AccountInsightRole m_insight{m_core};
    AccountTransferRole m_transfer{m_core, m_accountService, m_mappingService};
    MonitorRole m_monitor{m_core};
    TokensRole m_tokens{m_core, m_tokenService};
    WebhooksRole m_webhooks{m_core};
    WebhookIngest m_ingest{m_core}; ///< Behind what it tells.
    SandboxHooks m_sandboxHooks{m_core, m_demo, m_webhooks.center()};
    bool m_withVault = false; ///< What needs the vault has been started.
    Completion<bool> m_stopped;
};

/// Everything in the order in which it is needed; the first failure ends it.
QCoro::Task<Result<bool>> GatewayNode::startUp()
{
    if (auto loaded = co_await m_core.definitions.load(); !loaded) {
        co_return fail(std::move(loaded).error());
    }
    if (auto loaded = co_await m_accountService.load(); !loaded) {
        co_return fail(std::move(loaded).error());
    }
    auto loadingAlerts = m_core.alerts.load();
    if (auto loaded = co_await loadingAlerts; !loaded) {
        co_return fail(std::move(loaded).error());
    }
    if (auto loaded = co_await m_core.keys.load(); !loaded) {
        co_return fail(std::move(loaded).error());
    }
    if (auto made = co_await m_core.keys.ensureAdminKey(m_core.options.dataDir / "api-key"); !made) {
        co_return fail(std::move(made).error());
    }
    if (auto seen = co_await m_vaultRole.look(); !seen) {
        co_return fail(std::move(seen).error());
    }
    if (auto ready = co_await readCursorKey(); !ready) {
        co_return fail(std::move(ready).error());
    }
    auto pendingRestored = runtime::awaitCompletion<bool>(
        *m_core.services.engine, [this](auto done) { m_core.callLog.restore(std::move(done)); });
    auto restored = co_await pendingRestored;
    if (!restored) {
        co_return fail(std::move(restored).error());
    }
    m_vaultRole.onUnlocked([this] { openAfterUnlock(); });
    m_vaultRole.onChange([this] { m_core.events.publish(NodeStatusChanged{m_monitor.status()}); });
    if (vaultOpen()) {
        auto starting = startWithVault();
        if (auto started = co_await starting; !started) {
            co_return fail(std::move(started).error());
        }
    }
    flushLater();
    writeSuccessesLater();
    reloadLater();
    co_return true;
}

bool GatewayNode::vaultOpen() const
{
    return !m_core.vault || m_core.vault->condition == VaultCondition::Unlocked;
}

/// Tokens, sign-ins under way and subscribers' signing secrets lie in the vault.
QCoro::Task<Status> GatewayNode::startWithVault()
{
    if (std::exchange(m_withVault, true)) {
        co_return Status{};
    }
    if (auto taken = co_await m_tokenService.start(); !taken) {
        co_return taken;
    }
    if (m_core.options.sandbox) {
        if (auto world = co_await m_demo.start(); !world) {
            co_return world;
        }
    }
    auto loadingSessions = m_connectService.load();
    if (auto loaded = co_await loadingSessions; !loaded) {
        co_return fail(std::move(loaded).error());
    }
    const bool takesIn = m_core.services.payloads != nullptr && m_core.services.ingest != nullptr;
    if (takesIn) {
        m_webhooks.center().setIntake(&m_ingest);
    }
    auto startingWebhooks = m_webhooks.center().start();
    if (auto started = co_await startingWebhooks; !started) {
        co_return started;
    }
    if (takesIn) {
        auto startingIngest = startIngest();
        co_return co_await startingIngest;
    }
    co_return Status{};
}

QCoro::Task<Status> GatewayNode::startIngest()
{
    auto readingKey = ownKey(std::string(kHookKeyOwner));
    auto key = co_await readingKey;
    if (!key) {
        co_return fail(std::move(key).error());
    }
    auto starting = m_ingest.start(std::move(*key));
    auto started = co_await starting;
    if (started && m_demo.world() != nullptr) {
        m_webhooks.setSendTest(
            [this](std::string account, Completion<std::uint32_t> done) {
                deliver(m_core, m_sandboxHooks.sendTest(std::move(account)), std::move(done));
            },
            [this](const IngestUrl& url) { return m_sandboxHooks.canSend(url); });
        m_sandboxHooks.start();
    }
    co_return started;
}

/// What start() could not do without the vault's key.
QCoro::Task<> GatewayNode::openAfterUnlock()
{
    const InFlight::Token token(m_core.inFlight);
    auto ready = co_await readCursorKey();
    if (ready) {
        auto starting = startWithVault();
        ready = co_await starting;
    }
    if (!ready) {
        m_core.services.log->write(LogLevel::Error, "the node could not go on after the vault was unlocked",
                                   {{"reason", ready.error().describe()}});
    }
}

QCoro::Task<Status> GatewayNode::readCursorKey()
{
    if (!vaultOpen()) {
        // Good for as long as the vault stays locked: cursors that are made now end with it.
        std::string passing(32, '\0');
        m_core.services.random->fill(std::as_writable_bytes(std::span(passing)));
        m_core.cursors.emplace(Secret(std::move(passing)));
        m_core.pipeline.cursors = &*m_core.cursors;
        co_return Status{};
    }
    auto readingKey = ownKey(std::string(kCursorKeyOwner));
    auto key = co_await readingKey;
    if (!key) {
        co_return fail(std::move(key).error());
    }
    m_core.cursors.emplace(std::move(*key));
    m_core.pipeline.cursors = &*m_core.cursors;
    co_return Status{};
}

QCoro::Task<Result<Secret>> GatewayNode::ownKey(std::string owner)
{
    auto pendingKept =
        runtime::awaitCompletion<auth::CredentialsPtr>(*m_core.services.engine, [this, &owner](auto done) {
            m_core.services.credentials->load(owner, std::move(done));
        });
    auto kept = co_await pendingKept;
    if (!kept && kept.error().code != Errc::NotFound) {
        co_return fail(std::move(kept).error());
    }
    if (kept && (*kept)->find("key") != nullptr) {
        co_return (*kept)->find("key")->clone();
    }
    auto made = std::make_shared<auth::Credentials>();
    std::string key(32, '\0');
    m_core.services.random->fill(std::as_writable_bytes(std::span(key)));
    made->secrets.emplace("key", Secret(std::move(key)));
    auto pendingSaved =
        runtime::awaitCompletion<bool>(*m_core.services.engine, [this, &owner, &made](auto done) {
            m_core.services.credentials->save(owner, made, std::move(done));
        });
    auto saved = co_await pendingSaved;
    if (!saved) {
        co_return fail(std::move(saved).error());
    }
    co_return made->find("key")->clone();
}

void GatewayNode::flushLater()
{
    m_timers->after(kFlushInterval, [this] {
        m_core.callLog.flush({});
        flushLater();
    });
}

/// Not with each call: a busy account would write its row all the time. What a crash takes is a time that the
/// next call brings again.
void GatewayNode::writeSuccesses(std::size_t most)
{
    for (auto& [id, at] : m_core.accounts.takeSuccesses(most)) {
        m_core.services.store->accounts().noteAccountSuccess(std::move(id), at, [](Result<bool>) {});
    }
}

void GatewayNode::writeSuccessesLater()
{
    m_timers->after(kSuccessInterval, [this] {
        writeSuccesses(kSuccessesAtOnce);
        writeSuccessesLater();
    });
}

void GatewayNode::reloadLater()
{
    m_timers->after(kReloadInterval, [this] { reload(); });
}

QCoro::Task<> GatewayNode::reload()
{
    const InFlight::Token token(m_core.inFlight);
    auto reloaded = co_await m_core.definitions.reloadIfChanged();
    if (!reloaded) {
        m_core.services.log->write(LogLevel::Error, "definitions were not reloaded",
                                   {{"reason", reloaded.error().describe()}});
    }
    if (!m_core.stopping) {
        reloadLater();
    }
}

void GatewayNode::tellDefinitions(const DefinitionChange& change)
{
    for (const auto* slugs : {&change.slugs, &change.judged}) {
        for (const std::string& slug : *slugs) {
            if (auto summary = m_core.definitions.summary(slug)) {
                m_core.events.publish(IntegrationChanged{std::move(*summary), false});
            }
        }
    }
    for (const std::string& slug : change.removed) {
        IntegrationSummary summary;
        summary.slug = slug;
        m_core.events.publish(IntegrationChanged{std::move(summary), true});
    }
}

void GatewayNode::stop(std::chrono::milliseconds grace, Completion<bool> done)
{
    m_core.stopping = true;
    m_tokenService.stop();
    m_stopped = std::move(done);
    m_core.services.log->write(LogLevel::Info, "stopping",
                               {{"calls_under_way", std::to_string(m_core.inFlight.count())}});
    m_webhooks.center().stop();
    m_timers->after(grace, [this] {
        m_core.cutOff.request_stop();
        m_webhooks.center().cutOff();
        m_timers->after(kHurryInterval, [this] { writeRest(); });
    });
    m_core.inFlight.whenIdle([this] { writeRest(); });
}

void GatewayNode::writeRest()
{
    if (auto stopped = std::move(m_stopped)) {
        writeSuccesses(kSuccessesAtStop);
        m_core.callLog.flush([stopped = std::make_shared<Completion<bool>>(std::move(stopped))](
                                 Result<std::size_t>) { (*stopped)(true); });
    }
}

} // namespace

std::unique_ptr<Node> makeNode(NodeOptions options, NodeServices services)
{
    return std::make_unique<GatewayNode>(std::move(options), std::move(services));
}

} // namespace gatehouse
