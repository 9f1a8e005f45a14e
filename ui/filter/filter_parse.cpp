// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/filter_value.h"
#include "ui/text/ascii.h"

#include <algorithm>
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
        return m_error ? ParsedFilter{{}, m_error}
                       : ParsedFilter{Filter(std::move(root), std::move(m_contents)), std::nullopt};
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
        const auto head = name.substr(0, name.find('.'));
        if (const auto field = findField(m_fields, head);
            field != kNoField && isContentKind(m_fields[field].kind)) {
            return contentTerm(m_fields[field], begin, begin + head.size());
        }
        const auto comparison = name.empty() ? std::nullopt : readOperator(end);
        if (!comparison) {
            return word();
        }
        FilterNode node;
        node.kind = FilterNode::Kind::Term;
        node.comparison = *comparison;
        node.field = findField(m_fields, name);
        if (node.field == kNoField) {
            reportUnknown(begin, name, head);
            return node;
        }
        readValues(node);
        return node;
    }

    /// "bdy.amount" is a misspelt body, not a misspelt field of some other name.
    void reportUnknown(std::size_t begin, std::string_view name, std::string_view head)
    {
        const auto meant = head.size() < name.size() ? nearestField(m_fields, head) : std::string();
        const auto field = meant.empty() ? kNoField : findField(m_fields, meant);
        const bool content = field != kNoField && isContentKind(m_fields[field].kind);
        report(begin, content ? head.size() : name.size(),
               "there is no field \"" + std::string(name) + "\" here",
               content ? meant : nearestField(m_fields, name));
    }

    /// A term about the bodies or headers of a row; at stands behind the field's name. Without a path and an
    /// operator it is a word like others.
    FilterNode contentTerm(const FieldSpec& field, std::size_t begin, std::size_t at)
    {
        ContentTerm term;
        term.part = field.kind == FieldKind::Body ? ContentTerm::Part::Body : ContentTerm::Part::Headers;
        const auto end = readWhere(term, at);
        if (m_error) {
            return {};
        }
        const auto comparison = readOperator(end);
        if (!comparison && end == at && end == m_text.size()) {
            // Somebody is about to go on; as a word it would empty the list for a moment.
            report(begin, end - begin, "a path or an operator must follow, or quotes for the word itself");
            return {};
        }
        if (!comparison && end == at) {
            return word();
        }
        const auto where = std::string(m_text.substr(begin, end - begin));
        if (!comparison) {
            report(begin, end - begin, "a comparison such as = 100 must follow " + where, where + ":*");
            return {};
        }
        if (m_contents.size() == kMaxContentTerms) {
            report(begin, end - begin, "more than 32 terms about the content");
            return {};
        }
        term.comparison = *comparison == Comparison::IsNot ? Comparison::Is : *comparison;
        readContentValues(term, where);
        term.source = m_text.substr(begin, m_at - begin);
        FilterNode node;
        node.kind = FilterNode::Kind::Content;
        node.content = m_contents.size();
        m_contents.push_back(std::move(term));
        if (*comparison == Comparison::IsNot) {
            FilterNode negation;
            negation.kind = FilterNode::Kind::Not;
            negation.children.push_back(std::move(node));
            return negation;
        }
        return node;
    }

    /// The path or the header's name; gives where it ends.
    std::size_t readWhere(ContentTerm& term, std::size_t at)
    {
        if (term.part == ContentTerm::Part::Body || m_text.substr(at, 2) == ".\"") {
            auto read = readContentPath(m_text, at);
            if (!read.problem.empty()) {
                report(at, std::max(read.end, at + 1) - at, std::move(read.problem));
            }
            term.path = std::move(read.path);
            if (term.part == ContentTerm::Part::Headers && !term.path.empty()) {
                term.header = toLower(term.path.front().name);
                term.path.clear();
            }
            return read.end;
        }
        if (at == m_text.size() || m_text[at] != '.') {
            return at;
        }
        auto end = at + 1;
        while (end < m_text.size() && isNameChar(m_text[end])) {
            ++end;
        }
        term.header = toLower(m_text.substr(at + 1, end - at - 1));
        if (term.header.empty()) {
            report(at, 1, "the name of a header must follow the dot: header.content-type");
        }
        return end;
    }

    void readContentValues(ContentTerm& term, const std::string& where)
    {
        const bool wholeText = term.path.empty() && term.header.empty();
        if (wholeText && term.comparison >= Comparison::Less
            && term.comparison <= Comparison::GreaterOrEqual) {
            report(m_at, 0,
                   where + " as a whole has no order; name what is meant: " + where + ".amount > 100");
            return;
        }
        skipSpace();
        if (term.comparison == Comparison::Contains && m_at < m_text.size() && m_text[m_at] == '/') {
            term.regex = readRegex();
            term.comparison = Comparison::Regex;
            return;
        }
        do {
            const auto begin = m_at;
            const bool quoted = m_at < m_text.size() && m_text[m_at] == '"';
            const auto text = readValue(true);
            auto value = readContentValue(text, quoted, term.comparison);
            if (!value) {
                report(begin, m_at - begin, value.error().message);
            }
            if (m_error) {
                return;
            }
            term.values.push_back(*std::move(value));
        } while (take(','));
    }

    static std::string toLower(std::string_view text)
    {
        std::string out(text);
        std::transform(out.begin(), out.end(), out.begin(), lower);
        return out;
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
            node.regex = readRegex();
            node.comparison = Comparison::Regex;
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

    Regex readRegex()
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
            return {};
        }
        if (pattern.size() > kMaxRegex) {
            report(begin, m_at - begin, "the regular expression is longer than 256 bytes");
            return {};
        }
        auto regex = Regex::compile(pattern);
        if (!regex) {
            report(begin, m_at - begin, "not a regular expression: " + regex.error().message);
            return {};
        }
        return *std::move(regex);
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
    ContentTerms m_contents;
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
    return term + filterQuoted(value);
}

std::string filterQuoted(std::string_view text)
{
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '"' || c == '\\' ? "\\" : "";
        quoted += c;
    }
    return quoted + '"';
}

} // namespace gatehouse::ui
