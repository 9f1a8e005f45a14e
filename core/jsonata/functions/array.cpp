// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"
#include "core/jsonata/function_library.h"
#include "core/jsonata/merge_sort.h"
#include "core/jsonata/text/utf16.h"
#include "core/jsonata/value_set.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gatehouse::jsonata {
namespace {

using Arguments = std::span<Value>;

Value at(Arguments arguments, std::size_t index)
{
    return index < arguments.size() ? arguments[index] : Value();
}

Value append(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    return evaluator.append(at(arguments, 0), at(arguments, 1));
}

Value reverse(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    const Value list = at(arguments, 0);
    if (!list.isArray() || list.size() <= 1) {
        return list;
    }
    ValueStack& stack = evaluator.stack();
    const std::size_t mark = stack.mark();
    for (std::size_t i = list.size(); i-- > 0;) {
        stack.push(ValueAccess::items(list)[i]);
    }
    return evaluator.takeArray(mark, 0);
}

Value shuffle(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    const Value list = at(arguments, 0);
    if (!list.isArray() || list.size() <= 1) {
        return list;
    }
    std::vector<Value> items(list.items().begin(), list.items().end());
    for (std::size_t i = items.size() - 1; i > 0; --i) {
        const auto j = static_cast<std::size_t>(evaluator.nextRandom() * static_cast<double>(i + 1));
        std::swap(items[i], items[j]);
    }
    return evaluator.makeArray(items, 0);
}

Value distinct(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    const Value list = at(arguments, 0);
    if (!list.isArray() || list.size() <= 1) {
        return list;
    }
    ValueSet seen(list.size());
    ValueStack& stack = evaluator.stack();
    const std::size_t mark = stack.mark();
    for (const Value& item : list.items()) {
        if (!evaluator.tick()) {
            stack.drop(mark);
            return ValueAccess::extension(ExtensionKind::Failed);
        }
        if (seen.insert(item)) {
            stack.push(item);
        }
    }
    return evaluator.takeArray(mark, isSequence(list) ? unsigned{json::kSequence} : 0U);
}

Value zip(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    std::size_t shortest = arguments.empty() ? 0 : static_cast<std::size_t>(-1);
    for (const Value& list : arguments) {
        shortest = std::min(shortest, list.size());
    }
    ValueStack& stack = evaluator.stack();
    const std::size_t mark = stack.mark();
    for (std::size_t i = 0; i < shortest; ++i) {
        const std::size_t tuple = stack.mark();
        for (const Value& list : arguments) {
            stack.push(ValueAccess::items(list)[i]);
        }
        stack.push(evaluator.takeArray(tuple, 0));
        if (!evaluator.tick()) {
            stack.drop(mark);
            return ValueAccess::extension(ExtensionKind::Failed);
        }
    }
    return evaluator.takeArray(mark, 0);
}

/// Without a comparison: only numbers or only texts.
Value sortPlainly(Evaluator& evaluator, std::vector<Value>& items)
{
    const bool numbers = std::all_of(items.begin(), items.end(), [](const Value& v) { return v.isNumber(); });
    const bool texts = std::all_of(items.begin(), items.end(), [](const Value& v) { return v.isString(); });
    if (!numbers && !texts) {
        return evaluator.raise("D3070");
    }
    if (numbers) {
        std::stable_sort(items.begin(), items.end(),
                         [](const Value& a, const Value& b) { return a.asDouble() < b.asDouble(); });
    } else {
        std::stable_sort(items.begin(), items.end(), [](const Value& a, const Value& b) {
            return text::compareUtf16(a.asString(), b.asString()) < 0;
        });
    }
    return evaluator.makeArray(items, 0);
}

/// The reference tests a comparison's answer as JavaScript does: [] and {} are true.
bool scriptTruth(const Value& v)
{
    if (v.isNumber()) {
        return v.asDouble() != 0 && !std::isnan(v.asDouble());
    }
    return v.isString() ? v.size() > 0 : v.isBool() ? v.asBool() : !v.isUndefined() && !v.isNull();
}

Value sort(Evaluator& evaluator, Arguments arguments, const CallContext& context)
{
    const Value list = at(arguments, 0);
    if (!list.isArray() || list.size() <= 1) {
        return list;
    }
    if (!evaluator.tick(list.size())) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    std::vector<Value> items(list.items().begin(), list.items().end());
    const Value comparison = at(arguments, 1);
    if (!isFunction(comparison)) {
        return sortPlainly(evaluator, items);
    }
    bool broken = false;
    mergeSort(items, [&](const Value& a, const Value& b) {
        if (broken) {
            return false;
        }
        std::array<Value, 2> pair{a, b};
        const Value verdict = evaluator.apply(callableOf(comparison), pair, context);
        broken = failed(verdict);
        return !broken && scriptTruth(verdict);
    });
    return broken ? ValueAccess::extension(ExtensionKind::Failed) : evaluator.makeArray(items, 0);
}

constexpr std::array kFunctions = {
    BuiltinDefinition{"append", "<xx:a>", 2, false, append, "One array of two."},
    BuiltinDefinition{"reverse", "<a:a>", 1, false, reverse, "The items from last to first."},
    BuiltinDefinition{"shuffle", "<a:a>", 1, false, shuffle, "The items in random order."},
    BuiltinDefinition{"distinct", "<x:x>", 1, false, distinct, "Without equal items."},
    BuiltinDefinition{"sort", "<af?:a>", 2, false, sort, "Sorted, by a function that says whether to swap."},
    BuiltinDefinition{"zip", "<a+>", 0, false, zip, "Arrays side by side, item by item."},
};

} // namespace

std::span<const BuiltinDefinition> arrayFunctions()
{
    return kFunctions;
}

} // namespace gatehouse::jsonata
