// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/pictures/date_match.h"

#include "core/jsonata/pictures/integer_words.h"
#include "core/jsonata/text/case_mapping.h"
#include "core/jsonata/text/code_points.h"

#include <algorithm>
#include <array>

namespace gatehouse::jsonata::pictures {
namespace {

constexpr std::size_t kMaxSteps = 2'000'000;
constexpr std::size_t kMaxText = 16'384;

char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool startsWithIgnoringCase(std::string_view text, std::string_view prefix) noexcept
{
    return text.size() >= prefix.size()
           && std::equal(prefix.begin(), prefix.end(), text.begin(),
                         [](char a, char b) { return lower(a) == lower(b); });
}

template <class IsIn>
std::size_t runLength(std::string_view text, IsIn isIn) noexcept
{
    const auto end = std::find_if_not(text.begin(), text.end(), isIn);
    return static_cast<std::size_t>(end - text.begin());
}

bool isLetter(char c) noexcept
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

bool isDigit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

/// Lengths from the longest down to one.
std::vector<std::size_t> allDown(std::size_t longest)
{
    std::vector<std::size_t> lengths(longest);
    for (std::size_t i = 0; i < longest; ++i) {
        lengths[i] = longest - i;
    }
    return lengths;
}

/// Ends of the digits of one family, in bytes, longest first; all of the fixed width if there is one.
std::vector<std::size_t> digitLengths(std::string_view text, const IntegerFormat& format)
{
    std::vector<std::size_t> ends;
    std::size_t at = 0;
    while (at < text.size()) {
        const char32_t c = text::codePointAt(text.substr(at));
        if (c < format.zero || c >= format.zero + 10) {
            break;
        }
        at += text::sequenceLength(text.substr(at));
        ends.push_back(at);
    }
    if (format.fixedWidth > 0) {
        return ends.size() < format.fixedWidth ? std::vector<std::size_t>()
                                               : std::vector<std::size_t>{ends[format.fixedWidth - 1]};
    }
    std::reverse(ends.begin(), ends.end());
    return ends;
}

std::vector<std::size_t> decimalLengths(std::string_view text, const IntegerFormat& format)
{
    std::vector<std::size_t> lengths = digitLengths(text, format);
    if (!format.ordinal) {
        return lengths;
    }
    std::vector<std::size_t> withSuffix;
    constexpr std::array<std::string_view, 4> kSuffixes{"th", "st", "nd", "rd"};
    for (const std::size_t length : lengths) {
        if (std::any_of(kSuffixes.begin(), kSuffixes.end(),
                        [&](std::string_view s) { return startsWithIgnoringCase(text.substr(length), s); })) {
            withSuffix.push_back(length + 2);
        }
    }
    return withSuffix;
}

/// Every place where a row of number words, blanks, commas and hyphens can end.
std::vector<std::size_t> wordLengths(std::string_view text, std::size_t& steps)
{
    const std::size_t longest =
        runLength(text, [](char c) { return isLetter(c) || c == ' ' || c == ',' || c == '-'; });
    std::vector<bool> reachable(longest + 1, false);
    reachable[0] = true;
    for (std::size_t at = 0; at < longest; ++at) {
        if (!reachable[at]) {
            continue;
        }
        if (!isLetter(text[at])) {
            reachable[at + 1] = true;
        }
        for (const std::string& word : numberVocabulary()) {
            ++steps;
            if (startsWithIgnoringCase(text.substr(at, longest - at), word)) {
                reachable[at + word.size()] = true;
            }
        }
    }
    std::vector<std::size_t> lengths;
    for (std::size_t at = longest; at > 0; --at) {
        if (reachable[at]) {
            lengths.push_back(at);
        }
    }
    return lengths;
}

std::vector<std::size_t> zoneLengths(std::string_view text, const DatePart& part)
{
    std::size_t at = 0;
    if (part.component == 'z') {
        if (!startsWithIgnoringCase(text, "GMT")) {
            return {};
        }
        at = 3;
    }
    if (at >= text.size() || (text[at] != '+' && text[at] != '-')) {
        return {};
    }
    ++at;
    std::size_t digits = runLength(text.substr(at), isDigit);
    if (!part.integer.separators.empty()) {
        std::string separator;
        text::appendCodePoint(separator, part.integer.separators.front().character);
        if (digits == 0 || text.substr(at + digits, separator.size()) != separator) {
            return {};
        }
        at += digits + separator.size();
        digits = runLength(text.substr(at), isDigit);
    }
    std::vector<std::size_t> lengths = allDown(digits);
    std::for_each(lengths.begin(), lengths.end(), [at](std::size_t& length) { length += at; });
    return lengths;
}

class DateMatcher
{
public:
    DateMatcher(std::string_view text, const DateLayout& layout)
        : m_text(text)
        , m_layout(layout)
    {}

    PictureResult<std::optional<std::vector<std::string_view>>> run()
    {
        if (auto pieces = longestPieces()) {
            return pieces;
        }
        m_failed.assign((m_layout.size() + 1) * (m_text.size() + 1), false);

        struct Choice
        {
            std::size_t from;
            std::vector<std::size_t> lengths;
            std::size_t next;
        };

        std::vector<Choice> stack;
        std::size_t at = 0;
        for (;;) {
            if (stack.size() == m_layout.size() && at == m_text.size()) {
                std::vector<std::string_view> pieces;
                pieces.reserve(stack.size());
                for (const Choice& choice : stack) {
                    pieces.push_back(m_text.substr(choice.from, choice.lengths[choice.next - 1]));
                }
                return std::optional(std::move(pieces));
            }
            if (stack.size() < m_layout.size() && !failed(stack.size(), at)) {
                stack.push_back({at, lengthsOf(m_layout[stack.size()], m_text.substr(at)), 0});
            }
            while (!stack.empty() && stack.back().next == stack.back().lengths.size()) {
                failed(stack.size() - 1, stack.back().from) = true;
                stack.pop_back();
            }
            if (stack.empty()) {
                return std::optional<std::vector<std::string_view>>();
            }
            Choice& choice = stack.back();
            at = choice.from + choice.lengths[choice.next++];
            if (++m_steps > kMaxSteps) {
                return tl::unexpected(PictureError{
                    "D1013", "The date/time picture string needs too much work on this text", {}});
            }
        }
    }

private:
    /// Every part as long as it can be: what the search below would come upon first, and mostly the answer.
    std::optional<std::vector<std::string_view>> longestPieces()
    {
        std::vector<std::string_view> pieces;
        pieces.reserve(m_layout.size());
        std::size_t at = 0;
        for (const DatePart& part : m_layout) {
            const auto length = longestOf(part, m_text.substr(at));
            if (!length) {
                return std::nullopt;
            }
            pieces.push_back(m_text.substr(at, *length));
            at += *length;
        }
        return at == m_text.size() ? std::optional(std::move(pieces)) : std::nullopt;
    }

    std::optional<std::size_t> longestOf(const DatePart& part, std::string_view rest)
    {
        const IntegerFormat& format = part.integer;
        if (part.component == '\0') {
            return startsWithIgnoringCase(rest, part.literal) ? std::optional(part.literal.size())
                                                              : std::nullopt;
        }
        if (part.isInteger && format.style == IntegerStyle::Decimal && format.zero == U'0' && !format.ordinal
            && part.component != 'Z' && part.component != 'z' && part.component != 'f') {
            const std::size_t digits = runLength(rest, isDigit);
            const std::size_t wanted = format.fixedWidth > 0 ? format.fixedWidth : digits;
            return digits > 0 && digits >= wanted ? std::optional(wanted) : std::nullopt;
        }
        const std::vector<std::size_t> lengths = lengthsOf(part, rest);
        return lengths.empty() ? std::nullopt : std::optional(lengths.front());
    }

    std::vector<bool>::reference failed(std::size_t part, std::size_t at)
    {
        return m_failed[part * (m_text.size() + 1) + at];
    }

    std::vector<std::size_t> lengthsOf(const DatePart& part, std::string_view rest)
    {
        m_steps += rest.size() / 16;
        if (part.component == '\0') {
            return startsWithIgnoringCase(rest, part.literal) ? std::vector<std::size_t>{part.literal.size()}
                                                              : std::vector<std::size_t>();
        }
        if (part.component == 'Z' || part.component == 'z') {
            return zoneLengths(rest, part);
        }
        if (part.component == 'f') { // whatever its picture says
            return allDown(runLength(rest, isDigit));
        }
        if (!part.isInteger || part.integer.style == IntegerStyle::Letters) {
            return allDown(runLength(rest, isLetter));
        }
        switch (part.integer.style) {
        case IntegerStyle::Roman:
            return allDown(runLength(rest, [](char c) {
                return std::string_view("mdclxvi").find(lower(c)) != std::string_view::npos;
            }));
        case IntegerStyle::Words:
            return wordLengths(rest, m_steps);
        default:
            return decimalLengths(rest, part.integer);
        }
    }

    std::string_view m_text;
    const DateLayout& m_layout;
    std::vector<bool> m_failed;
    std::size_t m_steps = 0;
};

} // namespace

PictureResult<std::optional<std::vector<std::string_view>>> matchDate(std::string_view text,
                                                                      const DateLayout& layout)
{
    if (text.size() > kMaxText) {
        return std::optional<std::vector<std::string_view>>();
    }
    return DateMatcher(text, layout).run();
}

} // namespace gatehouse::jsonata::pictures
