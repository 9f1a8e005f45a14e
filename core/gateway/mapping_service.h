// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/node_core.h"

#include <qcoro/qcorotask.h>

namespace gatehouse {

/// Effective mappings and their overrides. An override is checked, made durable, and in force with the next
/// call; calls under way keep what they began with. Engine thread.
class MappingService
{
public:
    explicit MappingService(NodeCore& core)
        : m_core(core)
    {}

    [[nodiscard]] Result<json::Document> platform(const config::MappingKey& key,
                                                  std::string_view method) const;
    [[nodiscard]] Result<ResolvedMapping> resolve(const std::string& accountId,
                                                  const pipeline::OperationName& operation);
    [[nodiscard]] Result<json::Document> findOverride(const OverrideKey& key) const;
    [[nodiscard]] QCoro::Task<Result<json::Document>> putOverride(OverrideKey key, json::Document mapping);
    [[nodiscard]] QCoro::Task<Result<bool>> removeOverride(OverrideKey key);

private:
    [[nodiscard]] Status checkKey(const OverrideKey& key) const;
    [[nodiscard]] Status checkCompiles(const OverrideKey& key, const json::Document& mapping) const;

    NodeCore& m_core;
};

} // namespace gatehouse
