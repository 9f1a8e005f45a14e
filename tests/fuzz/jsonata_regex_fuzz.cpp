// SPDX-License-Identifier: GPL-3.0-or-later
// Any pattern on any text: the first byte holds the flags, a line feed parts pattern from text. Matches lie
// inside the text and go forward.
#include "core/jsonata/regex/regex.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using gatehouse::jsonata::Regex;
using gatehouse::jsonata::RegexBudget;
using gatehouse::jsonata::RegexMatch;
using gatehouse::jsonata::RegexOutcome;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) {
        return 0;
    }
    const std::string_view all(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t cut = all.find('\n');
    const std::string_view text = cut == std::string_view::npos ? std::string_view() : all.substr(cut + 1);
    const auto regex = Regex::compile(all.substr(0, cut), (data[0] & 1U) != 0, (data[0] & 2U) != 0);
    if (!regex) {
        return 0;
    }
    RegexMatch match;
    RegexBudget budget;
    budget.steps = 100'000;
    for (std::size_t at = 0; regex->match(text, at, match, budget) == RegexOutcome::Matched;) {
        if (match.whole().begin < at || match.whole().end < match.whole().begin
            || match.whole().end > text.size()) {
            std::abort();
        }
        at = match.whole().end + (match.whole().end == match.whole().begin ? 1 : 0);
    }
    return 0;
}
