// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/extra/html_text.h"

#include "core/jsonata/text/case_mapping.h"
#include "core/jsonata/text/code_points.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace gatehouse::jsonata::extra {
namespace {

struct Reference
{
    std::string_view name;
    char32_t character;
};

constexpr std::array kReferences{
    Reference{"amp", U'&'},      Reference{"lt", U'<'},      Reference{"gt", U'>'},
    Reference{"quot", U'"'},     Reference{"apos", U'\''},   Reference{"nbsp", 0xA0},
    Reference{"copy", 0xA9},     Reference{"reg", 0xAE},     Reference{"trade", 0x2122},
    Reference{"hellip", 0x2026}, Reference{"ndash", 0x2013}, Reference{"mdash", 0x2014},
    Reference{"lsquo", 0x2018},  Reference{"rsquo", 0x2019}, Reference{"ldquo", 0x201C},
    Reference{"rdquo", 0x201D},  Reference{"bull", 0x2022},  Reference{"middot", 0xB7},
    Reference{"euro", 0x20AC},   Reference{"pound", 0xA3},   Reference{"yen", 0xA5},
    Reference{"cent", 0xA2},     Reference{"deg", 0xB0},     Reference{"times", 0xD7},
    Reference{"laquo", 0xAB},    Reference{"raquo", 0xBB},   Reference{"sect", 0xA7},
    Reference{"para", 0xB6},     Reference{"auml", 0xE4},    Reference{"ouml", 0xF6},
    Reference{"uuml", 0xFC},     Reference{"Auml", 0xC4},    Reference{"Ouml", 0xD6},
    Reference{"Uuml", 0xDC},     Reference{"szlig", 0xDF},   Reference{"eacute", 0xE9},
    Reference{"egrave", 0xE8},   Reference{"agrave", 0xE0},  Reference{"aacute", 0xE1},
    Reference{"ccedil", 0xE7},   Reference{"ntilde", 0xF1},  Reference{"oacute", 0xF3},
    Reference{"iacute", 0xED},   Reference{"uacute", 0xFA}};

constexpr std::array<std::string_view, 24> kBlocks{
    "p",  "div", "br",      "li",      "ul",     "ol",     "tr",         "table", "h1", "h2", "h3", "h4",
    "h5", "h6",  "section", "article", "header", "footer", "blockquote", "pre",   "hr", "dl", "dt", "dd"};

constexpr std::size_t kLongestReference = 12;

std::optional<char32_t> numericReference(std::string_view name)
{
    const bool hex = name.substr(0, 2) == "#x" || name.substr(0, 2) == "#X";
    const std::string_view digits = name.substr(hex ? 2 : 1);
    std::uint32_t code = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
    const bool whole = read.ec == std::errc() && read.ptr == digits.data() + digits.size();
    if (!whole || code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) {
        return std::nullopt;
    }
    return static_cast<char32_t>(code);
}

std::optional<char32_t> resolve(std::string_view name)
{
    if (name.substr(0, 1) == "#") {
        return numericReference(name);
    }
    const auto* found = std::find_if(kReferences.begin(), kReferences.end(),
                                     [&](const Reference& r) { return r.name == name; });
    return found == kReferences.end() ? std::nullopt : std::optional(found->character);
}

class HtmlReader
{
public:
    explicit HtmlReader(std::string_view html)
        : m_html(html)
    {}

    std::string run()
    {
        while (m_at < m_html.size()) {
            const char c = m_html[m_at];
            if (c == '<' && startsMarkup()) {
                markup();
            } else if (c == '&') {
                reference();
            } else {
                put(c);
                ++m_at;
            }
        }
        return std::move(m_out);
    }

private:
    [[nodiscard]] bool startsMarkup() const
    {
        const char next = m_at + 1 < m_html.size() ? m_html[m_at + 1] : ' ';
        return next == '/' || next == '!' || next == '?' || (next >= 'a' && next <= 'z')
               || (next >= 'A' && next <= 'Z');
    }

    void put(char c)
    {
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            m_blank = m_blank || (!m_out.empty() && m_lines == 0);
            return;
        }
        if (!m_out.empty()) {
            m_out.append(static_cast<std::size_t>(m_lines), '\n');
        }
        if (m_blank && m_lines == 0) {
            m_out += ' ';
        }
        m_lines = 0;
        m_blank = false;
        m_out += c;
    }

    void putText(std::string_view text)
    {
        std::for_each(text.begin(), text.end(), [this](char c) { put(c); });
    }

    void skipPast(std::string_view end)
    {
        const std::size_t found = m_html.find(end, m_at);
        m_at = found == std::string_view::npos ? m_html.size() : found + end.size();
    }

    void markup()
    {
        if (m_html.substr(m_at, 4) == "<!--") {
            skipPast("-->");
            return;
        }
        const std::size_t nameStart = m_at + (m_html.substr(m_at, 2) == "</" ? 2 : 1);
        const std::size_t nameEnd = std::min(m_html.find_first_of(" \t\r\n/>", nameStart), m_html.size());
        const bool closing = nameStart == m_at + 2;
        const std::string name =
            text::toLower(m_html.substr(nameStart, std::min<std::size_t>(nameEnd - nameStart, 16)));
        skipPast(">");
        if (!closing && (name == "script" || name == "style")) {
            skipPast("</" + name);
            skipPast(">");
        } else if (name == "td" || name == "th") {
            m_blank = m_blank || m_lines == 0;
        } else if (std::find(kBlocks.begin(), kBlocks.end(), name) != kBlocks.end()) {
            lineEnd(name, closing);
        }
    }

    void lineEnd(std::string_view name, bool closing)
    {
        const bool apart =
            name == "p" || (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6');
        m_lines = name == "br" ? std::min(m_lines + 1, 2) : std::max(m_lines, apart ? 2 : 1);
        m_blank = false;
        if (name == "li" && !closing) {
            putText("-");
            m_blank = true;
        }
    }

    void reference()
    {
        const std::size_t end = m_html.find(';', m_at);
        if (end != std::string_view::npos && end - m_at <= kLongestReference) {
            if (const auto c = resolve(m_html.substr(m_at + 1, end - m_at - 1))) {
                m_at = end + 1;
                std::string text;
                text::appendCodePoint(text, *c == 0xA0 ? U' ' : *c);
                putText(text);
                return;
            }
        }
        put('&');
        ++m_at;
    }

    std::string_view m_html;
    std::size_t m_at = 0;
    std::string m_out;
    int m_lines = 0; ///< Line ends to write before the next character.
    bool m_blank = false;
};

} // namespace

std::string htmlToText(std::string_view html)
{
    return HtmlReader(html).run();
}

} // namespace gatehouse::jsonata::extra
