// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatehousectl/command.h"
#include "app/gatehousectl/gateway_client.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ctl {

/// What the commands that list things have in common.

inline constexpr CommandOption kFormatOption{"format", "FORMAT",
                                             "table, ids (one a line) or json. Default: table."};

/// --format; nothing, after a complaint, when it is another word.
[[nodiscard]] std::optional<std::string> formatOf(const Arguments& arguments);
/// A value as a table shows it: text as it is, null as nothing.
[[nodiscard]] std::string cell(const json::Value& value);
/// A row of these members.
[[nodiscard]] std::vector<std::string> cells(const json::Value& object,
                                             const std::vector<std::string_view>& members);
/// Each "id" on a line.
[[nodiscard]] std::string idLines(const json::Value& items);

/// --integration, --account, --environment, --event, --state and --since, which choose received events.
[[nodiscard]] std::vector<CommandOption> eventFilterOptions();
/// Those that are given, by their names in the API.
[[nodiscard]] QueryPairs eventFilters(const Arguments& arguments);

} // namespace gatehouse::ctl
