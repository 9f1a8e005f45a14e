// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonata/pictures/date_layout.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::jsonata::pictures {

/// Cuts a text into the parts of a picture, longest pieces first. Positions that led nowhere are remembered,
/// so that the work grows with parts times characters and not exponentially. Nothing when the text does not
/// fit; D1013 when even that would be too much.
[[nodiscard]] PictureResult<std::optional<std::vector<std::string_view>>> matchDate(std::string_view text,
                                                                                    const DateLayout& layout);

} // namespace gatehouse::jsonata::pictures
