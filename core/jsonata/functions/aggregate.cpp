// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"
#include "core/jsonata/function_library.h"
#include "core/jsonata/numbers.h"

#include <array>
#include <cmath>

namespace gatehouse::jsonata {
namespace {

using Arguments = std::span<Value>;

Value sum(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    const Value list = arguments.empty() ? Value() : arguments[0];
    if (list.isUndefined()) {
        return {};
    }
    if (isRange(list)) {
        const auto& range = *static_cast<const RangeData*>(ValueAccess::data(list));
        return numberValue((static_cast<double>(range.first) + static_cast<double>(range.last))
                           * static_cast<double>(range.size()) / 2);
    }
    if (!evaluator.tick(list.size())) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    double total = 0;
    for (const Value& item : list.items()) {
        total += item.asDouble();
    }
    return numberValue(total);
}

Value count(Evaluator&, Arguments arguments, const CallContext&)
{
    if (arguments.empty() || arguments[0].isUndefined()) {
        return Value::integer(0);
    }
    const Value& list = arguments[0];
    if (isRange(list)) {
        return Value::integer(
            static_cast<std::int64_t>(static_cast<const RangeData*>(ValueAccess::data(list))->size()));
    }
    return Value::integer(static_cast<std::int64_t>(list.size()));
}

/// The first of the largest or smallest items, as it was written. JavaScript's Math.max: NaN wins.
Value extreme(const Value& list, bool largest)
{
    if (!list.isArray() || list.size() == 0) {
        return {};
    }
    const Value* best = ValueAccess::items(list);
    for (const Value& item : list.items()) {
        const double d = item.asDouble();
        const double b = best->asDouble();
        if (std::isnan(b)) {
            break;
        }
        if (std::isnan(d) || (largest ? d > b : d < b)) {
            best = &item;
        }
    }
    return *best;
}

Value maximum(Evaluator&, Arguments arguments, const CallContext&)
{
    return arguments.empty() ? Value() : extreme(arguments[0], true);
}

Value minimum(Evaluator&, Arguments arguments, const CallContext&)
{
    return arguments.empty() ? Value() : extreme(arguments[0], false);
}

Value average(Evaluator&, Arguments arguments, const CallContext&)
{
    const Value list = arguments.empty() ? Value() : arguments[0];
    if (!list.isArray() || list.size() == 0) {
        return {};
    }
    double total = 0;
    for (const Value& item : list.items()) {
        total += item.asDouble();
    }
    return numberValue(total / static_cast<double>(list.size()));
}

constexpr std::array kFunctions = {
    BuiltinDefinition{"sum", "<a<n>:n>", 1, true, sum, "Sum of an array of numbers."},
    BuiltinDefinition{"count", "<a:n>", 1, true, count, "Number of items in an array."},
    BuiltinDefinition{"max", "<a<n>:n>", 1, false, maximum, "Largest number of an array."},
    BuiltinDefinition{"min", "<a<n>:n>", 1, false, minimum, "Smallest number of an array."},
    BuiltinDefinition{"average", "<a<n>:n>", 1, false, average, "Mean of an array of numbers."},
};

} // namespace

std::span<const BuiltinDefinition> aggregateFunctions()
{
    return kFunctions;
}

} // namespace gatehouse::jsonata
