// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/authorizer.h"
#include "core/auth/credential_store.h"
#include "core/config/effective_mapping_cache.h"
#include "core/gateway/account_book.h"
#include "core/gateway/alert_book.h"
#include "core/gateway/audit_writer.h"
#include "core/gateway/call_recorder.h"
#include "core/gateway/definition_book.h"
#include "core/gateway/event_fanout.h"
#include "core/gateway/in_flight.h"
#include "core/gateway/key_service.h"
#include "core/gateway/node.h"
#include "core/limits/observed_limits.h"
#include "core/observe/call_log.h"
#include "core/observe/metrics.h"
#include "core/pipeline/open_guard.h"
#include "core/pipeline/planner.h"
#include "core/pipeline/services.h"
#include "core/runtime/cpu_pool.h"

#include <qcoro/qcorotask.h>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace gatehouse {

/// What is shown of the vault without asking it.
struct NodeVault
{
    VaultCondition condition = VaultCondition::Unlocked;
    VaultKeySource source = VaultKeySource::KeyFile;

    bool operator==(const NodeVault&) const = default;
};

/// Everything a node is made of, wired. The roles of the façade are thin doors into it. Engine thread.
struct NodeCore
{
    NodeCore(NodeOptions nodeOptions, NodeServices nodeServices);

    NodeOptions options;
    NodeServices services;
    AuditWriter audit;
    AuditedCredentials credentials; ///< The services', with every use on record; services has these.
    std::optional<NodeVault> vault; ///< As it was last seen; nothing: there is none.

    runtime::CpuPool pool{1}; ///< For what would hold the engine up.
    InFlight inFlight;
    std::stop_source cutOff; ///< Ends the provider calls under way.
    bool stopping = false;

    EventFanout events;
    AlertBook alerts;
    observe::Metrics metrics;
    /// Counts that are kept elsewhere, for /metrics. Set while the node is made; called on any thread.
    std::vector<std::function<void(std::vector<MetricFamily>&)>> countedElsewhere;
    AccountBook accounts;
    DefinitionBook definitions;
    config::EffectiveMappingCache mappings;
    KeyService keys;
    observe::CallLog callLog;
    auth::Authorizer authorizer;
    pipeline::Planner planner;
    pipeline::OpenGuard guard;
    limits::ObservedLimits limits;
    std::unique_ptr<net::HttpClient> http;
    std::optional<pipeline::CursorCodec> cursors;
    CallRecorder recorder;
    pipeline::Services pipeline;

    /// Called after a sign-in, when the provider told what it granted.
    std::function<void(const std::string& id, const std::vector<std::string>& scopes)> scopesGranted;
    /// Called after an account was written, with the credentials that were given for it (null: none).
    std::function<void(const Account&, const auth::CredentialsPtr&)> accountPut;
    std::function<void(const std::string& accountId)> accountRemoved;

    std::string apiUrl;
    UnixMillis startedAt;
};

/// Runs a function on the engine thread: at once when already there, in the name of whoever acts there (the
/// API says so: AuditTrail::actAs). From any other thread it is the console that asks.
template <class F>
void onEngine(NodeCore& core, F&& function)
{
    if (core.services.engine->isCurrent()) {
        function();
    } else {
        core.services.engine->post([&core, function = std::forward<F>(function)]() mutable {
            const ActingAs console(core.audit, kConsoleActor);
            function();
        });
    }
}

/// Answers a completion with what a task gives; counted, so that the node outlives it.
template <class T>
QCoro::Task<> deliver(NodeCore& core, QCoro::Task<Result<T>> task, Completion<T> done)
{
    const InFlight::Token token(core.inFlight);
    Result<T> result = co_await task;
    done(std::move(result));
}

[[nodiscard]] inline tl::unexpected<Error> stoppingError()
{
    return fail(Errc::Unavailable, "the gateway is stopping");
}

} // namespace gatehouse
