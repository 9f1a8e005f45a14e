// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"
#include "core/jsonata/function_library.h"
#include "core/jsonata/numbers.h"
#include "core/jsonata/text/number_text.h"

#include <array>
#include <cmath>

namespace gatehouse::jsonata {
namespace {

using Arguments = std::span<Value>;

Value at(Arguments arguments, std::size_t index)
{
    return index < arguments.size() ? arguments[index] : Value();
}

Value number(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    const Value v = at(arguments, 0);
    if (v.isUndefined() || v.isNumber()) {
        return v;
    }
    if (v.isBool()) {
        return Value::integer(v.asBool() ? 1 : 0);
    }
    if (const auto parsed = text::stringToNumber(v.asString())) {
        return numberValue(*parsed);
    }
    return evaluator.raise("D3030", v);
}

template <double (*Apply)(double)>
Value rounded(Evaluator&, Arguments arguments, const CallContext&)
{
    const Value v = at(arguments, 0);
    return v.isUndefined() || v.type() == Type::Int ? v : numberValue(Apply(v.asDouble()));
}

double floorOf(double d)
{
    return std::floor(d);
}

double ceilOf(double d)
{
    return std::ceil(d);
}

Value absolute(Evaluator&, Arguments arguments, const CallContext&)
{
    const Value v = at(arguments, 0);
    return v.isUndefined() ? v : numberValue(std::fabs(v.asDouble()));
}

Value round(Evaluator&, Arguments arguments, const CallContext&)
{
    const Value v = at(arguments, 0);
    const Value precision = at(arguments, 1);
    if (v.isUndefined() || (v.type() == Type::Int && !precision.isNumber())) {
        return v;
    }
    return numberValue(text::roundHalfEven(v.asDouble(), precision.asDouble()));
}

Value squareRoot(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    const Value v = at(arguments, 0);
    if (v.isUndefined()) {
        return v;
    }
    return v.asDouble() < 0 ? evaluator.raise("D3060", v) : numberValue(std::sqrt(v.asDouble()));
}

Value power(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    const Value base = at(arguments, 0);
    if (base.isUndefined()) {
        return base;
    }
    const Value exponent = at(arguments, 1);
    const double result = std::pow(base.asDouble(), exponent.asDouble());
    if (std::isfinite(result) && exponent.isNumber()) {
        return numberValue(result);
    }
    EvalError error{"D3061"};
    error.value = base;
    error.value2 = exponent;
    return evaluator.raise(error);
}

Value random(Evaluator& evaluator, Arguments, const CallContext&)
{
    return Value::number(evaluator.nextRandom());
}

constexpr std::array kFunctions = {
    BuiltinDefinition{"number", "<(nsb)-:n>", 1, false, number, "Casts a text or Boolean to a number."},
    BuiltinDefinition{"floor", "<n-:n>", 1, false, rounded<floorOf>, "Next integer below."},
    BuiltinDefinition{"ceil", "<n-:n>", 1, false, rounded<ceilOf>, "Next integer above."},
    BuiltinDefinition{"round", "<n-n?:n>", 2, false, round, "Rounds half to even, to a number of decimals."},
    BuiltinDefinition{"abs", "<n-:n>", 1, false, absolute, "Without the sign."},
    BuiltinDefinition{"sqrt", "<n-:n>", 1, false, squareRoot, "Square root."},
    BuiltinDefinition{"power", "<n-n:n>", 2, false, power, "A number to a power."},
    BuiltinDefinition{"random", "<:n>", 0, false, random, "A number from 0 to less than 1."},
};

} // namespace

std::span<const BuiltinDefinition> numberFunctions()
{
    return kFunctions;
}

} // namespace gatehouse::jsonata
