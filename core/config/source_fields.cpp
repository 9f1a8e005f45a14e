// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/field_map_builder.h"

#include <algorithm>
#include <cctype>

namespace gatehouse::config {
namespace {

constexpr std::string_view kRoot = "response";

bool isNameByte(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte) != 0 || c == '_';
}

/// Where a string or quoted name that starts at `at` ends (one past its quote).
std::size_t endOfQuoted(std::string_view text, std::size_t at)
{
    const char quote = text[at];
    for (++at; at < text.size() && text[at] != quote; ++at) {
        at += text[at] == '\\' && quote != '`' ? 1U : 0U;
    }
    return std::min(at + 1, text.size());
}

/// Reads ".name", ".`name`" steps from `at`; leaves `at` behind the last one.
std::string readSteps(std::string_view text, std::size_t& at)
{
    std::string path;
    while (at + 1 < text.size() && text[at] == '.') {
        std::size_t end = at + 1;
        std::string_view step;
        if (text[end] == '`') {
            end = endOfQuoted(text, at + 1);
            step = text.substr(at + 2, end - at - 3);
        } else {
            while (end < text.size() && isNameByte(text[end])) {
                ++end;
            }
            step = text.substr(at + 1, end - at - 1);
        }
        if (step.empty()) {
            break;
        }
        path += (path.empty() ? "" : ".") + std::string(step);
        at = end;
    }
    return path;
}

} // namespace

std::vector<std::string> sourceFieldsOf(std::string_view expression)
{
    std::vector<std::string> fields;
    char before = '\0';
    for (std::size_t at = 0; at < expression.size();) {
        const char c = expression[at];
        if (c == '"' || c == '\'') {
            at = endOfQuoted(expression, at);
        } else if (isNameByte(c)) {
            const auto start = at;
            while (at < expression.size() && isNameByte(expression[at])) {
                ++at;
            }
            if (expression.substr(start, at - start) == kRoot && before != '.' && before != '$') {
                if (auto path = readSteps(expression, at); !path.empty()) {
                    fields.push_back(std::move(path));
                }
            }
        } else {
            ++at;
        }
        before = std::isspace(static_cast<unsigned char>(c)) != 0 ? before : c;
    }
    return fields;
}

} // namespace gatehouse::config
