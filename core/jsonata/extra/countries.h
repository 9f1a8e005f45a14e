// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

namespace gatehouse::jsonata::extra {

struct Country
{
    std::string_view alpha2;
    std::string_view alpha3;
    std::string_view numeric;
    std::string_view name; ///< UTF-8.
};

/// All of ISO 3166-1, by alpha-2 code.
[[nodiscard]] std::span<const Country> countries() noexcept;

/// Finds a country by alpha-2, alpha-3 or numeric code, by its English name or one of its usual other names,
/// whatever the case and the accents. Null when there is none.
[[nodiscard]] const Country* findCountry(std::string_view text);

} // namespace gatehouse::jsonata::extra
