// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/completion.h"
#include "core/base/secret.h"
#include "core/json/document.h"
#include "core/runtime/executor.h"
#include "core/sandbox/oauth_order.h"
#include "core/sandbox/oauth_state.h"
#include "core/sandbox/outgoing_webhook.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::sandbox {

/// The sandbox.json of one integration, as it was read.
struct VendorFile
{
    std::string slug;
    std::string text;
    std::string source; ///< For messages: "providers/acme/sandbox.json".
};

/// A customer of the person who uses Gatehouse: one environment.
struct DemoCustomer
{
    std::string key;  ///< "acme"; stable, fit for an id.
    std::string name; ///< "Acme"
};

/// One customer's account at one simulated vendor, ready to be connected.
struct DemoAccount
{
    std::string customerKey;
    std::string integration; ///< Slug.
    std::string label;       ///< "Acme"
    std::string auth;        ///< Id or kind of the definition's auth scheme that the credentials are for.
    json::Document context;  ///< Complete: instance_url, realmId, … pointing at the simulated vendor.
    std::vector<std::pair<std::string, Secret>> credentials; ///< access_token, refresh_token, …
    std::optional<UnixMillis> tokenExpiresAt; ///< As the vendor told; unset: it does not tell, or never.
};

struct Vendor
{
    std::string slug;
    std::string baseUrl;   ///< "http://127.0.0.1:41234", without a path.
    bool webhooks = false; ///< Tells of changes, once it knows where to.
};

/// The OAuth app that the person who uses Gatehouse has at a simulated vendor.
struct VendorApp
{
    std::string clientId;
    Secret clientSecret;
    json::Document context; ///< The hosts that an account's context has to name.
};

/// Something that goes wrong on purpose, for the next requests of one vendor.
struct Fault
{
    std::string vendor; ///< Slug.
    /// A name from the vendor's own list of faults (GET {baseUrl}/_sandbox names them), or what any server
    /// can do: "hang" (no answer), "slow" (delay, then the right answer), "truncate" (a body cut short),
    /// "disconnect" (the connection closes without an answer).
    std::string kind;
    std::uint32_t count = 1;            ///< How many requests.
    std::string customerKey;            ///< Only this customer's; empty: anybody's.
    std::chrono::milliseconds delay{0}; ///< For "slow".
};

struct VendorStats
{
    std::uint64_t requests = 0;  ///< Answered by the vendor's routes, faults included.
    std::uint64_t throttled = 0; ///< Answered with the vendor's limit error.
    std::uint64_t faults = 0;    ///< Answered by a fault.
    std::uint64_t webhooks = 0;  ///< Made; sent behind the answer.
};

struct SandboxOptions
{
    std::uint64_t seed = 1;       ///< The same seed gives the same records, ids and tokens.
    bool latency = true;          ///< Answer as slowly as the definition says.
    bool limits = true;           ///< Throttle as the definition says.
    const Clock* clock = nullptr; ///< Outlives the world.
};

/// The simulated vendors: one HTTP server each, on loopback, on a thread of their own. Each vendor can also
/// be driven from outside through {baseUrl}/_sandbox (core/sandbox/README.md). Methods may be called from any
/// thread; completions fire on the executor that start() was given.
class SandboxWorld
{
public:
    /// Reads the definitions and starts the servers; ready answers when they can be called, or with
    /// ConfigError that names file, pointer and reason. The executor outlives the world.
    [[nodiscard]] static std::unique_ptr<SandboxWorld> start(const SandboxOptions& options,
                                                             std::vector<VendorFile> files,
                                                             runtime::Executor& executor,
                                                             Completion<bool> ready);

    SandboxWorld(const SandboxWorld&) = delete;
    SandboxWorld& operator=(const SandboxWorld&) = delete;
    /// Closes the servers and ends the thread; requests in flight are cut off.
    ~SandboxWorld();

    /// This and the next two are complete once ready has answered.
    [[nodiscard]] const std::vector<DemoCustomer>& customers() const;
    [[nodiscard]] const std::vector<Vendor>& vendors() const;
    /// One account for each customer at each vendor. Each call makes new copies of the credentials.
    [[nodiscard]] std::vector<DemoAccount> accounts() const;

    /// NotFound: no such vendor or no such kind of fault.
    void inject(Fault fault, Completion<bool> done);
    /// Forgets the faults still to come, of one vendor.
    void clearFaults(std::string vendor, Completion<bool> done);
    void stats(std::string vendor, Completion<VendorStats> done);

    /// NotFound: no such vendor, or it has no authorization server, or knows no such token.
    void order(std::string vendor, OAuthOrder order, Completion<bool> done);
    void oauthState(std::string vendor, Completion<OAuthState> done);
    void app(std::string vendor, Completion<VendorApp> done);

    /// Where a vendor sends its webhooks from now on, as entered in its settings.
    void setWebhookTargets(std::string vendor, std::vector<WebhookTarget> targets, Completion<bool> done);
    /// Changes a record of the account that the token (any one) belongs to, and answers when the webhooks for
    /// that were taken in: how many. NotFound: no such vendor or token; Unsupported: it sends none; Conflict:
    /// it knows no URL, or was not answered with 2xx.
    void sendTestWebhook(std::string vendor, Secret token, Completion<std::uint32_t> done);

private:
    struct Impl;
    explicit SandboxWorld(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> m_impl;
};

} // namespace gatehouse::sandbox
