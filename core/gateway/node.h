// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/contract/vault_key.h"
#include "core/gateway/gateway.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace gatehouse {

namespace auth {
class CredentialStore;
}

namespace net {
class HttpClient;
}

namespace observe {
class Redactor;
}

namespace runtime {
class Executor;
}

namespace store {
class Payloads;
class Store;
} // namespace store

namespace net {
class RequestHandler;
struct ServerOptions;
} // namespace net

namespace vault {
class VaultService;
}

/// How a node is to run; from the command line and gatehouse.toml.
struct NodeOptions
{
    std::filesystem::path dataDir;      ///< Exists. providers/ in it is read as well.
    std::filesystem::path providersDir; ///< More definitions, watched; empty: none.
    bool sandbox = false;               ///< Start the simulated vendors and connect demo accounts.
    bool allowPrivateTargets = false;   ///< Base URLs on private addresses may be called.
    std::string version;
    std::string publicUrl;       ///< Under which providers reach this node; empty: the API's own URL.
    bool vaultKeyChosen = false; ///< Somebody asked for vaultKey; else it is the default.
    VaultKeySource vaultKey = VaultKeySource::KeyFile;
};

/// What a node stands on. Everything outlives it.
struct NodeServices
{
    const Clock* clock = nullptr;
    Random* random = nullptr;
    LogSink* log = nullptr;
    observe::Redactor* redactor = nullptr; ///< The log sink's own: the node tells it every secret it meets.
    runtime::Executor* engine = nullptr;   ///< The engine thread.
    store::Store* store = nullptr;         ///< Opened with the engine as its executor.
    store::Payloads* payloads = nullptr;   ///< Null, or no ingest: webhooks are not taken in.
    runtime::Executor* ingest = nullptr;   ///< The ingest thread; outlives the store and the payloads.
    auth::CredentialStore* credentials = nullptr;
    vault::VaultService* vault = nullptr; ///< Under credentials; null: they are kept elsewhere.
    std::function<std::unique_ptr<net::HttpClient>()> makeClient; ///< Called on the engine thread.
};

/// A whole gateway. Made, started, stopped and destroyed on the engine thread; the roles of Gateway may be
/// called from any (but ProxyCalls).
class Node : public Gateway
{
public:
    /// Loads definitions, accounts and keys, makes the first admin key (dataDir/api-key, mode 0600) and, with
    /// --sandbox, the demo world. Answers when calls can be served; an error is fatal and says what to do.
    virtual void start(Completion<bool> done) = 0;
    /// Where the REST API listens, for nodeStatus() and what is shown to users. Any thread. Answers once the
    /// simulated vendors, if there are any, know where to send webhooks.
    virtual void setApiUrl(std::string url, Completion<bool> done) = 0;
    /// Takes requests for /hooks/… that came in on the API's port: those that the ingest thread reads are
    /// taken there, others go there by the engine thread. Null when webhooks are not taken in.
    [[nodiscard]] virtual net::RequestHandler* hooks() = 0;
    /// Sockets for webhooks alone, served on the ingest thread. Gives the port.
    virtual void listenForHooks(net::ServerOptions options, Completion<std::uint16_t> done) = 0;
    /// Those sockets take nothing new; what was taken is answered. Answers within grace.
    virtual void drainHooks(std::chrono::milliseconds grace, Completion<bool> done) = 0;
    /// Refuses new calls (Unavailable), lets those in flight end for at most grace, writes what is pending.
    virtual void stop(std::chrono::milliseconds grace, Completion<bool> done) = 0;
};

[[nodiscard]] std::unique_ptr<Node> makeNode(NodeOptions options, NodeServices services);

} // namespace gatehouse
