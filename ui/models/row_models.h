// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/types.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <functional>
#include <utility>
#include <vector>

namespace gatehouse::ui {

/// A short list of values as a table: one struct a row, one function a column. For what is replaced as a
/// whole.
template <class Row>
class RowModel : public QAbstractTableModel
{
public:
    struct Column
    {
        QString title;
        std::function<QVariant(const Row& row, int role)> value; ///< Asked for every role that a cell has.
    };

    explicit RowModel(std::vector<Column> columns, QObject* parent = nullptr)
        : QAbstractTableModel(parent)
        , m_columns(std::move(columns))
    {}

    void setRows(std::vector<Row> rows)
    {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    }

    [[nodiscard]] const std::vector<Row>& rows() const noexcept { return m_rows; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
    }

    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override
    {
        if (!index.isValid()) {
            return {};
        }
        const auto& column = m_columns[static_cast<std::size_t>(index.column())];
        const auto& row = m_rows[static_cast<std::size_t>(index.row())];
        QVariant value = column.value(row, role);
        if (role == Qt::ToolTipRole && !value.isValid()) {
            return column.value(row, Qt::DisplayRole);
        }
        return value;
    }

    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override
    {
        const bool title = orientation == Qt::Horizontal && role == Qt::DisplayRole;
        return title ? QVariant(m_columns[static_cast<std::size_t>(section)].title) : QVariant();
    }

private:
    std::vector<Column> m_columns;
    std::vector<Row> m_rows;
};

/// One stage as it lay in time.
struct StageRow
{
    StageTiming timing;
    std::chrono::microseconds start{0};
    std::chrono::microseconds whole{0}; ///< Of the call, for the scale of the bar.
};

/// Roles of the bar column: where it begins and how long it is, as shares of the whole.
inline constexpr int kBarStartRole = Qt::UserRole;
inline constexpr int kBarLengthRole = Qt::UserRole + 1;

[[nodiscard]] std::vector<StageRow> stageRows(const CallDetail& detail);
[[nodiscard]] RowModel<StageRow>* makeStageModel(QObject* parent);
[[nodiscard]] RowModel<HeaderField>* makeHeaderModel(QObject* parent);
[[nodiscard]] RowModel<MappingWarning>* makeWarningModel(QObject* parent);

/// One field of a mapping with where it came from; of a result (provenance) or of the mapping in force.
struct ProvenanceRow
{
    std::string field;
    std::string level;
    std::string source;
    std::string expression;
    std::string shadowed;
};

/// "P platform", "E environment", "A account".
[[nodiscard]] QString levelText(const std::string& level);
/// Its column that deserves the room.
inline constexpr int kExpressionColumn = 2;
[[nodiscard]] RowModel<ProvenanceRow>* makeProvenanceModel(QObject* parent);

} // namespace gatehouse::ui
