// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/callable.h"
#include "core/jsonata/frame_stack.h"
#include "core/jsonata/program.h"
#include "core/jsonata/stack_guard.h"
#include "core/jsonata/trace.h"
#include "core/jsonata/value_stack.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata {

/// An error while it unwinds: what the reference's error object holds.
struct EvalError
{
    EvalError() = default;

    explicit EvalError(std::string_view errorCode, std::uint32_t at = kNoPosition, Value errorToken = {},
                       Value first = {}, Value second = {})
        : code(errorCode)
        , position(at)
        , token(errorToken)
        , value(first)
        , value2(second)
    {}

    std::string_view code;
    std::uint32_t position = kNoPosition; ///< Byte offset behind the token.
    Value token;                          ///< Undefined: none yet.
    Value value;
    Value value2;
    std::int64_t index = 0;
    std::string_view elementType;
    Value functionName;
    Value message;
    const Node* node = nullptr;
};

/// One evaluation: its limits, memory and error. Lives on one thread; the Program is shared.
class Evaluator
{
public:
    Evaluator(const Program& program, json::Arena& arena, const EvaluationContext& context);
    ~Evaluator();
    Evaluator(const Evaluator&) = delete;
    Evaluator& operator=(const Evaluator&) = delete;

    [[nodiscard]] Outcome<Value> run(const Value& input, std::span<const Binding> bindings);

    void traceInto(TraceSink* sink) noexcept { m_trace = sink; }

    // --- evaluation (eval*.cpp)
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

    // --- errors
    Value raise(const EvalError& error);

    Value raise(std::string_view code, Value value = {})
    {
        return raise(EvalError{code, kNoPosition, {}, value});
    }

    [[nodiscard]] const EvalError& error() const noexcept { return m_error; }

    // --- memory and work (run.cpp, build.cpp)
    [[nodiscard]] json::Arena& arena() noexcept { return m_arena; }

    [[nodiscard]] ValueStack& stack() noexcept { return m_stack; }

    /// Counts work and checks the guard rails now and then; false: an error is raised.
    [[nodiscard]] bool tick(std::uint32_t work = 1)
    {
        m_ticks -= static_cast<std::int64_t>(work);
        return m_ticks > 0 || checkLimits();
    }

    /// Room for a text; null: too large, and an error is raised.
    [[nodiscard]] char* textRoom(std::size_t bytes);
    [[nodiscard]] Value text(std::string_view utf8);
    /// What lies on the stack above the mark, as an array with those marks; the stack is dropped to the mark.
    [[nodiscard]] Value takeArray(std::size_t mark, unsigned marks);
    [[nodiscard]] Value makeArray(std::span<const Value> items, unsigned marks);
    /// Copies the members (integer-like names first, as the reference orders them).
    [[nodiscard]] Value makeObject(std::span<const Member> members, bool namesUnique);
    /// A list instead of a lazy range; other values as they are.
    [[nodiscard]] Value materialise(const Value& v);

    [[nodiscard]] RegexBudget& regexBudget() noexcept { return m_regexBudget; }

    [[nodiscard]] const EvaluationContext& context() const noexcept { return m_context; }

    [[nodiscard]] std::int64_t nowMillis() const noexcept { return m_nowMillis; }

    [[nodiscard]] double nextRandom() noexcept;
    /// Text of a value as $string gives it; false: an error is raised.
    [[nodiscard]] bool appendString(std::string& out, const Value& v, bool pretty = false);
    [[nodiscard]] Value toText(const Value& v, bool pretty = false);
    /// The value's truth as $boolean has it; Undefined stays Undefined; Failed when a number is not finite.
    [[nodiscard]] Value truth(const Value& v);
    [[nodiscard]] int truthOf(const Value& v); ///< 1, 0, or -1: an error is raised.
    /// Deep equality as the = operator has it.
    [[nodiscard]] bool equal(const Value& a, const Value& b);
    [[nodiscard]] Value append(const Value& a, const Value& b);
    [[nodiscard]] Value lookup(const Value& input, std::string_view name);
    /// The members with integer-like names first.
    [[nodiscard]] std::span<const Member> orderedMembers(const Value& object);

    template <class T>
    [[nodiscard]] T* create()
    {
        return new (m_arena.allocate(sizeof(T), alignof(T))) T;
    }

    [[nodiscard]] Frame* arenaFrame(Frame* parent, std::uint16_t slots);
    /// The value without marks and functions, for what lies outside the engine.
    [[nodiscard]] Value plain(const Value& v);

private:
    friend class SortRun;
    friend class TransformRun;

    [[nodiscard]] Value evalDeep(const Node& node, Value input, Frame* frame);
    [[nodiscard]] Value dispatch(const Node& node, Value input, Frame* frame);
    [[nodiscard]] Value dispatchMore(const Node& node, Value input, Frame* frame);
    [[nodiscard]] bool checkLimits();
    Value failDeep(const Node& node);

    // eval_variable.cpp / eval_field.cpp
    [[nodiscard]] Value variable(const VariableNode& node, Value input, Frame* frame);
    [[nodiscard]] Value fieldChain(const FieldChainNode& node, Value input, Frame* frame);
    [[nodiscard]] Value fieldStream(std::span<const FieldKey> fields, Value items);
    [[nodiscard]] Value field(const Value& object, const FieldKey& key);
    /// What a name step gives for one item of the stream.
    [[nodiscard]] Value fieldOf(const Value& item, const FieldKey& key);
    void lookupInto(const Value& array, std::string_view name);
    [[nodiscard]] Value wildcard(const Value& input);
    void flattenInto(const Value& array);
    [[nodiscard]] Value descendants(const Value& input);
    [[nodiscard]] bool descendInto(const Value& v);

    // eval_path.cpp
    [[nodiscard]] Value path(const PathNode& node, Value input, Frame* frame);
    [[nodiscard]] Value pathSteps(const PathNode& node, Value input, Frame* frame);
    [[nodiscard]] Value step(const StepSpec& spec, const Value& items, bool last, Frame* frame);
    [[nodiscard]] Value stepOverOne(const StepSpec& spec, const Value& item, bool last, Frame* frame);
    [[nodiscard]] Value stepResult(const StepSpec& spec, const Value& item, Frame* frame);
    [[nodiscard]] Value fieldStep(const StepSpec& spec, const Value& items, bool last);

    // eval_filter.cpp
    [[nodiscard]] Value filter(const StageSpec& stage, const Value& input, Frame* frame);
    [[nodiscard]] Value filterByIndex(const StageSpec& stage, const Value& input);
    /// Whether the item at that place is selected: 1, 0, or -1: an error is raised.
    [[nodiscard]] int selects(const Value& verdict, std::size_t index, std::size_t size);
    [[nodiscard]] Value stages(std::span<const StageSpec> list, Value input, Frame* frame);

    // eval_tuple.cpp
    [[nodiscard]] Value tuplePath(const PathNode& node, Value input, Frame* frame);
    [[nodiscard]] Value tupleStep(const PathNode& node, const StepSpec& spec, const TupleData& in,
                                  Frame* frame);
    [[nodiscard]] Value tupleSort(const PathNode& node, const StepSpec& spec, const TupleData& in,
                                  Frame* frame);
    void pushTuples(const StepSpec& spec, Frame* from, const Value& result, std::uint16_t slots);
    [[nodiscard]] Value tupleStages(std::span<const StageSpec> list, Value tuples, Frame* frame);
    [[nodiscard]] Value tupleFilter(const StageSpec& stage, const TupleData& in);
    [[nodiscard]] Value takeTuples(std::size_t mark, std::uint16_t slots);
    [[nodiscard]] Value tupleContexts(const TupleData& tuples);
    [[nodiscard]] Frame* copyTuple(const Frame* from, std::uint16_t slots);

    // eval_group.cpp
    [[nodiscard]] Value group(const ObjectNode& node, const Value& input, Frame* frame);
    [[nodiscard]] Value groupKey(const ObjectNode& node, const Node& key, const Value& input, Frame* frame);
    [[nodiscard]] Frame* mergeTuples(std::span<const Value> tuples, std::uint16_t slots);
    [[nodiscard]] Value appendAll(std::span<const Value> items);
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
    [[nodiscard]] Value tailCall(const CallNode& node, const ClosureCallable& closure, Value input,
                                 Frame* frame);
    [[nodiscard]] Value tailWithSignature(const ClosureCallable& closure, std::span<Value> arguments,
                                          Value input);
    [[nodiscard]] Value runClosure(const ClosureCallable& closure, Frame* frame, FrameStack::Mark mark);
    Value notCallable(const CallNode& node, Value input, Frame* frame);
    [[nodiscard]] bool evalArguments(const CallNode& node, Value input, Frame* frame, std::span<Value> into);
    [[nodiscard]] Frame* activation(const ClosureCallable& closure);
    [[nodiscard]] Value withSignature(const Signature& signature, const Callable& callable,
                                      std::span<Value> arguments, const CallContext& context);
    [[nodiscard]] Value runBody(const Callable& callable, std::span<Value> arguments,
                                const CallContext& context);
    [[nodiscard]] Value annotate(const CallNode& node);

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
    [[nodiscard]] bool hasRoom(std::size_t items);
    [[nodiscard]] Value finish(const Value& result);
    [[nodiscard]] JsonataError describe() const;

    /// Remembers a place in an array or object that must be cleaned before the result leaves.
    void watch(Value* place) { m_watched.push_back(place); }

    [[nodiscard]] static bool needsWatch(const Value& v) noexcept
    {
        return (ValueAccess::tag(v) & 0xFF00U) != 0 || v.type() == Type::Extension;
    }

    // Hot.
    std::uint32_t m_depth = 0;
    std::uint32_t m_baseDepth = 0; ///< Where the running closure was called.
    std::uint32_t m_depthLimit;
    std::int64_t m_ticks = 0;
    StackGuard m_guard;
    TraceSink* m_trace = nullptr;
    std::vector<Value> m_globals;
    std::vector<std::uint32_t> m_hints;
    json::Arena& m_arena;
    ValueStack m_stack;
    FrameStack m_frames;

    struct TailCall
    {
        const ClosureCallable* closure = nullptr;
        Frame* frame = nullptr; ///< The next activation, its arguments in place.
    };

    TailCall m_tail;

    const Program& m_program;
    EvaluationContext m_context;
    Value m_rootInput;
    std::span<const Binding> m_bindings;
    EvalError m_error;
    bool m_hasError = false;
    std::vector<Value*> m_watched;
    std::vector<std::pair<std::string_view, Value>> m_exported;
    std::vector<std::shared_ptr<const Program>>
        m_evaluated; ///< Programs of $eval, alive as long as the result.
    RegexBudget m_regexBudget;
    std::size_t m_arenaAtStart = 0;
    std::int64_t m_nowMillis = 0;
    SteadyTime m_deadline;
    std::uint64_t m_workLeft = 0;
    std::uint64_t m_randomState = 0;
    std::string m_scratch;
};

} // namespace gatehouse::jsonata
