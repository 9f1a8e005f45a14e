// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/select_lexer.h"

#include "core/sandbox/selection.h"

#include <algorithm>
#include <charconv>

namespace gatehouse::sandbox {
namespace {

constexpr std::string_view kSpace = " \t\r\n\f\v";

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'
           || c == ':' || c == '+' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

char upper(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

} // namespace

bool Token::is(std::string_view keyword) const
{
    return (kind == Kind::Word || kind == Kind::Symbol) && text.size() == keyword.size()
           && std::equal(text.begin(), text.end(), keyword.begin(),
                         [](char a, char b) { return upper(a) == b; });
}

void SelectLexer::set(Token::Kind kind, std::size_t length)
{
    m_current = {kind, m_text.substr(m_at, length), m_at, {}, 0};
    m_at += length;
}

void SelectLexer::advance()
{
    m_at = std::min(m_text.find_first_not_of(kSpace, m_at), m_text.size());
    if (m_at == m_text.size()) {
        set(Token::Kind::End, 0);
    } else if (m_text[m_at] == '\'') {
        readQuoted();
    } else if (isWord(m_text[m_at])) {
        readWordOrNumber();
    } else {
        readSymbol();
    }
}

void SelectLexer::readQuoted()
{
    std::string value;
    for (auto i = m_at + 1; i < m_text.size(); ++i) {
        const auto c = m_text[i];
        const bool more = i + 1 < m_text.size();
        if (more && (c == '\\' || (c == '\'' && m_text[i + 1] == '\''))) {
            value.push_back(m_text[++i]);
        } else if (c == '\'') {
            set(Token::Kind::Text, i + 1 - m_at);
            m_current.value = std::move(value);
            return;
        } else {
            value.push_back(c);
        }
    }
    set(Token::Kind::Bad, m_text.size() - m_at);
}

void SelectLexer::readWordOrNumber()
{
    const auto rest = m_text.substr(m_at);
    const auto end = std::find_if_not(rest.begin(), rest.end(), isWord);
    set(Token::Kind::Word, static_cast<std::size_t>(end - rest.begin()));
    const auto text = m_current.text;
    if (parseMoment(text)) {
        m_current.kind = Token::Kind::Moment;
        m_current.value = text;
        return;
    }
    double number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && stop == text.data() + text.size() && upper(text.front()) != 'I'
        && upper(text.front()) != 'N') { // inf and nan are names here
        m_current.kind = Token::Kind::Number;
        m_current.number = number;
    }
}

void SelectLexer::readSymbol()
{
    const auto two = m_text.substr(m_at, 2);
    if (two == "<=" || two == ">=" || two == "!=" || two == "<>") {
        set(Token::Kind::Symbol, 2);
        return;
    }
    const bool known = std::string_view("(),*=<>").find(m_text[m_at]) != std::string_view::npos;
    set(known ? Token::Kind::Symbol : Token::Kind::Bad, 1);
}

} // namespace gatehouse::sandbox
