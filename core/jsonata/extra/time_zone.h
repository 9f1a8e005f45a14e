// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::jsonata::extra {

/// A time zone: an IANA name ("Europe/Berlin", from the system's database), "UTC", "Z", or an offset
/// ("+02:00").
class TimeZone
{
public:
    /// Nothing for an unknown name.
    [[nodiscard]] static std::optional<TimeZone> find(std::string_view name);

    /// Minutes east of UTC at a moment.
    [[nodiscard]] double offsetAt(double utcMillis) const;
    /// The moment of a wall-clock time. The earlier one when the clock shows it twice; the end of the gap
    /// when it never does.
    [[nodiscard]] double toUtc(double localMillis) const;

private:
    std::string m_name; ///< Empty: the fixed offset.
    double m_fixedMinutes = 0;
};

/// Minutes of "+02:00", "-0330", "+02" or "Z"; nothing for another text.
[[nodiscard]] std::optional<double> parseOffset(std::string_view text);

} // namespace gatehouse::jsonata::extra
