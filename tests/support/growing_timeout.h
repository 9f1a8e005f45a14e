// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace gatehouse::test {

/// For tests of short timeouts. On a machine that stands still for a moment, a timeout passes before that
/// came what it was to follow: the attempt, which says so by false, is then made again with twice the time. A
/// few seconds are the last. What is broken fails with every length.
template <class Attempt>
[[nodiscard]] bool withGrowingTimeout(std::chrono::milliseconds first, Attempt attempt)
{
    constexpr std::chrono::seconds kLongest{4};
    for (auto timeout = first; timeout <= kLongest; timeout *= 2) {
        if (attempt(timeout)) {
            return true;
        }
    }
    return false;
}

} // namespace gatehouse::test
