// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/delivery_model.h"

#include <algorithm>
#include <limits>

namespace gatehouse::ui {

DeliveryModel::DeliveryModel(const Directory& directory, const EndpointList& endpoints,
                             const DisplayZone& zone, const Clock& clock, QObject* parent)
    : LogModel(parent)
    , m_directory(directory)
    , m_endpoints(endpoints)
    , m_zone(zone)
    , m_clock(clock)
{}

void DeliveryModel::put(const std::vector<Delivery>& deliveries)
{
    const auto first = m_store.end();
    std::vector<std::uint32_t> known;
    for (const auto& delivery : deliveries) {
        if (const auto number = m_store.put(delivery); number && *number < first) {
            known.push_back(*number);
        }
    }
    // A batch may tell several times of one: it is painted once.
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    for (const auto number : known) {
        if (number >= m_store.begin()) {
            changed(number);
        }
    }
    if (m_store.end() != first) {
        grown(first);
    } else if (!known.empty()) {
        Q_EMIT
        countsChanged();
    }
}

void DeliveryModel::match(const Filter& filter, Numbers range, const ContentVerdicts&, Sifted& sifted) const
{
    DeliveryRecord record(m_store, m_directory, m_endpoints, m_clock.now());
    for (auto number = range.begin; number < range.end; ++number) {
        record.look(m_store.row(number));
        sifted.add(number, filter.decide(record), false);
    }
}

std::int64_t DeliveryModel::sortKey(const DeliveryRow& row, int column,
                                    const std::vector<std::int64_t>& ranks) const
{
    constexpr auto kNever = std::numeric_limits<std::int32_t>::min();
    switch (column) {
    case StateColumn:
        return static_cast<std::int64_t>(row.look());
    case TypeColumn:
        return (ranks[row.type] << 32) + ranks[row.resource];
    case EndpointColumn:
        return ranks[row.endpoint];
    case CustomerColumn:
        return ranks[row.environment];
    case AccountColumn:
        return ranks[row.account];
    case AttemptsColumn:
        return row.attempts;
    case NextColumn:
        return row.nextAt ? toMillis(*row.nextAt) : kNever;
    case AnswerColumn:
        return row.attempts == 0 ? -1 : row.lastStatus;
    case TookColumn:
        return row.tookMicros;
    case AgeColumn:
        return -toMillis(row.createdAt);
    case ReasonColumn:
        return ranks[row.error];
    case ProviderColumn:
        return ranks[row.integration];
    default:
        return toMillis(row.createdAt);
    }
}

std::vector<std::int64_t> DeliveryModel::sortKeys(int column, const std::vector<std::uint32_t>& rows) const
{
    std::vector<std::string> texts;
    for (std::uint32_t id = 0; id < m_store.pool().size(); ++id) {
        const auto& text = m_store.text(id);
        texts.push_back(column == CustomerColumn   ? m_directory.environmentName(text)
                        : column == AccountColumn  ? m_directory.accountTitle(text)
                        : column == EndpointColumn ? m_endpoints.nameOf(text)
                                                   : text);
    }
    const auto ranks = textRanks(texts);
    std::vector<std::int64_t> keys;
    keys.reserve(rows.size());
    for (const auto number : rows) {
        keys.push_back(sortKey(m_store.row(number), column, ranks));
    }
    return keys;
}

int DeliveryModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

} // namespace gatehouse::ui
