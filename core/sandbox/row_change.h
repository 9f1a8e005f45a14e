// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/document.h"

#include <cstdint>
#include <functional>
#include <string>

namespace gatehouse::sandbox {

/// A record that a step has changed. The values live until the table is swept.
struct RowChange
{
    enum class Action : std::uint8_t
    {
        Insert,
        Update,
        Delete
    };

    Action action = Action::Update;
    std::string table;
    std::string id;
    json::Value old; ///< Undefined for Insert.
    json::Value row; ///< Delete: as it was at its end.
};

using RowWatcher = std::function<void(RowChange change)>;

} // namespace gatehouse::sandbox
