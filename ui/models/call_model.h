// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/call_fields.h"
#include "ui/models/call_store.h"
#include "ui/models/log_model.h"
#include "ui/theme/display_zone.h"

#include <algorithm>
#include <vector>

namespace gatehouse::ui {

/// The calls that match the filter.
class CallModel : public LogModel
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
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

    [[nodiscard]] const CallRow& call(int row) const { return m_store.row(numberAt(row)); }

    [[nodiscard]] const CallStore& store() const noexcept { return m_store; }

    [[nodiscard]] std::pair<std::string, std::string> filterTermOf(const QModelIndex& index) const override;

protected:
    [[nodiscard]] Numbers numbers() const override { return {m_store.begin(), m_store.end()}; }

    void match(const Filter& filter, Numbers range, const ContentVerdicts& verdicts,
               Sifted& sifted) const override;
    [[nodiscard]] std::vector<std::int64_t> sortKeys(int column,
                                                     const std::vector<std::uint32_t>& rows) const override;

    [[nodiscard]] const std::string& idOf(std::uint32_t number) const override
    {
        return m_store.row(number).id;
    }

    [[nodiscard]] std::int64_t contentBytes(std::uint32_t number) const override
    {
        const auto& row = m_store.row(number);
        return std::min(2 * (row.requestBytes + row.responseBytes), kMostKept);
    }

private:
    static constexpr std::int64_t kMostKept = 256 * 1024; ///< The log cuts bodies.

    [[nodiscard]] std::int64_t sortKey(const CallRow& row, int column,
                                       const std::vector<std::int64_t>& ranks) const;
    [[nodiscard]] QString cellText(const CallRow& row, int column) const;
    [[nodiscard]] QVariant colour(const CallRow& row, int column) const;

    const Directory& m_directory;
    const DisplayZone& m_zone;
    const Clock& m_clock;
    CallStore m_store;
};

} // namespace gatehouse::ui
