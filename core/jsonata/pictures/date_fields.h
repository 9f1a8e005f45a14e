// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::jsonata::pictures {

/// A moment taken apart as the components of a date picture need it. Numbers are doubles because an invalid
/// date has NaN in all of them.
struct DateFields
{
    double year = 0;
    double month = 0; ///< 1–12
    double day = 0;   ///< 1–31
    double hour = 0;
    double minute = 0;
    double second = 0;
    double millisecond = 0;
    double weekday = 0;   ///< ISO: Monday is 1.
    double dayOfYear = 0; ///< From 1.
    double isoYear = 0;   ///< The year that the ISO week belongs to.
    double isoWeek = 0;
    double weekMonth = 0;   ///< The month that the week belongs to.
    double weekOfMonth = 0; ///< A month's first week is the one with its first Thursday.
};

/// Fields of milliseconds since 1970 in UTC; NaN everywhere outside ±8.64e15.
[[nodiscard]] DateFields fieldsOf(double millis) noexcept;

/// What Date.UTC takes. Fields may be outside their range, and then roll over.
struct UtcTime
{
    double year = 1970;
    double month = 0; ///< From 0.
    double day = 1;
    double hour = 0;
    double minute = 0;
    double second = 0;
    double millisecond = 0;
};

/// Date.UTC of ECMA-262 §21.4.3.4: years 0–99 mean 1900–1999, NaN outside the range of a date.
[[nodiscard]] double utcMillis(UtcTime time) noexcept;

/// What $toMillis without a picture does: milliseconds of an ISO 8601 text, NaN for a date that cannot be,
/// and nothing for a text of another form.
[[nodiscard]] std::optional<double> parseIso(std::string_view text) noexcept;

} // namespace gatehouse::jsonata::pictures
