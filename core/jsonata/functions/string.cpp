// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"
#include "core/jsonata/function_library.h"
#include "core/jsonata/text/case_mapping.h"
#include "core/jsonata/text/code_points.h"
#include "core/jsonata/text/trim.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace gatehouse::jsonata {
namespace {

using Arguments = std::span<Value>;

Value at(Arguments arguments, std::size_t index)
{
    return index < arguments.size() ? arguments[index] : Value();
}

Value string(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    const Value v = at(arguments, 0);
    return v.isUndefined() ? v : evaluator.toText(v, at(arguments, 1).asBool());
}

Value substring(Evaluator&, Arguments arguments, const CallContext&)
{
    const Value text = at(arguments, 0);
    if (!text.isString()) {
        return {};
    }
    const Value length = at(arguments, 2);
    if (at(arguments, 1).isUndefined() && !length.isUndefined()) {
        return Value::string(""); // A length from no place at all.
    }
    return Value::string(
        text::substring(text.asString(), at(arguments, 1).asDouble(),
                        length.isNumber() ? std::optional(length.asDouble()) : std::nullopt));
}

Value substringBefore(Evaluator&, Arguments arguments, const CallContext&)
{
    const Value text = at(arguments, 0);
    const std::size_t place = text.isString() && at(arguments, 1).isString()
                                  ? text.asString().find(arguments[1].asString())
                                  : std::string_view::npos;
    return place == std::string_view::npos ? text : Value::string(text.asString().substr(0, place));
}

Value substringAfter(Evaluator&, Arguments arguments, const CallContext&)
{
    const Value text = at(arguments, 0);
    const std::string_view mark = at(arguments, 1).asString();
    const std::size_t place =
        text.isString() && at(arguments, 1).isString() ? text.asString().find(mark) : std::string_view::npos;
    return place == std::string_view::npos ? text
                                           : Value::string(text.asString().substr(place + mark.size()));
}

/// Maps ASCII in place; anything else through the full tables.
template <class Map>
Value mapCase(Evaluator& evaluator, const Value& text, char first, Map map)
{
    if (!text.isString()) {
        return {};
    }
    const std::string_view source = text.asString();
    const auto inRange = [first](char c) { return static_cast<unsigned char>(c - first) < 26U; };
    if (std::any_of(source.begin(), source.end(),
                    [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; })) {
        return evaluator.text(map(source));
    }
    if (std::none_of(source.begin(), source.end(), inRange)) {
        return text;
    }
    char* to = evaluator.textRoom(source.size());
    if (to == nullptr) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    std::transform(source.begin(), source.end(), to,
                   [&](char c) { return inRange(c) ? static_cast<char>(c ^ 0x20) : c; });
    return Value::string({to, source.size()});
}

Value lowercase(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    return mapCase(evaluator, at(arguments, 0), 'A', text::toLower);
}

Value uppercase(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    return mapCase(evaluator, at(arguments, 0), 'a', text::toUpper);
}

Value length(Evaluator&, Arguments arguments, const CallContext&)
{
    const Value text = at(arguments, 0);
    return text.isString() ? Value::integer(static_cast<std::int64_t>(text::length(text.asString())))
                           : Value();
}

Value trim(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    const Value text = at(arguments, 0);
    if (!text.isString()) {
        return {};
    }
    const std::string_view source = text.asString();
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    std::size_t from = 0;
    std::size_t to = source.size();
    while (from < to && blank(source[from])) {
        ++from;
    }
    while (to > from && blank(source[to - 1])) {
        --to;
    }
    const std::string_view inner = source.substr(from, to - from);
    for (std::size_t i = 0; i < inner.size(); ++i) {
        if (blank(inner[i]) && (inner[i] != ' ' || blank(inner[i + 1]))) {
            return evaluator.text(text::trim(inner));
        }
    }
    return Value::string(inner);
}

Value pad(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    const Value text = at(arguments, 0);
    if (!text.isString()) {
        return {};
    }
    const std::string_view filler =
        at(arguments, 2).isString() ? arguments[2].asString() : std::string_view(" ");
    const auto padded =
        text::pad(text.asString(), at(arguments, 1).asDouble(), filler, evaluator.context().limits.memory);
    return padded ? evaluator.text(*padded) : evaluator.raise("D1013", Value::string("memory"));
}

Value join(Evaluator& evaluator, Arguments arguments, const CallContext&)
{
    const Value list = at(arguments, 0);
    if (!list.isArray()) {
        return {};
    }
    const std::string_view separator = at(arguments, 1).asString();
    std::size_t bytes = list.size() == 0 ? 0 : separator.size() * (list.size() - 1);
    for (const Value& item : list.items()) {
        bytes += item.size();
    }
    char* to = evaluator.textRoom(bytes);
    if (to == nullptr || !evaluator.tick(list.size())) {
        return ValueAccess::extension(ExtensionKind::Failed);
    }
    const char* start = to;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (i > 0) {
            to = std::copy(separator.begin(), separator.end(), to);
        }
        const std::string_view item = list.items()[i].asString();
        to = std::copy(item.begin(), item.end(), to);
    }
    return Value::string({start, bytes});
}

constexpr std::array kFunctions = {
    BuiltinDefinition{"string", "<x-b?:s>", 1, false, string,
                      "Casts a value to text; JSON for arrays and objects."},
    BuiltinDefinition{"substring", "<s-nn?:s>", 3, false, substring,
                      "Part of a text from a start, with a length."},
    BuiltinDefinition{"substringBefore", "<s-s:s>", 2, false, substringBefore, "What stands before a text."},
    BuiltinDefinition{"substringAfter", "<s-s:s>", 2, false, substringAfter, "What stands behind a text."},
    BuiltinDefinition{"lowercase", "<s-:s>", 1, false, lowercase, "All letters small."},
    BuiltinDefinition{"uppercase", "<s-:s>", 1, false, uppercase, "All letters capital."},
    BuiltinDefinition{"length", "<s-:n>", 1, false, length, "Number of characters."},
    BuiltinDefinition{"trim", "<s-:s>", 1, false, trim,
                      "Without blanks at the ends and doubled ones inside."},
    BuiltinDefinition{"pad", "<s-ns?:s>", 3, false, pad,
                      "Fills up to a width, on the left when it is negative."},
    BuiltinDefinition{"join", "<a<s>s?:s>", 2, false, join, "One text of an array of texts."},
};

} // namespace

std::span<const BuiltinDefinition> stringFunctions()
{
    return kFunctions;
}

} // namespace gatehouse::jsonata
