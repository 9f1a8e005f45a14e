// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/route.h"
#include "core/gateway/gateway.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::api {

class EventHub;

/// What the handlers work with; everything outlives the routes.
struct ApiServices
{
    Gateway& gateway;
    EventHub& events;
    /// Why the node should get no traffic now ("it is shutting down"); "" when it is ready.
    std::function<std::string()> notReady;
};

/// The routes of each role, one file each. Handlers run on the engine thread.
[[nodiscard]] std::vector<Route> nodeRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> catalogRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> environmentRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> accountRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> connectRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> mappingRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> overrideRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> unifiedRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> proxyRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> callRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> limitRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> keyRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> eventRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> eventKeepingRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> endpointRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> sandboxRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> alertRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> auditRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> backupRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> vaultRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> streamRoutes(const ApiServices& services);
[[nodiscard]] std::vector<Route> tokenRoutes(const ApiServices& services);

/// Binds a handler function to the gateway.
[[nodiscard]] inline Handler on(Gateway& gateway, void (*function)(Gateway&, const ApiCallPtr&))
{
    return [&gateway, function](const ApiCallPtr& call) { function(gateway, call); };
}

/// Goes on only when the caller's key may touch the account's environment; else answers 403 (404 for an
/// account that is not there). Asks the gateway only for a key that is restricted.
void withAccount(Gateway& gateway, const ApiCallPtr& call, const std::string& accountId,
                 std::function<void()> next);
/// The same for an environment. True: go on; false: answered.
[[nodiscard]] bool mayTouchEnvironment(const ApiCallPtr& call, std::string_view environmentId);
/// False, and answered with 403, when the key is restricted to environments: what the route changes belongs
/// to all of them.
[[nodiscard]] bool mayTouchWholeNode(const ApiCallPtr& call);

} // namespace gatehouse::api
