// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/json/document.h"
#include "core/net/server.h"
#include "core/sandbox/definition.h"
#include "core/sandbox/dice.h"
#include "core/sandbox/fault_queue.h"
#include "core/sandbox/oauth_order.h"
#include "core/sandbox/oauth_server.h"
#include "core/sandbox/outgoing_webhook.h"
#include "core/sandbox/reply.h"
#include "core/sandbox/row_change.h"
#include "core/sandbox/sandbox_world.h"
#include "core/sandbox/tenant.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::sandbox {

/// What the server does with an answer besides sending it.
enum class Transport : std::uint8_t
{
    Send,
    Hang,      ///< Nothing is sent.
    Truncate,  ///< The body ends in the middle.
    Disconnect ///< The connection is closed without an answer.
};

struct Answer
{
    net::ServerResponse response;
    Transport transport = Transport::Send;
    std::chrono::milliseconds delay{0};
};

/// One simulated vendor, without a socket: a function from requests to answers over tables in memory. Lives
/// on one thread.
class SimulatedVendor
{
public:
    struct Setup
    {
        std::uint64_t seed = 1;
        std::string baseUrl;
        const Clock* clock = nullptr;
        bool latency = true;
        bool limits = true;
        bool webhooks = true; ///< Tell of changes as they happen.
    };

    [[nodiscard]] static Result<std::unique_ptr<SimulatedVendor>>
    make(std::shared_ptr<const VendorDefinition> definition, const std::vector<Tenant::Customer>& customers,
         Setup setup);

    [[nodiscard]] Answer handle(const net::ServerRequest& request);

    /// NotFound: neither one of the vendor's faults nor a common one.
    [[nodiscard]] Status inject(const Fault& fault);

    void clearFaults() noexcept { m_faults.clear(); }

    /// NotFound: the vendor has no authorization server, or knows no such token or customer.
    [[nodiscard]] Status order(const OAuthOrder& given);
    [[nodiscard]] OAuthState oauthState() const;

    /// Null: the vendor has no authorization server.
    [[nodiscard]] const OAuthServer* oauth() const noexcept { return m_oauth.get(); }

    /// Where changes are told from now on; accounts that are not at this vendor are left out.
    void setWebhookTargets(const std::vector<WebhookTarget>& targets);
    /// Changes a record of the account that the token belongs to and tells of it. NotFound: never issued;
    /// Unsupported: the vendor has no webhooks; Conflict: nobody is to be told.
    [[nodiscard]] Result<std::vector<OutgoingWebhook>> testWebhook(std::string_view token);

    /// What the last request had to be told of, to be sent behind its answer.
    [[nodiscard]] std::vector<OutgoingWebhook> takeWebhooks() { return std::exchange(m_outgoing, {}); }

    [[nodiscard]] const VendorStats& stats() const noexcept { return m_stats; }

    [[nodiscard]] const std::string& baseUrl() const noexcept { return m_setup.baseUrl; }

    [[nodiscard]] const VendorDefinition& definition() const noexcept { return *m_definition; }

    [[nodiscard]] const std::vector<std::unique_ptr<Tenant>>& tenants() const noexcept { return m_tenants; }

private:
    struct Candidate
    {
        const RouteDefinition* route = nullptr;
        json::Value parameters;
    };

    struct Incoming
    {
        Call call;
        json::Document bodyMemory; ///< Keeps call.body alive.
        bool malformed = false;
    };

    struct Target
    {
        const Tenant* tenant = nullptr; ///< Null: all of them.
        std::string url;
        std::string sendTo;
    };

    struct TenantChange
    {
        Tenant* tenant = nullptr;
        RowChange change;
    };

    SimulatedVendor(std::shared_ptr<const VendorDefinition> definition, Setup setup);

    [[nodiscard]] Answer vendorAnswer(const net::ServerRequest& request);
    [[nodiscard]] Incoming incoming(const net::ServerRequest& request);
    [[nodiscard]] Result<Reply> reply(const Incoming& incoming, const net::ServerRequest& request,
                                      Answer& answer);
    [[nodiscard]] Result<Reply> authenticated(const Incoming& incoming,
                                              const std::vector<Candidate>& candidates, Scope& scope,
                                              Tenant& tenant, Answer& answer);
    [[nodiscard]] std::vector<Candidate> candidates(const Call& call);
    [[nodiscard]] Tenant* tenantOf(const net::Headers& headers, bool& presented);
    [[nodiscard]] std::optional<Result<Reply>> faultReply(Scope& scope, const Tenant& tenant, Answer& answer);
    [[nodiscard]] Result<std::optional<Reply>> limited(const std::string& route, Scope& scope, Tenant& tenant,
                                                       net::Headers& headers);
    [[nodiscard]] Result<Reply> runRoutes(const std::vector<Candidate>& routes, Scope& scope, Tenant& tenant,
                                          int depth);
    /// A call that the vendor makes of its own routes.
    [[nodiscard]] Result<Reply> ownCall(const Call& call, Tenant& tenant, int depth);
    void fillScope(Scope& scope, const Call& call, const Tenant* tenant);
    [[nodiscard]] json::Value allAccounts();
    [[nodiscard]] Status openOAuth();
    [[nodiscard]] Status orderGrants(const OAuthOrder& given);

    // vendor_webhooks.cpp
    [[nodiscard]] Status openWebhooks();
    [[nodiscard]] Tenant* tenantByToken(std::string_view token);
    [[nodiscard]] RowWatcher watcher(Tenant& tenant);
    void fillWebhookScope(Scope& scope, const TenantChange& changed, const std::string& url);
    [[nodiscard]] Result<std::optional<OutgoingWebhook>> compose(const TenantChange& changed,
                                                                 const Target& target);
    [[nodiscard]] Status tellChanges();

    [[nodiscard]] Answer control(const net::ServerRequest& request);
    [[nodiscard]] Answer describe();
    [[nodiscard]] Answer controlFaults(const net::ServerRequest& request);
    [[nodiscard]] Answer controlSettings(const net::ServerRequest& request);
    [[nodiscard]] Answer controlOAuth(const net::ServerRequest& request);
    [[nodiscard]] json::Value describeOAuth();

    std::shared_ptr<const VendorDefinition> m_definition;
    Setup m_setup;
    Dice m_dice;
    json::Arena m_arena; ///< Of the request in hand.
    std::vector<std::unique_ptr<Tenant>> m_tenants;
    std::unique_ptr<OAuthServer> m_oauth;
    FaultQueue m_faults;
    VendorStats m_stats;
    json::Document m_webhookSecrets;
    std::uint64_t m_webhookNumber = 0;
    std::vector<Target> m_targets;
    std::vector<TenantChange> m_changes; ///< Of the request in hand.
    std::vector<OutgoingWebhook> m_outgoing;
};

} // namespace gatehouse::sandbox
