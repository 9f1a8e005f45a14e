// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that a filter cannot decide by what they show.
#include "ui/models/log_model.h"

#include <algorithm>
#include <iterator>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kMostInserts = 32; // more separate places are cheaper as one reset

} // namespace

void LogModel::Sifted::add(std::uint32_t number, Decision decision, bool looked)
{
    if (decision == Decision::Yes) {
        matching.push_back(number);
    } else if (decision == Decision::Open && looked) {
        ++unknown;
    } else if (decision == Decision::Open) {
        open.push_back(number);
    }
}

void LogModel::Sifted::clear()
{
    matching.clear();
    open.clear();
    unknown = 0;
}

void LogModel::setContentSearch(ContentSearch& search)
{
    m_search = &search;
    connect(m_search, &ContentSearch::looked, this, &LogModel::onLooked);
}

void LogModel::startSearch()
{
    if (m_search == nullptr) {
        m_unknown += m_open.size();
        m_open.clear();
    } else if (m_away == 0) {
        m_search->start(m_filter.contentTerms(), [this] { return takeOpen(); });
    } else {
        m_search->goOn();
    }
    Q_EMIT
    countsChanged();
}

void LogModel::stopSearch()
{
    if (m_search != nullptr) {
        m_search->stop();
    }
    m_searchDelay.stop();
    m_takeIn.stop();
    m_open.clear();
    m_found.clear();
    m_away = 0;
    m_looked = 0;
    m_unknown = 0;
}

std::vector<ContentSearch::Row> LogModel::takeOpen()
{
    std::vector<ContentSearch::Row> rows;
    std::int64_t bytes = 0;
    while (!m_open.empty() && rows.size() < ContentSearch::kBatchRows) {
        const auto number = m_open.back();
        bytes += contentBytes(number);
        if (!rows.empty() && bytes > ContentSearch::kBatchBytes) {
            break;
        }
        rows.push_back({number, idOf(number)});
        m_open.pop_back();
    }
    m_away += rows.size();
    return rows;
}

void LogModel::onLooked(const std::vector<ContentSearch::Looked>& rows)
{
    const auto begin = numbers().begin;
    Sifted sifted;
    for (const auto& [number, verdict] : rows) {
        if (number >= begin) {
            m_verdicts.set(number, verdict);
            match(m_filter, {number, number + 1}, m_verdicts, sifted);
        }
    }
    m_away -= std::min(m_away, rows.size());
    m_looked += rows.size();
    m_unknown += sifted.unknown;
    m_found.insert(m_found.end(), sifted.matching.begin(), sifted.matching.end());
    if (!searching()) {
        m_takeIn.stop();
        takeIn();
    } else if (!m_takeIn.isActive()) {
        m_takeIn.start();
    }
}

void LogModel::takeIn()
{
    // In another order than that of arrival what is found has no place until all is found.
    const bool wait = sorted() && searching();
    if (!m_found.empty() && !wait) {
        m_takingIn = true;
        insertFound();
        m_takingIn = false;
    }
    Q_EMIT
    countsChanged();
}

void LogModel::insertFound()
{
    std::sort(m_found.begin(), m_found.end());
    std::vector<std::pair<std::size_t, std::size_t>> runs; // of m_found, each between two shown rows
    for (std::size_t i = 0; i < m_found.size() && runs.size() <= kMostInserts; ++i) {
        const auto place = std::lower_bound(m_shown.begin(), m_shown.end(), m_found[i]);
        const bool sameRun =
            !runs.empty() && (place == m_shown.begin() || *std::prev(place) < m_found[i - 1]);
        if (sameRun) {
            runs.back().second = i + 1;
        } else {
            runs.emplace_back(i, i + 1);
        }
    }
    if (sorted() || runs.size() > kMostInserts) {
        beginResetModel();
        m_shown.insert(m_shown.end(), m_found.begin(), m_found.end());
        sorted() ? order(m_shown) : std::sort(m_shown.begin(), m_shown.end());
        m_found.clear();
        endResetModel();
        return;
    }
    for (const auto& [first, last] : runs) {
        const auto place = std::lower_bound(m_shown.begin(), m_shown.end(), m_found[first]);
        const auto before = static_cast<int>(place - m_shown.begin());
        const auto count = static_cast<int>(last - first);
        const int row = m_reversed ? rowCount() - before : before;
        beginInsertRows({}, row, row + count - 1);
        m_shown.insert(place, m_found.begin() + static_cast<std::ptrdiff_t>(first),
                       m_found.begin() + static_cast<std::ptrdiff_t>(last));
        endInsertRows();
    }
    m_found.clear();
}

std::vector<std::string> LogModel::newestIds(std::size_t rows, std::int64_t bytes) const
{
    std::vector<std::string> ids;
    const auto all = numbers();
    for (auto number = all.end; number > all.begin && ids.size() < rows && bytes > 0; --number) {
        bytes -= contentBytes(number - 1);
        ids.push_back(idOf(number - 1));
    }
    return ids;
}

} // namespace gatehouse::ui
