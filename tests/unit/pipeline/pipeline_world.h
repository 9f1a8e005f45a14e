// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/loader.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/limits/observed_limits.h"
#include "core/pipeline/open_guard.h"
#include "core/pipeline/proxy.h"
#include "core/pipeline/unified.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_credentials.h"
#include "tests/support/run_task.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/pipeline/definitions.h"
#include "tests/unit/pipeline/fake_http.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::test {

/// Accounts in a map; each change makes a new record.
class TestAccounts final : public pipeline::AccountDirectory
{
public:
    [[nodiscard]] pipeline::AccountRecordPtr find(std::string_view accountId) const override
    {
        const auto found = m_records.find(accountId);
        return found == m_records.end() ? nullptr : found->second;
    }

    void put(Account account, pipeline::OverrideSet overrides = {})
    {
        auto record = std::make_shared<pipeline::AccountRecord>();
        record->account = std::move(account);
        record->environmentOverrides = std::make_shared<const pipeline::OverrideSet>();
        record->accountOverrides = std::make_shared<const pipeline::OverrideSet>(std::move(overrides));
        record->revision = ++m_revision;
        std::string id = record->account.id;
        m_records.insert_or_assign(std::move(id), std::move(record));
    }

private:
    std::map<std::string, pipeline::AccountRecordPtr, std::less<>> m_records;
    std::uint64_t m_revision = 0;
};

class Recorded final : public pipeline::CallObserver
{
public:
    void callEnded(CallDetail detail) override { calls.push_back(std::move(detail)); }

    std::vector<CallDetail> calls;
};

/// A pipeline for the vendor of acmeFiles() with one account, "acc_1", and a provider that is a script.
class PipelineWorld : public testing::Test
{
protected:
    PipelineWorld()
    {
        load(acmeFiles());
        accounts.put(account());
        credentials.put("acc_1", {{"access_token", "token-of-account-1"},
                                  {"api_key", "k/1"},
                                  {"username", "u"},
                                  {"password", "p:w"}});
        services.clock = &clock;
        services.random = &random;
        services.http = &http;
        services.planner = &planner;
        services.authorizer = &authorizer;
        services.guard = &guard;
        services.throttle = &limits;
        services.cursors = &cursors;
        services.observer = &recorded;
    }

    static Account account(const std::string& auth = "bearer")
    {
        Account account;
        account.id = "acc_1";
        account.environmentId = "env_1";
        account.integration = "acme";
        account.authKind = auth;
        account.status = AccountStatus::Active;
        account.context = *json::parse(R"({"base": "https://acme.test"})");
        return account;
    }

    void load(const std::vector<config::DefinitionFile>& files)
    {
        auto loader = config::Loader::create();
        ASSERT_TRUE(loader) << loader.error().describe();
        const auto outcome = loader->load(files, snapshots.current());
        for (const auto& problem : outcome.problems) {
            ADD_FAILURE() << problem.path << ": " << problem.error.describe();
        }
        snapshots.swap(outcome.snapshot);
    }

    /// A different document is a different revision, as the cache of effective mappings expects.
    pipeline::OverrideSet overriding(const std::string& operation, const char* document)
    {
        config::MappingSource source;
        source.origin = {config::MappingLevel::Account, "override"};
        source.revision = ++overrideRevision;
        source.document = *json::parse(document);
        return {{operation, source}};
    }

    static UnifiedRequest request(const std::string& method, const std::string& id = {})
    {
        UnifiedRequest out;
        out.accountId = "acc_1";
        out.model = "crm";
        out.resource = "contacts";
        out.method = method;
        out.id = id;
        return out;
    }

    UnifiedResponse call(UnifiedRequest wanted)
    {
        auto response = runTask(pipeline::serveUnified(services, std::move(wanted)));
        EXPECT_TRUE(response) << "no answer in time";
        return response ? std::move(*response) : UnifiedResponse{};
    }

    ProxyResponse proxy(ProxyRequest wanted)
    {
        wanted.accountId = "acc_1";
        auto response = runTask(pipeline::serveProxy(services, std::move(wanted)));
        EXPECT_TRUE(response) << "no answer in time";
        return response ? std::move(*response) : ProxyResponse{};
    }

    static std::string headerOf(const std::vector<HeaderField>& headers, std::string_view name)
    {
        for (const HeaderField& field : headers) {
            if (net::equalsIgnoreCase(field.name, name)) {
                return field.value;
            }
        }
        return "(none)";
    }

    std::uint64_t overrideRevision = 1'000'000;
    FakeClock clock;
    SeededRandom random;
    MemoryCredentials credentials;
    FakeHttp http;
    std::unique_ptr<runtime::Executor> executor = runtime::makeThisThreadExecutor();
    config::SnapshotHandle snapshots;
    config::EffectiveMappingCache mappings;
    TestAccounts accounts;
    pipeline::Planner planner{snapshots, mappings, accounts};
    auth::Authorizer authorizer{credentials, *executor, [](const Secret&) {}};
    pipeline::OpenGuard guard;
    limits::ObservedLimits limits;
    pipeline::CursorCodec cursors{Secret(std::string("a key for cursors"))};
    Recorded recorded;
    pipeline::Services services;
};

} // namespace gatehouse::test
