// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/error_table.h"
#include "core/jsonata/evaluator.h"
#include "core/jsonata/function_library.h"
#include "core/jsonata/numbers.h"

#include <array>

namespace gatehouse::jsonata {
Evaluator::Evaluator(const Program& program, json::Arena& arena, const EvaluationContext& context)
    : EvalState(arena, context)
    , m_hints(program.sites, 0)
    , m_program(program)
{}

Value Evaluator::failDeep(const Node& node)
{
    EvalError error{"D1011", node.tokenEnd, {}, Value::integer(m_depthLimit)};
    error.node = &node;
    return raise(error);
}

void Evaluator::bindGlobals(std::span<const Binding> bindings)
{
    m_bindings = bindings;
    addGlobals(m_program);
}

void Evaluator::addGlobals(const Program& program)
{
    m_globals.reserve(m_globals.size() + program.globals.size());
    for (const GlobalName& global : program.globals) {
        Value value = global.standard;
        for (const Binding& binding : m_bindings) {
            if (binding.name == global.name) {
                value = binding.value;
            }
        }
        for (const auto& [name, exported] : m_exported) {
            value = name == global.name ? exported : value;
        }
        m_globals.push_back(value);
        m_globalCalls.emplace_back();
    }
}

void Evaluator::exportGlobal(std::string_view name, const Value& value)
{
    m_exported.emplace_back(name, value);
    const auto update = [&](const Program& program) {
        for (std::size_t i = 0; i < program.globals.size(); ++i) {
            if (program.globals[i].name == name) {
                m_globals[program.globalsBase + i] = value;
            }
        }
    };
    update(m_program);
    for (const auto& program : m_evaluated) {
        update(*program);
    }
}

Outcome<Value> Evaluator::run(const Value& input, std::span<const Binding> bindings)
{
    bindGlobals(bindings);
    m_rootInput = input;
    Value context = input;
    if (input.isArray()) {
        auto* wrapped = m_arena.allocateArray<Value>(1);
        *wrapped = input;
        context = ValueAccess::array(wrapped, 1, json::kSequence | json::kOuterWrapper);
    }
    Frame* frame = arenaFrame(nullptr, m_program.rootSlots);
    const Value result = m_program.root == nullptr ? Value() : eval(*m_program.root, context, frame);
    if (failed(result) || m_hasError) {
        return tl::unexpected<JsonataError>(describe());
    }
    const Value finished = finish(result);
    if (m_hasError) {
        return tl::unexpected<JsonataError>(describe());
    }
    return finished;
}

/// Takes off everything that only means something inside an evaluation.
Value Evaluator::finish(const Value& result)
{
    const Value top =
        plain((ValueAccess::marks(result) & json::kOuterWrapper) != 0 ? *ValueAccess::items(result) : result);
    for (Value* place : m_watched) {
        const Value cleaned = plain(*place);
        *place = cleaned.isUndefined() ? Value::null() : cleaned;
    }
    // The constants of $eval's programs go away with this evaluation.
    return m_evaluated.empty() ? top : m_arena.clone(top);
}

JsonataError Evaluator::describe() const
{
    JsonataError out;
    const EvalError& error = m_error;
    const std::string_view source = m_program.source;
    out.code = error.code;
    if (error.position != kNoPosition) {
        out.position = static_cast<std::int32_t>(utf16Offset(source, error.position));
    }
    const auto clean = [](const Value& v) { return v.type() == Type::Extension ? Value::string("") : v; };
    out.token = error.token.isString() ? std::string(error.token.asString()) : std::string();
    const std::array fields = {
        MessageField{"token", error.token},
        MessageField{"value", clean(error.value)},
        MessageField{"value2", clean(error.value2)},
        MessageField{"exp", clean(error.value2)},
        MessageField{"index", Value::integer(error.index)},
        MessageField{"type", Value::string(error.elementType)},
        MessageField{"message", error.message},
        MessageField{"functionName", error.functionName},
    };
    out.message = error.message.isString() && error.code != "D3137" && error.code != "D3141"
                      ? std::string(error.message.asString())
                      : formatMessage(error.code, fields);
    out.value = json::Document::copyOf(clean(error.value));
    if (!error.functionName.isUndefined()) {
        out.functionName = json::Document::copyOf(error.functionName);
    }
    if (error.node != nullptr) {
        out.span = spanOf(source, error.node->start, error.node->end);
    }
    if ((out.code == "T1006" || out.code == "T1008") && !out.token.empty() && m_program.library != nullptr) {
        const std::vector<std::string_view> names = m_program.library->names();
        const std::string_view near = nearestName(out.token, names);
        if (!near.empty()) {
            out.hint = "did you mean $" + std::string(near) + "?";
        }
    } else if (out.code == "T1005") {
        out.hint = "did you mean $" + out.token + "?";
    }
    return out;
}

} // namespace gatehouse::jsonata
