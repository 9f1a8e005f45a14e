// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/event_store.h"

#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse::ui {

/// Arrivals that are the same event to its provider: by the id it gives, else by their content.
struct DuplicateGroup
{
    std::string newestId; ///< Of the stored events, the newest.
    std::string key;      ///< The provider's id; empty: told by the content.
    std::uint64_t arrivals = 0;
    std::uint64_t stored = 0; ///< More than one: they came further apart than the deduplication window.
    UnixMillis first;
    UnixMillis last;
    std::uint32_t integration = 0; ///< Texts of the store.
    std::uint32_t environment = 0;
    std::uint32_t type = 0;
};

/// Those that came more than once, the most often seen first. Of the webhooks that the store holds.
[[nodiscard]] std::vector<DuplicateGroup> duplicateGroups(const EventStore& store);

} // namespace gatehouse::ui
