// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

namespace gatehouse::jsonata {

namespace detail {

template <class T, class Swaps>
void mergeRange(std::vector<T>& items, std::vector<T>& spare, std::size_t from, std::size_t to, Swaps& swaps)
{
    if (to - from < 2) {
        return;
    }
    const std::size_t middle = from + (to - from) / 2;
    mergeRange(items, spare, from, middle, swaps);
    mergeRange(items, spare, middle, to, swaps);
    std::size_t left = from;
    std::size_t right = middle;
    std::size_t out = from;
    while (left < middle && right < to) {
        spare[out++] = swaps(items[left], items[right]) ? items[right++] : items[left++];
    }
    while (left < middle) {
        spare[out++] = items[left++];
    }
    while (right < to) {
        spare[out++] = items[right++];
    }
    for (std::size_t i = from; i < to; ++i) {
        items[i] = spare[i];
    }
}

} // namespace detail

/// Stable top-down merge sort. swaps(a, b) says whether a belongs behind b; unlike std::sort's comparison it
/// may be any relation at all, as a user's function can be.
template <class T, class Swaps>
void mergeSort(std::vector<T>& items, Swaps swaps)
{
    std::vector<T> spare(items.size());
    detail::mergeRange(items, spare, 0, items.size(), swaps);
}

} // namespace gatehouse::jsonata
