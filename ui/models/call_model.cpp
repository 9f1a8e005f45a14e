// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/call_model.h"

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr std::uint32_t kSlice = 8'192; // rows looked at in one turn of the event loop: 3–6 ms

} // namespace

CallModel::CallModel(const Directory& directory, const DisplayZone& zone, const Clock& clock, QObject* parent)
    : QAbstractTableModel(parent)
    , m_directory(directory)
    , m_zone(zone)
    , m_clock(clock)
{
    m_slices.setInterval(0);
    connect(&m_slices, &QTimer::timeout, this, &CallModel::slice);
}

void CallModel::append(const std::vector<CallSummary>& calls)
{
    const auto first = m_store.end();
    for (const auto& call : calls) {
        m_store.append(call);
    }
    dropOld();
    std::vector<std::uint32_t> fresh;
    CallRecord record(m_store, m_directory, m_clock.now());
    for (auto number = std::max(first, m_store.begin()); number < m_store.end(); ++number) {
        record.look(m_store.row(number));
        if (m_filter.matches(record)) {
            fresh.push_back(number);
        }
    }
    if (sorted()) {
        m_heldBack += static_cast<int>(fresh.size());
    } else if (!fresh.empty()) {
        const int row = rowCount();
        beginInsertRows({}, row, row + static_cast<int>(fresh.size()) - 1);
        m_shown.insert(m_shown.end(), fresh.begin(), fresh.end());
        endInsertRows();
    }
    Q_EMIT
    countsChanged();
}

void CallModel::dropOld()
{
    const auto gone = [this](std::uint32_t number) { return number < m_store.begin(); };
    std::erase_if(m_next, gone);
    m_scanned = std::max(m_scanned, m_store.begin());
    if (sorted()) {
        if (std::any_of(m_shown.begin(), m_shown.end(), gone)) {
            beginResetModel();
            std::erase_if(m_shown, gone);
            endResetModel();
        }
        return;
    }
    const auto kept = std::lower_bound(m_shown.begin(), m_shown.end(), m_store.begin());
    if (kept != m_shown.begin()) {
        beginRemoveRows({}, 0, static_cast<int>(kept - m_shown.begin()) - 1);
        m_shown.erase(m_shown.begin(), kept);
        endRemoveRows();
    }
}

void CallModel::setFilter(const Filter& filter)
{
    m_nextFilter = filter;
    m_next.clear();
    m_scanned = m_store.begin();
    m_slices.start();
    slice(); // a short list is done before the next paint
}

void CallModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    setFilter(busy() ? m_nextFilter : m_filter);
}

void CallModel::slice()
{
    const auto end = std::min(m_store.end(), m_scanned + kSlice);
    CallRecord record(m_store, m_directory, m_clock.now());
    for (; m_scanned < end; ++m_scanned) {
        record.look(m_store.row(m_scanned));
        if (m_nextFilter.matches(record)) {
            m_next.push_back(m_scanned);
        }
    }
    if (m_scanned == m_store.end()) {
        finish();
    }
    Q_EMIT
    countsChanged();
}

void CallModel::finish()
{
    m_slices.stop();
    order(m_next);
    beginResetModel();
    m_filter = m_nextFilter;
    m_shown.swap(m_next);
    m_heldBack = 0;
    endResetModel();
    m_next.clear();
}

std::int64_t CallModel::sortKey(const CallRow& row, const std::vector<std::int64_t>& ranks) const
{
    switch (m_sortColumn) {
    case TimeColumn:
        return toMillis(row.startedAt);
    case StatusColumn:
        return row.status;
    case OperationColumn:
        return ranks[row.operation];
    case CustomerColumn:
        return ranks[row.environment];
    case AccountColumn:
        return ranks[row.account];
    case ProviderColumn:
        return ranks[row.integration];
    case DurationColumn:
        return row.duration.count();
    case UpstreamColumn:
        return row.upstream.count();
    case SizeColumn:
        return row.responseBytes;
    case CategoryColumn:
        return ranks[row.category];
    case KindColumn:
        return ranks[row.kind];
    default:
        return static_cast<std::int64_t>(row.sequence);
    }
}

void CallModel::order(std::vector<std::uint32_t>& rows) const
{
    if (!sorted()) {
        return;
    }
    // Texts repeat: put the few different ones in order, then compare numbers only (100 k rows in 15 ms).
    std::vector<std::pair<std::string, std::size_t>> texts;
    for (std::uint32_t id = 0; id < m_store.pool().size(); ++id) {
        const auto& text = m_store.text(id);
        texts.emplace_back(m_sortColumn == CustomerColumn  ? m_directory.environmentName(text)
                           : m_sortColumn == AccountColumn ? m_directory.accountTitle(text)
                                                           : text,
                           id);
    }
    std::sort(texts.begin(), texts.end());
    std::vector<std::int64_t> ranks(texts.size());
    for (std::size_t rank = 0; rank < texts.size(); ++rank) {
        ranks[texts[rank].second] = static_cast<std::int64_t>(rank);
    }
    std::vector<std::pair<std::int64_t, std::uint32_t>> keyed;
    keyed.reserve(rows.size());
    const std::int64_t sign = m_sortOrder == Qt::AscendingOrder ? 1 : -1;
    for (const auto number : rows) {
        keyed.emplace_back(sign * sortKey(m_store.row(number), ranks), number);
    }
    std::sort(keyed.begin(), keyed.end());
    std::transform(keyed.begin(), keyed.end(), rows.begin(), [](const auto& entry) { return entry.second; });
}

int CallModel::rowOf(const std::string& callId) const
{
    const auto found = std::find_if(m_shown.rbegin(), m_shown.rend(),
                                    [&](std::uint32_t number) { return m_store.row(number).id == callId; });
    return found == m_shown.rend() ? -1 : static_cast<int>(m_shown.rend() - found) - 1;
}

void CallModel::refreshTexts()
{
    if (!m_shown.empty()) {
        Q_EMIT
        dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    }
    Q_EMIT
    headerDataChanged(Qt::Horizontal, TimeColumn, TimeColumn);
}

int CallModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int CallModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

} // namespace gatehouse::ui
