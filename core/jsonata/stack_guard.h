// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace gatehouse::jsonata {

/// Bounds recursion by the native stack that is really there, whatever the depth of the text or the data.
/// Costs one comparison a check.
class StackGuard
{
public:
    /// May go down by budget bytes from here, and never into the last pages of the thread's stack.
    explicit StackGuard(std::size_t budget = kDefaultBudget) noexcept;

    [[nodiscard]] bool exhausted() const noexcept
    {
        return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)) < m_limit;
    }

    static constexpr std::size_t kDefaultBudget = std::size_t{4} << 20U;

private:
    std::uintptr_t m_limit = 0;
};

} // namespace gatehouse::jsonata
