// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"

#include <cmath>

namespace gatehouse::jsonata {
namespace {

/// Which item an index names; npos: none.
std::size_t placeOf(double index, std::size_t size)
{
    double place = std::floor(index);
    if (place < 0) {
        place += static_cast<double>(size);
    }
    return place >= 0 && place < static_cast<double>(size) ? static_cast<std::size_t>(place)
                                                           : static_cast<std::size_t>(-1);
}

} // namespace

Value Evaluator::stages(std::span<const StageSpec> list, Value input, Frame* frame)
{
    if (isTupleStream(input)) {
        return tupleStages(list, input, frame);
    }
    for (const StageSpec& stage : list) {
        if (stage.numbers) {
            continue;
        }
        input = stage.constantIndex ? filterByIndex(stage, input) : filter(stage, input, frame);
        if (failed(input)) {
            return input;
        }
    }
    return input;
}

Value Evaluator::filterByIndex(const StageSpec& stage, const Value& input)
{
    if (isRange(input)) {
        return filterByIndex(stage, materialise(input));
    }
    const std::size_t place = placeOf(stage.index, input.isArray() ? input.size() : 1);
    const Value found = place == static_cast<std::size_t>(-1) ? Value()
                        : input.isArray()                     ? ValueAccess::items(input)[place]
                                                              : input;
    // No item: a sequence of nothing, so that a predicate behind this one has nothing to ask.
    return found.isUndefined() ? ValueAccess::array(nullptr, 0, json::kSequence) : found;
}

Value Evaluator::filter(const StageSpec& stage, const Value& input, Frame* frame)
{
    const Value list = isRange(input) ? materialise(input) : input;
    const Value* items = list.isArray() ? ValueAccess::items(list) : &list;
    const std::size_t count = list.isArray() ? list.size() : 1;
    const std::size_t mark = m_stack.mark();
    for (std::size_t i = 0; i < count; ++i) {
        const Value verdict = eval(*stage.filter, items[i], frame);
        const int selected = failed(verdict) ? -1 : selects(verdict, i, count);
        if (selected < 0) {
            m_stack.drop(mark);
            return ValueAccess::extension(ExtensionKind::Failed);
        }
        for (int times = 0; times < selected; ++times) {
            m_stack.push(items[i]);
        }
    }
    return takeArray(mark, json::kSequence);
}

int Evaluator::selects(const Value& verdict, std::size_t index, std::size_t size)
{
    if (verdict.isBool()) {
        return verdict.asBool() ? 1 : 0;
    }
    if (verdict.isNumber()) {
        const double place = verdict.asDouble();
        if (!std::isfinite(place)) {
            if (std::isnan(place)) {
                return 0;
            }
            raise("D1001", verdict);
            return -1;
        }
        return placeOf(place, size) == index ? 1 : 0;
    }
    if (verdict.isArray() && verdict.size() > 0) {
        bool numbers = true;
        int selected = 0;
        for (const Value& item : verdict.items()) {
            numbers = numbers && item.isNumber();
            selected += item.isNumber() && placeOf(item.asDouble(), size) == index ? 1 : 0;
        }
        if (numbers) {
            return selected;
        }
    }
    return truthOf(verdict);
}

} // namespace gatehouse::jsonata
