// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/duplicate_groups.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace gatehouse::ui {

namespace {

struct GroupKey
{
    std::uint32_t integration = 0;
    std::uint32_t account = 0;
    std::string_view key;

    friend bool operator==(const GroupKey& a, const GroupKey& b) noexcept
    {
        return a.integration == b.integration && a.account == b.account && a.key == b.key;
    }
};

struct GroupHash
{
    std::size_t operator()(const GroupKey& key) const noexcept
    {
        return std::hash<std::string_view>()(key.key) ^ (std::size_t{key.integration} << 32U)
               ^ (std::size_t{key.account} << 16U);
    }
};

void add(DuplicateGroup& group, const EventRow& row)
{
    const bool first = group.arrivals == 0;
    const auto last = row.lastSeenAt.value_or(row.receivedAt);
    group.first = first ? row.receivedAt : std::min(group.first, row.receivedAt);
    group.last = first ? last : std::max(group.last, last);
    group.arrivals += std::uint64_t{1} + row.duplicates;
    ++group.stored;
    group.newestId = row.id;
    group.key = row.providerId;
    group.integration = row.integration;
    group.environment = row.environment;
    group.type = row.type;
}

} // namespace

std::vector<DuplicateGroup> duplicateGroups(const EventStore& store)
{
    std::unordered_map<GroupKey, DuplicateGroup, GroupHash> byKey;
    std::vector<DuplicateGroup> groups;
    for (auto number = store.begin(); number < store.end(); ++number) {
        const auto& row = store.row(number);
        if (row.refused) {
            continue;
        }
        if (!row.providerId.empty()) {
            add(byKey[{row.integration, row.account, row.providerId}], row);
        } else if (row.duplicates > 0) {
            add(groups.emplace_back(), row);
        }
    }
    for (auto& [key, group] : byKey) {
        if (group.arrivals > 1) {
            groups.push_back(std::move(group));
        }
    }
    std::sort(groups.begin(), groups.end(), [](const DuplicateGroup& a, const DuplicateGroup& b) {
        return std::tie(b.arrivals, b.last, b.newestId) < std::tie(a.arrivals, a.last, a.newestId);
    });
    return groups;
}

} // namespace gatehouse::ui
