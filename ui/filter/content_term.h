// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/json/document.h"
#include "ui/text/regex.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ui {

enum class Comparison : std::uint8_t
{
    Is,
    IsNot,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    Regex
};

/// One step into a body.
struct ContentStep
{
    std::string name; ///< Of a member; "3" is also the fourth element of an array. Empty with any.
    bool any = false; ///< [*]: every element.

    friend bool operator==(const ContentStep&, const ContentStep&) = default;
};

using ContentPath = std::vector<ContentStep>;

/// One accepted value of a term about the content.
struct ContentValue
{
    std::string pattern;         ///< Lower case; * stands for anything.
    bool quoted = false;         ///< "…" is text and never a number, true, false or null.
    json::Document number;       ///< When it reads as one; undefined otherwise.
    double earliest = 0;         ///< When it reads as a time: milliseconds since 1970 UTC …
    std::optional<double> until; ///< … to the last that it means ("2026-05-19" is a day).
};

/// A term about what a row holds rather than shows: its bodies or its headers. Never IsNot, which is the
/// negation of Is.
struct ContentTerm
{
    enum class Part : std::uint8_t
    {
        Body,
        Headers
    };

    Part part = Part::Body;
    ContentPath path;                       ///< Into a body; empty: its text.
    std::string header;                     ///< Lower case; empty: any.
    Comparison comparison = Comparison::Is; ///< Without path and header: "contains", as nobody types it all.
    std::vector<ContentValue> values;
    Regex regex;
    std::string source; ///< As it was typed: terms of the same source find the same.
};

using ContentTerms = std::vector<ContentTerm>;

/// A verdict has a bit for each.
inline constexpr std::size_t kMaxContentTerms = 32;
inline constexpr std::size_t kMaxContentSteps = 32;

/// What was found of a filter's content terms, the first in the lowest bit. A term that is not known could
/// not be answered: the body is gone, cut or too large, or the regular expression took too long.
struct ContentVerdict
{
    std::uint32_t found = 0;
    std::uint32_t known = 0;
};

/// Where a path ends in a text, or why it is none.
struct ReadContentPath
{
    ContentPath path;
    std::size_t end = 0; ///< Of what was read; of the mistake, where problem is set.
    std::string problem;
};

/// Reads .name, ."a name", [3], [*] and ["a name"] from a place of the text on.
[[nodiscard]] ReadContentPath readContentPath(std::string_view text, std::size_t at);
/// The same the other way round: .items."unit price"[*]
[[nodiscard]] std::string contentPathText(const ContentPath& path);
/// What a person typed as a value, or why it makes no sense with that comparison.
[[nodiscard]] Result<ContentValue> readContentValue(std::string_view text, bool quoted,
                                                    Comparison comparison);

} // namespace gatehouse::ui
