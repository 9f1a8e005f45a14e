// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/regex/js_pattern.h"

#include "core/jsonata/regex/js_class.h"
#include "core/jsonata/regex/pattern_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

namespace gatehouse::jsonata {
namespace {

/// PCRE2 takes no larger count; a subject that needs more does not exist within its own limits.
constexpr std::size_t kMaxRepeat = 65535;
constexpr std::string_view kLineEnds = R"(\n\r\x{2028}\x{2029})";

struct Groups
{
    std::size_t count = 0;
    bool named = false;
};

/// Counts capturing groups ahead of time: whether \3 is a reference depends on groups further right.
Groups countGroups(std::string_view pattern)
{
    Groups groups;
    bool inClass = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (c == '\\') {
            ++i;
        } else if (inClass) {
            inClass = c != ']';
        } else if (c == '[') {
            inClass = true;
        } else if (c == '(') {
            const std::string_view after = pattern.substr(i + 1, 3);
            const bool named =
                after.size() == 3 && after.substr(0, 2) == "?<" && after[2] != '=' && after[2] != '!';
            groups.named = groups.named || named;
            groups.count += named || after.substr(0, 1) != "?" ? 1U : 0U;
        }
    }
    return groups;
}

class Translator
{
public:
    Translator(std::string_view pattern, bool multiline)
        : m_reader(pattern)
        , m_groups(countGroups(pattern))
        , m_multiline(multiline)
    {}

    tl::expected<std::string, RegexError> run()
    {
        while (!m_reader.atEnd() && !m_error) {
            step();
        }
        if (!m_error && !m_open.empty()) {
            failAt("Unterminated group");
        }
        if (m_error) {
            return tl::unexpected(*m_error);
        }
        return std::move(m_out);
    }

private:
    void step()
    {
        const char c = m_reader.peek();
        switch (c) {
        case '\\':
            m_reader.skip(1);
            escape();
            break;
        case '[':
            m_reader.skip(1);
            characterClass();
            break;
        case '(':
            m_reader.skip(1);
            openGroup();
            break;
        case ')':
            m_reader.skip(1);
            closeGroup();
            break;
        case '|':
            m_reader.skip(1);
            emit("|", false);
            break;
        case '^':
            m_reader.skip(1);
            emit(m_multiline ? R"((?:\A|(?<=[\n\r\x{2028}\x{2029}])))" : R"(\A)", false);
            break;
        case '$':
            m_reader.skip(1);
            emit(m_multiline ? R"((?=[\n\r\x{2028}\x{2029}]|\z))" : R"(\z)", false);
            break;
        case '.':
            m_reader.skip(1);
            emit("[^" + std::string(kLineEnds) + "]", true);
            break;
        case '*':
        case '+':
        case '?':
            m_reader.skip(1);
            quantifier(std::string(1, c));
            break;
        case '{':
            brace();
            break;
        default:
            literal(m_reader.takeCodePoint());
        }
    }

    void emit(std::string_view text, bool repeatable)
    {
        m_out += text;
        m_repeatable = repeatable;
    }

    void literal(char32_t c)
    {
        appendLiteral(m_out, c);
        m_repeatable = true;
    }

    void failAt(std::string message) { m_error = RegexError{std::move(message), m_reader.offset()}; }

    void escape()
    {
        const char c = m_reader.peek();
        if (m_reader.atEnd()) {
            failAt("\\ at end of pattern");
        } else if (c == 'b' || c == 'B') {
            m_reader.skip(1);
            emit(std::string{'\\', c}, false);
        } else if (c == 'd' || c == 'D' || c == 'w' || c == 'W') {
            m_reader.skip(1);
            emit(std::string{'\\', c}, true);
        } else if (c == 's' || c == 'S') {
            m_reader.skip(1);
            emit((c == 's' ? "[" : "[^") + std::string(kSpaceRanges) + "]", true);
        } else if (c >= '0' && c <= '9') {
            numberEscape();
        } else if (c == 'k' && m_groups.named) {
            m_reader.skip(1);
            nameReference();
        } else {
            literal(readCharacterEscape(m_reader));
        }
    }

    /// \1 is a reference when there is such a group, else an old octal escape.
    void numberEscape()
    {
        const std::string_view rest = m_reader.rest();
        std::size_t number = 0;
        const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), number);
        if (rest.front() != '0' && read.ec == std::errc() && number <= m_groups.count) {
            m_reader.skip(static_cast<std::size_t>(read.ptr - rest.data()));
            emit("\\g{" + std::to_string(number) + "}", true);
        } else if (rest.front() >= '8') {
            literal(m_reader.takeCodePoint());
        } else {
            literal(static_cast<char32_t>(m_reader.takeOctal()));
        }
    }

    void nameReference()
    {
        const std::string_view rest = m_reader.rest();
        const std::size_t end = rest.find('>');
        if (rest.substr(0, 1) != "<" || end == std::string_view::npos) {
            failAt("Invalid named reference");
            return;
        }
        m_reader.skip(end + 1);
        emit("\\k" + std::string(rest.substr(0, end + 1)), true);
    }

    void characterClass()
    {
        auto translated = translateJsClass(m_reader);
        if (!translated) {
            m_error = std::move(translated).error();
            return;
        }
        emit(*translated, true);
    }

    void openGroup()
    {
        for (const std::string_view start : {"?:", "?=", "?!", "?<=", "?<!"}) {
            if (m_reader.take(start)) {
                m_open.push_back(start != "?<=" && start != "?<!");
                emit("(" + std::string(start), false);
                return;
            }
        }
        m_open.push_back(true);
        if (m_reader.peek() != '?') {
            emit("(", false);
            return;
        }
        const std::string_view rest = m_reader.rest();
        const std::size_t end = rest.find('>');
        if (rest.substr(0, 2) != "?<" || end == std::string_view::npos || end == 2) {
            failAt("Invalid group");
            return;
        }
        m_reader.skip(end + 1);
        emit("(" + std::string(rest.substr(0, end + 1)), false);
    }

    void closeGroup()
    {
        if (m_open.empty()) {
            failAt("Unmatched ')'");
            return;
        }
        const bool repeatable = m_open.back();
        m_open.pop_back();
        emit(")", repeatable);
    }

    void quantifier(const std::string& text)
    {
        if (!m_repeatable) {
            failAt("Nothing to repeat");
            return;
        }
        emit(text, false);
        if (m_reader.take("?")) {
            m_out += '?';
        }
    }

    std::optional<std::size_t> takeCount()
    {
        std::optional<std::size_t> count;
        while (m_reader.peek() >= '0' && m_reader.peek() <= '9') {
            const auto digit = static_cast<std::size_t>(m_reader.peek() - '0');
            count = std::min(count.value_or(0) * 10 + digit, kMaxRepeat);
            m_reader.skip(1);
        }
        return count;
    }

    /// {n}, {n,} and {n,m} repeat; any other brace is a character.
    void brace()
    {
        const PatternReader start = m_reader;
        m_reader.skip(1);
        const auto least = takeCount();
        const bool open = m_reader.take(",");
        const auto most = open ? takeCount() : least;
        if (!least || !m_reader.take("}")) {
            m_reader = start;
            literal(m_reader.takeCodePoint());
        } else if (most && *most < *least) {
            failAt("numbers out of order in {} quantifier");
        } else {
            quantifier("{" + std::to_string(*least) + (open ? "," : "")
                       + (open && most ? std::to_string(*most) : "") + "}");
        }
    }

    PatternReader m_reader;
    Groups m_groups;
    bool m_multiline;
    std::string m_out;
    bool m_repeatable = false;
    std::vector<bool> m_open; ///< Of each open group, whether it may be repeated.
    std::optional<RegexError> m_error;
};

} // namespace

tl::expected<std::string, RegexError> translateJsPattern(std::string_view pattern, bool multiline)
{
    return Translator(pattern, multiline).run();
}

} // namespace gatehouse::jsonata
