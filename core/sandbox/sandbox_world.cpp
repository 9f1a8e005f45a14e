// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/sandbox_world.h"

#include "core/runtime/await.h"
#include "core/runtime/event_thread.h"
#include "core/runtime/timers.h"
#include "core/sandbox/vendor.h"
#include "core/sandbox/vendor_server.h"
#include "core/sandbox/webhook_definition.h"
#include "core/sandbox/webhook_sender.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace gatehouse::sandbox {
namespace {

/// Large enough for several pages everywhere, small enough to look at.
const std::array<Tenant::Customer, 3>& demoCustomers()
{
    static const std::array<Tenant::Customer, 3> kCustomers = {{{"acme", "Acme", 1, {640, 60, 180}},
                                                                {"globex", "Globex", 2, {260, 30, 90}},
                                                                {"initech", "Initech", 3, {120, 12, 40}}}};
    return kCustomers;
}

} // namespace

struct SandboxWorld::Impl
{
    Impl(const SandboxOptions& given, runtime::Executor& reply)
        : options(given)
        , executor(reply)
    {}

    ~Impl()
    {
        thread.post([this] {
            servers.clear();
            sender.reset();
            timers.reset();
        });
        thread.stop();
    }

    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    SandboxOptions options;
    runtime::Executor& executor;
    std::vector<DemoCustomer> customers;
    std::vector<Vendor> vendors;

    struct KeptAccount
    {
        DemoAccount account;
        json::Document credentials;
    };

    std::vector<KeptAccount> accounts;

    // On the thread below.
    std::unique_ptr<runtime::Timers> timers;
    std::unique_ptr<WebhookSender> sender;
    std::map<std::string, std::unique_ptr<VendorServer>, std::less<>> servers;

    runtime::EventThread thread{"sandbox"};

    [[nodiscard]] Status open(const std::vector<VendorFile>& files)
    {
        timers = runtime::makeTimers(*options.clock);
        sender = std::make_unique<WebhookSender>(net::makeHttpClient());
        for (const auto& customer : demoCustomers()) {
            customers.push_back({customer.key, customer.name});
        }
        for (const auto& file : files) {
            GH_TRY(openVendor(file));
        }
        return {};
    }

    [[nodiscard]] Status openVendor(const VendorFile& file)
    {
        GH_ASSIGN(auto definition, readDefinition(file.slug, file.text, file.source));
        auto server = std::make_unique<VendorServer>(*timers, *sender);
        GH_TRY(server->listen());
        const auto url = fmt::format("http://127.0.0.1:{}", server->port());
        const auto& all = demoCustomers();
        GH_ASSIGN(auto vendor, SimulatedVendor::make(definition, {all.begin(), all.end()},
                                                     {options.seed, url, options.clock, options.latency,
                                                      options.limits, true}));
        for (const auto& tenant : vendor->tenants()) {
            DemoAccount account;
            account.customerKey = tenant->customer().key;
            account.integration = file.slug;
            account.label = tenant->customer().name;
            account.auth = definition->account.auth;
            account.context = tenant->context();
            account.tokenExpiresAt = tenant->tokenEnd();
            accounts.push_back({std::move(account), tenant->demoCredentials()});
        }
        server->serve(std::move(vendor));
        servers.emplace(file.slug, std::move(server));
        vendors.push_back({file.slug, url, definition->webhooks != nullptr});
        return {};
    }

    /// Runs a function of a vendor on the sandbox's thread and answers on the executor's.
    template <class T, class Function>
    void withVendor(std::string slug, Completion<T> done, Function function)
    {
        auto answer = runtime::completeOn<T>(executor, std::move(done));
        thread.post([this, slug = std::move(slug), answer = std::move(answer),
                     function = std::move(function)]() mutable {
            const auto found = servers.find(slug);
            if (found == servers.end()) {
                answer(fail(Errc::NotFound, fmt::format("there is no simulated vendor \"{}\"", slug)));
            } else {
                answer(function(found->second->vendor()));
            }
        });
    }
};

SandboxWorld::SandboxWorld(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{}

SandboxWorld::~SandboxWorld() = default;

std::unique_ptr<SandboxWorld> SandboxWorld::start(const SandboxOptions& options,
                                                  std::vector<VendorFile> files, runtime::Executor& executor,
                                                  Completion<bool> ready)
{
    auto world = std::unique_ptr<SandboxWorld>(new SandboxWorld(std::make_unique<Impl>(options, executor)));
    auto answer = runtime::completeOn<bool>(executor, std::move(ready));
    world->m_impl->thread.post(
        [impl = world->m_impl.get(), files = std::move(files), answer = std::move(answer)]() mutable {
            const auto opened = impl->open(files);
            answer(opened ? Result<bool>(true) : Result<bool>(fail(opened.error())));
        });
    return world;
}

const std::vector<DemoCustomer>& SandboxWorld::customers() const
{
    return m_impl->customers;
}

const std::vector<Vendor>& SandboxWorld::vendors() const
{
    return m_impl->vendors;
}

std::vector<DemoAccount> SandboxWorld::accounts() const
{
    std::vector<DemoAccount> copies;
    for (const auto& [account, credentials] : m_impl->accounts) {
        auto& copy = copies.emplace_back();
        copy.customerKey = account.customerKey;
        copy.integration = account.integration;
        copy.label = account.label;
        copy.auth = account.auth;
        copy.context = account.context;
        copy.tokenExpiresAt = account.tokenExpiresAt;
        for (const auto& [name, value] : credentials.root().members()) {
            copy.credentials.emplace_back(name, Secret(value.asString()));
        }
    }
    return copies;
}

void SandboxWorld::inject(Fault fault, Completion<bool> done)
{
    auto slug = fault.vendor;
    m_impl->withVendor(std::move(slug), std::move(done),
                       [fault = std::move(fault)](SimulatedVendor& vendor) -> Result<bool> {
                           GH_TRY(vendor.inject(fault));
                           return true;
                       });
}

void SandboxWorld::clearFaults(std::string vendor, Completion<bool> done)
{
    m_impl->withVendor(std::move(vendor), std::move(done), [](SimulatedVendor& simulated) -> Result<bool> {
        simulated.clearFaults();
        return true;
    });
}

void SandboxWorld::stats(std::string vendor, Completion<VendorStats> done)
{
    m_impl->withVendor(std::move(vendor), std::move(done),
                       [](SimulatedVendor& simulated) -> Result<VendorStats> { return simulated.stats(); });
}

void SandboxWorld::order(std::string vendor, OAuthOrder order, Completion<bool> done)
{
    m_impl->withVendor(std::move(vendor), std::move(done),
                       [order = std::move(order)](SimulatedVendor& simulated) -> Result<bool> {
                           GH_TRY(simulated.order(order));
                           return true;
                       });
}

void SandboxWorld::oauthState(std::string vendor, Completion<OAuthState> done)
{
    m_impl->withVendor(
        std::move(vendor), std::move(done),
        [](SimulatedVendor& simulated) -> Result<OAuthState> { return simulated.oauthState(); });
}

void SandboxWorld::setWebhookTargets(std::string vendor, std::vector<WebhookTarget> targets,
                                     Completion<bool> done)
{
    m_impl->withVendor(std::move(vendor), std::move(done),
                       [targets = std::move(targets)](SimulatedVendor& simulated) -> Result<bool> {
                           simulated.setWebhookTargets(targets);
                           return true;
                       });
}

void SandboxWorld::sendTestWebhook(std::string vendor, Secret token, Completion<std::uint32_t> done)
{
    auto answer = runtime::completeOn<std::uint32_t>(m_impl->executor, std::move(done));
    m_impl->thread.post([impl = m_impl.get(), slug = std::move(vendor), token = std::move(token),
                         answer = std::move(answer)]() mutable {
        const auto found = impl->servers.find(slug);
        if (found == impl->servers.end()) {
            answer(fail(Errc::NotFound, fmt::format("there is no simulated vendor \"{}\"", slug)));
            return;
        }
        auto webhooks = found->second->vendor().testWebhook(token.reveal());
        if (!webhooks) {
            answer(fail(std::move(webhooks).error()));
        } else {
            impl->sender->sendAll(std::move(*webhooks), std::move(answer));
        }
    });
}

void SandboxWorld::app(std::string vendor, Completion<VendorApp> done)
{
    m_impl->withVendor(
        std::move(vendor), std::move(done), [](SimulatedVendor& simulated) -> Result<VendorApp> {
            if (simulated.oauth() == nullptr || simulated.tenants().empty()) {
                return fail(Errc::NotFound, fmt::format("the simulated {} has no authorization server",
                                                        simulated.definition().slug));
            }
            const auto& app = simulated.oauth()->definition().app;
            json::Arena arena;
            json::ObjectBuilder hosts(arena);
            for (const auto& [name, value] : simulated.tenants().front()->context().root().members()) {
                if (value.asString() == simulated.baseUrl()) {
                    hosts.set(name, value);
                }
            }
            return VendorApp{app.clientId, Secret(std::string_view(app.clientSecret)),
                             json::Document::copyOf(hosts.build())};
        });
}

} // namespace gatehouse::sandbox
