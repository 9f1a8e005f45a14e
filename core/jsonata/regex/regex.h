// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata {

/// A part of the subject, in bytes; npos begin: the group took no part in the match.
struct RegexSpan
{
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);
    std::size_t begin = npos;
    std::size_t end = npos;

    [[nodiscard]] bool matched() const noexcept { return begin != npos; }

    [[nodiscard]] std::string_view of(std::string_view subject) const noexcept
    {
        return matched() ? subject.substr(begin, end - begin) : std::string_view();
    }
};

/// groups[0] is the whole match. Reuse one object over a loop of matches: its memory stays.
struct RegexMatch
{
    std::vector<RegexSpan> groups;

    [[nodiscard]] RegexSpan whole() const noexcept { return groups.empty() ? RegexSpan() : groups.front(); }
};

enum class RegexOutcome : std::uint8_t
{
    Matched,
    NoMatch,
    TooMuchWork ///< The work limit was hit; report D1013.
};

/// How much one evaluation may still spend in regular expressions; shared by all its matches.
struct RegexBudget
{
    /// Backtracking steps beyond the first 50,000 of each match; about 20 ns each.
    std::uint64_t steps = 20'000'000;
    /// Looked at between the parts of a long search; null: only the steps count.
    const Clock* clock = nullptr;
    SteadyTime deadline{};
};

struct RegexError
{
    std::string message;
    std::size_t offset = 0; ///< In bytes of the pattern.
};

/// A compiled regular expression with JavaScript's syntax and meaning (ECMA-262 §22.2 with Annex B, without
/// the u flag), on PCRE2. Known differences: a dot takes a whole code point; look-behind needs alternatives
/// of known length; groups inside a repeated group keep the value of an earlier round. Immutable and cheap to
/// copy; may match on many threads at once.
class Regex
{
public:
    /// The pattern is what stands between the slashes; flags are "", "i", "m" or both.
    [[nodiscard]] static tl::expected<Regex, RegexError> compile(std::string_view pattern, bool ignoreCase,
                                                                 bool multiline);

    /// Finds the first match at or after a byte offset. The subject is structurally valid UTF-8 (unpaired
    /// surrogates in three bytes allowed) and at most 4 GiB; anything else never matches.
    [[nodiscard]] RegexOutcome match(std::string_view subject, std::size_t from, RegexMatch& out,
                                     RegexBudget& budget) const;

    [[nodiscard]] std::string_view pattern() const noexcept;
    /// Without the whole match.
    [[nodiscard]] std::size_t groupCount() const noexcept;

private:
    struct Compiled;
    explicit Regex(std::shared_ptr<const Compiled> compiled) noexcept;

    std::shared_ptr<const Compiled> m_compiled;
};

} // namespace gatehouse::jsonata
