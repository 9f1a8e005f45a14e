// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/source_position.h"

#include "core/json/parse.h"
#include "core/json/pointer.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::config {
namespace {

/// Steps over JSON that is known to be well-formed. Never reads past the end, whatever the text.
class Scanner
{
public:
    explicit Scanner(std::string_view text)
        : m_text(text)
    {}

    [[nodiscard]] std::size_t offset() const noexcept { return m_at; }

    [[nodiscard]] char peek()
    {
        while (m_at < m_text.size()
               && std::string_view(" \t\r\n").find(m_text[m_at]) != std::string_view::npos) {
            ++m_at;
        }
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }

    void next() { m_at += m_at < m_text.size() ? 1U : 0U; }

    /// The string that starts here, with its quotes.
    [[nodiscard]] std::string_view string()
    {
        const auto start = m_at;
        next();
        while (m_at < m_text.size() && m_text[m_at] != '"') {
            m_at += m_text[m_at] == '\\' ? 2U : 1U;
        }
        m_at = std::min(m_at, m_text.size());
        next();
        return m_text.substr(start, m_at - start);
    }

    /// Over one whole value, without recursion.
    void skipValue()
    {
        std::size_t depth = 0;
        do {
            const char c = peek();
            if (c == '"') {
                (void)string();
            } else {
                depth += c == '{' || c == '[' ? 1U : 0U;
                depth -= (c == '}' || c == ']') && depth > 0 ? 1U : 0U;
                c == '{' || c == '[' || c == '}' || c == ']' || c == ',' || c == ':' ? next() : skipScalar();
            }
        } while (depth > 0 && m_at < m_text.size());
    }

private:
    void skipScalar()
    {
        const auto end = m_text.find_first_of(",:{}[]\" \t\r\n", m_at);
        m_at = end == std::string_view::npos ? m_text.size() : std::max(end, m_at + 1);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

std::string unquoted(std::string_view quoted)
{
    const auto document = json::parse(quoted);
    return document ? std::string(document->root().asString()) : std::string();
}

bool enterMember(Scanner& scanner, const std::string& name)
{
    scanner.next();
    while (scanner.peek() == '"') {
        const bool found = unquoted(scanner.string()) == name;
        (void)scanner.peek();
        scanner.next(); // the colon
        if (found) {
            (void)scanner.peek();
            return true;
        }
        scanner.skipValue();
        if (scanner.peek() == ',') {
            scanner.next();
            (void)scanner.peek();
        }
    }
    return false;
}

bool enterItem(Scanner& scanner, const std::string& token)
{
    std::size_t index = 0;
    const auto parsed = std::from_chars(token.data(), token.data() + token.size(), index);
    if (parsed.ec != std::errc()) {
        return false;
    }
    scanner.next();
    for (; index > 0; --index) {
        scanner.skipValue();
        if (scanner.peek() != ',') {
            return false;
        }
        scanner.next();
    }
    return scanner.peek() != ']' && scanner.peek() != '\0';
}

/// Bytes in the quoted text for so many bytes of its content.
std::size_t escapedOffset(std::string_view quoted, std::uint32_t inside)
{
    std::size_t at = 1;
    std::uint32_t content = 0;
    while (content < inside && at + 1 < quoted.size()) {
        if (quoted[at] != '\\') {
            ++at;
            ++content;
        } else if (quoted[at + 1] == 'u' && at + 6 <= quoted.size()) {
            content += static_cast<std::uint32_t>(
                std::max<std::size_t>(unquoted('"' + std::string(quoted.substr(at, 6)) + '"').size(), 1));
            at += 6;
        } else {
            at += 2;
            ++content;
        }
    }
    return at;
}

TextPosition positionAt(std::string_view text, std::size_t offset)
{
    const auto before = text.substr(0, offset);
    const auto lineBreak = before.rfind('\n');
    const auto line = lineBreak == std::string_view::npos ? before : before.substr(lineBreak + 1);
    const auto starts = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    TextPosition position;
    position.line = static_cast<std::uint32_t>(std::ranges::count(before, '\n') + 1);
    position.column = static_cast<std::uint32_t>(std::ranges::count_if(line, starts) + 1);
    position.byteOffset = static_cast<std::uint32_t>(offset);
    return position;
}

} // namespace

TextPosition positionOf(std::string_view text, std::string_view pointer, std::uint32_t inside)
{
    const auto tokens = json::splitPointer(pointer);
    if (!tokens) {
        return {};
    }
    Scanner scanner(text);
    for (const auto& token : *tokens) {
        const char c = scanner.peek();
        const bool found = c == '{' ? enterMember(scanner, token) : c == '[' && enterItem(scanner, token);
        if (!found) {
            return {};
        }
    }
    const char c = scanner.peek();
    auto offset = scanner.offset();
    if (c == '"' && inside > 0) {
        offset += escapedOffset(scanner.string(), inside);
    }
    return positionAt(text, offset);
}

} // namespace gatehouse::config
