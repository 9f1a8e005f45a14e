// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/lexer.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace gatehouse::jsonata {
namespace {

constexpr std::string_view kBlanks = " \t\n\r\v";
constexpr std::string_view kPunctuation = ".[]{}(),@#;:?+-*/%|=<>^&!~";

struct Spelled
{
    std::string_view text;
    TokenKind kind;
};

constexpr std::array kPairs = {
    Spelled{"..", TokenKind::DotDot},      Spelled{":=", TokenKind::Assign},
    Spelled{"!=", TokenKind::NotEqual},    Spelled{">=", TokenKind::GreaterOrEqual},
    Spelled{"<=", TokenKind::LessOrEqual}, Spelled{"**", TokenKind::StarStar},
    Spelled{"~>", TokenKind::Chain},       Spelled{"?:", TokenKind::Elvis},
    Spelled{"??", TokenKind::Coalesce},
};

constexpr std::array kSingles = {
    Spelled{".", TokenKind::Dot},          Spelled{"[", TokenKind::LeftBracket},
    Spelled{"]", TokenKind::RightBracket}, Spelled{"{", TokenKind::LeftBrace},
    Spelled{"}", TokenKind::RightBrace},   Spelled{"(", TokenKind::LeftParen},
    Spelled{")", TokenKind::RightParen},   Spelled{",", TokenKind::Comma},
    Spelled{"@", TokenKind::At},           Spelled{"#", TokenKind::Hash},
    Spelled{";", TokenKind::Semicolon},    Spelled{":", TokenKind::Colon},
    Spelled{"?", TokenKind::Question},     Spelled{"+", TokenKind::Plus},
    Spelled{"-", TokenKind::Minus},        Spelled{"*", TokenKind::Star},
    Spelled{"/", TokenKind::Slash},        Spelled{"%", TokenKind::Percent},
    Spelled{"|", TokenKind::Bar},          Spelled{"=", TokenKind::Equal},
    Spelled{"<", TokenKind::Less},         Spelled{">", TokenKind::Greater},
    Spelled{"^", TokenKind::Caret},        Spelled{"&", TokenKind::Ampersand},
    Spelled{"!", TokenKind::Unknown},      Spelled{"~", TokenKind::Unknown},
};

constexpr std::array kWords = {
    Spelled{"and", TokenKind::And},   Spelled{"or", TokenKind::Or},       Spelled{"in", TokenKind::In},
    Spelled{"true", TokenKind::True}, Spelled{"false", TokenKind::False}, Spelled{"null", TokenKind::Null},
};

bool isBlank(char c)
{
    return kBlanks.find(c) != std::string_view::npos;
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace

std::string_view spelling(TokenKind kind) noexcept
{
    for (const auto& pair : kPairs) {
        if (pair.kind == kind) {
            return pair.text;
        }
    }
    for (const auto& single : kSingles) {
        if (single.kind == kind) {
            return single.text;
        }
    }
    for (const auto& word : kWords) {
        if (word.kind == kind) {
            return word.text;
        }
    }
    return kind == TokenKind::End ? "(end)" : "";
}

Token Lexer::make(TokenKind kind, std::size_t start, std::size_t end, std::string_view text)
{
    Token token;
    token.kind = kind;
    token.start = static_cast<std::uint32_t>(start);
    token.end = static_cast<std::uint32_t>(end);
    token.text = text;
    m_at = end;
    return token;
}

void Lexer::skipBlanks(LexError& error)
{
    while (m_at < m_source.size()) {
        if (isBlank(m_source[m_at])) {
            ++m_at;
        } else if (m_source.substr(m_at, 2) == "/*") {
            const std::size_t start = m_at;
            const std::size_t close = m_source.find("*/", m_at + 2);
            if (close == std::string_view::npos) {
                m_at = m_source.size();
                error = {"S0106", static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(m_at),
                         static_cast<std::uint32_t>(start), ""};
                return;
            }
            m_at = close + 2;
            m_ast.m_comments.push_back({static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(m_at)});
        } else {
            return;
        }
    }
}

Token Lexer::next(bool operandExpected, LexError& error)
{
    error = {};
    skipBlanks(error);
    if (m_at >= m_source.size()) {
        return make(TokenKind::End, m_source.size(), m_source.size(), "(end)");
    }
    const char c = m_source[m_at];
    if (c == '/' && operandExpected) {
        return regex(error);
    }
    Token token;
    if (operatorToken(token)) {
        if (token.kind == TokenKind::Unknown) {
            error = {"S0204", token.start, token.end, token.end, std::string(token.text)};
        }
        return token;
    }
    if (c == '"' || c == '\'') {
        return quoted(c, error);
    }
    if (isDigit(c)) {
        return number(error);
    }
    return c == '`' ? quotedName(error) : word();
}

bool Lexer::operatorToken(Token& token)
{
    const std::string_view two = m_source.substr(m_at, 2);
    for (const auto& pair : kPairs) {
        if (pair.text == two) {
            token = make(pair.kind, m_at, m_at + 2, two);
            return true;
        }
    }
    const std::size_t index = kPunctuation.find(m_source[m_at]);
    if (index == std::string_view::npos) {
        return false;
    }
    token = make(kSingles[index].kind, m_at, m_at + 1, kSingles[index].text);
    return true;
}

Token Lexer::regex(LexError& error)
{
    const std::size_t start = m_at;
    const std::size_t body = start + 1;
    int depth = 0;
    for (std::size_t i = body; i < m_source.size(); ++i) {
        const char c = m_source[i];
        const bool escaped = m_source[i - 1] == '\\';
        if (c == '/' && !escaped && depth == 0) {
            std::size_t end = i + 1;
            while (end < m_source.size() && (m_source[end] == 'i' || m_source[end] == 'm')) {
                ++end;
            }
            Token token = make(TokenKind::Regex, start, end, m_source.substr(body, i - body));
            token.flags = m_source.substr(i + 1, end - i - 1);
            if (i == body) {
                error = {"S0301", token.start, token.end, static_cast<std::uint32_t>(body), ""};
            }
            return token;
        }
        if ((c == '(' || c == '[' || c == '{') && !escaped) {
            ++depth;
        } else if ((c == ')' || c == ']' || c == '}') && !escaped) {
            --depth;
        }
    }
    const auto end = static_cast<std::uint32_t>(m_source.size());
    error = {"S0302", static_cast<std::uint32_t>(start), end, end, ""};
    return make(TokenKind::End, m_source.size(), m_source.size(), "(end)");
}

bool Lexer::unicodeEscape(std::string& out, std::size_t& at, LexError& error) const
{
    const auto hex4 = [this](std::size_t from, unsigned& value) {
        const std::string_view digits = m_source.substr(std::min(from, m_source.size()), 4);
        const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        return digits.size() == 4 && status == std::errc() && end == digits.data() + 4;
    };
    unsigned unit = 0;
    if (!hex4(at + 1, unit)) {
        const auto position = static_cast<std::uint32_t>(at);
        error = {"S0104", position - 1, position + 1, position, ""};
        return false;
    }
    at += 5;
    unsigned low = 0;
    if (unit >= 0xD800U && unit < 0xDC00U && m_source.substr(at, 2) == "\\u" && hex4(at + 2, low)
        && low >= 0xDC00U && low < 0xE000U) {
        unit = 0x10000U + ((unit - 0xD800U) << 10U) + (low - 0xDC00U);
        at += 6;
    }
    const auto put = [&out](unsigned byte) { out += static_cast<char>(byte); };
    // A lone surrogate keeps its three-byte form: the functions that care (URL coding) refuse it.
    if (unit < 0x80U) {
        put(unit);
    } else if (unit < 0x800U) {
        put(0xC0U | (unit >> 6U));
        put(0x80U | (unit & 0x3FU));
    } else if (unit < 0x10000U) {
        put(0xE0U | (unit >> 12U));
        put(0x80U | ((unit >> 6U) & 0x3FU));
        put(0x80U | (unit & 0x3FU));
    } else {
        put(0xF0U | (unit >> 18U));
        put(0x80U | ((unit >> 12U) & 0x3FU));
        put(0x80U | ((unit >> 6U) & 0x3FU));
        put(0x80U | (unit & 0x3FU));
    }
    return true;
}

bool Lexer::escape(std::string& out, std::size_t& at, LexError& error) const
{
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeaning = "\"\\/\b\f\n\r\t";
    if (at < m_source.size() && m_source[at] == 'u') {
        return unicodeEscape(out, at, error);
    }
    const std::size_t index = at < m_source.size() ? kLetters.find(m_source[at]) : std::string_view::npos;
    if (index == std::string_view::npos) {
        const auto position = static_cast<std::uint32_t>(at);
        std::size_t length = 1;
        while (at + length < m_source.size()
               && (static_cast<unsigned char>(m_source[at + length]) & 0xC0U) == 0x80U) {
            ++length;
        }
        error = {"S0103", position - 1, static_cast<std::uint32_t>(at + length), position,
                 std::string(m_source.substr(std::min(at, m_source.size()), length))};
        return false;
    }
    out += kMeaning[index];
    ++at;
    return true;
}

Token Lexer::quoted(char quote, LexError& error)
{
    const std::size_t start = m_at;
    std::size_t at = start + 1;
    std::string decoded;
    bool plain = true;
    while (at < m_source.size() && m_source[at] != quote) {
        if (m_source[at] != '\\') {
            if (!plain) {
                decoded += m_source[at];
            }
            ++at;
            continue;
        }
        if (plain) {
            plain = false;
            decoded.assign(m_source.substr(start + 1, at - start - 1));
        }
        ++at;
        LexError local;
        if (!escape(decoded, at, local)) {
            if (error.code.empty()) {
                error = local;
            }
            at = std::min(at + 1, m_source.size());
        }
    }
    if (at >= m_source.size() && error.code.empty()) {
        const auto end = static_cast<std::uint32_t>(m_source.size());
        error = {"S0101", static_cast<std::uint32_t>(start), end, end, ""};
    }
    const std::string_view text = plain ? m_source.substr(start + 1, at - start - 1)
                                        : std::string_view(m_ast.m_texts.emplace_back(std::move(decoded)));
    return make(TokenKind::String, start, std::min(at + 1, m_source.size()), text);
}

Token Lexer::quotedName(LexError& error)
{
    const std::size_t start = m_at;
    const std::size_t close = m_source.find('`', start + 1);
    if (close == std::string_view::npos) {
        const auto end = static_cast<std::uint32_t>(m_source.size());
        error = {"S0105", static_cast<std::uint32_t>(start), end, end, ""};
        return make(TokenKind::Name, start, m_source.size(), m_source.substr(start + 1));
    }
    return make(TokenKind::Name, start, close + 1, m_source.substr(start + 1, close - start - 1));
}

Token Lexer::number(LexError& error)
{
    const std::size_t start = m_at;
    std::size_t at = start + 1;
    const auto digits = [this](std::size_t from) {
        while (from < m_source.size() && isDigit(m_source[from])) {
            ++from;
        }
        return from;
    };
    if (m_source[start] != '0') {
        at = digits(at);
    }
    if (at + 1 < m_source.size() && m_source[at] == '.' && isDigit(m_source[at + 1])) {
        at = digits(at + 1);
    }
    if (at < m_source.size() && (m_source[at] == 'e' || m_source[at] == 'E')) {
        std::size_t exponent = at + 1;
        if (exponent < m_source.size() && (m_source[exponent] == '+' || m_source[exponent] == '-')) {
            ++exponent;
        }
        if (exponent < m_source.size() && isDigit(m_source[exponent])) {
            at = digits(exponent);
        }
    }
    Token token = make(TokenKind::Number, start, at, m_source.substr(start, at - start));
    const auto [end, status] =
        std::from_chars(token.text.data(), token.text.data() + token.text.size(), token.number);
    if (status == std::errc::result_out_of_range && token.text.find("e-") == std::string_view::npos
        && token.text.find("E-") == std::string_view::npos) {
        error = {"S0102", token.start, token.end, token.start, std::string(token.text)};
    }
    return token;
}

Token Lexer::word()
{
    const std::size_t start = m_at;
    std::size_t end = start + 1;
    while (end < m_source.size() && !isBlank(m_source[end])
           && kPunctuation.find(m_source[end]) == std::string_view::npos) {
        ++end;
    }
    const std::string_view text = m_source.substr(start, end - start);
    if (text.front() == '$') {
        return make(TokenKind::Variable, start, end, text.substr(1));
    }
    for (const auto& known : kWords) {
        if (known.text == text) {
            return make(known.kind, start, end, text);
        }
    }
    return make(TokenKind::Name, start, end, text);
}

} // namespace gatehouse::jsonata
