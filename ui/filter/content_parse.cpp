// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "ui/filter/content_term.h"
#include "ui/filter/filter_value.h"
#include "ui/text/ascii.h"

#include <algorithm>
#include <utility>

namespace gatehouse::ui {

namespace {

/// Names of JSON members that need no quotes; @ and # stand before attributes and text of XML.
bool isPathChar(char c)
{
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '$'
           || c == '@' || c == '#' || static_cast<unsigned char>(c) >= 0x80U;
}

class PathReader
{
public:
    PathReader(std::string_view text, std::size_t at)
        : m_text(text)
        , m_at(at)
    {}

    ReadContentPath run()
    {
        while (m_problem.empty() && (peek() == '.' || peek() == '[')) {
            if (m_path.size() == kMaxContentSteps) {
                m_problem = "a path has at most 32 steps";
                break;
            }
            m_text[m_at++] == '.' ? readName() : readBracket();
        }
        return {std::move(m_path), m_at, std::move(m_problem)};
    }

private:
    [[nodiscard]] char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }

    void readName()
    {
        if (peek() == '"') {
            readQuoted();
            return;
        }
        const auto begin = m_at;
        while (m_at < m_text.size() && isPathChar(m_text[m_at])) {
            ++m_at;
        }
        if (m_at == begin) {
            m_problem = "a name must follow the dot; odd ones in quotes: body.\"unit price\"";
        } else {
            m_path.push_back({std::string(m_text.substr(begin, m_at - begin)), false});
        }
    }

    void readBracket()
    {
        if (peek() == '"') {
            readQuoted();
        } else if (peek() == '*' || peek() == ']') {
            m_at += peek() == '*' ? std::size_t{1} : std::size_t{0};
            m_path.push_back({{}, true});
        } else {
            const auto begin = m_at;
            while (peek() >= '0' && peek() <= '9') {
                ++m_at;
            }
            m_path.push_back({std::string(m_text.substr(begin, m_at - begin)), false});
        }
        const bool read = m_problem.empty() && (m_path.back().any || !m_path.back().name.empty());
        if (m_problem.empty() && (!read || peek() != ']')) {
            m_problem = "[ ] holds the number of an element, * for all of them, or a name in quotes";
        }
        m_at += m_problem.empty() ? std::size_t{1} : std::size_t{0};
    }

    void readQuoted()
    {
        std::string name;
        for (++m_at; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at) {
            m_at += m_text[m_at] == '\\' && m_at + 1 < m_text.size() ? std::size_t{1} : std::size_t{0};
            name += m_text[m_at];
        }
        if (m_at == m_text.size()) {
            m_problem = "the closing \" is missing";
        } else {
            ++m_at;
            m_path.push_back({std::move(name), false});
        }
    }

    std::string_view m_text;
    std::size_t m_at;
    ContentPath m_path;
    std::string m_problem;
};

} // namespace

ReadContentPath readContentPath(std::string_view text, std::size_t at)
{
    return PathReader(text, at).run();
}

std::string contentPathText(const ContentPath& path)
{
    std::string text;
    for (const auto& step : path) {
        if (step.any) {
            text += "[*]";
            continue;
        }
        text += '.';
        if (!step.name.empty() && std::all_of(step.name.begin(), step.name.end(), isPathChar)) {
            text += step.name;
            continue;
        }
        text += '"';
        for (const char c : step.name) {
            text += c == '"' || c == '\\' ? "\\" : "";
            text += c;
        }
        text += '"';
    }
    return text;
}

Result<ContentValue> readContentValue(std::string_view text, bool quoted, Comparison comparison)
{
    ContentValue value;
    value.pattern = text;
    std::transform(value.pattern.begin(), value.pattern.end(), value.pattern.begin(), lower);
    value.quoted = quoted;
    if (text.empty() && !quoted) {
        return fail(Errc::ParseError, "a value must follow; an empty text is \"\"");
    }
    auto number = quoted ? Result<json::Document>() : json::parse(text);
    if (number && (*number)->isNumber()) {
        value.number = *std::move(number);
    }
    if (const auto time = readFilterValue(FieldKind::Time, text)) {
        value.earliest = time->low;
        value.until = time->high;
    }
    const bool ordered = comparison >= Comparison::Less && comparison <= Comparison::GreaterOrEqual;
    if (ordered && !value.until && !value.number->isNumber()) {
        return fail(Errc::ParseError, "greater and less need a number or a time such as 2026-05-19T12:00Z");
    }
    return value;
}

} // namespace gatehouse::ui
