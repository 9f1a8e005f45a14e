// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace gatehouse::ui {

struct FoundPlaces
{
    std::vector<std::uint32_t> offsets; ///< Where each hit begins; at most kMaxPlaces.
    bool more = false;                  ///< There are more than that.
};

inline constexpr std::size_t kMaxPlaces = 1'000'000;

/// All hits of a text in the whole of another, without overlap. Without matchCase, ASCII letters are folded.
/// Looks at stop once a megabyte and then gives back what it has.
[[nodiscard]] FoundPlaces findAll(std::string_view text, std::string_view needle, bool matchCase,
                                  const std::atomic<bool>* stop = nullptr);

} // namespace gatehouse::ui
