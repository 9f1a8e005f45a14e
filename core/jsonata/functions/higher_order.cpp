// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"
#include "core/jsonata/function_library.h"

#include <array>

namespace gatehouse::jsonata {
namespace {

using Arguments = std::span<Value>;

Value at(Arguments arguments, std::size_t index)
{
    return index < arguments.size() ? arguments[index] : Value();
}

/// Items of an array or of a lazy range, one at a time.
class Items
{
public:
    explicit Items(const Value& list)
        : m_list(list)
        , m_range(isRange(list) ? static_cast<const RangeData*>(ValueAccess::data(list)) : nullptr)
    {}

    [[nodiscard]] std::size_t size() const noexcept
    {
        return m_range != nullptr ? m_range->size() : m_list.size();
    }

    [[nodiscard]] Value operator[](std::size_t i) const noexcept
    {
        return m_range != nullptr ? Value::integer(m_range->first + static_cast<std::int64_t>(i))
                                  : ValueAccess::items(m_list)[i];
    }

private:
    Value m_list;
    const RangeData* m_range;
};

/// Calls function(item, index, array) with as many of them as it takes.
class ItemCall
{
public:
    ItemCall(Evaluator& evaluator, const Value& function, const Value& list, const CallContext& context)
        : m_evaluator(evaluator)
        , m_function(callableOf(function))
        , m_count(m_function.arity >= 3   ? 3
                  : m_function.arity == 2 ? 2
                                          : 1)
        , m_list(m_count == 3 ? evaluator.materialise(list) : list)
        , m_context(context)
    {}

    Value operator()(const Value& item, std::size_t index)
    {
        std::array<Value, 3> room{item, Value::integer(static_cast<std::int64_t>(index)), m_list};
        return m_evaluator.apply(m_function, std::span(room).first(m_count), m_context);
    }

private:
    Evaluator& m_evaluator;
    const Callable& m_function;
    std::size_t m_count;
    Value m_list;
    const CallContext& m_context;
};

/// What take(item, result) leaves on the stack of the function's results for each item; false from it:
/// failed.
template <class Take>
Value collectItems(Evaluator& evaluator, Arguments arguments, const CallContext& context, Take take)
{
    const Value list = at(arguments, 0);
    if (list.isUndefined()) {
        return {};
    }
    const Items items(list);
    ItemCall call(evaluator, at(arguments, 1), list, context);
    const std::size_t mark = evaluator.stack().mark();
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Value result = call(items[i], i);
        if (failed(result) || !take(items[i], result)) {
            evaluator.stack().drop(mark);
            return ValueAccess::extension(ExtensionKind::Failed);
        }
    }
    return evaluator.takeArray(mark, json::kSequence);
}

Value map(Evaluator& evaluator, Arguments arguments, const CallContext& context)
{
    return collectItems(evaluator, arguments, context,
                        [&stack = evaluator.stack()](const Value&, const Value& result) {
                            if (!result.isUndefined()) {
                                stack.push(result);
                            }
                            return true;
                        });
}

Value filter(Evaluator& evaluator, Arguments arguments, const CallContext& context)
{
    return collectItems(evaluator, arguments, context, [&evaluator](const Value& item, const Value& verdict) {
        const int truth = evaluator.truthOf(verdict);
        if (truth == 1) {
            evaluator.stack().push(item);
        }
        return truth >= 0;
    });
}

Value single(Evaluator& evaluator, Arguments arguments, const CallContext& context)
{
    const Value list = at(arguments, 0);
    if (list.isUndefined()) {
        return {};
    }
    const bool tests = isFunction(at(arguments, 1));
    Value found;
    bool any = false;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const Value item = ValueAccess::items(list)[i];
        int truth = 1;
        if (tests) {
            const Value verdict = ItemCall(evaluator, arguments[1], list, context)(item, i);
            truth = failed(verdict) ? -1 : evaluator.truthOf(verdict);
        }
        if (truth < 0) {
            return ValueAccess::extension(ExtensionKind::Failed);
        }
        if (truth == 1 && any) {
            EvalError error{"D3138"};
            error.index = static_cast<std::int64_t>(i);
            return evaluator.raise(error);
        }
        if (truth == 1) {
            any = true;
            found = item;
        }
    }
    return any ? found : evaluator.raise("D3139");
}

Value reduce(Evaluator& evaluator, Arguments arguments, const CallContext& context)
{
    const Value list = at(arguments, 0);
    if (list.isUndefined()) {
        return {};
    }
    const Callable& function = callableOf(arguments[1]);
    if (function.arity < 2) {
        return evaluator.raise("D3050");
    }
    const Items items(list);
    std::size_t i = 0;
    Value result = at(arguments, 2);
    if (result.isUndefined() && items.size() > 0) {
        result = items[0];
        i = 1;
    }
    const Value whole = function.arity >= 4 ? evaluator.materialise(list) : list;
    for (; i < items.size(); ++i) {
        std::array<Value, 4> room{result, items[i], Value::integer(static_cast<std::int64_t>(i)), whole};
        result = evaluator.apply(function, std::span(room).first(std::min<std::size_t>(4, function.arity)),
                                 context);
        if (failed(result)) {
            return result;
        }
    }
    return result;
}

constexpr std::array kFunctions = {
    BuiltinDefinition{"map", "<af>", 2, true, map, "What a function gives for every item."},
    BuiltinDefinition{"filter", "<af>", 2, true, filter, "The items for which a function holds."},
    BuiltinDefinition{"single", "<af?>", 2, false, single, "The only item for which a function holds."},
    BuiltinDefinition{"reduce", "<afj?:j>", 3, true, reduce, "One value of all items, two at a time."},
};

} // namespace

std::span<const BuiltinDefinition> higherOrderFunctions()
{
    return kFunctions;
}

} // namespace gatehouse::jsonata
