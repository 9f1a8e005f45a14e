// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/pictures/picture_error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::jsonata::pictures {

/// $fromMillis. Without a picture: ISO 8601 with milliseconds. The time zone is "+hhmm", "-hhmm" or "0000".
[[nodiscard]] PictureResult<std::string>
formatDateTime(double millis, std::optional<std::string_view> picture = std::nullopt,
               std::optional<std::string_view> timezone = std::nullopt);

/// $toMillis. Without a picture: ISO 8601 (D3110 when it is none). With a picture: nothing when the text does
/// not fit it. Fields that the picture leaves out come from now where it names only smaller ones. May be NaN
/// for a date that does not exist. Work is bounded whatever the picture (D1013).
[[nodiscard]] PictureResult<std::optional<double>>
parseDateTime(std::string_view text, std::optional<std::string_view> picture, std::int64_t nowMillis);

} // namespace gatehouse::jsonata::pictures
