// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"

#include <cmath>
#include <cstring>

// Paths with @, # or %: every item of the stream carries the variables that were bound on the way to it. A
// tuple is a frame, so that what is evaluated for an item sees its variables as any others; slot 0 of the
// frame is the item itself.

namespace gatehouse::jsonata {
namespace {

const TupleData& tuplesOf(const Value& v)
{
    return *static_cast<const TupleData*>(ValueAccess::data(v));
}

Value frameValue(Frame* frame)
{
    return ValueAccess::extension(ExtensionKind::TupleStream, frame);
}

Frame* frameOf(const Value& v)
{
    return const_cast<Frame*>(static_cast<const Frame*>(ValueAccess::data(v))); // NOLINT(*-const-cast)
}

} // namespace

Frame* Evaluator::copyTuple(const Frame* from, std::uint16_t slots)
{
    auto* frame =
        static_cast<Frame*>(m_arena.allocate(sizeof(Frame) + slots * sizeof(Value), alignof(Frame)));
    std::memcpy(static_cast<void*>(frame), from, sizeof(Frame) + slots * sizeof(Value));
    return frame;
}

Value Evaluator::takeTuples(std::size_t mark, std::uint16_t slots)
{
    const std::size_t count = m_stack.mark() - mark;
    auto* data = create<TupleData>();
    auto* frames = m_arena.allocateArray<Frame*>(count + 1);
    for (std::size_t i = 0; i < count; ++i) {
        frames[i] = frameOf(m_stack.data()[mark + i]);
    }
    m_stack.drop(mark);
    *data = {frames, count, slots};
    return ValueAccess::extension(ExtensionKind::TupleStream, data);
}

/// The stream before the first step that binds anything. The steps up to there are those of any other path:
/// their predicates see the results for one item, not the whole stream. When they lead nowhere the path is at
/// its end, and this is its value.
Value Evaluator::firstTuples(const PathNode& node, Value input, Frame* frame, bool& ended)
{
    Frame* first = arenaFrame(frame, node.tupleSlots);
    bool spread = input.isArray() && !node.firstIsVariable;
    if (node.plainSteps > 0) {
        input = walk(node, node.plainSteps, input, first);
        ended = failed(input) || input.isUndefined() || (input.isArray() && input.size() == 0);
        if (ended && !failed(input)) { // [] in front stays what it is.
            input = node.keepSingleton ? keepSingleton(input) : input;
            input = node.group != nullptr ? group(*node.group, input, first) : input;
        }
        if (ended) {
            return input;
        }
        spread = input.isArray();
    }
    const std::size_t mark = m_stack.mark();
    const std::size_t count = spread ? input.size() : 1;
    for (std::size_t i = 0; i < count; ++i) {
        Frame* tuple = i + 1 == count ? first : copyTuple(first, node.tupleSlots);
        tuple->slots()[0] = spread ? ValueAccess::items(input)[i] : input;
        m_stack.push(frameValue(tuple));
    }
    return takeTuples(mark, node.tupleSlots);
}

Value Evaluator::tuplePath(const PathNode& node, Value input, Frame* frame)
{
    bool ended = false;
    Value stream = firstTuples(node, input, frame, ended);
    if (ended) {
        return stream;
    }
    for (const StepSpec& spec : node.steps.subspan(node.plainSteps)) {
        const TupleData& in = tuplesOf(stream);
        stream = spec.isSort ? tupleSort(node, spec, in, frame) : tupleStep(node, spec, in, frame);
        if (failed(stream)) {
            return stream;
        }
    }
    if (node.group != nullptr) {
        return group(*node.group, stream, frame);
    }
    if (node.givesTuples) {
        return stream;
    }
    const Value contexts = tupleContexts(tuplesOf(stream));
    return node.keepSingleton ? ValueAccess::withMarks(contexts, json::kSequence | json::kKeepSingleton)
                              : contexts;
}

Value Evaluator::tupleStep(const PathNode& node, const StepSpec& spec, const TupleData& in, Frame* frame)
{
    const std::size_t mark = m_stack.mark();
    for (std::size_t i = 0; i < in.count; ++i) {
        Frame* tuple = in.frames[i];
        if (!tick()) {
            m_stack.drop(mark);
            return ValueAccess::extension(ExtensionKind::Failed);
        }
        const Value context = tuple->slots()[0];
        const Value result =
            spec.isField ? unwrapSequence(fieldOf(context, spec.field)) : eval(*spec.node, context, tuple);
        if (failed(result)) {
            m_stack.drop(mark);
            return result;
        }
        if (!result.isUndefined()) {
            pushTuples(spec, tuple, result, node.tupleSlots);
        }
    }
    const Value out = takeTuples(mark, node.tupleSlots);
    return spec.stages.empty() ? out : tupleStages(spec.stages, out, frame);
}

/// A tuple for every result of one step on one tuple.
void Evaluator::pushTuples(const StepSpec& spec, Frame* from, const Value& result, std::uint16_t slots)
{
    const Value context = from->slots()[0];
    const TupleData* nested = isTupleStream(result) ? &tuplesOf(result) : nullptr;
    const Value list = isRange(result) ? materialise(result) : result;
    const std::size_t count = nested != nullptr ? nested->count : list.isArray() ? list.size() : 1;
    for (std::size_t i = 0; i < count; ++i) {
        Frame* tuple = copyTuple(from, slots);
        Value* values = tuple->slots();
        if (nested != nullptr) {
            Value* inner = nested->frames[i]->slots();
            values[0] = inner[0];
            for (const SlotCopy& copy : spec.inherits) {
                if (!isUnbound(inner[copy.from])) {
                    values[copy.to] = inner[copy.from];
                }
            }
        } else {
            const Value item = list.isArray() ? ValueAccess::items(list)[i] : list;
            if (spec.focus != kNoSlot) {
                values[spec.focus] = item;
            } else {
                values[0] = item;
            }
            if (spec.index != kNoSlot) {
                values[spec.index] = Value::integer(static_cast<std::int64_t>(i));
            }
            if (spec.ancestor != kNoSlot) {
                values[spec.ancestor] = context;
            }
        }
        m_stack.push(frameValue(tuple));
    }
}

Value Evaluator::tupleStages(std::span<const StageSpec> list, Value tuples, Frame* frame)
{
    for (const StageSpec& stage : list) {
        const TupleData& in = tuplesOf(tuples);
        if (stage.numbers) {
            for (std::size_t i = 0; i < in.count; ++i) {
                in.frames[i]->slots()[stage.slot] = Value::integer(static_cast<std::int64_t>(i));
            }
            continue;
        }
        tuples = tupleFilter(stage, in);
        if (failed(tuples)) {
            return tuples;
        }
    }
    (void)frame;
    return tuples;
}

Value Evaluator::tupleFilter(const StageSpec& stage, const TupleData& in)
{
    const std::size_t mark = m_stack.mark();
    if (stage.constantIndex) {
        double place = std::floor(stage.index);
        place += place < 0 ? static_cast<double>(in.count) : 0;
        if (place >= 0 && place < static_cast<double>(in.count)) {
            m_stack.push(frameValue(in.frames[static_cast<std::size_t>(place)]));
        }
        return takeTuples(mark, in.slots);
    }
    for (std::size_t i = 0; i < in.count; ++i) {
        const Value verdict = eval(*stage.filter, in.frames[i]->slots()[0], in.frames[i]);
        const int selected = failed(verdict) ? -1 : selects(verdict, i, in.count);
        if (selected < 0) {
            m_stack.drop(mark);
            return ValueAccess::extension(ExtensionKind::Failed);
        }
        for (int times = 0; times < selected; ++times) {
            m_stack.push(frameValue(in.frames[i]));
        }
    }
    return takeTuples(mark, in.slots);
}

Value Evaluator::tupleSort(const PathNode& node, const StepSpec& spec, const TupleData& in, Frame* frame)
{
    const Value stream = ValueAccess::extension(ExtensionKind::TupleStream, &in);
    const Value sorted = sortItems(spec.terms, stream, frame, spec.tokenEnd);
    if (failed(sorted)) {
        return sorted;
    }
    const TupleData& order = tuplesOf(sorted);
    if (spec.index != kNoSlot) {
        const std::size_t mark = m_stack.mark();
        for (std::size_t i = 0; i < order.count; ++i) {
            Frame* tuple = copyTuple(order.frames[i], node.tupleSlots);
            tuple->slots()[spec.index] = Value::integer(static_cast<std::int64_t>(i));
            m_stack.push(frameValue(tuple));
        }
        const Value numbered = takeTuples(mark, node.tupleSlots);
        return spec.stages.empty() ? numbered : tupleStages(spec.stages, numbered, frame);
    }
    return spec.stages.empty() ? sorted : tupleStages(spec.stages, sorted, frame);
}

} // namespace gatehouse::jsonata
