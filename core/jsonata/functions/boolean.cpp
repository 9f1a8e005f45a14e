// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"
#include "core/jsonata/function_library.h"
#include "core/jsonata/type_bits.h"

#include <array>

namespace gatehouse::jsonata {
namespace {

using Arguments = std::span<Value>;

Value at(Arguments arguments, std::size_t index)
{
    return index < arguments.size() ? arguments[index] : Value();
}

Value boolean(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    return evaluator.truth(at(arguments, 0));
}

Value negation(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    const Value truth = evaluator.truth(at(arguments, 0));
    return truth.isBool() ? Value::boolean(!truth.asBool()) : truth;
}

Value exists(Evaluator&, Arguments arguments, const CallContext&)
{
    return Value::boolean(!at(arguments, 0).isUndefined());
}

Value type(Evaluator&, Arguments arguments, const CallContext&)
{
    switch (typeBit(at(arguments, 0))) {
    case kString:
        return Value::string("string");
    case kNumber:
        return Value::string("number");
    case kBoolean:
        return Value::string("boolean");
    case kNull:
        return Value::string("null");
    case kObject:
        return Value::string("object");
    case kArray:
        return Value::string("array");
    case kFunction:
        return Value::string("function");
    default:
        return {};
    }
}

Value failWith(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    EvalError error{"D3137"};
    error.message = at(arguments, 0).isString() ? arguments[0] : Value::string("$error() function evaluated");
    return evaluator.raise(error);
}

Value assertion(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    if (at(arguments, 0).asBool()) {
        return {};
    }
    EvalError error{"D3141"};
    error.message = at(arguments, 1).isString() ? arguments[1] : Value::string("$assert() statement failed");
    return evaluator.raise(error);
}

Value evaluateText(Evaluator& evaluator, Arguments arguments, const CallContext& context)
{
    if (!at(arguments, 0).isString()) {
        return {};
    }
    Value input = context.input;
    if (arguments.size() > 1 && !arguments[1].isUndefined()) {
        input = arguments[1];
        if (input.isArray() && !isSequence(input)) {
            input = evaluator.makeArray(std::span(&arguments[1], 1), json::kSequence | json::kOuterWrapper);
        }
    }
    return evaluator.evalText(arguments[0].asString(), input, context);
}

constexpr std::array kFunctions = {
    BuiltinDefinition{"boolean", "<x-:b>", 1, false, boolean, "Casts a value to true or false."},
    BuiltinDefinition{"not", "<x-:b>", 1, false, negation, "The opposite of a value's truth."},
    BuiltinDefinition{"exists", "<x:b>", 1, false, exists, "Whether an expression gives any value."},
    BuiltinDefinition{"type", "<x:s>", 1, false, type, "Name of a value's type."},
    BuiltinDefinition{"error", "<s?:x>", 1, false, failWith, "Ends the evaluation with a message."},
    BuiltinDefinition{"assert", "<bs?:x>", 2, false, assertion,
                      "Ends the evaluation unless a condition holds."},
    BuiltinDefinition{"eval", "<sx?:x>", 2, false, evaluateText, "Evaluates a text as an expression."},
};

} // namespace

std::span<const BuiltinDefinition> booleanFunctions()
{
    return kFunctions;
}

} // namespace gatehouse::jsonata
