// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/error_table.h"

#include "core/json/write.h"

#include <algorithm>
#include <array>
#include <vector>

namespace gatehouse::jsonata {
namespace {

struct CodeText
{
    std::string_view code;
    std::string_view text;
};

constexpr std::array kTexts = {
    CodeText{"D1001", "Number out of range: {{value}}"},
    CodeText{"D1002", "Cannot negate a non-numeric value: {{value}}"},
    CodeText{"D1004", "Regular expression matches zero length string"},
    CodeText{"D1009", "Multiple key definitions evaluate to same key: {{value}}"},
    CodeText{"D1011", "The expression is nested too deeply, or recurses without an end. Limit: {{value}}"},
    CodeText{"D1012", "The evaluation did not finish in the time allowed: {{value}} ms"},
    CodeText{"D1013", "The evaluation needs more than it is allowed: {{{value}}}"},
    CodeText{"D2005", "The left side of := must be a variable name (start with $)"},
    CodeText{"D2014",
             "The size of the sequence allocated by the range operator (..) must not exceed 1e7.  Attempted "
             "to allocate {{value}}."},
    CodeText{"D2015", "A sequence has more items than allowed: {{value}}"},
    CodeText{"D3001", "Attempting to invoke string function on Infinity or NaN"},
    CodeText{"D3010", "Second argument of replace function cannot be an empty string"},
    CodeText{"D3011", "Fourth argument of replace function must evaluate to a positive number"},
    CodeText{"D3012", "Attempted to replace a matched string with a non-string value"},
    CodeText{"D3020", "Third argument of split function must evaluate to a positive number"},
    CodeText{"D3030", "Unable to cast value to a number: {{value}}"},
    CodeText{"D3040", "Third argument of match function must evaluate to a positive number"},
    CodeText{"D3050",
             "The second argument of reduce function must be a function with at least two arguments"},
    CodeText{"D3060", "The sqrt function cannot be applied to a negative number: {{value}}"},
    CodeText{"D3061",
             "The power function has resulted in a value that cannot be represented as a JSON number: "
             "base={{value}}, exponent={{exp}}"},
    CodeText{"D3070",
             "The single argument form of the sort function can only be applied to an array of strings or an "
             "array of numbers.  Use the second argument to specify a comparison function"},
    CodeText{"D3080", "The picture string must only contain a maximum of two sub-pictures"},
    CodeText{"D3081",
             "The sub-picture must not contain more than one instance of the 'decimal-separator' character"},
    CodeText{"D3082", "The sub-picture must not contain more than one instance of the 'percent' character"},
    CodeText{"D3083", "The sub-picture must not contain more than one instance of the 'per-mille' character"},
    CodeText{"D3084", "The sub-picture must not contain both a 'percent' and a 'per-mille' character"},
    CodeText{"D3085",
             "The mantissa part of a sub-picture must contain at least one character that is either an "
             "'optional digit character' or a member of the 'decimal digit family'"},
    CodeText{
        "D3086",
        "The sub-picture must not contain a passive character that is preceded by an active character and "
        "that is followed by another active character"},
    CodeText{"D3087",
             "The sub-picture must not contain a 'grouping-separator' character that appears adjacent to a "
             "'decimal-separator' character"},
    CodeText{"D3088",
             "The sub-picture must not contain a 'grouping-separator' at the end of the integer part"},
    CodeText{"D3089",
             "The sub-picture must not contain two adjacent instances of the 'grouping-separator' character"},
    CodeText{
        "D3090",
        "The integer part of the sub-picture must not contain a member of the 'decimal digit family' that "
        "is followed by an instance of the 'optional digit character'"},
    CodeText{"D3091",
             "The fractional part of the sub-picture must not contain an instance of the 'optional digit "
             "character' that is followed by a member of the 'decimal digit family'"},
    CodeText{"D3092",
             "A sub-picture that contains a 'percent' or 'per-mille' character must not contain a character "
             "treated as an 'exponent-separator'"},
    CodeText{"D3093",
             "The exponent part of the sub-picture must comprise only of one or more characters that are "
             "members of the 'decimal digit family'"},
    CodeText{"D3100",
             "The radix of the formatBase function must be between 2 and 36.  It was given {{value}}"},
    CodeText{
        "D3110",
        "The argument of the toMillis function must be an ISO 8601 formatted timestamp. Given {{value}}"},
    CodeText{"D3120", "Syntax error in expression passed to function eval: {{value}}"},
    CodeText{"D3121", "Dynamic error evaluating the expression passed to function eval: {{value}}"},
    CodeText{
        "D3130",
        "Formatting or parsing an integer as a sequence starting with {{value}} is not supported by this "
        "implementation"},
    CodeText{"D3131", "In a decimal digit pattern, all digits must be from the same decimal group"},
    CodeText{"D3132", "Unknown component specifier {{value}} in date/time picture string"},
    CodeText{
        "D3133",
        "The 'name' modifier can only be applied to months and days in the date/time picture string, not "
        "{{value}}"},
    CodeText{"D3134", "The timezone integer format specifier cannot have more than four digits"},
    CodeText{"D3135", "No matching closing bracket ']' in date/time picture string"},
    CodeText{"D3136", "The date/time picture string is missing specifiers required to parse the timestamp"},
    CodeText{"D3137", "{{{message}}}"},
    CodeText{"D3138", "The $single() function expected exactly 1 matching result.  Instead it matched more."},
    CodeText{"D3139", "The $single() function expected exactly 1 matching result.  Instead it matched 0."},
    CodeText{"D3140", "Malformed URL passed to ${{{functionName}}}(): {{value}}"},
    CodeText{"D3141", "{{{message}}}"},
    CodeText{"S0101", "String literal must be terminated by a matching quote"},
    CodeText{"S0102", "Number out of range: {{token}}"},
    CodeText{"S0103", "Unsupported escape sequence: \\{{token}}"},
    CodeText{"S0104", "The escape sequence \\u must be followed by 4 hex digits"},
    CodeText{"S0105", "Quoted property name must be terminated with a backquote (`)"},
    CodeText{"S0106", "Comment has no closing tag"},
    CodeText{"S0201", "Syntax error: {{token}}"},
    CodeText{"S0202", "Expected {{value}}, got {{token}}"},
    CodeText{"S0203", "Expected {{value}} before end of expression"},
    CodeText{"S0204", "Unknown operator: {{token}}"},
    CodeText{"S0205", "Unexpected token: {{token}}"},
    CodeText{"S0206", "Unknown expression type: {{token}}"},
    CodeText{"S0207", "Unexpected end of expression"},
    CodeText{"S0208", "Parameter {{value}} of function definition must be a variable name (start with $)"},
    CodeText{"S0209", "A predicate cannot follow a grouping expression in a step"},
    CodeText{"S0210", "Each step can only have one grouping expression"},
    CodeText{"S0211", "The symbol {{token}} cannot be used as a unary operator"},
    CodeText{"S0212", "The left side of := must be a variable name (start with $)"},
    CodeText{"S0213", "The literal value {{value}} cannot be used as a step within a path expression"},
    CodeText{"S0214", "The right side of {{token}} must be a variable name (start with $)"},
    CodeText{"S0215", "A context variable binding must precede any predicates on a step"},
    CodeText{"S0216", "A context variable binding must precede the 'order-by' clause on a step"},
    CodeText{"S0217", "The object representing the 'parent' cannot be derived from this expression"},
    CodeText{"S0301", "Empty regular expressions are not allowed"},
    CodeText{"S0302", "No terminating / in regular expression"},
    CodeText{"S0303", "The regular expression is not valid: {{{value}}}"},
    CodeText{"S0401", "Type parameters can only be applied to functions and arrays"},
    CodeText{"S0402", "Choice groups containing parameterized types are not supported"},
    CodeText{"S0500", "Attempted to evaluate an expression containing syntax error(s)"},
    CodeText{"T0410", "Argument {{index}} of function {{token}} does not match function signature"},
    CodeText{"T0411", "Context value is not a compatible type with argument {{index}} of function {{token}}"},
    CodeText{"T0412", "Argument {{index}} of function {{token}} must be an array of {{type}}"},
    CodeText{"T1003", "Key in object structure must evaluate to a string; got: {{value}}"},
    CodeText{"T1005", "Attempted to invoke a non-function. Did you mean ${{{token}}}?"},
    CodeText{"T1006", "Attempted to invoke a non-function"},
    CodeText{"T1007", "Attempted to partially apply a non-function. Did you mean ${{{token}}}?"},
    CodeText{"T1008", "Attempted to partially apply a non-function"},
    CodeText{"T1010",
             "The matcher function argument passed to function {{token}} does not return the correct object "
             "structure"},
    CodeText{"T2001", "The left side of the {{token}} operator must evaluate to a number"},
    CodeText{"T2002", "The right side of the {{token}} operator must evaluate to a number"},
    CodeText{"T2003", "The left side of the range operator (..) must evaluate to an integer"},
    CodeText{"T2004", "The right side of the range operator (..) must evaluate to an integer"},
    CodeText{"T2006", "The right side of the function application operator ~> must be a function"},
    CodeText{"T2007", "Type mismatch when comparing values {{value}} and {{value2}} in order-by clause"},
    CodeText{"T2008", "The expressions within an order-by clause must evaluate to numeric or string values"},
    CodeText{"T2009",
             "The values {{value}} and {{value2}} either side of operator {{token}} must be of the same data "
             "type"},
    CodeText{"T2010",
             "The expressions either side of operator {{token}} must evaluate to numeric or string values"},
    CodeText{"T2011",
             "The insert/update clause of the transform expression must evaluate to an object: {{value}}"},
    CodeText{"T2012",
             "The delete clause of the transform expression must evaluate to a string or array of strings: "
             "{{value}}"},
    CodeText{"T2014", "Cannot create a property on a value that is not an object: {{value}}"},
};

void appendField(std::string& out, std::string_view name, bool plain, std::span<const MessageField> fields)
{
    const auto field =
        std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.name == name; });
    if (field == fields.end() || field->value.isUndefined()) {
        out += "undefined";
    } else if (plain && field->value.isString()) {
        out += field->value.asString();
    } else {
        json::writeTo(out, field->value);
    }
}

/// Edit distance without regard to case; two neighbours that are swapped count as one edit.
std::size_t distance(std::string_view a, std::string_view b)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    std::vector<std::size_t> before = row; // the row above the last, for swapped neighbours
    for (std::size_t i = 1; i <= a.size(); ++i) {
        const std::vector<std::size_t> above = row;
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const bool same = lower(a[i - 1]) == lower(b[j - 1]);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0U : 1U)});
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1])) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        before = above;
    }
    return row[b.size()];
}

} // namespace

std::string formatMessage(std::string_view code, std::span<const MessageField> fields)
{
    const auto* entry =
        std::find_if(kTexts.begin(), kTexts.end(), [&](const CodeText& text) { return text.code == code; });
    if (entry == kTexts.end()) {
        return std::string(code);
    }
    std::string out;
    std::string_view rest = entry->text;
    while (!rest.empty()) {
        const std::size_t open = rest.find("{{");
        out += rest.substr(0, open);
        if (open == std::string_view::npos) {
            break;
        }
        const bool plain = rest.substr(open, 3) == "{{{";
        const std::size_t width = plain ? 3 : 2;
        const std::size_t close = rest.find("}}", open);
        appendField(out, rest.substr(open + width, close - open - width), plain, fields);
        rest.remove_prefix(close + width);
    }
    return out;
}

std::string_view nearestName(std::string_view wanted, std::span<const std::string_view> candidates)
{
    constexpr std::size_t kLongest = 64;
    if (wanted.empty() || wanted.size() > kLongest) {
        return {};
    }
    std::string_view best;
    if (wanted.size() < 2) {
        return {}; // one letter is near to every other
    }
    std::size_t bestDistance = 1 + std::max<std::size_t>(1, wanted.size() / 3);
    for (const std::string_view candidate : candidates) {
        if (candidate.size() > kLongest || candidate == wanted) {
            continue;
        }
        const std::size_t d = distance(wanted, candidate);
        if (d < bestDistance) {
            bestDistance = d;
            best = candidate;
        }
    }
    return best;
}

} // namespace gatehouse::jsonata
