// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/extra/time_zone.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata::extra {

/// One field or literal text of a date format.
struct PatternItem
{
    char field = '\0'; ///< A letter of Unicode's date patterns (UTS #35), or '\0' for literal text.
    int width = 1;
    std::string literal;
};

/// A date format of a vendor's documentation: Unicode letters ("yyyy-MM-dd'T'HH:mm:ssXXX") or strftime
/// ("%Y-%m-%d"). Fields: y M d D E H h m s S a Q w X x Z z.
class DatePattern
{
public:
    /// Nothing, and the reason, for a letter that means nothing here.
    [[nodiscard]] static std::optional<DatePattern> read(std::string_view text, std::string& reason);

    [[nodiscard]] std::string format(double utcMillis, const TimeZone& zone) const;
    /// Milliseconds since 1970, the zone used where the text has none; nothing when the text does not fit or
    /// names no possible date. Missing fields are those of 1970-01-01T00:00.
    [[nodiscard]] std::optional<double> parse(std::string_view text, const TimeZone& zone) const;

private:
    std::vector<PatternItem> m_items;
};

} // namespace gatehouse::jsonata::extra
