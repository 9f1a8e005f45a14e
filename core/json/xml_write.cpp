// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/write.h"
#include "core/json/xml.h"

#include <algorithm>
#include <cctype>

namespace gatehouse::json {
namespace {

constexpr std::size_t kMaxDepth = 512;

bool isNameByte(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte) != 0 || c == '_' || c == '-' || c == '.' || c == ':';
}

/// XML's Name, with every character beyond ASCII let through.
bool isName(std::string_view name)
{
    return !name.empty() && std::ranges::all_of(name, isNameByte)
           && std::isdigit(static_cast<unsigned char>(name.front())) == 0 && name.front() != '-'
           && name.front() != '.';
}

void appendEscaped(std::string& out, std::string_view text)
{
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            // XML 1.0 knows no other control characters, escaped or not.
            if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n' || c == '\r') {
                out.push_back(c);
            }
        }
    }
}

void appendScalar(std::string& out, const Value& value)
{
    if (value.isString()) {
        appendEscaped(out, value.asString());
    } else if (!value.isNull() && !value.isUndefined()) {
        out += write(value);
    }
}

Status appendElement(std::string& out, std::string_view name, const Value& value, std::size_t depth);

Status appendContent(std::string& out, const Value& value, std::size_t depth)
{
    for (const auto& member : value.members()) {
        if (member.name == "#text") {
            appendScalar(out, member.value);
        } else if (!member.name.starts_with('@')) {
            GH_TRY(appendElement(out, member.name, member.value, depth));
        }
    }
    return {};
}

Status appendElement(std::string& out, std::string_view name, const Value& value, std::size_t depth)
{
    if (depth > kMaxDepth) {
        return fail(Errc::LimitExceeded, "a value nested deeper than 512 levels cannot be written as XML");
    }
    if (!isName(name)) {
        return fail(Errc::InvalidArgument,
                    "\"" + std::string(name) + "\" cannot be the name of an XML element");
    }
    if (value.isArray()) {
        for (const auto& item : value.items()) {
            GH_TRY(appendElement(out, name, item, depth + 1));
        }
        return {};
    }
    out.append("<").append(name);
    for (const auto& member : value.members()) {
        if (member.name.starts_with('@')) {
            if (!isName(member.name.substr(1))) {
                return fail(Errc::InvalidArgument,
                            "\"" + std::string(member.name) + "\" cannot be the name of an XML attribute");
            }
            out.append(" ").append(member.name.substr(1)).append("=\"");
            appendScalar(out, member.value);
            out += '"';
        }
    }
    out += '>';
    if (value.isObject()) {
        GH_TRY(appendContent(out, value, depth + 1));
    } else {
        appendScalar(out, value);
    }
    out.append("</").append(name).append(">");
    return {};
}

} // namespace

std::string xmlEscaped(std::string_view text)
{
    std::string out;
    appendEscaped(out, text);
    return out;
}

Result<std::string> writeXml(const Value& value)
{
    if (!value.isObject() || value.members().size() != 1 || value.members().front().value.isArray()) {
        return fail(Errc::InvalidArgument,
                    "an XML body is an object with exactly one member, the root element");
    }
    std::string out = R"(<?xml version="1.0" encoding="UTF-8"?>)";
    const auto& root = value.members().front();
    GH_TRY(appendElement(out, root.name, root.value, 1));
    return out;
}

} // namespace gatehouse::json
