// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ui {

/// Which child of which child: from the root of a document to one of its values. Empty: the root itself.
using JsonPath = std::vector<std::uint32_t>;

struct JsonHits
{
    std::vector<JsonPath> paths; ///< In the order of the document; at most kMaxJsonHits.
    bool more = false;           ///< There are more than that.
};

inline constexpr std::size_t kMaxJsonHits = 20'000;

/// Members whose name, and values whose text holds the needle. Without matchCase, ASCII letters are folded.
/// Looks at stop once in a while and then gives what it has.
[[nodiscard]] JsonHits findInJson(const json::Value& root, std::string_view needle, bool matchCase,
                                  const std::atomic<bool>* stop = nullptr);
/// A scalar as it stands in the document, a string without its quotes; empty for objects and arrays.
[[nodiscard]] std::string jsonScalarText(const json::Value& value);
/// The way to a value as a pointer (RFC 6901) …
[[nodiscard]] std::string jsonPointerOf(const json::Value& root, const JsonPath& path);
/// … and as a path of JSONata, with `names` that need it in backquotes.
[[nodiscard]] std::string jsonataPathOf(const json::Value& root, const JsonPath& path);

} // namespace gatehouse::ui
