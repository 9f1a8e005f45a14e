// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/call_definition.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::config {

enum class DeleteDetection : std::uint8_t
{
    None,
    FullCompare, ///< What a full reconcile no longer finds is gone.
    Flag,        ///< Records carry a mark; `deleted` tells.
    Feed         ///< A call that lists what was deleted since a time.
};

/// How one resource is kept in step.
struct SyncDefinition
{
    std::string method = "list"; ///< The resource's provider method that is run with updated_since.
    bool incremental = true;     ///< False: the provider has no filter by time; every run is a full one.
    /// How far to look back behind the newest record seen, for late commits and coarse filters.
    std::chrono::seconds overlap{60};
    bool ordered = true; ///< Oldest change first, so a run may stop after any page and resume.
    std::chrono::seconds intervalMin{60};
    std::chrono::seconds intervalMax{3600};
    std::chrono::hours fullReconcile{24};
    std::int64_t maxResults = 0; ///< A query never gives more (search APIs); the range is split. 0: no cap.
    DeleteDetection deletes = DeleteDetection::FullCompare;
    std::optional<jsonata::Expression> deleted; ///< Flag: {response} → bool.
    std::string deletesMethod;                  ///< Feed: the provider method to run with updated_since.
};

/// How many writes become one call.
struct BatchDefinition
{
    std::string name;
    std::vector<std::string> operations; ///< Provider operations it can carry: "contacts.create", …
    std::int64_t maxItems = 0;
    CallDefinition call; ///< body sees {context, version, items: [{index, operation, id, body}]}.
    /// {status, headers, body, items} → [{index, status, body, id, error}], one for each item.
    jsonata::Expression responses;
};

} // namespace gatehouse::config
