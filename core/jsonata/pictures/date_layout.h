// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/pictures/integer_format.h"
#include "core/jsonata/pictures/picture_error.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata::pictures {

/// One variable marker of a date picture ("[MNn,3-3]") or the text between two of them.
struct DatePart
{
    char component = '\0'; ///< '\0': literal text.
    std::string literal;
    std::optional<LetterCase> name; ///< Set when the value is written as a name.
    bool zuluForZero = false;       ///< The t modifier of a time zone.
    std::optional<std::size_t> minWidth;
    std::optional<std::size_t> maxWidth;
    IntegerFormat integer;
    bool isInteger = false;
};

using DateLayout = std::vector<DatePart>;
using DateLayoutPtr = std::shared_ptr<const DateLayout>;

/// Takes a date picture apart. D3132 for an unknown component, D3133 for a name where there is none,
/// D3131 for digits of two families, D3135 for a missing bracket. The layouts
/// of the pictures a thread used last are kept.
[[nodiscard]] PictureResult<DateLayoutPtr> layOutDatePicture(std::string_view picture);

/// January … and Monday …; index from 1.
[[nodiscard]] std::string_view monthName(std::size_t month) noexcept;
[[nodiscard]] std::string_view weekdayName(std::size_t weekday) noexcept;

} // namespace gatehouse::jsonata::pictures
