// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/regex.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace gatehouse::ui {

namespace {

constexpr std::uint32_t kMatchLimit = 20'000;
constexpr std::uint32_t kDepthLimit = 500;

template <auto Free>
struct Release
{
    template <class T>
    void operator()(T* object) const
    {
        Free(object);
    }
};

using CodePtr = std::unique_ptr<pcre2_code, Release<pcre2_code_free>>;
using ContextPtr = std::unique_ptr<pcre2_match_context, Release<pcre2_match_context_free>>;
using MatchPtr = std::unique_ptr<pcre2_match_data, Release<pcre2_match_data_free>>;

PCRE2_SPTR bytes(std::string_view text)
{
    return reinterpret_cast<PCRE2_SPTR>(text.data());
}

ContextPtr makeLimits()
{
    ContextPtr limits(pcre2_match_context_create(nullptr));
    pcre2_set_match_limit(limits.get(), kMatchLimit);
    pcre2_set_depth_limit(limits.get(), kDepthLimit);
    return limits;
}

/// Windows of places where a match may begin; the text behind them is looked at as far as the match goes.
class WindowedSearch
{
public:
    WindowedSearch(const pcre2_code* code, std::string_view text)
        : m_code(code)
        , m_text(text)
        , m_match(pcre2_match_data_create_from_pattern(code, nullptr))
        , m_limits(makeLimits())
    {}

    /// The result of pcre2_match for places from begin to before end.
    int look(std::size_t begin, std::size_t end, std::uint32_t options)
    {
        pcre2_set_offset_limit(m_limits.get(), end - 1);
        return pcre2_match(m_code, bytes(m_text), m_text.size(), begin, options, m_match.get(),
                           m_limits.get());
    }

private:
    const pcre2_code* m_code;
    std::string_view m_text;
    MatchPtr m_match;
    ContextPtr m_limits;
};

bool isUtf8Error(int result)
{
    return result <= PCRE2_ERROR_UTF8_ERR1 && result >= PCRE2_ERROR_UTF8_ERR21;
}

} // namespace

struct Regex::Code
{
    CodePtr code;
    CodePtr deep; ///< For texts whose UTF-8 has been checked once.
    ContextPtr limits;
};

Result<Regex> Regex::compile(std::string_view pattern)
{
    int problem = 0;
    PCRE2_SIZE at = 0;
    constexpr std::uint32_t kOptions = PCRE2_CASELESS | PCRE2_UTF | PCRE2_USE_OFFSET_LIMIT;
    CodePtr code(pcre2_compile(bytes(pattern), pattern.size(), kOptions | PCRE2_MATCH_INVALID_UTF, &problem,
                               &at, nullptr));
    if (!code) {
        std::array<PCRE2_UCHAR, 160> words{};
        const int length = pcre2_get_error_message(problem, words.data(), words.size());
        return fail(Errc::ParseError, std::string(words.begin(), words.begin() + std::max(length, 0)) + " at "
                                          + std::to_string(at));
    }
    CodePtr deep(pcre2_compile(bytes(pattern), pattern.size(), kOptions, &problem, &at, nullptr));
    Regex regex;
    regex.m_code = std::make_shared<const Code>(Code{std::move(code), std::move(deep), makeLimits()});
    return regex;
}

bool Regex::foundIn(std::string_view text) const
{
    if (!m_code) {
        return false;
    }
    const MatchPtr match(pcre2_match_data_create_from_pattern(m_code->code.get(), nullptr));
    return pcre2_match(m_code->code.get(), bytes(text), text.size(), 0, 0, match.get(), m_code->limits.get())
           >= 0;
}

RegexFound Regex::search(std::string_view text, const std::function<bool()>& stop) const
{
    constexpr std::size_t kSmallest = 1024;
    constexpr std::size_t kSmallestChecked = 256 * 1024; // each checks the UTF-8 of all that follows
    if (!m_code) {
        return RegexFound::No;
    }
    WindowedSearch valid(m_code->deep.get(), text);
    auto window = std::max(kSmallest, text.size() / 1024);
    int result = valid.look(0, window, 0);
    const bool utf8 = !isUtf8Error(result);
    WindowedSearch any(m_code->code.get(), text);
    if (!utf8) {
        window = std::max(kSmallestChecked, text.size() / 64);
        result = any.look(0, window, 0);
    }
    std::size_t begin = window;
    while (result == PCRE2_ERROR_NOMATCH && begin <= text.size()) {
        if (stop()) {
            return RegexFound::GaveUp;
        }
        const auto end = begin + window;
        while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) {
            ++begin; // a match begins at a character
        }
        result = utf8 ? valid.look(begin, end, PCRE2_NO_UTF_CHECK) : any.look(begin, end, 0);
        begin = end;
    }
    return result >= 0                     ? RegexFound::Yes
           : result == PCRE2_ERROR_NOMATCH ? RegexFound::No
                                           : RegexFound::GaveUp;
}

} // namespace gatehouse::ui
