// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/document.h"
#include "core/json/value.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gatehouse::json {

/// Objects of more than kLinearLimit members carry an open-addressing table of member numbers that lies in
/// front of their members; Value::m_kind is the binary logarithm of its size. The hash is seeded with the
/// members' address, so that nobody outside can choose colliding names.
class ObjectIndex
{
public:
    static constexpr std::size_t kLinearLimit = 24;

    /// Copies the members into the arena, drops all but the last value of each name, and adds the table when
    /// it pays. The names must live as long as the arena.
    [[nodiscard]] static Value build(Arena& arena, const Member* members, std::size_t count);
    [[nodiscard]] static const Member* find(const Member* members, std::uint16_t log2Size,
                                            std::string_view name) noexcept;

private:
    [[nodiscard]] static Value buildLinear(Arena& arena, const Member* members, std::size_t count);
    [[nodiscard]] static Value buildHashed(Arena& arena, const Member* members, std::size_t count);
};

} // namespace gatehouse::json
