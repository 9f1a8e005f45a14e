// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/sandbox_hooks.h"

#include "core/gateway/sandbox_token.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

namespace gatehouse {

void SandboxHooks::start()
{
    if (m_demo.world() != nullptr && m_center.intake() != nullptr) {
        for (const auto& account : m_core.accounts.accounts()) {
            if (account.sandbox) {
                m_known.emplace(account.id, account.status);
            }
        }
        m_subscription = m_core.events.subscribe([this](const GatewayEvent& event) { hear(event); });
        registerAgain();
    }
}

void SandboxHooks::hear(const GatewayEvent& event)
{
    const auto* account = std::get_if<AccountChanged>(&event);
    if ((account != nullptr && isNews(*account)) || std::holds_alternative<IntegrationChanged>(event)
        || std::holds_alternative<NodeStatusChanged>(event)) {
        registerAgain();
    }
}

/// Accounts change with every refreshed token; what a vendor has to know changes only when one comes, goes or
/// is signed in anew.
bool SandboxHooks::isNews(const AccountChanged& change)
{
    const auto& account = change.account;
    if (!account.sandbox) {
        return false;
    }
    if (change.removed) {
        return m_known.erase(account.id) > 0;
    }
    const auto known = m_known.find(account.id);
    if (known != m_known.end() && known->second == account.status) {
        return false;
    }
    m_known.insert_or_assign(account.id, account.status);
    return true;
}

QCoro::Task<> SandboxHooks::registerAgain()
{
    m_again = true;
    if (m_registering) {
        co_return; // The round under way goes round once more.
    }
    const InFlight::Token token(m_core.inFlight);
    m_registering = true;
    while (std::exchange(m_again, false) && !m_core.stopping) {
        auto registering = registerUrls();
        const auto done = co_await registering;
        if (!done) {
            m_core.services.log->write(LogLevel::Warning, "a simulated vendor has no webhook URL",
                                       {{"reason", done.error().describe()}});
        }
    }
    m_registering = false;
    for (auto& waiting : std::exchange(m_waiting, {})) {
        waiting(true);
    }
}

void SandboxHooks::whenRegistered(Completion<bool> done)
{
    if (m_registering) {
        m_waiting.push_back(std::move(done));
    } else {
        done(true);
    }
}

bool SandboxHooks::hasVendor(std::string_view integration) const
{
    if (m_demo.world() == nullptr) {
        return false;
    }
    const auto& vendors = m_demo.world()->vendors();
    return std::any_of(vendors.begin(), vendors.end(), [integration](const sandbox::Vendor& vendor) {
        return vendor.slug == integration && vendor.webhooks;
    });
}

bool SandboxHooks::canSend(const IngestUrl& url) const
{
    const auto account = m_core.accounts.account(url.accountId);
    return account && account->sandbox && !m_core.apiUrl.empty() && hasVendor(url.integration);
}

std::string SandboxHooks::local(const std::string& url) const
{
    const auto& base = m_core.options.publicUrl;
    return !base.empty() && url.starts_with(base) ? m_core.apiUrl + url.substr(base.size()) : url;
}

QCoro::Task<SandboxHooks::Targets> SandboxHooks::targetsOf(std::vector<IngestUrl> urls)
{
    Targets targets;
    std::set<std::string, std::less<>> shared; // Vendors that know one URL for all accounts of an app.
    for (const auto& url : urls) {
        if (hasVendor(url.integration) && url.accountId.empty()) {
            shared.insert(url.integration);
            targets[url.integration].push_back({url.url, local(url.url), {}});
        }
    }
    for (const auto& url : urls) {
        if (shared.contains(url.integration) || !canSend(url)) {
            continue;
        }
        auto asking = sandboxTokenOf(m_core, url.accountId);
        auto token = co_await asking;
        if (token) { // An account that is not signed in at the moment is told of when it is.
            targets[url.integration].push_back({url.url, local(url.url), std::move(*token)});
        }
    }
    co_return targets;
}

QCoro::Task<Status> SandboxHooks::registerUrls()
{
    if (m_core.apiUrl.empty()) {
        co_return Status{}; // Nothing listens yet; its URL is announced.
    }
    auto pendingUrls = runtime::awaitCompletion<std::vector<IngestUrl>>(
        *m_core.services.engine, [this](auto done) { m_center.intake()->ingestUrls(std::move(done)); });
    auto urls = co_await pendingUrls;
    if (!urls) {
        co_return fail(std::move(urls).error());
    }
    auto collecting = targetsOf(std::move(*urls));
    auto targets = co_await collecting;
    for (auto& [vendor, list] : targets) {
        auto pending =
            runtime::awaitCompletion<bool>(*m_core.services.engine, [this, &vendor, &list](auto done) {
                m_demo.world()->setWebhookTargets(vendor, std::move(list), std::move(done));
            });
        auto told = co_await pending;
        if (!told) {
            co_return fail(std::move(told).error());
        }
    }
    co_return Status{};
}

QCoro::Task<Result<std::uint32_t>> SandboxHooks::sendTest(std::string accountId)
{
    const auto account = m_core.accounts.account(accountId);
    if (!account) {
        co_return fail(Errc::NotFound, fmt::format("there is no account {}", accountId));
    }
    if (!hasVendor(account->integration)) {
        co_return fail(Errc::Unsupported,
                       fmt::format("the simulated {} sends no webhooks", account->integration));
    }
    auto registering = registerUrls();
    auto registered = co_await registering;
    if (!registered) {
        co_return fail(std::move(registered).error());
    }
    auto asking = sandboxTokenOf(m_core, accountId);
    auto token = co_await asking;
    if (!token) {
        co_return fail(std::move(token).error());
    }
    auto pending =
        runtime::awaitCompletion<std::uint32_t>(*m_core.services.engine, [this, &account, &token](auto done) {
            m_demo.world()->sendTestWebhook(account->integration, std::move(*token), std::move(done));
        });
    auto sent = co_await pending;
    if (!sent && sent.error().code == Errc::NotFound) {
        co_return fail(Errc::Conflict, fmt::format("account {} is not connected to a simulated vendor: {}",
                                                   accountId, sent.error().message));
    }
    co_return sent;
}

} // namespace gatehouse
