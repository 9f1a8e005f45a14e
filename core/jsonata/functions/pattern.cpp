// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/function_library.h"
#include "core/jsonata/functions/matching.h"

#include <array>
#include <cmath>
#include <limits>
#include <string>

namespace gatehouse::jsonata {
namespace {

using Arguments = std::span<Value>;
using Step = MatchWalk::Step;

Value at(Arguments arguments, std::size_t index)
{
    return index < arguments.size() ? arguments[index] : Value();
}

Value failure()
{
    return ValueAccess::extension(ExtensionKind::Failed);
}

/// The limit argument as a count; unlimited when it is left out.
double limitOf(const Value& v)
{
    return v.isNumber() ? v.asDouble() : std::numeric_limits<double>::infinity();
}

Value match(Evaluator& evaluator, Arguments arguments, const CallContext& context)
{
    const Value text = at(arguments, 0);
    if (!text.isString()) {
        return {};
    }
    const double limit = limitOf(at(arguments, 2));
    if (limit < 0) {
        EvalError error{"D3040"};
        error.value = arguments[2];
        error.index = 3;
        return evaluator.raise(error);
    }
    ValueStack& stack = evaluator.stack();
    const std::size_t mark = stack.mark();
    MatchWalk walk(evaluator, at(arguments, 1), text.asString(), context);
    FoundMatch found;
    for (double count = 0; count < limit; ++count) {
        const Step step = walk.next(found);
        if (step == Step::Failed) {
            stack.drop(mark);
            return failure();
        }
        if (step == Step::Done) {
            break;
        }
        const Value start = found.object.isUndefined()
                                ? Value::integer(static_cast<std::int64_t>(walk.utf16Index(found.begin)))
                                : found.object["start"];
        const std::array members = {
            Member{"match", Value::string(found.text)},
            Member{"index", start},
            Member{"groups", evaluator.makeArray(found.groups, 0)},
        };
        stack.push(evaluator.makeObject(members, true));
        if (count + 1 >= limit && !walk.lookAhead()) {
            stack.drop(mark);
            return failure();
        }
    }
    return evaluator.takeArray(mark, json::kSequence);
}

Value contains(Evaluator& evaluator, Arguments arguments, const CallContext& context)
{
    const Value text = at(arguments, 0);
    const Value token = at(arguments, 1);
    if (!text.isString()) {
        return {};
    }
    if (token.isString()) {
        return Value::boolean(text.asString().find(token.asString()) != std::string_view::npos);
    }
    if (!isFunction(token)) {
        return {};
    }
    FoundMatch found;
    const Step step = MatchWalk(evaluator, token, text.asString(), context).next(found);
    return step == Step::Failed ? failure() : Value::boolean(step == Step::Found);
}

/// Splits at every occurrence of a text; an empty one splits between all characters.
void splitAtText(ValueStack& stack, std::string_view text, std::string_view separator, double limit)
{
    double count = 0;
    if (separator.empty()) {
        for (std::size_t i = 0; i < text.size() && count < limit; ++count) {
            std::size_t length = 1;
            while (i + length < text.size()
                   && (static_cast<unsigned char>(text[i + length]) & 0xC0U) == 0x80U) {
                ++length;
            }
            stack.push(Value::string(text.substr(i, length)));
            i += length;
        }
        return;
    }
    for (std::size_t from = 0; count < limit; ++count) {
        const std::size_t place = text.find(separator, from);
        stack.push(Value::string(text.substr(from, place == std::string_view::npos ? place : place - from)));
        if (place == std::string_view::npos) {
            return;
        }
        from = place + separator.size();
    }
}

Value split(Evaluator& evaluator, Arguments arguments, const CallContext& context)
{
    const Value text = at(arguments, 0);
    const Value separator = at(arguments, 1);
    if (!text.isString()) {
        return {};
    }
    const double limit = limitOf(at(arguments, 2));
    if (limit < 0) {
        EvalError error{"D3020"};
        error.value = arguments[2];
        error.index = 3;
        return evaluator.raise(error);
    }
    ValueStack& stack = evaluator.stack();
    const std::size_t mark = stack.mark();
    if (!isFunction(separator)) {
        if (separator.isUndefined()) {
            stack.push(text);
        } else {
            splitAtText(stack, text.asString(), separator.asString(), std::floor(limit));
        }
        return evaluator.takeArray(mark, 0);
    }
    MatchWalk walk(evaluator, separator, text.asString(), context);
    FoundMatch found;
    std::size_t from = 0;
    double count = 0;
    for (; count < limit; ++count) {
        const Step step = walk.next(found);
        if (step == Step::Failed) {
            stack.drop(mark);
            return failure();
        }
        if (step == Step::Done) {
            break;
        }
        const std::size_t begin = std::max(from, found.begin);
        stack.push(Value::string(text.asString().substr(from, begin - from)));
        from = std::max(from, found.end);
        if (count + 1 >= limit && !walk.lookAhead()) {
            stack.drop(mark);
            return failure();
        }
    }
    if (count < limit) {
        stack.push(Value::string(text.asString().substr(from)));
    }
    return evaluator.takeArray(mark, 0);
}

/// $1, $0 and $$ in a replacement text.
void expand(std::string& out, std::string_view replacement, const FoundMatch& found)
{
    std::size_t at = 0;
    while (at < replacement.size()) {
        const std::size_t dollar = replacement.find('$', at);
        out += replacement.substr(at, dollar == std::string_view::npos ? dollar : dollar - at);
        if (dollar == std::string_view::npos) {
            return;
        }
        at = dollar + 1;
        const auto digit = [&](std::size_t i) {
            return i < replacement.size() && replacement[i] >= '0' && replacement[i] <= '9';
        };
        if (at < replacement.size() && replacement[at] == '$') {
            out += '$';
            ++at;
        } else if (at < replacement.size() && replacement[at] == '0') {
            out += found.text;
            ++at;
        } else if (digit(at)) {
            // The longest number that names a group; when none does, the first digit is dropped.
            const std::size_t groups = found.groups.size();
            std::size_t width = 1;
            for (std::size_t most = groups; most >= 10; most /= 10) {
                ++width;
            }
            std::size_t number = 0;
            std::size_t used = 0;
            for (; used < width && digit(at + used); ++used) {
                number = number * 10 + static_cast<std::size_t>(replacement[at + used] - '0');
            }
            while (used > 1 && number > groups) {
                number /= 10;
                --used;
            }
            if (number >= 1 && number <= groups && found.groups[number - 1].isString()) {
                out += found.groups[number - 1].asString();
            }
            at += used;
        } else {
            out += '$';
        }
    }
}

bool appendReplacement(Evaluator& evaluator, std::string& out, const Value& replacement, MatchWalk& walk,
                       const FoundMatch& found, const CallContext& context)
{
    if (replacement.isString()) {
        expand(out, replacement.asString(), found);
        return true;
    }
    Value object = walk.describe(found);
    const Value text = evaluator.apply(callableOf(replacement), std::span(&object, 1), context);
    if (failed(text)) {
        return false;
    }
    if (!text.isString()) {
        evaluator.raise("D3012", text);
        return false;
    }
    out += text.asString();
    return true;
}

Value replaceText(Evaluator& evaluator, const Value& text, std::string_view pattern, const Value& replacement,
                  double limit)
{
    const std::string_view source = text.asString();
    std::string out;
    std::size_t from = 0;
    for (double count = 0; count < limit; ++count) {
        const std::size_t place = source.find(pattern, from);
        if (place == std::string_view::npos) {
            break;
        }
        out += source.substr(from, place - from);
        out += replacement.asString();
        from = place + pattern.size();
        if (out.size() > evaluator.context().limits.memory) {
            return evaluator.raise("D1013", Value::string("memory"));
        }
    }
    if (from == 0) {
        return text;
    }
    out += source.substr(from);
    return evaluator.text(out);
}

Value replace(Evaluator& evaluator, Arguments arguments, const CallContext& context)
{
    const Value text = at(arguments, 0);
    const Value pattern = at(arguments, 1);
    const Value replacement = at(arguments, 2);
    if (!text.isString()) {
        return {};
    }
    if (pattern.isString() && pattern.size() == 0) {
        EvalError error{"D3010"};
        error.value = pattern;
        error.index = 2;
        return evaluator.raise(error);
    }
    const double limit = limitOf(at(arguments, 3));
    if (limit < 0) {
        EvalError error{"D3011"};
        error.value = arguments[3];
        error.index = 4;
        return evaluator.raise(error);
    }
    if (pattern.isString() && replacement.isString()) {
        return replaceText(evaluator, text, pattern.asString(), replacement, limit);
    }
    if (!isFunction(pattern) || replacement.isUndefined()) {
        return text;
    }
    MatchWalk walk(evaluator, pattern, text.asString(), context);
    FoundMatch found;
    std::string out;
    std::size_t from = 0;
    for (double count = 0; count < limit; ++count) {
        const Step step = walk.next(found);
        if (step == Step::Failed) {
            return failure();
        }
        if (step == Step::Done) {
            break;
        }
        const std::size_t begin = std::max(from, found.begin);
        out += text.asString().substr(from, begin - from);
        if (!appendReplacement(evaluator, out, replacement, walk, found, context)) {
            return failure();
        }
        from = std::max(from, found.end);
        if (count + 1 >= limit && !walk.lookAhead()) {
            return failure();
        }
        if (out.size() > evaluator.context().limits.memory) {
            return evaluator.raise("D1013", Value::string("memory"));
        }
    }
    if (from == 0 && out.empty()) {
        return text;
    }
    out += text.asString().substr(from);
    return evaluator.text(out);
}

constexpr std::array kFunctions = {
    BuiltinDefinition{"match", "<s-f<s:o>n?:a<o>>", 3, false, match, "All matches of a regular expression."},
    BuiltinDefinition{"contains", "<s-(sf):b>", 2, false, contains,
                      "Whether a text holds another or matches."},
    BuiltinDefinition{"replace", "<s-(sf)(sf)n?:s>", 4, false, replace, "Replaces texts or matches."},
    BuiltinDefinition{"split", "<s-(sf)n?:a<s>>", 3, false, split, "Parts of a text between separators."},
};

} // namespace

std::span<const BuiltinDefinition> patternFunctions()
{
    return kFunctions;
}

} // namespace gatehouse::jsonata
