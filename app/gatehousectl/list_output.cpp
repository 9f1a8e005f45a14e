// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/list_output.h"

#include "app/gatehousectl/terminal.h"
#include "core/json/write.h"

#include <fmt/format.h>

#include <array>

namespace gatehouse::ctl {
namespace {

struct EventFilter
{
    CommandOption option;
    std::string_view apiName;
};

constexpr std::array<EventFilter, 6> kEventFilters = {
    {{{"integration", "SLUG", "Only of this integration."}, "integration"},
     {{"account", "ID", "Only of this account."}, "account_id"},
     {{"environment", "ID", "Only of this environment."}, "environment_id"},
     {{"event", "EVENT", "Only these, such as record:updated."}, "event"},
     {{"state", "STATE", "queued, processed, ignored or failed."}, "state"},
     {{"since", "TIME", "Received since then (2026-11-22T10:00:00Z)."}, "since"}}};

} // namespace

std::optional<std::string> formatOf(const Arguments& arguments)
{
    const auto format = arguments.has("format") ? arguments.value("format") : "table";
    if (format == "table" || format == "ids" || format == "json") {
        return format;
    }
    complain(fmt::format("gatehousectl: --format is table, ids or json, not '{}'", format));
    return std::nullopt;
}

std::string cell(const json::Value& value)
{
    return value.isString() ? std::string(value.asString()) : value.isNull() ? "" : json::write(value);
}

std::vector<std::string> cells(const json::Value& object, const std::vector<std::string_view>& members)
{
    std::vector<std::string> row;
    row.reserve(members.size());
    for (const std::string_view member : members) {
        row.push_back(cell(object[member]));
    }
    return row;
}

std::string idLines(const json::Value& items)
{
    std::string ids;
    for (const json::Value& item : items.items()) {
        ids += fmt::format("{}\n", item["id"].asString());
    }
    return ids;
}

std::vector<CommandOption> eventFilterOptions()
{
    std::vector<CommandOption> options;
    options.reserve(kEventFilters.size());
    for (const EventFilter& filter : kEventFilters) {
        options.push_back(filter.option);
    }
    return options;
}

QueryPairs eventFilters(const Arguments& arguments)
{
    QueryPairs chosen;
    for (const EventFilter& filter : kEventFilters) {
        if (arguments.has(filter.option.name)) {
            chosen.emplace_back(filter.apiName, arguments.value(filter.option.name));
        }
    }
    return chosen;
}

} // namespace gatehouse::ctl
