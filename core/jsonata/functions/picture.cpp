// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"
#include "core/jsonata/function_library.h"
#include "core/jsonata/numbers.h"
#include "core/jsonata/pictures/date_picture.h"
#include "core/jsonata/pictures/decimal_picture.h"
#include "core/jsonata/pictures/integer_picture.h"

#include <array>
#include <optional>

namespace gatehouse::jsonata {
namespace {

using Arguments = std::span<Value>;

Value at(Arguments arguments, std::size_t index)
{
    return index < arguments.size() ? arguments[index] : Value();
}

std::optional<std::string_view> textAt(Arguments arguments, std::size_t index)
{
    const Value v = at(arguments, index);
    return v.isString() ? std::optional(v.asString()) : std::nullopt;
}

Value raisePicture(Evaluator& evaluator, const pictures::PictureError& error)
{
    EvalError raised{evaluator.arena().copy(error.code)};
    raised.message = evaluator.text(error.message);
    raised.value = error.value.empty() ? Value() : evaluator.text(error.value);
    return evaluator.raise(raised);
}

pictures::DecimalFormat decimalFormat(std::span<const Member> options)
{
    pictures::DecimalFormat format;
    for (const Member& option : options) {
        if (option.value.isString()) {
            format.set(option.name, option.value.asString());
        }
    }
    return format;
}

Value formatNumber(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    if (!at(arguments, 0).isNumber()) {
        return {};
    }
    const double number = arguments[0].asDouble();
    const std::string_view picture = textAt(arguments, 1).value_or(std::string_view());
    const auto options = at(arguments, 2).members();
    const auto result = options.empty() ? pictures::formatNumber(number, picture)
                                        : pictures::formatNumber(number, picture, decimalFormat(options));
    return result ? evaluator.text(*result) : raisePicture(evaluator, result.error());
}

Value formatBase(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    if (!at(arguments, 0).isNumber()) {
        return {};
    }
    const Value radix = at(arguments, 1);
    const auto result = radix.isNumber() ? pictures::formatBase(arguments[0].asDouble(), radix.asDouble())
                                         : pictures::formatBase(arguments[0].asDouble());
    if (result) {
        return evaluator.text(*result);
    }
    return evaluator.raise("D3100", radix);
}

Value formatInteger(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    if (!at(arguments, 0).isNumber()) {
        return {};
    }
    const auto result =
        pictures::formatInteger(arguments[0].asDouble(), textAt(arguments, 1).value_or(std::string_view()));
    return result ? evaluator.text(*result) : raisePicture(evaluator, result.error());
}

Value parseInteger(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    if (!at(arguments, 0).isString()) {
        return {};
    }
    const auto result =
        pictures::parseInteger(arguments[0].asString(), textAt(arguments, 1).value_or(std::string_view()));
    return result ? numberValue(*result) : raisePicture(evaluator, result.error());
}

Value fromMillis(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    if (!at(arguments, 0).isNumber()) {
        return {};
    }
    const auto result =
        pictures::formatDateTime(arguments[0].asDouble(), textAt(arguments, 1), textAt(arguments, 2));
    return result ? evaluator.text(*result) : raisePicture(evaluator, result.error());
}

Value toMillis(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    if (!at(arguments, 0).isString()) {
        return {};
    }
    const auto result =
        pictures::parseDateTime(arguments[0].asString(), textAt(arguments, 1), evaluator.nowMillis());
    if (!result) {
        return raisePicture(evaluator, result.error());
    }
    return *result ? numberValue(**result) : Value();
}

Value now(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    const auto result = pictures::formatDateTime(static_cast<double>(evaluator.nowMillis()),
                                                 textAt(arguments, 0), textAt(arguments, 1));
    return result ? evaluator.text(*result) : raisePicture(evaluator, result.error());
}

Value millis(Evaluator& evaluator, Arguments, const CallContext&)
{
    return Value::integer(evaluator.nowMillis());
}

constexpr std::array kFunctions = {
    BuiltinDefinition{"formatNumber", "<n-so?:s>", 3, false, formatNumber,
                      "Number as an XPath picture says."},
    BuiltinDefinition{"formatBase", "<n-n?:s>", 2, false, formatBase, "Integer in another base."},
    BuiltinDefinition{"formatInteger", "<n-s:s>", 2, false, formatInteger,
                      "Integer as a picture says; words too."},
    BuiltinDefinition{"parseInteger", "<s-s:n>", 2, false, parseInteger, "Undoes $formatInteger."},
    BuiltinDefinition{"fromMillis", "<n-s?s?:s>", 3, false, fromMillis, "Time as text, by default ISO 8601."},
    BuiltinDefinition{"toMillis", "<s-s?:n>", 2, false, toMillis,
                      "Milliseconds since 1970 of a time in text."},
    BuiltinDefinition{"now", "<s?s?:s>", 2, false, now, "The time of this evaluation as text."},
    BuiltinDefinition{"millis", "<:n>", 0, false, millis, "The time of this evaluation in milliseconds."},
};

} // namespace

std::span<const BuiltinDefinition> pictureFunctions()
{
    return kFunctions;
}

} // namespace gatehouse::jsonata
