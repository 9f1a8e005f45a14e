// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"

namespace gatehouse::jsonata {

/// Of a path with [] in it: one item stays an array, and an array that is the item itself gets one around it.
Value Evaluator::keepSingleton(const Value& result)
{
    if (!result.isArray()) {
        return result;
    }
    const unsigned marks = ValueAccess::marks(result);
    if ((marks & json::kConstructed) != 0 && (marks & json::kSequence) == 0) {
        const Value wrapped = ValueAccess::withMarks(result, marks);
        return makeArray(std::span(&wrapped, 1), json::kSequence | json::kKeepSingleton);
    }
    return ValueAccess::withMarks(result, marks | json::kKeepSingleton);
}

Value Evaluator::path(const PathNode& node, Value input, Frame* frame)
{
    Value result = walk(node, node.steps.size(), input, frame);
    if (failed(result)) {
        return result;
    }
    result = node.keepSingleton ? keepSingleton(result) : result;
    return node.group != nullptr ? group(*node.group, result, frame) : result;
}

/// The stream after the first `count` steps: a sequence, or an input array that one step led to. A single
/// item may come back bare.
Value Evaluator::walk(const PathNode& node, std::size_t count, Value input, Frame* frame)
{
    Value only = input;
    Value items =
        input.isArray() && !node.firstIsVariable ? input : ValueAccess::array(&only, 1, json::kSequence);
    Value held;
    for (std::size_t i = 0; i < count; ++i) {
        const StepSpec& spec = node.steps[i];
        const bool last = i + 1 == node.steps.size();
        Value result;
        if (i == 0 && spec.constructed) {
            result = eval(*spec.node, input, frame);
        } else {
            result = step(spec, items, last, frame);
        }
        if (failed(result)) {
            return result;
        }
        if (last) {
            if (result.isArray() || result.isUndefined()) {
                return result;
            }
            // One item: the caller unwraps a sequence of one anyway, unless [] or a group wants it whole.
            return node.keepSingleton || node.group != nullptr
                       ? makeArray(std::span(&result, 1), json::kSequence)
                       : result;
        }
        if (result.isArray()) {
            if (result.size() == 0) {
                return result; // Of [] itself that is an empty array, of a step nothing.
            }
            items = result;
        } else if (i + 1 == count) {
            return result; // The steps behind are not this walk's.
        } else if (result.isUndefined()) {
            return ValueAccess::array(nullptr, 0, json::kSequence);
        } else {
            held = result;
            items = ValueAccess::array(&held, 1, json::kSequence);
        }
    }
    return items;
}

inline void Evaluator::collect(Stream& stream, const Value& result)
{
    if (result.isUndefined()) {
        return;
    }
    ++stream.results;
    stream.last = result;
    if (result.isArray() && (ValueAccess::marks(result) & json::kConstructed) == 0) {
        m_stack.pushAll(ValueAccess::items(result), result.size());
    } else {
        m_stack.push(result);
    }
}

Value Evaluator::takeStream(const Stream& stream, bool last)
{
    if (last && stream.results == 1 && stream.last.isArray() && !isSequence(stream.last)) {
        m_stack.drop(stream.mark);
        return stream.last;
    }
    return takeArray(stream.mark, json::kSequence);
}

/// One step over the whole stream. A single item comes back bare, everything else as an array.
Value Evaluator::step(const StepSpec& spec, const Value& items, bool last, Frame* frame)
{
    if (spec.isSort) {
        const Value sorted = sortItems(spec.terms, items, frame, spec.tokenEnd);
        return failed(sorted) || spec.stages.empty() ? sorted : stages(spec.stages, sorted, frame);
    }
    if (items.size() == 1) {
        const Value item = *ValueAccess::items(items);
        return stepOverOne(spec, item, last, frame);
    }
    if (spec.isField && spec.stages.empty()) {
        return fieldStep(spec, items, last);
    }
    Stream stream{m_stack.mark()};
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Value result = stepResult(spec, ValueAccess::items(items)[i], frame);
        if (failed(result)) {
            m_stack.drop(stream.mark);
            return result;
        }
        collect(stream, result);
    }
    return takeStream(stream, last);
}

Value Evaluator::stepOverOne(const StepSpec& spec, const Value& item, bool last, Frame* frame)
{
    const Value result = stepResult(spec, item, frame);
    if (failed(result) || result.isUndefined() || !result.isArray() || (last && !isSequence(result))) {
        return result;
    }
    if ((ValueAccess::marks(result) & json::kConstructed) != 0) {
        return makeArray(std::span(&result, 1), json::kSequence);
    }
    return ValueAccess::withMarks(result, json::kSequence);
}

Value Evaluator::stepResult(const StepSpec& spec, const Value& item, Frame* frame)
{
    Value result;
    if (spec.isField) {
        if (!tick()) {
            return ValueAccess::extension(ExtensionKind::Failed);
        }
        result = unwrapSequence(fieldOf(item, spec.field));
    } else {
        result = eval(*spec.node, item, frame);
    }
    return failed(result) || spec.stages.empty() ? result : stages(spec.stages, result, frame);
}

/// A bare field over a stream of several items.
Value Evaluator::fieldStep(const StepSpec& spec, const Value& items, bool last)
{
    Stream stream{m_stack.mark()};
    if (!tick(items.size())) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    const Value* all = ValueAccess::items(items);
    const std::size_t count = items.size();
    for (std::size_t i = 0; i < count; ++i) {
        const Value result =
            all[i].isObject() ? unwrapSequence(field(all[i], spec.field)) : fieldOf(all[i], spec.field);
        collect(stream, result);
    }
    return takeStream(stream, last);
}

} // namespace gatehouse::jsonata
