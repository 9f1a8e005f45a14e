// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/selection.h"

#include "core/base/time_format.h"

#include <algorithm>
#include <charconv>

namespace gatehouse::sandbox {
namespace {

/// The byte of a UTF-8 text without regard to case, for the letters of ASCII and Latin-1.
unsigned char lowerAt(std::string_view text, std::size_t at)
{
    constexpr unsigned kLatin1Lead = 0xc3;
    constexpr unsigned kTimesSign = 0x97;
    const unsigned c = static_cast<unsigned char>(text[at]);
    const bool ascii = c >= 'A' && c <= 'Z';
    const bool latin1 = c >= 0x80 && c <= 0x9e && c != kTimesSign && at > 0
                        && static_cast<unsigned char>(text[at - 1]) == kLatin1Lead;
    return static_cast<unsigned char>(ascii || latin1 ? c + 0x20 : c);
}

int compareTexts(std::string_view a, std::string_view b)
{
    const auto common = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < common; ++i) {
        const auto left = lowerAt(a, i);
        const auto right = lowerAt(b, i);
        if (left != right) {
            return left < right ? -1 : 1;
        }
    }
    return a.size() == b.size() ? 0 : a.size() < b.size() ? -1 : 1;
}

template <class Number>
int compareNumbers(Number a, Number b)
{
    return a < b ? -1 : a > b ? 1 : 0;
}

/// Null and missing first, then booleans, numbers, texts.
int rank(const json::Value& value)
{
    return value.isBool() ? 1 : value.isNumber() ? 2 : value.isString() ? 3 : 0;
}

std::optional<double> asNumber(std::string_view text)
{
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

int compareWithText(const json::Value& value, const Literal& literal)
{
    const auto& text = std::get<std::string>(literal.value);
    if (value.isString()) {
        if (literal.millis) {
            if (const auto moment = parseMoment(value.asString())) {
                return compareNumbers(*moment, *literal.millis);
            }
        }
        return compareTexts(value.asString(), text);
    }
    if (value.isNumber()) {
        if (const auto number = asNumber(text)) {
            return compareNumbers(value.asDouble(), *number);
        }
    }
    if (value.isBool()) {
        return compareTexts(value.asBool() ? "true" : "false", text);
    }
    return rank(value) - 3;
}

int compareWithNumber(const json::Value& value, double number)
{
    if (value.isNumber()) {
        return compareNumbers(value.asDouble(), number);
    }
    if (value.isString()) {
        // Milliseconds since 1970 against a time, and numbers that a vendor keeps as text.
        if (const auto moment = parseMoment(value.asString())) {
            return compareNumbers(static_cast<double>(*moment), number);
        }
        if (const auto own = asNumber(value.asString())) {
            return compareNumbers(*own, number);
        }
    }
    return rank(value) - 2;
}

int compare(const json::Value& value, const Literal& literal)
{
    if (std::holds_alternative<std::string>(literal.value)) {
        return compareWithText(value, literal);
    }
    if (const auto* number = std::get_if<double>(&literal.value)) {
        return compareWithNumber(value, *number);
    }
    if (const auto* truth = std::get_if<bool>(&literal.value)) {
        if (value.isString()) {
            return compareTexts(value.asString(), *truth ? "true" : "false");
        }
        return value.isBool() ? compareNumbers(value.asBool() ? 1 : 0, *truth ? 1 : 0) : rank(value) - 1;
    }
    return rank(value) == 0 ? 0 : 1;
}

/// Greedy with one step back to the last '%': linear in practice, never exponential.
bool like(std::string_view text, std::string_view pattern)
{
    std::size_t t = 0;
    std::size_t p = 0;
    auto star = std::string_view::npos;
    std::size_t resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '%') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && (pattern[p] == '_' || lowerAt(pattern, p) == lowerAt(text, t))) {
            ++t;
            ++p;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    return pattern.substr(p).find_first_not_of('%') == std::string_view::npos;
}

bool textTest(const json::Value& value, const Predicate& test)
{
    if (!value.isString() || test.literals.empty()) {
        return false;
    }
    const auto* pattern = std::get_if<std::string>(&test.literals.front().value);
    if (pattern == nullptr) {
        return false;
    }
    return test.comparison == Comparison::Like ? like(value.asString(), *pattern)
                                               : like(value.asString(), "%" + *pattern + "%");
}

bool oneOf(const json::Value& value, const Predicate& test)
{
    return std::any_of(test.literals.begin(), test.literals.end(),
                       [&](const Literal& literal) { return compare(value, literal) == 0; });
}

bool ordered(const json::Value& value, const Predicate& test)
{
    if (test.literals.empty() || rank(value) == 0) {
        return false; // As in SQL: null is neither less nor greater.
    }
    const auto result = compare(value, test.literals.front());
    switch (test.comparison) {
    case Comparison::Less:
        return result < 0;
    case Comparison::LessOrEqual:
        return result <= 0;
    case Comparison::Greater:
        return result > 0;
    default:
        return result >= 0;
    }
}

bool testValue(const json::Value& value, const Predicate& test)
{
    switch (test.comparison) {
    case Comparison::Equal:
    case Comparison::In:
        return oneOf(value, test);
    case Comparison::NotEqual:
    case Comparison::NotIn:
        return !oneOf(value, test);
    case Comparison::Like:
    case Comparison::Contains:
        return textTest(value, test);
    case Comparison::Present:
        return !value.isUndefined() && !value.isNull();
    case Comparison::Absent:
        return value.isUndefined() || value.isNull();
    default:
        return ordered(value, test);
    }
}

/// True when any value at the path passes; a path without a value counts as one that is missing.
bool anyAt(const json::Value& value, std::span<const std::string> steps, const Predicate& test)
{
    if (value.isArray()) {
        return std::any_of(value.items().begin(), value.items().end(),
                           [&](const json::Value& item) { return anyAt(item, steps, test); });
    }
    if (steps.empty()) {
        return testValue(value, test);
    }
    return anyAt(value[std::string_view(steps.front())], steps.subspan(1), test);
}

} // namespace

FieldPath FieldPath::of(std::string_view text)
{
    FieldPath path{std::string(text), {}};
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find('.', begin), text.size());
        path.steps.emplace_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return path;
}

Literal Literal::ofText(std::string text)
{
    const auto millis = parseMoment(text);
    return {std::move(text), millis};
}

Literal Literal::of(const json::Value& value)
{
    if (value.isString()) {
        return ofText(std::string(value.asString()));
    }
    if (value.isNumber()) {
        return {value.asDouble(), std::nullopt};
    }
    if (value.isBool()) {
        return {value.asBool(), std::nullopt};
    }
    return {};
}

bool Predicate::matches(const json::Value& row) const
{
    const auto holds = [&row](const Predicate& child) { return child.matches(row); };
    switch (kind) {
    case Kind::All:
        return std::all_of(children.begin(), children.end(), holds);
    case Kind::Any:
        return std::any_of(children.begin(), children.end(), holds);
    case Kind::Not:
        return std::none_of(children.begin(), children.end(), holds);
    default:
        return anyAt(row, field.steps, *this);
    }
}

void Predicate::collectFields(std::vector<const FieldPath*>& out) const
{
    if (kind == Kind::Test) {
        out.push_back(&field);
    }
    for (const auto& child : children) {
        child.collectFields(out);
    }
}

json::Value valueAt(const json::Value& row, const FieldPath& path)
{
    auto value = row;
    for (const auto& step : path.steps) {
        if (value.isArray()) {
            value = value[std::size_t{0}];
        }
        value = value[std::string_view(step)];
    }
    return value;
}

int compareValues(const json::Value& a, const json::Value& b)
{
    if (rank(a) != rank(b)) {
        return rank(a) - rank(b);
    }
    if (a.isString()) {
        const auto left = parseMoment(a.asString());
        if (const auto right = left ? parseMoment(b.asString()) : std::nullopt) {
            return compareNumbers(*left, *right);
        }
        // Ids are often numbers in a text: "9" comes before "10".
        const auto number = asNumber(a.asString());
        if (const auto other = number ? asNumber(b.asString()) : std::nullopt) {
            return compareNumbers(*number, *other);
        }
        return compareTexts(a.asString(), b.asString());
    }
    if (a.isNumber()) {
        return compareNumbers(a.asDouble(), b.asDouble());
    }
    return compareNumbers(a.asBool() ? 1 : 0, b.asBool() ? 1 : 0);
}

std::optional<std::int64_t> parseMoment(std::string_view text)
{
    constexpr std::size_t kDate = 10;
    constexpr std::size_t kLongest = 40;
    if (text.size() < kDate || text.size() > kLongest || text[4] != '-' || text[7] != '-') {
        return std::nullopt;
    }
    std::string full(text);
    if (text.size() == kDate) {
        full += "T00:00:00Z";
    } else if (const auto sign = full.find_last_of("+-"); sign > kDate && sign != std::string::npos) {
        if (full.size() - sign == 5) {
            full.insert(sign + 3, ":"); // +0000, as some vendors write it
        }
    } else if (full.back() != 'Z') {
        full += 'Z';
    }
    const auto moment = parseRfc3339(full);
    if (!moment) {
        return std::nullopt;
    }
    return toMillis(*moment);
}

} // namespace gatehouse::sandbox
