// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/config/effective_mapping_cache.h"
#include "core/pipeline/plan.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::pipeline {

/// A unified operation by its names.
struct OperationName
{
    std::string_view model;
    std::string_view resource;
    std::string_view method;

    [[nodiscard]] std::string dotted() const;
};

/// A provider's own method by its name; Errc::ConfigError when there is none.
[[nodiscard]] Result<const config::MethodDefinition*> findMethod(const config::ResourceDefinition& resource,
                                                                 std::string_view method);

/// Makes plans from the snapshot in force and keeps them until the snapshot or the account changes. Lives on
/// the engine thread.
class Planner
{
public:
    Planner(const config::SnapshotHandle& snapshots, config::EffectiveMappingCache& mappings,
            const AccountDirectory& accounts, std::size_t capacity = 4096);

    /// Errors: NotFound (account, model, resource), Unsupported (the provider has no such operation),
    /// ConfigError (definition and account do not fit together).
    [[nodiscard]] Result<PlanPtr> plan(std::string_view accountId, const OperationName& operation);
    /// An account's API without an operation: for proxy and validation calls.
    [[nodiscard]] Result<TargetPtr> target(std::string_view accountId, std::string_view api = "default");
    /// The default API of an account as it would be: for credentials that are tried before they are kept.
    /// Never cached.
    [[nodiscard]] Result<TargetPtr> targetOf(const AccountRecordPtr& candidate) const;

private:
    template <class T>
    struct Kept
    {
        std::uint64_t snapshotRevision = 0;
        std::uint64_t accountRevision = 0;
        std::shared_ptr<const T> value;
    };

    template <class T>
    using Cache = std::unordered_map<std::string, Kept<T>>;

    [[nodiscard]] Result<AccountRecordPtr> account(std::string_view accountId) const;
    [[nodiscard]] Result<TargetPtr> target(const config::SnapshotPtr& snapshot,
                                           const AccountRecordPtr& account, std::string_view api);
    [[nodiscard]] Result<PlanPtr> makePlan(const config::SnapshotPtr& snapshot,
                                           const AccountRecordPtr& account, const OperationName& operation);

    const config::SnapshotHandle& m_snapshots;
    config::EffectiveMappingCache& m_mappings;
    const AccountDirectory& m_accounts;
    std::size_t m_capacity;
    Cache<Plan> m_plans;
    Cache<Target> m_targets;
};

} // namespace gatehouse::pipeline
