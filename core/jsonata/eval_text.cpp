// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"

namespace gatehouse::jsonata {

/// $eval: the text sees the variables around the call and has globals of its own behind this evaluation's.
Value Evaluator::evalText(std::string_view text, Value input, const CallContext& context)
{
    CompileOptions options;
    options.evaluated = true;
    const auto* site = context.site != nullptr && context.site->kind == NodeKind::BuiltinCall
                           ? static_cast<const CallNode*>(context.site)
                           : nullptr;
    options.outer = site != nullptr ? site->scope : nullptr;
    options.specialise = m_trace == nullptr;
    options.globalsBase = static_cast<std::uint32_t>(m_globals.size());
    options.sitesBase = static_cast<std::uint32_t>(m_hints.size());
    if (!tick(text.size())) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    auto program = compileProgram(parseExpression(text), m_program.library, options);
    if (!program) {
        EvalError error{"D3120"};
        error.value = this->text(program.error().message);
        return raise(error);
    }
    addGlobals(**program);
    m_hints.resize(m_hints.size() + (*program)->sites, 0);
    m_evaluated.push_back(*program);
    Frame* frame = arenaFrame(options.outer != nullptr ? context.frame : nullptr, (*program)->rootSlots);
    const Value result = eval(*(*program)->root, input, frame);
    if (!failed(result)) {
        return result;
    }
    const JsonataError inner = describe();
    if (inner.code == "D1011" || inner.code == "D1012" || inner.code == "D1013" || inner.code == "D2015") {
        return result; // A guard rail ends the whole evaluation under its own code.
    }
    m_hasError = false;
    m_ticks = 1;
    EvalError error{"D3121"};
    error.value = this->text(inner.message);
    return raise(error);
}

} // namespace gatehouse::jsonata
