// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/pictures/picture_error.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::jsonata::pictures {

/// $formatInteger: decimal digits of any family with grouping, Roman numerals, letters, words, and ordinals.
[[nodiscard]] PictureResult<std::string> formatInteger(double value, std::string_view picture);
/// $parseInteger; NaN where the text holds no such number, as the reference.
[[nodiscard]] PictureResult<double> parseInteger(std::string_view text, std::string_view picture);

} // namespace gatehouse::jsonata::pictures
