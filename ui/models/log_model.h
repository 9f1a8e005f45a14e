// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bridge/content_search.h"
#include "ui/filter/filter.h"
#include "ui/models/content_verdicts.h"

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
///
/// Rows that the filter cannot decide by what they show are then looked into by a search in the background,
/// the newest first, and come in as they are found; new rows are looked into next.
class LogModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit LogModel(QObject* parent);

    /// Looks into rows; without one, terms about the content find nothing.
    void setContentSearch(ContentSearch& search);

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

    /// Rows are being looked into.
    [[nodiscard]] bool searching() const noexcept
    {
        return m_searchDelay.isActive() || !m_open.empty() || m_away > 0;
    }

    /// Rows come in that a search has found, not new ones.
    [[nodiscard]] bool takingIn() const noexcept { return m_takingIn; }

    /// How far that is, and how many could not be looked into.
    struct ContentProgress
    {
        std::size_t looked = 0;
        std::size_t all = 0;
        std::size_t unknown = 0;
    };

    [[nodiscard]] ContentProgress contentProgress() const noexcept
    {
        return {m_looked, m_looked + m_open.size() + m_away, m_unknown};
    }

    /// The newest rows, filtered or not: at most so many, and about so many bytes of content.
    [[nodiscard]] std::vector<std::string> newestIds(std::size_t rows, std::int64_t bytes) const;

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

    /// What a filter says of some rows; numbers in order.
    struct Sifted
    {
        std::vector<std::uint32_t> matching;
        std::vector<std::uint32_t> open; ///< To be looked into.
        std::size_t unknown = 0;         ///< Looked into, and still not decided.

        void add(std::uint32_t number, Decision decision, bool looked);
        void clear();
    };

    [[nodiscard]] virtual Numbers numbers() const = 0;
    /// Sifts the rows of the range; to each belongs its verdict, if it has one.
    virtual void match(const Filter& filter, Numbers range, const ContentVerdicts& verdicts,
                       Sifted& sifted) const = 0;

    /// About how much there is to be read of a row.
    [[nodiscard]] virtual std::int64_t contentBytes(std::uint32_t number) const = 0;
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
    // log_model_content.cpp
    void startSearch();
    void stopSearch();
    [[nodiscard]] std::vector<ContentSearch::Row> takeOpen();
    void onLooked(const std::vector<ContentSearch::Looked>& rows);
    void takeIn();
    void insertFound();
    void order(std::vector<std::uint32_t>& rows) const;

    Filter m_filter; ///< Of what is shown.
    std::vector<std::uint32_t> m_shown;
    Filter m_nextFilter;
    Sifted m_next;
    std::uint32_t m_scanned = 0;
    QTimer m_slices;
    bool m_newestFirst = false;
    bool m_reversed =
        false; ///< What is shown stands in m_shown as it came, and is shown the other way round.
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    int m_heldBack = 0;

    ContentSearch* m_search = nullptr;
    ContentVerdicts m_verdicts;
    QTimer m_searchDelay;               ///< A person may be typing.
    QTimer m_takeIn;                    ///< What was found is shown a few times a second.
    std::vector<std::uint32_t> m_open;  ///< By m_filter; the newest, which is next, last.
    std::vector<std::uint32_t> m_found; ///< Not shown yet; in no order.
    bool m_takingIn = false;
    std::size_t m_away = 0; ///< Taken and not answered.
    std::size_t m_looked = 0;
    std::size_t m_unknown = 0;
};

/// Sort keys for texts that repeat: ranks of a few different texts, so that rows compare as numbers (100 k
/// rows in 15 ms). texts holds the text of each id; gives the rank of each id.
[[nodiscard]] std::vector<std::int64_t> textRanks(const std::vector<std::string>& texts);

} // namespace gatehouse::ui
