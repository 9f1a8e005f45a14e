// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/query.h"
#include "core/base/error.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::api {

constexpr std::size_t kDefaultPageSize = 100;
constexpr std::size_t kLargestPageSize = 1000;

/// Which part of a list is asked for: limit and cursor of the query.
struct PageRequest
{
    std::size_t limit = kDefaultPageSize;
    std::string after; ///< Sort key of the last item seen; empty: from the start.

    [[nodiscard]] static Result<PageRequest> read(const QueryParameters& query);
};

/// A cursor is opaque outside: base64url of a marked sort key. It stays good when items come and go.
[[nodiscard]] std::string makeCursor(std::string_view sortKey);
[[nodiscard]] Result<std::string> readCursor(std::string_view cursor);

template <class T>
struct Page
{
    std::vector<T> items;
    std::optional<std::string> nextCursor;
};

/// Sorts by key (unique, std::string) and cuts the page out.
template <class T, class Key>
[[nodiscard]] Page<T> pageOf(std::vector<T> all, const PageRequest& request, Key key)
{
    std::ranges::sort(all, {}, key);
    auto from = request.after.empty() ? all.begin() : std::ranges::upper_bound(all, request.after, {}, key);
    const auto left = static_cast<std::size_t>(all.end() - from);
    const auto to = from + static_cast<std::ptrdiff_t>(std::min(left, request.limit));
    Page<T> page;
    page.items.assign(std::make_move_iterator(from), std::make_move_iterator(to));
    if (left > request.limit) {
        page.nextCursor = makeCursor(key(page.items.back()));
    }
    return page;
}

/// Cuts the page out of a list that keeps an order of its own and loses items at its end only; id is unique.
template <class T, class Id>
[[nodiscard]] Page<T> pageInOrder(std::vector<T> all, const PageRequest& request, Id id)
{
    auto from = all.begin();
    if (!request.after.empty()) {
        from = std::ranges::find(all, request.after, id);
        from += from == all.end() ? 0 : 1;
    }
    const auto left = static_cast<std::size_t>(all.end() - from);
    const auto to = from + static_cast<std::ptrdiff_t>(std::min(left, request.limit));
    Page<T> page;
    page.items.assign(std::make_move_iterator(from), std::make_move_iterator(to));
    if (left > request.limit) {
        page.nextCursor = makeCursor(id(page.items.back()));
    }
    return page;
}

} // namespace gatehouse::api
