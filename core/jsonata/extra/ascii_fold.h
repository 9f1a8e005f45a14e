// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::jsonata::extra {

/// Lower-case letters and digits of a text, accents taken off ("Zürich" gives "zurich"); everything else
/// becomes one separator between words, none at the ends.
[[nodiscard]] std::string foldToWords(std::string_view text, std::string_view separator);

} // namespace gatehouse::jsonata::extra
