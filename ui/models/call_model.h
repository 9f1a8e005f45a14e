// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/call_fields.h"
#include "ui/models/call_store.h"
#include "ui/theme/display_zone.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <vector>

namespace gatehouse::ui {

/// The calls that match the filter, as a vector of row numbers over the store. A new filter (or order) is
/// worked out in slices of a few milliseconds while the old result stays, then swapped in at once.
class CallModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        TimeColumn,
        StatusColumn,
        OperationColumn,
        CustomerColumn,
        AccountColumn,
        ProviderColumn,
        DurationColumn,
        UpstreamColumn,
        SizeColumn,
        CategoryColumn,
        KindColumn,
        IdColumn,
        ColumnCount
    };

    CallModel(const Directory& directory, const DisplayZone& zone, const Clock& clock,
              QObject* parent = nullptr);

    /// In the order they came.
    void append(const std::vector<CallSummary>& calls);
    void setFilter(const Filter& filter);
    /// By arrival again: column -1. While sorted otherwise, new calls are held back and only counted.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

    [[nodiscard]] std::size_t total() const noexcept { return m_store.size(); }

    [[nodiscard]] bool busy() const noexcept { return m_slices.isActive(); }

    [[nodiscard]] bool sorted() const noexcept { return m_sortColumn >= 0; }

    [[nodiscard]] int heldBack() const noexcept { return m_heldBack; }

    [[nodiscard]] const CallRow& call(int row) const
    {
        return m_store.row(m_shown[static_cast<std::size_t>(row)]);
    }

    [[nodiscard]] const CallStore& store() const noexcept { return m_store; }

    /// The row of that call, or -1.
    [[nodiscard]] int rowOf(const std::string& callId) const;
    /// The value by which the cell is filtered ("Only this"); empty where that makes no sense.
    [[nodiscard]] std::pair<std::string, std::string> filterTermOf(const QModelIndex& index) const;
    /// Names or zone have changed: what is visible is painted anew.
    void refreshTexts();

Q_SIGNALS:
    /// Counts or busy() have changed.
    void countsChanged();

private:
    void slice();
    void finish();
    void dropOld();
    void order(std::vector<std::uint32_t>& rows) const;
    [[nodiscard]] std::int64_t sortKey(const CallRow& row, const std::vector<std::int64_t>& ranks) const;
    [[nodiscard]] QString cellText(const CallRow& row, int column) const;
    [[nodiscard]] QVariant colour(const CallRow& row, int column) const;

    const Directory& m_directory;
    const DisplayZone& m_zone;
    const Clock& m_clock;
    CallStore m_store;
    Filter m_filter; ///< Of what is shown.
    std::vector<std::uint32_t> m_shown;
    Filter m_nextFilter;
    std::vector<std::uint32_t> m_next;
    std::uint32_t m_scanned = 0;
    QTimer m_slices;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    int m_heldBack = 0;
};

} // namespace gatehouse::ui
