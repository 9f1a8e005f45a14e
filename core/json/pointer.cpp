// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/pointer.h"

#include <fmt/format.h>

#include <charconv>

namespace gatehouse::json {
namespace {

Result<std::string> unescapeToken(std::string_view token, std::string_view pointer)
{
    std::string out;
    out.reserve(token.size());
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (token[i] != '~') {
            out += token[i];
            continue;
        }
        const char next = i + 1 < token.size() ? token[i + 1] : '\0';
        if (next != '0' && next != '1') {
            return fail(Errc::ParseError,
                        fmt::format("JSON pointer '{}': '~' must be followed by 0 or 1", pointer));
        }
        out += next == '0' ? '~' : '/';
        ++i;
    }
    return out;
}

/// RFC 6901 §4: digits without a leading zero; "-" names the element after the last, which does not exist.
Value elementAt(const Value& array, std::string_view token)
{
    std::size_t index = 0;
    const char* end = token.data() + token.size();
    const bool leadingZero = token.size() > 1 && token.front() == '0';
    const auto read = std::from_chars(token.data(), end, index);
    if (leadingZero || read.ec != std::errc() || read.ptr != end) {
        return {};
    }
    return array[index];
}

} // namespace

Result<std::vector<std::string>> splitPointer(std::string_view pointer)
{
    std::vector<std::string> tokens;
    if (pointer.empty()) {
        return tokens;
    }
    if (pointer.front() != '/') {
        return fail(Errc::ParseError,
                    fmt::format("JSON pointer '{}' must be empty or start with '/'", pointer));
    }
    for (std::size_t at = 0; at != std::string_view::npos;) {
        const std::size_t next = pointer.find('/', at + 1);
        GH_ASSIGN(std::string token, unescapeToken(pointer.substr(at + 1, next - at - 1), pointer));
        tokens.push_back(std::move(token));
        at = next;
    }
    return tokens;
}

Result<Value> at(const Value& root, std::string_view pointer)
{
    GH_ASSIGN(const auto tokens, splitPointer(pointer));
    Value value = root;
    for (const std::string& token : tokens) {
        value = value.isArray() ? elementAt(value, token) : value[token];
    }
    return value;
}

std::string appendToken(std::string_view pointer, std::string_view token)
{
    std::string out(pointer);
    out += '/';
    for (const char c : token) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

} // namespace gatehouse::json
