// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/evaluator.h"
#include "core/jsonata/type_bits.h"

#include <algorithm>

namespace gatehouse::jsonata {

/// The usual case: every argument fits its parameter in order and nothing has to be filled in or wrapped.
bool Evaluator::fitsAsIs(const Signature& signature, std::span<Value> arguments) noexcept
{
    const auto& parameters = signature.parameters();
    if (arguments.size() > parameters.size()) {
        return false;
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const Parameter& parameter = parameters[i];
        if (i >= arguments.size()) {
            if (!parameter.optional || parameter.context) {
                return false;
            }
            continue;
        }
        const std::uint16_t type = typeBit(arguments[i]);
        if ((type & parameter.accepts) == 0 || parameter.repeated) {
            return false;
        }
        if (parameter.array && type != kMissing) {
            if (type != kArray) {
                return false;
            }
            if (parameter.elementLetter != '\0' && !isRange(arguments[i])) {
                for (const Value& item : arguments[i].items()) {
                    if (typeBit(item) != parameter.elements) {
                        return false;
                    }
                }
            }
        }
    }
    return true;
}

bool Evaluator::matchArguments(const Signature& signature, std::span<const Value> arguments,
                               const Value& input, std::vector<Value>& out)
{
    constexpr std::size_t kWork = 8; // Beside what a call costs anyway.
    if (!tick(kWork)) {
        return false;
    }
    std::vector<std::uint16_t> types(arguments.size());
    std::transform(arguments.begin(), arguments.end(), types.begin(),
                   [](const Value& v) { return typeBit(v); });
    const SignatureMatch match = signature.match(types);
    if (!match.matched) {
        EvalError error{"T0410"};
        error.index = static_cast<std::int64_t>(match.failedAt + 1);
        error.value = match.failedAt < arguments.size() ? arguments[match.failedAt] : Value();
        raise(error);
        return false;
    }
    // The reference takes the next argument for a parameter that is left out, too: after an optional one in
    // the middle the values run ahead of the types that were matched.
    std::size_t at = 0;
    std::size_t matchedAt = 0;
    const auto argument = [&](std::size_t i) { return i < arguments.size() ? arguments[i] : Value(); };
    for (std::size_t p = 0; p < match.consumed.size(); ++p) {
        const Parameter& parameter = signature.parameters()[p];
        if (match.consumed[p] == 0) {
            const Value context =
                (ValueAccess::marks(input) & json::kOuterWrapper) != 0 ? *ValueAccess::items(input) : input;
            if (parameter.context) {
                if ((typeBit(context) & parameter.contextType) == 0) {
                    EvalError error{"T0411"};
                    error.index = static_cast<std::int64_t>(at + 1);
                    error.value = context;
                    raise(error);
                    return false;
                }
                out.push_back(context);
            } else {
                out.push_back(argument(at++));
            }
            continue;
        }
        for (std::uint32_t i = 0; i < match.consumed[p]; ++i, ++at, ++matchedAt) {
            Value v = argument(at);
            if (parameter.array && types[matchedAt] != kMissing) {
                if (!checkElements(parameter, v, at)) {
                    return false;
                }
                if (types[matchedAt] != kArray) {
                    v = makeArray(std::span(&v, 1), 0);
                }
            }
            out.push_back(v);
        }
    }
    return true;
}

bool Evaluator::checkElements(const Parameter& parameter, const Value& value, std::size_t index)
{
    if (parameter.elementLetter == '\0') {
        return true;
    }
    const bool list = typeBit(value) == kArray;
    bool right = true;
    if (!list) {
        right = typeBit(value) == parameter.elements;
    } else if (!isRange(value)) {
        const auto items = value.items();
        right = std::all_of(items.begin(), items.end(),
                            [&](const Value& item) { return typeBit(item) == parameter.elements; });
    }
    if (!right) {
        EvalError error{"T0412"};
        error.index = static_cast<std::int64_t>(index + 1);
        error.value = value;
        error.elementType = Signature::elementName(parameter.elementLetter);
        raise(error);
    }
    return right;
}

} // namespace gatehouse::jsonata
