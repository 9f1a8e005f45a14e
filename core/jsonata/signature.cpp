// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/signature.h"

#include <algorithm>

namespace gatehouse::jsonata {
namespace {

constexpr std::size_t kMaxSignature = 256;

std::uint16_t bitOf(char letter) noexcept
{
    switch (letter) {
    case 's':
        return kString;
    case 'n':
        return kNumber;
    case 'b':
        return kBoolean;
    case 'l':
        return kNull;
    case 'o':
        return kObject;
    case 'a':
        return kArray;
    case 'f':
        return kFunction;
    case 'm':
        return kMissing;
    default:
        return 0;
    }
}

std::uint16_t acceptedBy(char letter) noexcept
{
    switch (letter) {
    case 'a':
    case 'x':
        return kAnyType;
    case 'j':
        return kAnyType & ~kFunction;
    case 'f':
        return kFunction;
    case 's':
    case 'n':
    case 'b':
    case 'l':
    case 'o':
        return bitOf(letter) | kMissing;
    default:
        return 0;
    }
}

/// The index of the bracket that closes the one at open, or npos.
std::size_t closing(std::string_view text, std::size_t open, char opener, char closer)
{
    int depth = 0;
    for (std::size_t i = open; i < text.size(); ++i) {
        if (text[i] == opener) {
            ++depth;
        } else if (text[i] == closer && --depth == 0) {
            return i;
        }
    }
    return std::string_view::npos;
}

Parameter choice(std::string_view letters)
{
    Parameter parameter;
    parameter.accepts = kMissing;
    for (const char letter : letters) {
        parameter.accepts = static_cast<std::uint16_t>(parameter.accepts | bitOf(letter));
    }
    return parameter;
}

void modify(Parameter& last, char mark)
{
    if (mark == '-') {
        last.context = true;
        last.contextType = last.accepts;
    } else if (mark == '?') {
        last.optional = true;
    } else {
        last.repeated = true;
    }
}

/// Tries to give the arguments from `at` on to the parameters from `index` on.
class Matcher
{
public:
    Matcher(const std::vector<Parameter>& parameters, std::span<const std::uint16_t> types)
        : m_parameters(parameters)
        , m_types(types)
        , m_consumed(parameters.size(), 0)
    {}

    bool run(std::size_t index, std::size_t at)
    {
        if (index == m_parameters.size()) {
            return at == m_types.size();
        }
        const Parameter& parameter = m_parameters[index];
        const std::size_t most =
            parameter.repeated ? m_types.size() - at : std::min<std::size_t>(1, m_types.size() - at);
        std::size_t fits = 0;
        while (fits < most && (m_types[at + fits] & parameter.accepts) != 0) {
            ++fits;
        }
        const std::size_t least = parameter.mayBeAbsent() ? 0 : 1;
        for (std::size_t take = fits + 1; take-- > least;) {
            m_consumed[index] = static_cast<std::uint32_t>(take);
            if (++m_steps > kMaxSteps) {
                return false;
            }
            if (run(index + 1, at + take)) {
                return true;
            }
        }
        return false;
    }

    std::vector<std::uint32_t> take() { return std::move(m_consumed); }

private:
    static constexpr int kMaxSteps = 20'000;

    const std::vector<Parameter>& m_parameters;
    std::span<const std::uint16_t> m_types;
    std::vector<std::uint32_t> m_consumed;
    int m_steps = 0;
};

/// How far the arguments fit when every parameter takes what it can.
std::size_t firstMisfit(const std::vector<Parameter>& parameters, std::span<const std::uint16_t> types)
{
    std::size_t at = 0;
    for (const Parameter& parameter : parameters) {
        const bool fits = at < types.size() && (types[at] & parameter.accepts) != 0;
        if (!fits) {
            if (!parameter.mayBeAbsent()) {
                return at;
            }
            continue;
        }
        ++at;
        while (parameter.repeated && at < types.size() && (types[at] & parameter.accepts) != 0) {
            ++at;
        }
    }
    return at;
}

} // namespace

std::optional<Signature> Signature::parse(std::string_view text, SignatureError& error)
{
    Signature signature;
    signature.m_text = text.substr(0, kMaxSignature);
    const std::string_view source = signature.m_text;
    auto& parameters = signature.m_parameters;
    char lastLetter = '\0';
    for (std::size_t i = 1; i < source.size(); ++i) {
        const char c = source[i];
        const auto offset = static_cast<std::uint32_t>(i + 1);
        if (c == ':' || c == '>') {
            break;
        }
        if (c == '-' || c == '?' || c == '+') {
            if (!parameters.empty()) {
                modify(parameters.back(), c);
            }
        } else if (c == '(') {
            const std::size_t end = std::min(closing(source, i, '(', ')'), source.size());
            const std::string_view letters = source.substr(i + 1, end - i - 1);
            if (letters.find('<') != std::string_view::npos) {
                error = {"S0402", offset, std::string(letters)};
                return std::nullopt;
            }
            parameters.push_back(choice(letters));
            lastLetter = '(';
            i = end;
        } else if (c == '<') {
            if (lastLetter != 'a' && lastLetter != 'f') {
                error = {"S0401", offset, std::string(1, lastLetter)};
                return std::nullopt;
            }
            const std::size_t end = std::min(closing(source, i, '<', '>'), source.size());
            if (lastLetter == 'a' && end > i + 1) {
                parameters.back().elementLetter = source[i + 1];
                parameters.back().elements = bitOf(source[i + 1]);
            }
            i = end;
        } else {
            lastLetter = c;
            if (acceptedBy(c) == 0) {
                continue; // The reference passes over letters it does not know, 'u' among them.
            }
            Parameter parameter;
            parameter.accepts = acceptedBy(c);
            parameter.array = c == 'a';
            parameters.push_back(parameter);
        }
    }
    return signature;
}

SignatureMatch Signature::match(std::span<const std::uint16_t> types) const
{
    SignatureMatch result;
    Matcher matcher(m_parameters, types);
    result.matched = matcher.run(0, 0);
    if (result.matched) {
        result.consumed = matcher.take();
    } else {
        result.failedAt = firstMisfit(m_parameters, types);
    }
    return result;
}

std::string_view Signature::elementName(char letter) noexcept
{
    switch (letter) {
    case 'a':
        return "arrays";
    case 'b':
        return "booleans";
    case 'f':
        return "functions";
    case 'n':
        return "numbers";
    case 'o':
        return "objects";
    case 's':
        return "strings";
    default:
        return "";
    }
}

} // namespace gatehouse::jsonata
