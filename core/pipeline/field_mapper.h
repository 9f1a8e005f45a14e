// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/mapping.h"
#include "core/contract/mapping.h"
#include "core/jsonata/evaluation_budget.h"

#include <chrono>
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
    json::Value value;                    ///< An object; Undefined when there is no field at all.
    std::vector<MappingWarning> warnings; ///< Fields that failed and were left out.
    std::vector<FieldError> errors;       ///< The same failures, for those who show the place.
    std::string failedRequired;           ///< The first required field that failed; empty: none.
};

/// Evaluates field maps: all fields in one go where nothing hinders it, and one by one where a field failed
/// or where it must be known which expression made which value. Results live in the arena, the input and the
/// map. All evaluations count towards a budget of time, the given one (the call's) or the mapper's own,
/// because they hold up every other call: once it is spent nothing more is evaluated and the call must end
/// (outOfTime). Engine thread, one call at a time.
class FieldMapper
{
public:
    static constexpr std::chrono::milliseconds kBudget{2000};
    static constexpr std::chrono::milliseconds kExpressionBudget{250};

    /// A given budget outlives the mapper.
    FieldMapper(json::Arena& arena, jsonata::EvaluationContext context,
                jsonata::EvaluationBudget* budget = nullptr)
        : m_arena(arena)
        , m_context(context)
        , m_own(context.clock, kBudget)
        , m_budget(budget != nullptr ? *budget : m_own)
    {}

    FieldMapper(const FieldMapper&) = delete;
    FieldMapper& operator=(const FieldMapper&) = delete;

    [[nodiscard]] jsonata::EvaluationBudget& budget() noexcept { return m_budget; }

    /// A mapper of the same call whose results live in another arena.
    [[nodiscard]] FieldMapper in(json::Arena& arena) { return {arena, m_context, &m_budget}; }

    /// provenance, when given, receives an entry for each leaf of the result.
    [[nodiscard]] MappedValue map(const config::FieldMap& fields, const json::Value& input,
                                  std::vector<FieldProvenance>* provenance = nullptr);

    /// One expression outside of a field map. Errc::MappingError with where and why.
    [[nodiscard]] Result<json::Value> evaluate(const jsonata::Expression& expression,
                                               const json::Value& input);

    /// The budget is spent, or all fields of a record together took longer than kExpressionBudget. What was
    /// mapped last is not whole.
    [[nodiscard]] bool outOfTime() const noexcept { return m_outOfTime || m_budget.spent(); }

    /// Errc::MappingError that says so.
    [[nodiscard]] static Error outOfTimeError();

private:
    [[nodiscard]] jsonata::Outcome<json::Value> run(const jsonata::Expression& expression,
                                                    const json::Value& input);
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
    jsonata::EvaluationBudget m_own;
    jsonata::EvaluationBudget& m_budget;
    bool m_outOfTime = false; ///< One record took too long.
};

} // namespace gatehouse::pipeline
