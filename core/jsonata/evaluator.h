// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/eval_state.h"
#include "core/jsonata/program.h"
#include "core/jsonata/trace.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::jsonata {

/// One evaluation of one Program. Lives on one thread; the Program is shared.
class Evaluator final : public EvalState
{
public:
    Evaluator(const Program& program, json::Arena& arena, const EvaluationContext& context);

    [[nodiscard]] Outcome<Value> run(const Value& input, std::span<const Binding> bindings);

    void traceInto(TraceSink* sink) noexcept { m_trace = sink; }

    [[nodiscard]] Value eval(const Node& node, Value input, Frame* frame)
    {
        if (node.kind == NodeKind::Constant && m_depth < m_depthLimit && m_trace == nullptr) {
            return static_cast<const ConstantNode&>(node).value;
        }
        return evalDeep(node, input, frame);
    }

    /// Calls a function value with arguments that are checked against its signature.
    [[nodiscard]] Value apply(const Callable& callable, std::span<Value> arguments,
                              const CallContext& context);

    /// How many arguments a higher-order function passes.
    [[nodiscard]] static std::uint16_t arityOf(const Value& function) noexcept
    {
        return callableOf(function).arity;
    }

    /// $eval.
    [[nodiscard]] Value evalText(std::string_view text, Value input, const CallContext& context);
    [[nodiscard]] Value buildObject(const ObjectNode& node, Value input, Frame* frame);

private:
    friend class SortRun;
    friend class TransformRun;

    [[nodiscard]] Value evalDeep(const Node& node, Value input, Frame* frame);
    [[nodiscard]] Value dispatch(const Node& node, Value input, Frame* frame);
    [[nodiscard]] Value dispatchMore(const Node& node, Value input, Frame* frame);
    Value failDeep(const Node& node);

    // eval_variable.cpp / eval_field.cpp
    [[nodiscard]] Value variable(const VariableNode& node, Value input, Frame* frame);
    [[nodiscard]] Value fieldChain(const FieldChainNode& node, Value input, Frame* frame);
    [[nodiscard]] Value fieldStream(std::span<const FieldKey> fields, Value items);
    [[nodiscard]] Value field(const Value& object, const FieldKey& key);
    /// What a name step gives for one item of the stream.
    [[nodiscard]] Value fieldOf(const Value& item, const FieldKey& key);
    [[nodiscard]] Value wildcard(const Value& input);
    [[nodiscard]] Value descendants(const Value& input);
    [[nodiscard]] bool descendInto(const Value& v);

    // eval_path.cpp
    [[nodiscard]] Value path(const PathNode& node, Value input, Frame* frame);
    [[nodiscard]] Value keepSingleton(const Value& result);
    [[nodiscard]] Value walk(const PathNode& node, std::size_t count, Value input, Frame* frame);
    [[nodiscard]] Value step(const StepSpec& spec, const Value& items, bool last, Frame* frame);
    [[nodiscard]] Value stepOverOne(const StepSpec& spec, const Value& item, bool last, Frame* frame);
    [[nodiscard]] Value stepResult(const StepSpec& spec, const Value& item, Frame* frame);
    [[nodiscard]] Value fieldStep(const StepSpec& spec, const Value& items, bool last);

    /// What a step has given so far, on the stack from mark on.
    struct Stream
    {
        std::size_t mark;
        std::size_t results = 0;
        Value last = {};
    };

    void collect(Stream& stream, const Value& result);
    [[nodiscard]] Value takeStream(const Stream& stream, bool last);

    // eval_filter.cpp
    [[nodiscard]] Value filter(const StageSpec& stage, const Value& input, Frame* frame);
    [[nodiscard]] Value filterByIndex(const StageSpec& stage, const Value& input);
    /// How often the item at that place is selected; -1: an error is raised.
    [[nodiscard]] int selects(const Value& verdict, std::size_t index, std::size_t size);
    [[nodiscard]] Value stages(std::span<const StageSpec> list, Value input, Frame* frame);

    // eval_tuple.cpp
    [[nodiscard]] Value tuplePath(const PathNode& node, Value input, Frame* frame);
    [[nodiscard]] Value firstTuples(const PathNode& node, Value input, Frame* frame, bool& ended);
    [[nodiscard]] Value tupleStep(const PathNode& node, const StepSpec& spec, const TupleData& in,
                                  Frame* frame);
    [[nodiscard]] Value tupleSort(const PathNode& node, const StepSpec& spec, const TupleData& in,
                                  Frame* frame);
    void pushTuples(const StepSpec& spec, Frame* from, const Value& result, std::uint16_t slots);
    [[nodiscard]] Value tupleStages(std::span<const StageSpec> list, Value tuples, Frame* frame);
    [[nodiscard]] Value tupleFilter(const StageSpec& stage, const TupleData& in);
    [[nodiscard]] Value takeTuples(std::size_t mark, std::uint16_t slots);
    [[nodiscard]] Frame* copyTuple(const Frame* from, std::uint16_t slots);

    // eval_group.cpp
    [[nodiscard]] Value group(const ObjectNode& node, const Value& input, Frame* frame);
    [[nodiscard]] Value groupKey(const ObjectNode& node, const Node& key, const Value& input, Frame* frame);
    [[nodiscard]] Frame* mergeTuples(std::span<const Value> tuples, std::uint16_t slots);
    [[nodiscard]] Value simpleObject(const ObjectNode& node, Value input, Frame* frame);

    // eval_sort.cpp
    [[nodiscard]] Value sortItems(std::span<const SortTermSpec> terms, const Value& items, Frame* frame,
                                  std::uint32_t tokenEnd);

    // eval_operator.cpp
    [[nodiscard]] Value negate(const UnaryNode& node, Value input, Frame* frame);
    [[nodiscard]] Value arithmetic(const BinaryNode& node, Value input, Frame* frame);
    [[nodiscard]] Value arithmeticSlow(const BinaryNode& node, const Value& left, const Value& right);
    [[nodiscard]] Value operand(const BinaryNode& node, const Value& v, std::string_view code);
    [[nodiscard]] Value compare(const BinaryNode& node, Value input, Frame* frame);
    [[nodiscard]] Value compareSlow(const BinaryNode& node, const Value& left, const Value& right);
    [[nodiscard]] Value equality(const BinaryNode& node, Value input, Frame* frame);
    [[nodiscard]] Value logical(const BinaryNode& node, Value input, Frame* frame);
    [[nodiscard]] Value contains(const BinaryNode& node, Value input, Frame* frame);
    [[nodiscard]] Value concat(const ListNode& node, Value input, Frame* frame);
    [[nodiscard]] Value range(const RangeNode& node, Value input, Frame* frame);
    Value raiseAt(std::string_view code, const Node& node, std::string_view token, Value value = {},
                  Value value2 = {});

    // eval_construct.cpp
    [[nodiscard]] Value array(const ArrayNode& node, Value input, Frame* frame);
    [[nodiscard]] Value block(const BlockNode& node, Value input, Frame* frame);
    [[nodiscard]] Value conditional(const ConditionalNode& node, Value input, Frame* frame);
    [[nodiscard]] Value elvis(const BinaryNode& node, Value input, Frame* frame);
    [[nodiscard]] Value coalesce(const BinaryNode& node, Value input, Frame* frame);
    [[nodiscard]] Value bind(const BindNode& node, Value input, Frame* frame);
    [[nodiscard]] Value lambda(const LambdaNode& node, Value input, Frame* frame);
    [[nodiscard]] Value decorated(const DecoratedNode& node, Value input, Frame* frame);

    // eval_call.cpp
    [[nodiscard]] Value builtinCall(const CallNode& node, Value input, Frame* frame);
    [[nodiscard]] Value call(const CallNode& node, Value input, Frame* frame);
    [[nodiscard]] Value callValue(const CallNode& node, const Value& callee, Value input, Frame* frame);
    [[nodiscard]] Value callClosure(const CallNode& node, const ClosureCallable& closure, Value input,
                                    Frame* frame);
    [[nodiscard]] Value callChecked(const CallNode& node, const ClosureCallable& closure, Value input,
                                    Frame* frame);
    [[nodiscard]] Value runCall(const CallNode& node, const ClosureCallable& closure, Frame* frame,
                                FrameStack::Mark mark);
    [[nodiscard]] Value leaveToCaller(const CallNode& node, const ClosureCallable& closure, Frame* frame);
    [[nodiscard]] Value runClosure(const ClosureCallable& closure, Frame* frame, FrameStack::Mark mark);
    Value notCallable(const CallNode& node, Value input, Frame* frame);
    [[nodiscard]] bool evalArguments(const CallNode& node, Value input, Frame* frame, std::span<Value> into);
    [[nodiscard]] Frame* activation(const ClosureCallable& closure);
    [[nodiscard]] Value withSignature(const Signature& signature, const Callable& callable,
                                      std::span<Value> arguments, const CallContext& context);
    [[nodiscard]] Value runBody(const Callable& callable, std::span<Value> arguments,
                                const CallContext& context);
    [[nodiscard]] Value applyRaw(const Callable& callable, std::span<Value> arguments,
                                 const CallContext& context);
    [[nodiscard]] Value runComposed(const ComposedCallable& composed, std::span<Value> arguments,
                                    const CallContext& context);
    Value argumentFailed(const CallNode& node);
    Value callFailed(const CallNode& node, const CallSite& last);
    Value place(const CallSite& call);
    Value settle(const CallSite& call);

    // eval_apply.cpp
    [[nodiscard]] Value partial(const CallNode& node, Value input, Frame* frame);
    [[nodiscard]] Value invokePartial(const PartialCallable& partial, std::span<Value> arguments,
                                      const CallContext& context);
    [[nodiscard]] Value chain(const BinaryNode& node, Value input, Frame* frame);
    [[nodiscard]] Value invokeHost(const HostCallable& host, std::span<Value> arguments);
    [[nodiscard]] Value invokeRegex(const Callable& callable, std::span<Value> arguments);
    [[nodiscard]] Value matchObject(const Regex& regex, std::string_view subject, const RegexMatch& match);
    [[nodiscard]] Value transformValue(const TransformNode& node, Frame* frame);
    [[nodiscard]] static const Signature& transformSignature();
    [[nodiscard]] Value transform(const TransformCallable& callable, const Value& input);

    // arguments.cpp
    [[nodiscard]] static bool fitsAsIs(const Signature& signature, std::span<Value> arguments) noexcept;
    /// Matches arguments to parameters; fills `out`; false: an error is raised.
    [[nodiscard]] bool matchArguments(const Signature& signature, std::span<const Value> arguments,
                                      const Value& input, std::vector<Value>& out);
    [[nodiscard]] bool checkElements(const Parameter& parameter, const Value& array, std::size_t index);

    // run.cpp
    void bindGlobals(std::span<const Binding> bindings);
    /// The names of a program that is evaluated here: this evaluation's bindings before the library's
    /// functions.
    void addGlobals(const Program& program);
    /// A variable that $eval made: every later mention of the name means it.
    void exportGlobal(std::string_view name, const Value& value);
    [[nodiscard]] Value finish(const Value& result);
    [[nodiscard]] JsonataError describe() const;

    std::uint32_t m_baseDepth = 0; ///< Where the running closure was called.
    TraceSink* m_trace = nullptr;
    std::vector<Value> m_globals;
    std::vector<CallSite> m_globalCalls; ///< Where each global was called last.
    std::vector<std::uint32_t> m_hints;

    struct TailCall
    {
        const ClosureCallable* closure = nullptr;
        Frame* frame = nullptr; ///< The next activation, its arguments in place.
    };

    TailCall m_tail;
    bool m_settled = false; ///< The error has its final position: the call around it leaves it alone.

    const Program& m_program;
    Value m_rootInput;
    std::span<const Binding> m_bindings;
    std::vector<std::pair<std::string_view, Value>> m_exported;
    std::vector<std::shared_ptr<const Program>> m_evaluated; ///< Programs of $eval.
};

} // namespace gatehouse::jsonata
