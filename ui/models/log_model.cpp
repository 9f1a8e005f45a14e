// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/log_model.h"

#include <algorithm>
#include <numeric>

namespace gatehouse::ui {

namespace {

constexpr std::uint32_t kSlice = 8'192; // rows looked at in one turn of the event loop: 3–6 ms
constexpr std::chrono::milliseconds kTypingPause{150};
constexpr std::chrono::milliseconds kShowFound{100};

} // namespace

LogModel::LogModel(QObject* parent)
    : QAbstractTableModel(parent)
{
    m_slices.setInterval(0);
    connect(&m_slices, &QTimer::timeout, this, &LogModel::slice);
    m_searchDelay.setInterval(kTypingPause);
    m_searchDelay.setSingleShot(true);
    connect(&m_searchDelay, &QTimer::timeout, this, &LogModel::startSearch);
    m_takeIn.setInterval(kShowFound);
    m_takeIn.setSingleShot(true);
    connect(&m_takeIn, &QTimer::timeout, this, &LogModel::takeIn);
}

void LogModel::grown(std::uint32_t first)
{
    dropOld();
    const auto all = numbers();
    Sifted sifted;
    match(m_filter, {std::max(first, all.begin), all.end}, m_verdicts, sifted);
    const auto& fresh = sifted.matching;
    if (!busy() && !sifted.open.empty()) {
        m_open.insert(m_open.end(), sifted.open.begin(), sifted.open.end());
        if (!m_searchDelay.isActive()) {
            startSearch();
        }
    }
    if (sorted()) {
        m_heldBack += static_cast<int>(fresh.size());
    } else if (!fresh.empty()) {
        const int row = m_reversed ? 0 : rowCount();
        beginInsertRows({}, row, row + static_cast<int>(fresh.size()) - 1);
        m_shown.insert(m_shown.end(), fresh.begin(), fresh.end());
        endInsertRows();
    }
    Q_EMIT
    countsChanged();
}

void LogModel::changed(std::uint32_t number)
{
    const auto found = sorted() ? std::find(m_shown.begin(), m_shown.end(), number)
                                : std::lower_bound(m_shown.begin(), m_shown.end(), number);
    if (found != m_shown.end() && *found == number) {
        const int row = rowAt(static_cast<std::size_t>(found - m_shown.begin()));
        Q_EMIT
        dataChanged(index(row, 0), index(row, columnCount() - 1));
    }
}

void LogModel::dropOld()
{
    const auto begin = numbers().begin;
    const auto tooOld = [begin](std::uint32_t number) { return number < begin; };
    std::erase_if(m_next.matching, tooOld);
    for (auto* numbers : {&m_next.open, &m_open, &m_found}) {
        std::erase_if(*numbers, tooOld);
    }
    m_verdicts.dropBefore(begin);
    m_scanned = std::max(m_scanned, begin);
    if (sorted()) {
        if (std::any_of(m_shown.begin(), m_shown.end(), tooOld)) {
            beginResetModel();
            std::erase_if(m_shown, tooOld);
            endResetModel();
        }
        return;
    }
    const auto kept = std::lower_bound(m_shown.begin(), m_shown.end(), begin);
    if (kept != m_shown.begin()) {
        const auto gone = static_cast<int>(kept - m_shown.begin());
        const int first = m_reversed ? rowCount() - gone : 0;
        beginRemoveRows({}, first, first + gone - 1);
        m_shown.erase(m_shown.begin(), kept);
        endRemoveRows();
    }
}

void LogModel::setNewestFirst(bool first)
{
    if (m_newestFirst != first) {
        beginResetModel();
        m_newestFirst = first;
        m_reversed = first && !sorted();
        endResetModel();
    }
}

void LogModel::setFilter(const Filter& filter)
{
    stopSearch();
    m_verdicts.setTerms(filter.contentTerms());
    m_nextFilter = filter;
    m_next.clear();
    m_scanned = numbers().begin;
    m_slices.start();
    slice(); // a short list is done before the next paint
}

void LogModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    refilter();
}

void LogModel::refilter()
{
    setFilter(busy() ? m_nextFilter : m_filter);
}

void LogModel::slice()
{
    const auto last = numbers().end;
    const auto end = std::min(last, m_scanned + kSlice);
    match(m_nextFilter, {m_scanned, end}, m_verdicts, m_next);
    m_scanned = end;
    if (m_scanned == last) {
        finish();
    }
    Q_EMIT
    countsChanged();
}

void LogModel::finish()
{
    m_slices.stop();
    order(m_next.matching);
    beginResetModel();
    m_filter = m_nextFilter;
    m_shown.swap(m_next.matching);
    m_open.swap(m_next.open);
    m_unknown = m_next.unknown;
    m_reversed = m_newestFirst && !sorted();
    m_heldBack = 0;
    endResetModel();
    m_next.clear();
    if (!m_open.empty()) {
        m_searchDelay.start();
    }
}

void LogModel::order(std::vector<std::uint32_t>& rows) const
{
    if (!sorted()) {
        return;
    }
    const auto keys = sortKeys(m_sortColumn, rows);
    const std::int64_t sign = m_sortOrder == Qt::AscendingOrder ? 1 : -1;
    std::vector<std::pair<std::int64_t, std::uint32_t>> keyed;
    keyed.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        keyed.emplace_back(sign * keys[i], rows[i]);
    }
    std::sort(keyed.begin(), keyed.end());
    std::transform(keyed.begin(), keyed.end(), rows.begin(), [](const auto& entry) { return entry.second; });
}

int LogModel::rowOf(const std::string& id) const
{
    const auto found = std::find_if(m_shown.rbegin(), m_shown.rend(),
                                    [&](std::uint32_t number) { return idOf(number) == id; });
    return found == m_shown.rend() ? -1 : rowAt(static_cast<std::size_t>(m_shown.rend() - found) - 1);
}

void LogModel::refreshTexts()
{
    if (!m_shown.empty()) {
        Q_EMIT
        dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }
    Q_EMIT
    headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

int LogModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

std::vector<std::int64_t> textRanks(const std::vector<std::string>& texts)
{
    std::vector<std::size_t> ids(texts.size());
    std::iota(ids.begin(), ids.end(), std::size_t{0});
    std::sort(ids.begin(), ids.end(), [&](std::size_t a, std::size_t b) { return texts[a] < texts[b]; });
    std::vector<std::int64_t> ranks(texts.size());
    for (std::size_t rank = 0; rank < ids.size(); ++rank) {
        ranks[ids[rank]] = static_cast<std::int64_t>(rank);
    }
    return ranks;
}

} // namespace gatehouse::ui
