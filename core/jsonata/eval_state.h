// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/callable.h"
#include "core/jsonata/eval_error.h"
#include "core/jsonata/frame_stack.h"
#include "core/jsonata/stack_guard.h"
#include "core/jsonata/value_stack.h"

#include <cstdint>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata {

/// What one evaluation owns beside the expression: its memory, its guard rails, its error, and the making and
/// reading of values under them.
class EvalState
{
public:
    EvalState(json::Arena& arena, const EvaluationContext& context);
    EvalState(const EvalState&) = delete;
    EvalState& operator=(const EvalState&) = delete;

    // Errors: a Failed value unwinds like any other; the first error raised is kept.
    Value raise(const EvalError& error);

    Value raise(std::string_view code, Value value = {})
    {
        return raise(EvalError{code, kNoPosition, {}, value});
    }

    [[nodiscard]] const EvalError& error() const noexcept { return m_error; }

    // Guard rails.
    /// Counts work and checks the limits now and then; false: an error is raised.
    [[nodiscard]] bool tick(std::size_t work = 1)
    {
        m_ticks -= static_cast<std::int64_t>(work);
        return m_ticks > 0 || checkLimits();
    }

    [[nodiscard]] RegexBudget& regexBudget() noexcept { return m_regexBudget; }

    [[nodiscard]] const EvaluationContext& context() const noexcept { return m_context; }

    [[nodiscard]] std::int64_t nowMillis() const noexcept { return m_nowMillis; }

    [[nodiscard]] double nextRandom() noexcept;

    // Memory.
    [[nodiscard]] json::Arena& arena() noexcept { return m_arena; }

    [[nodiscard]] ValueStack& stack() noexcept { return m_stack; }

    template <class T>
    [[nodiscard]] T* create()
    {
        return new (m_arena.allocate(sizeof(T), alignof(T))) T;
    }

    /// Room for a text; null: too large, and an error is raised.
    [[nodiscard]] char* textRoom(std::size_t bytes);
    [[nodiscard]] Value text(std::string_view utf8);
    /// What lies on the stack above the mark, as an array with those marks; the stack is dropped to the mark.
    [[nodiscard]] Value takeArray(std::size_t mark, unsigned marks);
    [[nodiscard]] Value makeArray(std::span<const Value> items, unsigned marks);
    /// Copies the members (integer-like names first, as the reference orders them).
    [[nodiscard]] Value makeObject(std::span<const Member> members, bool namesUnique);
    /// The members with integer-like names first.
    [[nodiscard]] std::span<const Member> orderedMembers(const Value& object);
    /// A list instead of a lazy range or of tuples; other values as they are.
    [[nodiscard]] Value materialise(const Value& v);
    [[nodiscard]] Frame* arenaFrame(Frame* parent, std::uint16_t slots);

    // Values as the language sees them.
    /// Text of a value as $string gives it; false: an error is raised.
    [[nodiscard]] bool appendString(std::string& out, const Value& v, bool pretty = false);
    [[nodiscard]] Value toText(const Value& v, bool pretty = false);
    /// The value's truth as $boolean has it; Undefined stays Undefined; Failed when a number is not finite.
    [[nodiscard]] Value truth(const Value& v);
    [[nodiscard]] int truthOf(const Value& v); ///< 1, 0, or -1: an error is raised.
    /// Deep equality as the = operator has it.
    [[nodiscard]] bool equal(const Value& a, const Value& b);
    /// $append of two values, and of a whole list.
    [[nodiscard]] Value append(const Value& a, const Value& b);
    [[nodiscard]] Value appendAll(std::span<const Value> items);
    /// $lookup: of an array, the field of every object in it.
    [[nodiscard]] Value lookup(const Value& input, std::string_view name);
    /// The value without marks and functions, for what lies outside the engine.
    [[nodiscard]] Value plain(const Value& v);

    /// Remembers a place in an array or object that must be cleaned before the result leaves.
    void watch(Value* place) { m_watched.push_back(place); }

    [[nodiscard]] static bool needsWatch(const Value& v) noexcept
    {
        return (ValueAccess::tag(v) & 0xFF00U) != 0 || v.type() == Type::Extension || v.isUndefined();
    }

protected:
    ~EvalState() = default;

    [[nodiscard]] bool checkLimits();
    [[nodiscard]] bool hasRoom(std::size_t items);
    void lookupInto(const Value& array, std::string_view name);
    void flattenInto(const Value& array);
    [[nodiscard]] Value tupleContexts(const TupleData& tuples);
    Value raiseTooDeep();

    std::uint32_t m_depth = 0;
    std::uint32_t m_depthLimit;
    std::int64_t m_ticks;
    StackGuard m_guard;
    json::Arena& m_arena;
    ValueStack m_stack;
    FrameStack m_frames;
    EvaluationContext m_context;
    EvalError m_error;
    bool m_hasError = false;
    std::vector<Value*> m_watched;

private:
    RegexBudget m_regexBudget;
    std::size_t m_arenaAtStart = 0;
    std::int64_t m_nowMillis = 0;
    SteadyTime m_deadline;
    std::uint64_t m_workLeft = 0;
    std::uint64_t m_randomState = 0;
    std::string m_scratch;
};

} // namespace gatehouse::jsonata
