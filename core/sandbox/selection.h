// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/document.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gatehouse::sandbox {

/// A dotted path into a row: "properties.email", "Account.Name". Arrays on the way stand for all their items.
struct FieldPath
{
    std::string text;
    std::vector<std::string> steps;

    [[nodiscard]] static FieldPath of(std::string_view text);
};

/// A constant in a condition, owning its text: a saved query outlives the request it came in.
struct Literal
{
    std::variant<std::monostate, bool, double, std::string> value; ///< monostate: null.
    std::optional<std::int64_t> millis;                            ///< When the text is a date or a time.

    [[nodiscard]] static Literal ofText(std::string text);
    [[nodiscard]] static Literal of(const json::Value& value);
};

enum class Comparison : std::uint8_t
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Like,     ///< % any text, _ any character.
    Contains, ///< The text anywhere inside.
    In,
    NotIn,
    Present, ///< Not null and not missing.
    Absent
};

/// A condition on one row. Texts are compared without regard to case (ASCII and Latin-1), dates and times as
/// points in time whatever their offset; null is less than everything.
struct Predicate
{
    enum class Kind : std::uint8_t
    {
        All, ///< Of the children; none: true.
        Any,
        Not,
        Test
    };

    Kind kind = Kind::All;
    std::vector<Predicate> children;
    FieldPath field;
    Comparison comparison = Comparison::Equal;
    std::vector<Literal> literals;

    [[nodiscard]] bool matches(const json::Value& row) const;
    /// Every field that is tested, outermost first.
    void collectFields(std::vector<const FieldPath*>& out) const;
};

struct Ordering
{
    FieldPath field;
    bool descending = false;
};

/// What a list asks of one table, whichever language it was said in.
struct Selection
{
    std::string table;
    std::vector<FieldPath> fields; ///< Empty: whole rows.
    bool countOnly = false;
    Predicate where;
    std::vector<Ordering> order;
    std::size_t offset = 0;
    std::optional<std::size_t> limit;
};

/// The value at a path; the first one where arrays are in the way; Undefined when there is none.
[[nodiscard]] json::Value valueAt(const json::Value& row, const FieldPath& path);
/// Less than, equal to or greater than zero.
[[nodiscard]] int compareValues(const json::Value& a, const json::Value& b);
/// Milliseconds since 1970 of "2025-10-09", "2025-10-09T08:53:20Z", "….000+0000", "…-07:00".
[[nodiscard]] std::optional<std::int64_t> parseMoment(std::string_view text);

} // namespace gatehouse::sandbox
