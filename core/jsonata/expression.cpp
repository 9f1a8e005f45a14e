// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/expression.h"

#include "core/jsonata/evaluator.h"

namespace gatehouse::jsonata {

Error JsonataError::toError() const
{
    const bool guard =
        code == "D1011" || code == "D1012" || code == "D1013" || code == "D2014" || code == "D2015";
    Error error;
    error.code = guard ? Errc::LimitExceeded : code.starts_with('S') ? Errc::ParseError : Errc::MappingError;
    error.message = code + ": " + message;
    if (!hint.empty()) {
        error.message += " (" + hint + ")";
    }
    error.at = {span.line, span.column, span.byteOffset, span.byteLength};
    return error;
}

Outcome<Expression> Expression::compile(std::string_view text, const FunctionLibraryPtr& library)
{
    auto program = compileProgram(parseExpression(text), library);
    if (!program) {
        return tl::unexpected<JsonataError>(std::move(program).error());
    }
    Expression expression;
    expression.m_program = std::move(*program);
    return expression;
}

Outcome<json::Value> Expression::evaluate(const json::Value& input, json::Arena& arena,
                                          std::span<const Binding> bindings,
                                          const EvaluationContext& context) const
{
    if (m_program == nullptr) {
        return json::Value();
    }
    Evaluator evaluator(*m_program, arena, context);
    return evaluator.run(input, bindings);
}

const std::string& Expression::text() const
{
    static const std::string empty;
    return m_program == nullptr ? empty : m_program->source;
}

} // namespace gatehouse::jsonata
