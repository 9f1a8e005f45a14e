// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/mapping.h"
#include "core/contract/mapping.h"
#include "core/jsonata/expression.h"

#include <cstddef>
#include <string>
#include <vector>

namespace gatehouse::pipeline {

/// A field's expression that failed, with the place in its text.
struct FieldError
{
    std::string field; ///< Dotted; empty: a whole-expression level.
    config::MappingOrigin origin;
    std::string expression;
    jsonata::JsonataError error;
};

/// What came of evaluating a field map on one input.
struct MappedValue
{
    json::Value value;                    ///< An object; Undefined when nothing was set.
    std::vector<MappingWarning> warnings; ///< Fields that failed and were left out.
    std::vector<FieldError> errors;       ///< The same failures, for those who show the place.
    std::string failedRequired;           ///< The first required field that failed; empty: none.
};

/// Evaluates field maps: all fields in one go where nothing hinders it, and one by one where a field failed
/// or where it must be known which expression made which value. Results live in the arena, the input and the
/// map. Engine thread, one call at a time.
class FieldMapper
{
public:
    FieldMapper(json::Arena& arena, jsonata::EvaluationContext context)
        : m_arena(arena)
        , m_context(context)
    {}

    /// provenance, when given, receives an entry for each leaf of the result.
    [[nodiscard]] MappedValue map(const config::FieldMap& fields, const json::Value& input,
                                  std::vector<FieldProvenance>* provenance = nullptr);

    /// One expression outside of a field map. Errc::MappingError with where and why.
    [[nodiscard]] Result<json::Value> evaluate(const jsonata::Expression& expression,
                                               const json::Value& input) const;

private:
    void mapLayer(const config::MappingLayer& layer, const json::Value& input,
                  std::vector<FieldProvenance>* provenance, MappedValue& out);
    void mapWhole(const config::MappingLayer& layer, const json::Value& input,
                  std::vector<FieldProvenance>* provenance, MappedValue& out);
    void mapField(const config::MappedField& field, const json::Value& input,
                  std::vector<FieldProvenance>* provenance, MappedValue& out);
    [[nodiscard]] bool mapFused(const config::MappingLayer& layer, const json::Value& input,
                                MappedValue& out);

    json::Arena& m_arena;
    jsonata::EvaluationContext m_context;
};

} // namespace gatehouse::pipeline
