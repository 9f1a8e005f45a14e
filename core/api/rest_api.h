// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/body_schemas.h"
#include "core/api/event_hub.h"
#include "core/api/handlers.h"
#include "core/api/host_check.h"
#include "core/api/router.h"
#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/net/server.h"

#include <memory>
#include <string>
#include <vector>

namespace gatehouse::api {

/// What the REST API stands on; all outlive it.
struct RestApiParts
{
    Gateway& gateway;
    const Clock& clock;
    Random& random;
    runtime::Timers& timers;
    net::RequestHandler* hooks = nullptr; ///< Takes what comes for /hooks/…; null: nothing is there.
};

struct RestApiOptions
{
    std::string listenAddress = "127.0.0.1";
    std::vector<std::string> hostNames; ///< Names besides it that a Host field may give.
    EventHubOptions events;
};

/// The contract's REST API over the façade: checks Host, key, scope, query and body of each request, then
/// hands it to the route's handler. Lives on the engine thread; its server's sockets may live on another.
class RestApi final : public net::RequestHandler
{
public:
    RestApi(const RestApiParts& parts, const RestApiOptions& options);
    ~RestApi() override;

    /// Any thread: reads the router and the keys.
    [[nodiscard]] BodyPolicy bodyPolicy(const net::ServerRequest& head) override;
    /// Whom the handler of webhooks names for what comes for /hooks/…
    [[nodiscard]] net::RequestHandler* onSocketsThread(const net::ServerRequest& head) override;
    void handle(net::ServerRequest request, std::shared_ptr<net::Responder> responder) override;

    /// From now on /readyz says 503 with the reason and streams end; everything else goes on.
    void startDraining(std::string reason);

    [[nodiscard]] const Router& router() const noexcept { return m_router; }

private:
    [[nodiscard]] bool forHooks(const net::ServerRequest& request) const;
    void dispatch(const ApiCallPtr& call);
    [[nodiscard]] Status admit(const ApiCallPtr& call, const Route& route) const;
    [[nodiscard]] Result<std::shared_ptr<const ApiKey>> keyOf(const net::ServerRequest& request,
                                                              const Route& route) const;

    Gateway& m_gateway;
    const Clock& m_clock;
    Random& m_random;
    HostCheck m_hostCheck;
    net::RequestHandler* m_hooks;
    EventHub m_events;
    std::string m_notReady;
    Router m_router;
    BodySchemas m_bodySchemas;
};

} // namespace gatehouse::api
