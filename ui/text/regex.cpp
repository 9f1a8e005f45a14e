// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/regex.h"

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

} // namespace

struct Regex::Code
{
    CodePtr code;
    ContextPtr limits;
};

Result<Regex> Regex::compile(std::string_view pattern)
{
    int problem = 0;
    PCRE2_SIZE at = 0;
    CodePtr code(pcre2_compile(bytes(pattern), pattern.size(),
                               PCRE2_CASELESS | PCRE2_UTF | PCRE2_MATCH_INVALID_UTF, &problem, &at, nullptr));
    if (!code) {
        std::array<PCRE2_UCHAR, 160> words{};
        const int length = pcre2_get_error_message(problem, words.data(), words.size());
        return fail(Errc::ParseError, std::string(words.begin(), words.begin() + std::max(length, 0)) + " at "
                                          + std::to_string(at));
    }
    ContextPtr limits(pcre2_match_context_create(nullptr));
    pcre2_set_match_limit(limits.get(), kMatchLimit);
    pcre2_set_depth_limit(limits.get(), kDepthLimit);
    Regex regex;
    regex.m_code = std::make_shared<const Code>(Code{std::move(code), std::move(limits)});
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

} // namespace gatehouse::ui
