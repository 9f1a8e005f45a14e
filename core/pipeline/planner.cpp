// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/planner.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace gatehouse::pipeline {
namespace {

/// The value kept for both revisions, or null.
template <class Cache>
auto findCurrent(const Cache& cache, const std::string& key, std::uint64_t snapshot, std::uint64_t account)
{
    const auto found = cache.find(key);
    const bool current = found != cache.end() && found->second.snapshotRevision == snapshot
                         && found->second.accountRevision == account;
    return current ? found->second.value : nullptr;
}

/// A full cache is emptied: what is in use comes back with the next calls, what is not does not.
template <class Cache>
void makeRoom(Cache& cache, std::size_t capacity)
{
    if (cache.size() >= capacity) {
        cache.clear();
    }
}

json::Document constantsOf(const config::ProviderDefinition& provider, const Account& account)
{
    json::Arena arena;
    json::ObjectBuilder input(arena);
    input.set("context", account.context->isObject() ? *account.context : arena.object({}));
    input.set("version", provider.version);
    return json::Document::copyOf(input.build());
}

/// The scheme an account was connected with: by its id, otherwise by its kind.
const config::AuthScheme* schemeOf(const config::ProviderDefinition& provider, std::string_view authKind)
{
    if (const config::AuthScheme* byId = provider.authScheme(authKind)) {
        return byId;
    }
    const auto byKind = std::ranges::find_if(provider.auth, [&](const config::AuthScheme& scheme) {
        return config::authKindName(scheme.kind) == authKind;
    });
    return byKind != provider.auth.end() ? &*byKind : nullptr;
}

Result<Url> baseUrlOf(const Target& target)
{
    const config::Template& text =
        target.auth->baseUrl ? *target.auth->baseUrl : target.api->settings.baseUrl;
    auto rendered = text.render(*target.constant);
    if (!rendered) {
        return fail(Errc::ConfigError,
                    fmt::format("the base URL of {} cannot be filled for account {}: {}",
                                target.provider->slug, target.account->account.id, rendered.error().message));
    }
    auto url = Url::parse(*rendered);
    if (!url) {
        return fail(Errc::ConfigError,
                    fmt::format("the base URL \"{}\" of account {} is not a usable URL: {}", *rendered,
                                target.account->account.id, url.error().message));
    }
    while (url->path.ends_with('/')) {
        url->path.pop_back();
    }
    return url;
}

Result<TargetPtr> makeTarget(const config::SnapshotPtr& snapshot, const AccountRecordPtr& account,
                             std::string_view api)
{
    auto made = std::make_shared<Target>();
    made->snapshot = snapshot;
    made->account = account;
    made->provider = snapshot->provider(account->account.integration);
    if (!made->provider) {
        return fail(Errc::ConfigError,
                    fmt::format("account {} is of integration \"{}\", which is not defined",
                                account->account.id, account->account.integration));
    }
    made->api = &made->provider->api(api);
    made->auth = schemeOf(*made->provider, account->account.authKind);
    if (made->auth == nullptr) {
        return fail(Errc::ConfigError,
                    fmt::format("account {} uses \"{}\", which {} does not offer", account->account.id,
                                account->account.authKind, made->provider->slug));
    }
    made->constant = constantsOf(*made->provider, account->account);
    GH_ASSIGN(made->baseUrl, baseUrlOf(*made));
    made->revision = (snapshot->revision() << 32U) ^ account->revision;
    return made;
}

std::vector<config::MappingSource> overridesFor(const AccountRecord& account, const std::string& operation)
{
    std::vector<config::MappingSource> out;
    for (const auto& set : {account.environmentOverrides, account.accountOverrides}) {
        if (const auto found = set->find(operation); found != set->end()) {
            out.push_back(found->second);
        }
    }
    return out;
}

} // namespace

Result<const config::MethodDefinition*> findMethod(const config::ResourceDefinition& resource,
                                                   std::string_view method)
{
    if (const auto found = resource.methods.find(method); found != resource.methods.end()) {
        return &found->second;
    }
    return fail(Errc::ConfigError,
                fmt::format("the provider's resource \"{}\" has no method \"{}\"", resource.name, method));
}

std::string OperationName::dotted() const
{
    return fmt::format("{}.{}.{}", model, resource, method);
}

Planner::Planner(const config::SnapshotHandle& snapshots, config::EffectiveMappingCache& mappings,
                 const AccountDirectory& accounts, std::size_t capacity)
    : m_snapshots(snapshots)
    , m_mappings(mappings)
    , m_accounts(accounts)
    , m_capacity(capacity)
{}

Result<AccountRecordPtr> Planner::account(std::string_view accountId) const
{
    if (accountId.empty()) {
        return fail(Errc::InvalidArgument,
                    "say which account: account_id in the query or the Gatehouse-Account header");
    }
    if (auto found = m_accounts.find(accountId)) {
        return found;
    }
    return fail(Errc::NotFound, fmt::format("there is no account {}", accountId));
}

Result<PlanPtr> Planner::plan(std::string_view accountId, const OperationName& operation)
{
    GH_ASSIGN(const auto account, this->account(accountId));
    const auto snapshot = m_snapshots.current();
    const std::string key = fmt::format("{}\n{}", accountId, operation.dotted());
    if (auto kept = findCurrent(m_plans, key, snapshot->revision(), account->revision)) {
        return kept;
    }
    GH_ASSIGN(auto plan, makePlan(snapshot, account, operation));
    makeRoom(m_plans, m_capacity);
    m_plans.insert_or_assign(key, Kept<Plan>{snapshot->revision(), account->revision, plan});
    return plan;
}

Result<TargetPtr> Planner::target(std::string_view accountId, std::string_view api)
{
    GH_ASSIGN(const auto account, this->account(accountId));
    return target(m_snapshots.current(), account, api);
}

Result<TargetPtr> Planner::targetOf(const AccountRecordPtr& candidate) const
{
    return makeTarget(m_snapshots.current(), candidate, "default");
}

Result<TargetPtr> Planner::target(const config::SnapshotPtr& snapshot, const AccountRecordPtr& account,
                                  std::string_view api)
{
    const std::string key = fmt::format("{}\n{}", account->account.id, api);
    if (auto kept = findCurrent(m_targets, key, snapshot->revision(), account->revision)) {
        return kept;
    }
    GH_ASSIGN(auto made, makeTarget(snapshot, account, api));
    makeRoom(m_targets, m_capacity);
    m_targets.insert_or_assign(key, Kept<Target>{snapshot->revision(), account->revision, made});
    return made;
}

Result<PlanPtr> Planner::makePlan(const config::SnapshotPtr& snapshot, const AccountRecordPtr& account,
                                  const OperationName& operation)
{
    auto plan = std::make_shared<Plan>();
    plan->operation = operation.dotted();
    plan->method = operation.method;
    plan->model = snapshot->model(operation.model);
    plan->resource = plan->model ? plan->model->resource(operation.resource) : nullptr;
    if (plan->resource == nullptr) {
        return fail(Errc::NotFound,
                    fmt::format("there is no unified resource {}.{}", operation.model, operation.resource));
    }
    const auto overrides = overridesFor(*account, plan->operation);
    const config::MappingKey key{account->account.integration, std::string(operation.model),
                                 std::string(operation.resource)};
    GH_ASSIGN(plan->mapping, m_mappings.get(*snapshot, key, operation.method, overrides));
    const auto provider = snapshot->provider(account->account.integration);
    plan->providerResource = provider ? provider->resource(plan->mapping->providerResource) : nullptr;
    if (plan->providerResource == nullptr) {
        return fail(Errc::ConfigError,
                    fmt::format("the mapping of {} names the resource \"{}\", which {} does not define",
                                plan->operation, plan->mapping->providerResource,
                                account->account.integration));
    }
    if (const std::string& method = plan->mapping->providerMethod.text();
        method.find("{{") == std::string::npos) {
        GH_ASSIGN(plan->providerMethod, findMethod(*plan->providerResource, method));
    }
    GH_ASSIGN(plan->target, target(snapshot, account, plan->providerResource->api));
    return plan;
}

} // namespace gatehouse::pipeline
