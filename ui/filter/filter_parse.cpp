// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/filter_value.h"
#include "ui/text/ascii.h"

#include <array>
#include <utility>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kMaxText = 4096;
constexpr int kMaxDepth = 64;
constexpr std::size_t kMaxRegex = 256;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isNameChar(char c)
{
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

/// Recursive descent; stops at the first error.
class Parser
{
public:
    Parser(std::string_view text, FieldTable fields)
        : m_text(text)
        , m_fields(fields)
    {}

    ParsedFilter run()
    {
        if (m_text.size() > kMaxText) {
            report(kMaxText, m_text.size() - kMaxText, "the filter is longer than 4096 bytes");
            return {{}, m_error};
        }
        skipSpace();
        if (m_at == m_text.size()) {
            return {};
        }
        FilterNode root = either();
        if (!m_error && m_at < m_text.size()) {
            report(m_at, 1, "a ) without its (");
        }
        return m_error ? ParsedFilter{{}, m_error} : ParsedFilter{Filter(std::move(root)), std::nullopt};
    }

private:
    FilterNode either()
    {
        FilterNode left = all();
        while (!m_error && keyword("OR")) {
            FilterNode node;
            node.kind = FilterNode::Kind::Or;
            node.children.push_back(std::move(left));
            node.children.push_back(all());
            left = std::move(node);
        }
        return left;
    }

    FilterNode all()
    {
        FilterNode node;
        node.kind = FilterNode::Kind::And;
        for (;;) {
            skipSpace();
            if (m_error || m_at == m_text.size() || m_text[m_at] == ')' || peekKeyword("OR")) {
                break;
            }
            node.children.push_back(negatable());
        }
        if (node.children.empty()) {
            report(m_at, 0, "something to filter by is missing here");
        }
        return node.children.size() == 1 ? std::move(node.children.front()) : std::move(node);
    }

    FilterNode negatable()
    {
        const bool dash = m_text[m_at] == '-' && m_at + 1 < m_text.size() && !isSpace(m_text[m_at + 1]);
        if (!dash && !peekKeyword("NOT")) {
            return primary();
        }
        m_at += dash ? 1 : 3;
        skipSpace();
        FilterNode node;
        node.kind = FilterNode::Kind::Not;
        if (m_at == m_text.size()) {
            report(m_at, 0, "something must follow NOT");
        } else if (++m_depth > kMaxDepth) {
            report(m_at, 1, "too deeply nested");
        } else {
            node.children.push_back(negatable());
            --m_depth;
        }
        return node;
    }

    FilterNode primary()
    {
        if (m_text[m_at] != '(') {
            return term();
        }
        const auto open = m_at++;
        if (++m_depth > kMaxDepth) {
            report(open, 1, "too deeply nested");
            return {};
        }
        FilterNode node = either();
        --m_depth;
        skipSpace();
        if (!m_error && (m_at == m_text.size() || m_text[m_at] != ')')) {
            report(open, 1, "a ( without its )");
        }
        ++m_at;
        return node;
    }

    FilterNode term()
    {
        const auto begin = m_at;
        auto end = m_at;
        while (end < m_text.size() && isNameChar(m_text[end])) {
            ++end;
        }
        const auto name = m_text.substr(begin, end - begin);
        const auto comparison = name.empty() ? std::nullopt : readOperator(end);
        if (!comparison) {
            return word();
        }
        FilterNode node;
        node.kind = FilterNode::Kind::Term;
        node.comparison = *comparison;
        node.field = findField(m_fields, name);
        if (node.field == kNoField) {
            report(begin, name.size(), "there is no field \"" + std::string(name) + "\" here",
                   nearestField(m_fields, name));
            return node;
        }
        readValues(node);
        return node;
    }

    /// Leaves m_at behind the operator. "http://…" is a word, not the field http.
    std::optional<Comparison> readOperator(std::size_t end)
    {
        auto at = end;
        while (at < m_text.size() && isSpace(m_text[at])) {
            ++at;
        }
        static constexpr std::array<std::pair<std::string_view, Comparison>, 13> kOperators{
            {{":<=", Comparison::LessOrEqual},
             {":>=", Comparison::GreaterOrEqual},
             {":<", Comparison::Less},
             {":>", Comparison::Greater},
             {"!=", Comparison::IsNot},
             {"<=", Comparison::LessOrEqual},
             {">=", Comparison::GreaterOrEqual},
             {"==", Comparison::Is},
             {"=", Comparison::Is},
             {"<", Comparison::Less},
             {">", Comparison::Greater},
             {"~", Comparison::Contains},
             {":", Comparison::Is}}};
        for (const auto& [sign, comparison] : kOperators) {
            if (m_text.substr(at, sign.size()) != sign) {
                continue;
            }
            const bool wordLike = sign == ":" && (at != end || m_text.substr(at, 3) == "://");
            if (wordLike) {
                return std::nullopt;
            }
            m_at = at + sign.size();
            return comparison;
        }
        return std::nullopt;
    }

    void readValues(FilterNode& node)
    {
        skipSpace();
        const auto kind = m_fields[node.field].kind;
        if (node.comparison == Comparison::Contains && m_at < m_text.size() && m_text[m_at] == '/') {
            readRegex(node);
            return;
        }
        const bool ordered =
            node.comparison >= Comparison::Less && node.comparison <= Comparison::GreaterOrEqual;
        do {
            const auto begin = m_at;
            const bool quoted = m_at < m_text.size() && m_text[m_at] == '"';
            const auto text = readValue(true);
            const auto value = text.empty() && !quoted ? std::nullopt : readFilterValue(kind, text);
            if (m_error) {
                return;
            }
            if (!value) {
                report(begin, m_at - begin,
                       std::string(m_fields[node.field].name) + " needs "
                           + std::string(filterValueHint(kind)));
                return;
            }
            if (kind == FieldKind::Text && ordered) {
                report(begin, m_at - begin,
                       std::string(m_fields[node.field].name) + " is text and cannot be greater or less");
                return;
            }
            node.values.push_back(*value);
        } while (take(','));
    }

    void readRegex(FilterNode& node)
    {
        const auto begin = m_at++;
        std::string pattern;
        while (m_at < m_text.size() && m_text[m_at] != '/') {
            const bool escapedSlash = m_text[m_at] == '\\' && m_text.substr(m_at + 1, 1) == "/";
            m_at += escapedSlash ? std::size_t{1} : std::size_t{0};
            pattern += m_text[m_at++];
        }
        if (!take('/')) {
            report(begin, m_at - begin, "the regular expression does not end with /");
            return;
        }
        if (pattern.size() > kMaxRegex) {
            report(begin, m_at - begin, "the regular expression is longer than 256 bytes");
            return;
        }
        auto regex = Regex::compile(pattern);
        if (!regex) {
            report(begin, m_at - begin, "not a regular expression: " + regex.error().message);
            return;
        }
        node.regex = *std::move(regex);
        node.comparison = Comparison::Regex;
    }

    FilterNode word()
    {
        FilterNode node;
        node.kind = FilterNode::Kind::Word;
        node.word = readValue(false);
        for (char& c : node.word) {
            c = lower(c);
        }
        return node;
    }

    std::string readValue(bool stopAtComma)
    {
        std::string value;
        if (m_at < m_text.size() && m_text[m_at] == '"') {
            const auto open = m_at++;
            while (m_at < m_text.size() && m_text[m_at] != '"') {
                m_at += m_text[m_at] == '\\' && m_at + 1 < m_text.size() ? std::size_t{1} : std::size_t{0};
                value += m_text[m_at++];
            }
            if (!take('"')) {
                report(open, m_at - open, "the closing \" is missing");
            }
            return value;
        }
        while (m_at < m_text.size() && !isSpace(m_text[m_at]) && m_text[m_at] != '(' && m_text[m_at] != ')'
               && !(stopAtComma && m_text[m_at] == ',')) {
            value += m_text[m_at++];
        }
        if (value.empty() && !stopAtComma) {
            report(m_at, 1, "this is not understood here");
        }
        return value;
    }

    bool take(char c)
    {
        const bool there = m_at < m_text.size() && m_text[m_at] == c;
        m_at += there ? std::size_t{1} : std::size_t{0};
        return there;
    }

    void skipSpace()
    {
        while (m_at < m_text.size() && isSpace(m_text[m_at])) {
            ++m_at;
        }
    }

    [[nodiscard]] bool peekKeyword(std::string_view word) const
    {
        const auto end = m_at + word.size();
        return m_text.substr(m_at, word.size()) == word
               && (end == m_text.size() || isSpace(m_text[end]) || m_text[end] == '(');
    }

    bool keyword(std::string_view word)
    {
        skipSpace();
        const bool there = peekKeyword(word);
        m_at += there ? word.size() : 0;
        return there;
    }

    void report(std::size_t position, std::size_t length, std::string message, std::string suggestion = {})
    {
        if (!m_error) {
            m_error = FilterError{position, length, std::move(message), std::move(suggestion)};
        }
    }

    std::string_view m_text;
    FieldTable m_fields;
    std::size_t m_at = 0;
    int m_depth = 0;
    std::optional<FilterError> m_error;
};

} // namespace

ParsedFilter parseFilter(std::string_view text, FieldTable fields)
{
    return Parser(text, fields).run();
}

std::string filterTerm(std::string_view field, std::string_view value, bool negated)
{
    std::string term = negated ? "-" : "";
    term.append(field).append(":");
    const bool plain = !value.empty() && value.find_first_of(" \t\"(),\\/") == std::string_view::npos;
    if (plain) {
        return term.append(value);
    }
    term += '"';
    for (const char c : value) {
        term += c == '"' || c == '\\' ? "\\" : "";
        term += c;
    }
    return term + '"';
}

} // namespace gatehouse::ui
