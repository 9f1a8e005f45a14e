// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/tracing.h"

#include "core/jsonata/error_table.h"
#include "core/jsonata/evaluator.h"

#include <algorithm>

namespace gatehouse::jsonata {
namespace {

/// The keys of an object, or of the objects in an array.
std::vector<std::string_view> keysOf(const Value& v)
{
    std::vector<std::string_view> keys;
    const auto add = [&keys](const Value& object) {
        for (const Member& member : object.members()) {
            if (keys.size() < MissingField::kMostKeys
                && std::find(keys.begin(), keys.end(), member.name) == keys.end()) {
                keys.push_back(member.name);
            }
        }
    };
    add(v);
    for (const Value& item : v.items()) {
        add(item);
    }
    return keys;
}

class Recorder final : public TraceSink
{
public:
    Recorder(Trace& trace, const std::string& source)
        : m_trace(trace)
        , m_source(source)
    {}

    void evaluated(const Node& node, const Value& input, const Value& result) override
    {
        if (node.kind == NodeKind::FieldChain) {
            noteField(static_cast<const FieldChainNode&>(node), input, result.isUndefined());
        }
        if (m_trace.entries.size() >= Trace::kMostEntries || isTupleStream(result) || isBounce(result)) {
            return;
        }
        TraceEntry entry;
        entry.span = spanOf(m_source, node.start, node.end);
        entry.failed = failed(result);
        if (result.type() == Type::Extension) {
            entry.value = entry.failed ? Value() : Value::string("");
        } else {
            entry.value = ValueAccess::marks(result) != 0 ? ValueAccess::withMarks(result, 0) : result;
        }
        m_trace.entries.push_back(entry);
    }

    /// The first field that was nowhere there; one that only some items of a list lack is not what is
    /// missing.
    [[nodiscard]] std::optional<MissingField> missing() &&
    {
        for (Asked& asked : m_asked) {
            if (!asked.found) {
                return std::move(asked.missing);
            }
        }
        return std::nullopt;
    }

private:
    /// A field that was missing at least once.
    struct Asked
    {
        const FieldChainNode* node = nullptr;
        bool found = false;
        MissingField missing;
    };

    void noteField(const FieldChainNode& node, const Value& input, bool absent)
    {
        const auto known =
            std::ranges::find_if(m_asked, [&](const Asked& asked) { return asked.node == &node; });
        if (known != m_asked.end()) {
            known->found = known->found || !absent;
        } else if (m_asked.size() < Trace::kMostEntries) {
            m_asked.push_back({&node, !absent, absent ? describe(node, input) : MissingField{}});
        }
    }

    [[nodiscard]] MissingField describe(const FieldChainNode& node, const Value& input) const
    {
        const std::vector<std::string_view> keys = keysOf(input);
        MissingField missing;
        missing.span = spanOf(m_source, node.start, node.end);
        missing.name = node.fields.front().name;
        missing.nearest = nearestName(missing.name, keys);
        missing.known.assign(keys.begin(), keys.end());
        return missing;
    }

    std::vector<Asked> m_asked; ///< In the order of the first question.
    Trace& m_trace;
    const std::string& m_source;
};

} // namespace

Outcome<json::Value> evaluateTraced(std::string_view text, const json::Value& input, json::Arena& arena,
                                    Trace& trace, std::span<const Binding> bindings,
                                    const EvaluationContext& context)
{
    CompileOptions options;
    options.specialise = false;
    auto program = compileProgram(parseExpression(text), gatewayLibrary(), options);
    if (!program) {
        return tl::unexpected<JsonataError>(std::move(program).error());
    }
    trace.entries.clear();
    trace.missing.reset();
    trace.program = *program;
    Recorder recorder(trace, trace.program->source);
    Evaluator evaluator(*trace.program, arena, context);
    evaluator.traceInto(&recorder);
    Outcome<json::Value> result = evaluator.run(input, bindings);
    if (result && result->isUndefined()) {
        trace.missing = std::move(recorder).missing();
    }
    return result;
}

} // namespace gatehouse::jsonata
