// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/demo_world.h"

#include "core/gateway/account_fields.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

namespace gatehouse {

std::vector<sandbox::VendorFile> DemoWorld::vendorFiles() const
{
    std::vector<sandbox::VendorFile> files;
    for (const auto& [slug, provider] : m_core.definitions.snapshots().current()->content().providers) {
        if (provider->sandboxFile.empty()) {
            continue;
        }
        if (auto text = m_core.definitions.siblingFile(*provider, provider->sandboxFile)) {
            files.push_back(
                {slug, std::move(*text), fmt::format("providers/{}/{}", slug, provider->sandboxFile)});
        }
    }
    return files;
}

QCoro::Task<Status> DemoWorld::start()
{
    sandbox::SandboxOptions options;
    options.clock = m_core.services.clock;
    auto pendingReady =
        runtime::awaitCompletion<bool>(*m_core.services.engine, [this, &options](Completion<bool> done) {
            m_world = sandbox::SandboxWorld::start(options, vendorFiles(), *m_core.services.engine,
                                                   std::move(done));
        });
    auto ready = co_await pendingReady;
    if (!ready) {
        co_return fail(std::move(ready).error());
    }
    co_return co_await connect();
}

QCoro::Task<Status> DemoWorld::connect()
{
    std::set<std::string> own;
    for (const sandbox::DemoCustomer& customer : m_world->customers()) {
        Environment environment{fmt::format("env_{}", customer.key), customer.name, {}};
        auto made = co_await m_accounts.putEnvironment(std::move(environment));
        if (!made) {
            co_return fail(std::move(made).error());
        }
    }
    for (sandbox::DemoAccount& demo : m_world->accounts()) {
        Account account;
        account.id = fmt::format("acc_{}_{}", demo.customerKey, demo.integration);
        account.environmentId = fmt::format("env_{}", demo.customerKey);
        account.integration = demo.integration;
        account.label = demo.label;
        account.authKind = demo.auth;
        account.status = AccountStatus::Active;
        account.context = demo.context;
        account.sandbox = true;
        account.createdAt = m_core.services.clock->now();
        if (const auto known = m_core.accounts.account(account.id)) {
            account.createdAt = known->createdAt;
            account.lastSuccessAt = known->lastSuccessAt;
            account.autoRefresh = known->autoRefresh;
        }
        auto credentials = std::make_shared<auth::Credentials>();
        for (auto& [name, secret] : demo.credentials) {
            credentials->secrets.insert_or_assign(name, std::move(secret));
        }
        credentials->tokenExpiresAt = demo.tokenExpiresAt;
        own.insert(account.id);
        auto made = co_await m_accounts.put(std::move(account), std::move(credentials));
        if (!made) {
            co_return fail(std::move(made).error());
        }
    }
    auto leaving = leaveEarlier(std::move(own));
    co_await std::move(leaving);
    co_return Status{};
}

QCoro::Task<> DemoWorld::leaveEarlier(std::set<std::string> own)
{
    for (const Account& account : m_core.accounts.accounts()) {
        if (!account.sandbox || account.status != AccountStatus::Active || own.contains(account.id)) {
            continue;
        }
        auto marking = m_accounts.markNeedsReauth(
            account.id, "The simulated vendors begin anew with each start and do not know this sign-in",
            m_core.services.clock->now());
        co_await std::move(marking);
    }
}

} // namespace gatehouse
