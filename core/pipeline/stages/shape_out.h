// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/bindings.h"
#include "core/pipeline/call.h"
#include "core/pipeline/field_mapper.h"
#include "core/pipeline/stages/shape_in.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::pipeline {

struct ShapeOutOptions
{
    bool remoteData = false;
    bool provenance = false;
};

/// A provider's answer as the unified API tells it.
struct UnifiedResult
{
    json::Value result;     ///< A record, or an array of them.
    std::string resultText; ///< Not empty: the array, as JSON text instead.
    bool list = false;
    std::string nextCursor;            ///< Lists: empty at the end.
    std::vector<json::Value> failures; ///< Lists: records that could not be mapped, {record, field, detail}.
    std::vector<FieldProvenance> provenance;
};

/// Maps the records of a list and makes the cursor of its next page. A record whose required field failed is
/// left out and told in failures; every other failing field is left out of its record and becomes a warning.
[[nodiscard]] VerdictOf<UnifiedResult> shapeList(Call& call, const UnifiedInput& input,
                                                 const ShapedRequest& shaped, FieldMapper& mapper,
                                                 const ShapeOutOptions& options);
/// Maps the one record of a get, create, update or delete. plan may be another one than the call's (the
/// record is read again with get after a write). A failing required field is the problem mapping_error.
[[nodiscard]] VerdictOf<UnifiedResult> shapeRecord(Call& call, const UnifiedInput& input,
                                                   const ShapedRequest& shaped, FieldMapper& mapper,
                                                   const ShapeOutOptions& options);
/// The record in an answer: the method's result expression, otherwise the body.
[[nodiscard]] VerdictOf<json::Value> answerRecord(const Call& call, const ShapedRequest& shaped,
                                                  const Bindings& bindings, FieldMapper& mapper);
/// The id of what was written; empty when the answer does not tell.
[[nodiscard]] std::string writtenId(const ShapedRequest& shaped, const Bindings& bindings,
                                    FieldMapper& mapper, json::Arena& arena);

} // namespace gatehouse::pipeline
