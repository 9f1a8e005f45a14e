// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/filter/filter.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::ui {

/// The rows of a growing log that match the filter, as a vector of row numbers over a store that the heir
/// owns. A new filter (or order) is worked out in slices of a few milliseconds while the old result stays,
/// then swapped in at once. A row's number never changes; the oldest rows go first.
class LogModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit LogModel(QObject* parent);

    void setFilter(const Filter& filter);
    /// Looks at every row again with the same filter: rows have changed, and some match no longer.
    void refilter();
    /// By arrival again: column -1. While sorted otherwise, new rows are held back and only counted.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;

    [[nodiscard]] std::size_t total() const
    {
        const auto all = numbers();
        return all.end - all.begin;
    }

    [[nodiscard]] bool busy() const noexcept { return m_slices.isActive(); }

    /// Whether the newest row is the first; otherwise the last.
    void setNewestFirst(bool first);

    [[nodiscard]] bool newestFirst() const noexcept { return m_newestFirst; }

    [[nodiscard]] bool sorted() const noexcept { return m_sortColumn >= 0; }

    [[nodiscard]] int heldBack() const noexcept { return m_heldBack; }

    /// The row of that id, or -1.
    [[nodiscard]] int rowOf(const std::string& id) const;

    [[nodiscard]] const std::string& idAt(int row) const { return idOf(numberAt(row)); }

    /// The term by which the cell is filtered ("Only this"); empty where that makes no sense.
    [[nodiscard]] virtual std::pair<std::string, std::string>
    filterTermOf(const QModelIndex& index) const = 0;
    /// Names or zone have changed: what is visible is painted anew.
    void refreshTexts();

Q_SIGNALS:
    /// Counts or busy() have changed.
    void countsChanged();

protected:
    /// Numbers from begin to before end.
    struct Numbers
    {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };

    [[nodiscard]] virtual Numbers numbers() const = 0;
    /// Adds those of the range that match, in order.
    virtual void match(const Filter& filter, Numbers range, std::vector<std::uint32_t>& matching) const = 0;
    /// Of each row, by what it is ordered.
    [[nodiscard]] virtual std::vector<std::int64_t>
    sortKeys(int column, const std::vector<std::uint32_t>& rows) const = 0;
    [[nodiscard]] virtual const std::string& idOf(std::uint32_t number) const = 0;

    [[nodiscard]] std::uint32_t numberAt(int row) const { return m_shown[placeOf(row)]; }

    /// The store has grown from that number on, and may have dropped rows at its other end.
    void grown(std::uint32_t first);
    /// The row says something else now; it stays shown whether it still matches or not.
    void changed(std::uint32_t number);

private:
    [[nodiscard]] std::size_t placeOf(int row) const noexcept
    {
        const auto place = static_cast<std::size_t>(row);
        return m_reversed ? m_shown.size() - 1 - place : place;
    }

    [[nodiscard]] int rowAt(std::size_t place) const noexcept
    {
        return static_cast<int>(m_reversed ? m_shown.size() - 1 - place : place);
    }

    void slice();
    void finish();
    void dropOld();
    void order(std::vector<std::uint32_t>& rows) const;

    Filter m_filter; ///< Of what is shown.
    std::vector<std::uint32_t> m_shown;
    Filter m_nextFilter;
    std::vector<std::uint32_t> m_next;
    std::uint32_t m_scanned = 0;
    QTimer m_slices;
    bool m_newestFirst = false;
    bool m_reversed =
        false; ///< What is shown stands in m_shown as it came, and is shown the other way round.
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    int m_heldBack = 0;
};

/// Sort keys for texts that repeat: ranks of a few different texts, so that rows compare as numbers (100 k
/// rows in 15 ms). texts holds the text of each id; gives the rank of each id.
[[nodiscard]] std::vector<std::int64_t> textRanks(const std::vector<std::string>& texts);

} // namespace gatehouse::ui
