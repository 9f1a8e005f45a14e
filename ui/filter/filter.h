// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/filter/field.h"
#include "ui/text/regex.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ui {

/// What a filter looks at. One object is pointed at row after row, so nothing is allocated per row.
class FilterRecord
{
public:
    FilterRecord() = default;
    FilterRecord(const FilterRecord&) = delete;
    FilterRecord& operator=(const FilterRecord&) = delete;
    virtual ~FilterRecord() = default;

    /// How many texts a text field has (an account is found by id and by label); asked for Text fields only.
    [[nodiscard]] virtual std::size_t textCount(std::size_t field) const = 0;
    [[nodiscard]] virtual std::string_view text(std::size_t field, std::size_t index) const = 0;
    /// The value of every other kind, in the unit FieldKind names; nothing when the row has none.
    [[nodiscard]] virtual std::optional<double> number(std::size_t field) const = 0;
    /// True when the row shows the (lower-case) word anywhere.
    [[nodiscard]] virtual bool containsWord(std::string_view word) const = 0;
};

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

/// One accepted value of a term: a text pattern, or a closed range of numbers (4xx is 400…499).
struct TermValue
{
    std::string pattern; ///< Lower case.
    double low = 0;
    double high = 0;
};

struct FilterNode
{
    enum class Kind : std::uint8_t
    {
        Everything,
        And,
        Or,
        Not,
        Term,
        Word
    };

    Kind kind = Kind::Everything;
    std::vector<FilterNode> children;
    std::size_t field = kNoField;
    Comparison comparison = Comparison::Is;
    std::vector<TermValue> values;
    Regex regex;
    std::string word; ///< Lower case.
};

/// Where a filter text is wrong. Offsets are bytes of the text.
struct FilterError
{
    std::size_t position = 0;
    std::size_t length = 0;
    std::string message;    ///< "no field \"statsu\""
    std::string suggestion; ///< What to put in place of the marked bytes; may be empty.
};

/// A parsed filter; immutable, cheap to copy, may be used from any thread.
class Filter
{
public:
    Filter() = default; ///< Lets everything through.

    explicit Filter(FilterNode root)
        : m_root(std::make_shared<const FilterNode>(std::move(root)))
    {}

    [[nodiscard]] bool matches(const FilterRecord& record) const;

    [[nodiscard]] bool everything() const noexcept { return m_root == nullptr; }

private:
    std::shared_ptr<const FilterNode> m_root;
};

struct ParsedFilter
{
    Filter filter;
    std::optional<FilterError> error; ///< When set, filter is empty and the last good one should stay.
};

/// Parses the language of every filter bar. Text past 4 KiB and nesting past 64 are refused.
[[nodiscard]] ParsedFilter parseFilter(std::string_view text, FieldTable fields);
/// One term for "Only this" and "Not this", quoted where it must be.
[[nodiscard]] std::string filterTerm(std::string_view field, std::string_view value, bool negated);

} // namespace gatehouse::ui
