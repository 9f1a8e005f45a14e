// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string_view>

namespace gatehouse::ui {

/// Case folding of ASCII letters only: what field names, header names and quick searches need.
[[nodiscard]] constexpr char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] inline bool equalsNoCase(std::string_view a, std::string_view b) noexcept
{
    return a.size() == b.size()
           && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

/// needle must be lower case already.
[[nodiscard]] inline bool containsNoCase(std::string_view text, std::string_view needle) noexcept
{
    return std::search(text.begin(), text.end(), needle.begin(), needle.end(),
                       [](char x, char y) { return lower(x) == y; })
               != text.end()
           || needle.empty();
}

/// Glob with * only, without case. pattern must be lower case already. Linear in time for any pattern.
[[nodiscard]] inline bool globNoCase(std::string_view text, std::string_view pattern) noexcept
{
    std::size_t t = 0;
    std::size_t p = 0;
    std::size_t starAt = std::string_view::npos;
    std::size_t resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            starAt = p++;
            resume = t;
        } else if (p < pattern.size() && pattern[p] == lower(text[t])) {
            ++p;
            ++t;
        } else if (starAt != std::string_view::npos) {
            p = starAt + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

} // namespace gatehouse::ui
