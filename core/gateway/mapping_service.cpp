// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/mapping_service.h"

#include "core/config/merge.h"
#include "core/json/write.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

#include <array>

namespace gatehouse {
namespace {

ResolvedField resolvedField(const config::MappedField& field)
{
    ResolvedField out;
    out.field = field.name;
    out.expression = field.expression.text();
    out.level = config::mappingLevelName(field.origin.level);
    out.source = field.origin.source;
    if (!field.shadowed.empty()) {
        out.shadowed = field.shadowed.front().text;
    }
    return out;
}

/// Every field of a map with the level it came from; a level given as one expression is one field "*".
std::vector<ResolvedField> resolvedFields(const config::FieldMap& map)
{
    std::vector<ResolvedField> out;
    for (const config::MappingLayer& layer : map.layers) {
        if (layer.whole) {
            out.push_back({"*", layer.whole->text(),
                           std::string(config::mappingLevelName(layer.wholeOrigin.level)),
                           layer.wholeOrigin.source, ""});
        }
        for (const config::MappedField& field : layer.fields) {
            out.push_back(resolvedField(field));
        }
    }
    return out;
}

} // namespace

Result<json::Document> MappingService::platform(const config::MappingKey& key, std::string_view method) const
{
    const auto mapping = m_core.definitions.snapshots().current()->mapping(key);
    if (mapping) {
        if (const auto found = mapping->methods.find(method); found != mapping->methods.end()) {
            return found->second;
        }
    }
    return fail(Errc::NotFound, fmt::format("{} has no mapping for {}.{}.{}", key.integration, key.model,
                                            key.resource, method));
}

Result<ResolvedMapping> MappingService::resolve(const std::string& accountId,
                                                const pipeline::OperationName& operation)
{
    GH_ASSIGN(const auto plan, m_core.planner.plan(accountId, operation));
    ResolvedMapping out;
    out.integration = plan->mapping->key.integration;
    out.model = operation.model;
    out.resource = operation.resource;
    out.method = operation.method;
    out.fields = resolvedFields(plan->mapping->response);
    out.merged = plan->mapping->document;
    return out;
}

Status MappingService::checkKey(const OverrideKey& key) const
{
    if (key.level == OverrideLevel::Environment && m_core.accounts.environment(key.ownerId) == nullptr) {
        return fail(Errc::NotFound, fmt::format("there is no environment {}", key.ownerId));
    }
    if (key.level == OverrideLevel::Account && !m_core.accounts.find(key.ownerId)) {
        return fail(Errc::NotFound, fmt::format("there is no account {}", key.ownerId));
    }
    const auto model = m_core.definitions.snapshots().current()->model(key.model);
    const auto* resource = model ? model->resource(key.resource) : nullptr;
    if (resource == nullptr || std::ranges::find(resource->methods, key.method) == resource->methods.end()) {
        return fail(Errc::NotFound, fmt::format("there is no unified operation {}.{}.{}", key.model,
                                                key.resource, key.method));
    }
    return {};
}

Result<json::Document> MappingService::findOverride(const OverrideKey& key) const
{
    GH_TRY(checkKey(key));
    if (auto found = m_core.accounts.findOverride(key)) {
        return *found;
    }
    return fail(Errc::NotFound, fmt::format("{} has no override of {}.{}.{}", key.ownerId, key.model,
                                            key.resource, key.method));
}

/// Merges it over what it would override, so that an error shows now and not with the next call.
Status MappingService::checkCompiles(const OverrideKey& key, const json::Document& mapping) const
{
    if (const auto errors = m_core.definitions.loader().checkOverride(mapping); !errors.empty()) {
        return fail(errors.front());
    }
    if (key.level != OverrideLevel::Account) {
        return {};
    }
    const auto snapshot = m_core.definitions.snapshots().current();
    const config::MappingKey target{m_core.accounts.find(key.ownerId)->account.integration, key.model,
                                    key.resource};
    const auto platform = this->platform(target, key.method);
    if (!platform) {
        return {};
    }
    const std::array<config::MappingSource, 2> levels = {
        {{{config::MappingLevel::Platform, ""}, 0, *platform},
         {{config::MappingLevel::Account, "override"}, 0, mapping}}};
    const auto model = snapshot->model(key.model);
    const auto built =
        config::buildEffectiveMapping(target, key.method, levels, model->resource(key.resource));
    return built ? Status{} : fail(built.error());
}

QCoro::Task<Result<json::Document>> MappingService::putOverride(OverrideKey key, json::Document mapping)
{
    if (auto checked = checkKey(key); !checked) {
        co_return fail(std::move(checked).error());
    }
    if (auto checked = checkCompiles(key, mapping); !checked) {
        co_return fail(std::move(checked).error());
    }
    const store::OverrideRow row{toRow(key), json::write(*mapping), m_core.services.clock->now()};
    auto pendingStored =
        runtime::awaitCompletion<store::OverrideRow>(*m_core.services.engine, [this, &row](auto done) {
            m_core.services.store->overrides().putOverride(row, std::move(done));
        });
    auto stored = co_await pendingStored;
    if (!stored) {
        co_return fail(std::move(stored).error());
    }
    m_core.accounts.putOverride(key, mapping);
    m_core.events.publish(OverrideChanged{key, false});
    co_return mapping;
}

QCoro::Task<Result<bool>> MappingService::removeOverride(OverrideKey key)
{
    const store::OverrideId id = toRow(key);
    auto pendingRemoved = runtime::awaitCompletion<bool>(*m_core.services.engine, [this, &id](auto done) {
        m_core.services.store->overrides().removeOverride(id, std::move(done));
    });
    auto removed = co_await pendingRemoved;
    if (removed && m_core.accounts.removeOverride(key)) {
        m_core.events.publish(OverrideChanged{key, true});
    }
    co_return removed;
}

} // namespace gatehouse
