// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/bindings.h"
#include "core/pipeline/call.h"
#include "core/pipeline/cursor.h"
#include "core/pipeline/field_mapper.h"
#include "core/pipeline/upstream.h"

#include <cstdint>

namespace gatehouse::pipeline {

/// A unified request after its own rules were checked and before the provider's are applied.
struct UnifiedInput
{
    PlanPtr plan;
    Bindings bindings;
    CursorState page; ///< Which page is asked for, with the filters of the list.
};

/// The provider's request that a unified request becomes.
struct ShapedRequest
{
    Upstream upstream;
    const config::MethodDefinition* method = nullptr;
    const config::PaginationDefinition* pagination = nullptr;
    std::int64_t pageSize = 0;
    Url url;           ///< As sent, before credentials were put on it.
    json::Value input; ///< What its templates saw.
};

/// Checks a unified request by itself: limit, cursor, updated_since, and the body against the model (422 with
/// a pointer to what is wrong).
[[nodiscard]] VerdictOf<UnifiedInput> readUnified(Call& call, const PlanPtr& plan,
                                                  const UnifiedRequest& request);
/// Applies the request half of the mapping and the provider's definition.
[[nodiscard]] VerdictOf<ShapedRequest> shapeIn(Call& call, const UnifiedInput& input, FieldMapper& mapper);

} // namespace gatehouse::pipeline
