// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/running_node.h"

#include "app/data_directory.h"
#include "app/node_file.h"
#include "app/vault_options.h"
#include "app/version.h"
#include "core/api/refusal.h"
#include "core/api/rest_api.h"
#include "core/auth/vault_credentials.h"
#include "core/base/clock.h"
#include "core/gateway/node.h"
#include "core/json/write.h"
#include "core/net/client.h"
#include "core/net/server_on_thread.h"
#include "core/observe/log_file.h"
#include "core/observe/redactor.h"
#include "core/runtime/event_thread.h"
#include "core/runtime/timers.h"
#include "core/store/open.h"
#include "core/store/payloads.h"
#include "core/vault/system_random.h"
#include "core/vault/vault_service.h"

#include <fmt/format.h>

#include <unistd.h>

#include <filesystem>
#include <utility>

namespace gatehouse::app {
namespace {

/// Of kStopWithin, what HTTP requests in flight get; the rest is the gateway's own.
constexpr std::chrono::milliseconds kDrainWithin{5'000};

/// An address that a program on this machine can open: the wildcard addresses are none.
std::string apiUrl(const std::string& listenAddress, std::uint16_t port)
{
    auto host = listenAddress;
    if (host == "0.0.0.0") {
        host = "127.0.0.1";
    } else if (host == "::") {
        host = "::1";
    }
    return host.find(':') == std::string::npos ? fmt::format("http://{}:{}", host, port)
                                               : fmt::format("http://[{}]:{}", host, port);
}

} // namespace

/// In the order in which they are made; destroyed backwards.
struct RunningNode::Parts
{
    Parts(Options given, runtime::Executor& executor)
        : options(std::move(given))
        , engine(executor)
    {}

    Options options;
    runtime::Executor& engine;
    SystemClock clock;
    vault::SystemRandom random;
    observe::Redactor redactor;
    std::unique_ptr<observe::LogFile> log;
    /// Owns the accepted sockets; the store and the payloads answer on it what webhooks wait for.
    std::unique_ptr<runtime::EventThread> ingest;
    std::unique_ptr<store::Payloads> payloads;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<vault::VaultService> vault;
    std::unique_ptr<auth::CredentialStore> credentials;
    std::unique_ptr<runtime::Timers> timers;
    std::unique_ptr<Node> node;
    std::unique_ptr<api::RestApi> api;
    std::unique_ptr<net::HttpServer> server;

    [[nodiscard]] Status open();
    [[nodiscard]] Status makeGateway();
    [[nodiscard]] Result<std::string> listen();
    void announce(std::string url, Completion<std::string> done);
    /// The sockets of --ingest-listen, if there are to be any.
    void listenForHooks(Completion<bool> done);
    void close();
};

Status RunningNode::Parts::open()
{
    GH_ASSIGN(options.dataDir, prepareDataDirectory(options.dataDir));
    store::StoreOptions storeOptions;
    storeOptions.dataDir = options.dataDir;
    storeOptions.executor = &engine;
    storeOptions.clock = &clock;
    // The store takes the directory's lock: only its holder may touch the log of the directory.
    GH_ASSIGN(store, store::openSqliteStore(storeOptions));
    observe::LogFileOptions logOptions;
    logOptions.directory = options.dataDir / "logs";
    logOptions.level = options.logLevel;
    log = std::make_unique<observe::LogFile>(std::move(logOptions), clock, redactor);
    if (!options.providersDir.empty() && !std::filesystem::is_directory(options.providersDir)) {
        log->write(LogLevel::Warning, "the folder of --providers is not there; it is read when it comes",
                   {{"path", options.providersDir.string()}});
    }
    ingest = std::make_unique<runtime::EventThread>("ingest");
    store::PayloadOptions payloadOptions;
    payloadOptions.directory = options.dataDir / "payloads";
    payloadOptions.executor = &engine;
    payloadOptions.clock = &clock;
    payloadOptions.log = log.get();
    GH_ASSIGN(payloads, store::openPayloads(payloadOptions));
    return {};
}

Status RunningNode::Parts::makeGateway()
{
    GH_ASSIGN(auto vaultOptions, vaultOptionsFrom(options));
    vaultOptions.executor = &engine;
    vaultOptions.random = &random;
    vaultOptions.clock = &clock;
    GH_ASSIGN(vault, vault::openVault(std::move(vaultOptions)));
    credentials = std::make_unique<auth::VaultCredentials>(*vault);
    NodeOptions nodeOptions;
    nodeOptions.dataDir = options.dataDir;
    nodeOptions.providersDir = options.providersDir;
    nodeOptions.sandbox = options.sandbox;
    nodeOptions.allowPrivateTargets = options.privateTargets();
    nodeOptions.version = kVersion;
    nodeOptions.publicUrl = options.publicUrl;
    nodeOptions.vaultKeyChosen = options.vaultKey.chosen;
    nodeOptions.vaultKey = options.vaultKey.source;
    NodeServices services;
    services.clock = &clock;
    services.random = &random;
    services.log = log.get();
    services.redactor = &redactor;
    services.engine = &engine;
    services.store = store.get();
    services.payloads = payloads.get();
    services.ingest = ingest.get();
    services.credentials = credentials.get();
    services.vault = vault.get();
    services.makeClient = [] { return net::makeHttpClient(); };
    node = makeNode(std::move(nodeOptions), std::move(services));
    return {};
}

Result<std::string> RunningNode::Parts::listen()
{
    timers = runtime::makeTimers(clock);
    api = std::make_unique<api::RestApi>(api::RestApiParts{*node, clock, random, *timers, node->hooks()},
                                         api::RestApiOptions{options.listenAddress, options.hostNames, {}});
    net::ServerOptions serverOptions;
    serverOptions.address = options.listenAddress;
    serverOptions.port = options.listenPort;
    serverOptions.refusal = api::refusalWording(clock, random);
    server = net::makeHttpServerOn({*ingest, engine}, *api, serverOptions);
    if (const auto listening = server->listen(); !listening) {
        auto error = listening.error();
        error.message += "; choose another address or port with --listen";
        return fail(std::move(error));
    }
    return apiUrl(options.listenAddress, server->port());
}

/// Tells everybody where the node is. What a script does the moment it is told works as it does later: also
/// the simulated vendors know by then where to send their webhooks.
void RunningNode::Parts::announce(std::string url, Completion<std::string> done)
{
    node->setApiUrl(url, [this, url, shared = std::make_shared<Completion<std::string>>(std::move(done))](
                             const Result<bool>& known) {
        if (!known) { // Stopped meanwhile: nobody may find the node any more.
            (*shared)(fail(known.error()));
            return;
        }
        if (auto written = writeNodeFile(options.dataDir, {url, getpid(), std::string(kVersion)}); !written) {
            (*shared)(fail(std::move(written).error()));
            return;
        }
        log->write(LogLevel::Info, "ready", {{"api", url}, {"version", std::string(kVersion)}});
        (*shared)(url);
    });
}

void RunningNode::Parts::listenForHooks(Completion<bool> done)
{
    if (options.ingestAddress.empty()) {
        done(true);
        return;
    }
    net::ServerOptions hookOptions;
    hookOptions.address = options.ingestAddress;
    hookOptions.port = options.ingestPort;
    hookOptions.refusal = api::refusalWording(clock, random);
    auto shared = std::make_shared<Completion<bool>>(std::move(done));
    node->listenForHooks(hookOptions, [this, shared](Result<std::uint16_t> port) {
        if (!port) {
            port.error().message += "; choose another address or port with --ingest-listen";
            (*shared)(fail(std::move(port).error()));
            return;
        }
        log->write(LogLevel::Info, "webhooks have sockets of their own",
                   {{"ingest", apiUrl(options.ingestAddress, *port)}});
        (*shared)(true);
    });
}

void RunningNode::Parts::close()
{
    server.reset(); // Its sockets leave the ingest thread, which uses api and node for them.
    api.reset();
    node.reset();
    if (ingest) {
        ingest->stop(); // Before what it writes to.
    }
    timers.reset();
    credentials.reset();
    vault.reset();
    store.reset();
    payloads.reset();
}

RunningNode::RunningNode(Options options, runtime::Executor& engine)
    : m_parts(std::make_unique<Parts>(std::move(options), engine))
{}

RunningNode::~RunningNode()
{
    m_parts->close();
}

void RunningNode::start(Completion<std::string> done)
{
    auto ready = m_parts->open();
    if (ready) {
        ready = m_parts->makeGateway();
    }
    if (!ready) {
        m_parts->close();
        done(fail(ready.error()));
        return;
    }
    auto shared = std::make_shared<Completion<std::string>>(std::move(done));
    m_parts->node->start([this, shared](const Result<bool>& started) {
        if (!started) {
            (*shared)(fail(started.error()));
            return;
        }
        m_parts->listenForHooks([this, shared](const Result<bool>& listening) {
            auto url = listening ? m_parts->listen() : Result<std::string>(fail(listening.error()));
            if (!url) {
                (*shared)(fail(std::move(url).error()));
                return;
            }
            m_parts->announce(std::move(*url), std::move(*shared));
        });
    });
}

void RunningNode::stop(Completion<bool> done)
{
    if (!m_parts->server) {
        done(true);
        return;
    }
    m_parts->log->write(LogLevel::Info, "stopping", {});
    m_parts->api->startDraining("the node is shutting down");
    auto shared = std::make_shared<Completion<bool>>(std::move(done));
    // Both kinds of sockets at once: they share the time there is.
    const auto drained = [this, shared, left = std::make_shared<int>(2)] {
        if (--*left > 0) {
            return;
        }
        m_parts->node->stop(kStopWithin - kDrainWithin, [this, shared](const Result<bool>& stopped) {
            m_parts->log->write(LogLevel::Info, "stopped", {});
            removeNodeFile(m_parts->options.dataDir);
            (*shared)(stopped);
        });
    };
    m_parts->server->drain(kDrainWithin, drained);
    m_parts->node->drainHooks(kDrainWithin, [drained](const Result<bool>&) { drained(); });
}

Gateway& RunningNode::gateway()
{
    return *m_parts->node;
}

const std::filesystem::path& RunningNode::dataDir() const noexcept
{
    return m_parts->options.dataDir;
}

std::string readyLine(std::string_view apiUrl, const std::filesystem::path& dataDir)
{
    json::Arena arena;
    json::ObjectBuilder object(arena);
    object.set("api", apiUrl);
    object.set("data_dir", dataDir.string());
    object.set("version", kVersion);
    return "READY " + json::write(object.build()) + "\n";
}

} // namespace gatehouse::app
