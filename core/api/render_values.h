// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/json/document.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::api {

/// The small pieces that all renderers share.

[[nodiscard]] json::Value renderTime(json::Arena& arena, UnixMillis time);
[[nodiscard]] json::Value renderTime(json::Arena& arena, const std::optional<UnixMillis>& time);
/// null for "".
[[nodiscard]] json::Value renderText(json::Arena& arena, const std::string& text);
[[nodiscard]] json::Value renderTexts(json::Arena& arena, const std::vector<std::string>& texts);
/// A copy in the arena; null for an undefined document.
[[nodiscard]] json::Value renderTree(json::Arena& arena, const json::Document& document);

template <class T>
[[nodiscard]] json::Value renderList(json::Arena& arena, const std::vector<T>& list,
                                     json::Value (*render)(json::Arena&, const T&))
{
    std::vector<json::Value> items;
    items.reserve(list.size());
    for (const auto& item : list) {
        items.push_back(render(arena, item));
    }
    return arena.array(items);
}

} // namespace gatehouse::api
