// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/node_core.h"

#include "core/net/client.h"
#include "core/observe/redactor.h"

namespace gatehouse {
namespace {

DefinitionFolders foldersOf(const NodeOptions& options)
{
    std::vector<std::filesystem::path> directories = {options.dataDir / "providers"};
    if (!options.providersDir.empty()) {
        directories.push_back(options.providersDir);
    }
    return DefinitionFolders(std::move(directories));
}

} // namespace

NodeCore::NodeCore(NodeOptions nodeOptions, NodeServices nodeServices)
    : options(std::move(nodeOptions))
    , services(std::move(nodeServices))
    , audit(services.store->audit(), *services.clock, *services.log)
    , credentials(*services.credentials, audit)
    , alerts(services.store->alerts(), events, *services.engine, *services.clock, *services.log)
    , definitions(foldersOf(options), services.store->integrations(), *services.engine, pool, *services.clock,
                  *services.log)
    , keys(services.store->apiKeys(), *services.clock, *services.random, *services.engine)
    , callLog(*services.redactor, services.store->calls())
    , authorizer(credentials, *services.engine,
                 [redactor = services.redactor](const Secret& secret) { redactor->learn(secret); })
    , planner(definitions.snapshots(), mappings, accounts)
    , http(services.makeClient())
    , recorder(callLog, metrics, events, accounts)
    , startedAt(services.clock->now())
{
    services.credentials = &credentials;
    pipeline.clock = services.clock;
    pipeline.random = services.random;
    pipeline.http = http.get();
    pipeline.planner = &planner;
    pipeline.authorizer = &authorizer;
    pipeline.guard = &guard;
    pipeline.throttle = &limits;
    pipeline.observer = &recorder;
    pipeline.cutOff = cutOff.get_token();
    pipeline.allowPrivateTargets = options.allowPrivateTargets || options.sandbox;
}

} // namespace gatehouse
