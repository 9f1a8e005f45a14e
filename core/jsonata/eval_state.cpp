// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/eval_state.h"

namespace gatehouse::jsonata {
namespace {

/// How many evaluations go by between two looks at the clock and the memory.
constexpr std::int64_t kTickSlice = 2048;
/// Work that is taken for a millisecond when no clock is given.
constexpr std::uint64_t kWorkPerMilli = 20'000;

} // namespace

EvalState::EvalState(json::Arena& arena, const EvaluationContext& context)
    : m_depthLimit(context.limits.depth)
    , m_ticks(kTickSlice)
    , m_arena(arena)
    , m_stack(context.limits.sequence)
    , m_context(context)
    , m_arenaAtStart(arena.bytesUsed())
    , m_randomState(context.randomSeed)
{
    if (context.clock != nullptr) {
        m_nowMillis = gatehouse::toMillis(context.clock->now());
        m_deadline = context.clock->steady() + context.limits.time;
    }
    m_workLeft = static_cast<std::uint64_t>(context.limits.time.count()) * kWorkPerMilli;
}

Value EvalState::raiseTooDeep()
{
    return raise("D1011", Value::integer(m_depthLimit));
}

bool EvalState::checkLimits()
{
    if (m_hasError) {
        return false;
    }
    const auto spent = static_cast<std::uint64_t>(kTickSlice - m_ticks);
    m_ticks = kTickSlice;
    const auto outOfTime = [this] {
        raise("D1012", Value::integer(m_context.limits.time.count()));
        return false;
    };
    if (m_context.clock != nullptr) {
        if (m_context.clock->steady() >= m_deadline) {
            return outOfTime();
        }
    } else if (m_workLeft <= spent) {
        return outOfTime();
    } else {
        m_workLeft -= spent;
    }
    if (m_stack.overflowed()) {
        raise("D2015", Value::integer(static_cast<std::int64_t>(m_context.limits.sequence)));
        return false;
    }
    if (m_arena.bytesUsed() - m_arenaAtStart > m_context.limits.memory) {
        raise("D1013", Value::string("memory"));
        return false;
    }
    return true;
}

Value EvalState::raise(const EvalError& error)
{
    if (!m_hasError) {
        m_error = error;
        m_hasError = true;
        m_ticks = 0; // Every loop that only counts work sees it at its next step.
    }
    return ValueAccess::extension(ExtensionKind::Failed);
}

Frame* EvalState::arenaFrame(Frame* parent, std::uint16_t slots)
{
    auto* frame =
        static_cast<Frame*>(m_arena.allocate(sizeof(Frame) + slots * sizeof(Value), alignof(Value)));
    frame->parent = parent;
    for (std::uint16_t i = 0; i < slots; ++i) {
        frame->slots()[i] = ValueAccess::extension(ExtensionKind::Unbound);
    }
    return frame;
}

Value EvalState::plain(const Value& v)
{
    if (v.type() == Type::Extension) {
        return isFunction(v) ? Value::string("") : materialise(v);
    }
    return v.isArray() || v.isObject() ? ValueAccess::withMarks(v, 0) : v;
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same on every machine for a seed.
double EvalState::nextRandom() noexcept
{
    m_randomState += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = m_randomState;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    z ^= z >> 31U;
    return static_cast<double>(z >> 11U) * 0x1.0p-53;
}

} // namespace gatehouse::jsonata
