// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/gateway.h"
#include "tests/support/fake_gateway_state.h"

namespace gatehouse::test {

/// What all fake roles are: a door to the shared state.
class FakeRole
{
public:
    explicit FakeRole(FakeState& state)
        : s(state)
    {}

protected:
    ~FakeRole() = default;

    FakeState& s; // NOLINT(readability-identifier-naming): the whole body of every role is about it
};

class FakeCatalog final : public Catalog, public FakeRole
{
public:
    using FakeRole::FakeRole;

    void integrations(Completion<std::vector<IntegrationSummary>> done) override
    {
        s.answer<std::vector<IntegrationSummary>>(std::move(done), s.integrations);
    }

    void integration(std::string slug, Completion<json::Document> done) override
    {
        s.answer(std::move(done), find(s.definitions, slug));
    }

    void putIntegration(std::string slug, json::Document definition,
                        Completion<IntegrationSummary> done) override
    {
        s.definitions[slug] = std::move(definition);
        IntegrationSummary summary;
        summary.slug = slug;
        summary.label = slug;
        summary.origin = "api";
        summary.version = 2;
        s.integrations.push_back(summary);
        s.answer<IntegrationSummary>(std::move(done), summary);
    }

    void removeIntegration(std::string slug, Completion<bool> done) override
    {
        s.answer<bool>(std::move(done), s.definitions.erase(slug) > 0);
    }

    void integrationHistory(std::string slug, Completion<std::vector<json::Document>> done) override
    {
        auto found = find(s.definitions, slug);
        s.answer<std::vector<json::Document>>(
            std::move(done), found.map([](const auto& document) { return std::vector{document}; }));
    }

    void rollbackIntegration(std::string slug, std::uint32_t version,
                             Completion<IntegrationSummary> done) override
    {
        IntegrationSummary summary;
        summary.slug = std::move(slug);
        summary.version = version + 1;
        s.answer<IntegrationSummary>(std::move(done), summary);
    }

    void models(Completion<std::vector<ModelSummary>> done) override
    {
        s.answer<std::vector<ModelSummary>>(std::move(done), s.models);
    }

    void model(std::string model, Completion<json::Document> done) override
    {
        s.answer(std::move(done), find(s.modelDocuments, model));
    }

    static Result<json::Document> find(const std::map<std::string, json::Document>& in,
                                       const std::string& name)
    {
        const auto found = in.find(name);
        if (found == in.end()) {
            return fail(Errc::NotFound, "there is no " + name);
        }
        return found->second;
    }
};

class FakeAccounts final : public Accounts, public FakeRole
{
public:
    using FakeRole::FakeRole;

    void environments(Completion<std::vector<Environment>> done) override
    {
        s.answer<std::vector<Environment>>(std::move(done), s.environments);
    }

    void createEnvironment(std::string name, json::Document metadata, Completion<Environment> done) override
    {
        s.environments.push_back({s.makeId("env_"), std::move(name), std::move(metadata)});
        s.answer<Environment>(std::move(done), s.environments.back());
    }

    void accounts(Completion<std::vector<Account>> done) override
    {
        s.answer<std::vector<Account>>(std::move(done), s.accounts);
    }

    void account(std::string id, Completion<Account> done) override
    {
        s.answer(std::move(done), FakeState::findById(s.accounts, id));
    }

    void createAccount(json::Document fields, Completion<Account> done) override
    {
        Account account;
        account.id = s.makeId("acc_");
        account.environmentId = std::string((*fields)["environment_id"].asString());
        account.integration = std::string((*fields)["integration"].asString());
        account.label = std::string((*fields)["label"].asString());
        account.status = AccountStatus::Active;
        s.createdAccounts.push_back(std::move(fields));
        s.accounts.push_back(account);
        s.answer<Account>(std::move(done), std::move(account));
    }

    void updateAccount(std::string id, json::Document fields, Completion<Account> done) override
    {
        s.updatedAccounts.push_back(std::move(fields));
        s.answer(std::move(done), FakeState::findById(s.accounts, id));
    }

    void removeAccount(std::string id, Completion<bool> done) override
    {
        const auto removed = std::erase_if(s.accounts, [&](const Account& a) { return a.id == id; });
        s.answer<bool>(std::move(done), removed > 0);
    }

    void testAccount(std::string id, Completion<CallDetail> done) override
    {
        if (s.onTest) {
            s.answer<CallDetail>(std::move(done), s.onTest(id));
            return;
        }
        auto found = FakeState::findById(s.accounts, id);
        s.answer<CallDetail>(std::move(done), found.map([](const Account&) { return CallDetail(); }));
    }
};

class FakeMappings final : public Mappings, public FakeRole
{
public:
    using FakeRole::FakeRole;

    void platformMapping(std::string integration, std::string model, std::string resource, std::string method,
                         Completion<json::Document> done) override
    {
        s.answer(std::move(done),
                 FakeCatalog::find(s.mappings, integration + "/" + model + "/" + resource + "/" + method));
    }

    void resolve(std::string /*accountId*/, std::string /*model*/, std::string /*resource*/,
                 std::string /*method*/, Completion<ResolvedMapping> done) override
    {
        s.answer<ResolvedMapping>(std::move(done), s.resolved);
    }

    void getOverride(OverrideKey key, Completion<json::Document> done) override
    {
        s.answer(std::move(done), FakeCatalog::find(s.overrides, FakeState::overrideName(key)));
    }

    void putOverride(OverrideKey key, json::Document mapping, Completion<json::Document> done) override
    {
        s.overrides[FakeState::overrideName(key)] = mapping;
        s.answer<json::Document>(std::move(done), std::move(mapping));
    }

    void removeOverride(OverrideKey key, Completion<bool> done) override
    {
        s.answer<bool>(std::move(done), s.overrides.erase(FakeState::overrideName(key)) > 0);
    }

    void preview(json::Document request, Completion<json::Document> done) override
    {
        s.previews.push_back(std::move(request));
        s.answer<json::Document>(std::move(done), s.previewAnswer);
    }
};

class FakeCalls final : public Calls, public FakeRole
{
public:
    using FakeRole::FakeRole;

    void unified(UnifiedRequest request, Completion<UnifiedResponse> done) override
    {
        s.unifiedRequests.push_back(request);
        s.answer(std::move(done),
                 s.onUnified ? s.onUnified(request) : Result<UnifiedResponse>(UnifiedResponse()));
    }

    void recentCalls(std::uint64_t after, std::size_t limit,
                     Completion<std::vector<CallSummary>> done) override
    {
        std::vector<CallSummary> newest;
        for (auto it = s.calls.rbegin(); it != s.calls.rend() && newest.size() < limit; ++it) {
            if (it->summary.sequence > after) {
                newest.push_back(it->summary);
            }
        }
        s.answer<std::vector<CallSummary>>(std::move(done), std::move(newest));
    }

    void callDetail(std::string id, Completion<CallDetail> done) override
    {
        for (const auto& call : s.calls) {
            if (call.summary.id == id) {
                s.answer<CallDetail>(std::move(done), call);
                return;
            }
        }
        s.answer<CallDetail>(std::move(done), fail(Errc::NotFound, "there is no call " + id));
    }
};

} // namespace gatehouse::test
