// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/account_fields.h"
#include "ui/models/node_state.h"
#include "ui/theme/display_zone.h"

#include <QAbstractItemModel>
#include <QTimer>

#include <unordered_set>
#include <vector>

namespace gatehouse::ui {

/// The accounts that match the filter, under their customers or as one flat list: vectors of places in the
/// directory, worked out in slices of a few milliseconds while the old result stays. Changes are gathered for
/// kGather; when they leave the rows where they are, only those that differ are painted anew.
class AccountModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column
    {
        NameColumn,
        CustomerColumn,
        ProviderColumn,
        StateColumn,
        ExpiresColumn,
        SuccessColumn,
        ErrorColumn,
        QuotaColumn,
        AuthColumn,
        KindColumn,
        CreatedColumn,
        IdColumn,
        OverridesColumn, ///< Behind the others: layouts that were kept know columns by number.
        ColumnCount
    };

    static constexpr std::chrono::milliseconds kGather{250};

    AccountModel(const Directory& directory, const AccountActivity& activity, const NodeState& node,
                 const DisplayZone& zone, const Clock& clock, QObject* parent = nullptr);

    void setFilter(const Filter& filter);
    void setGrouped(bool grouped);
    /// Left out whatever the filter says: what is about to be removed.
    void setHidden(std::unordered_set<std::string> hidden);
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;
    /// Something of the directory has changed; the work is done within kGather.
    void changeSoon();
    /// Names, zone or palette have changed: what is visible is painted anew.
    void refreshTexts();

    [[nodiscard]] bool grouped() const noexcept { return m_grouped; }

    [[nodiscard]] bool busy() const noexcept { return m_slices.isActive(); }

    [[nodiscard]] int shown() const noexcept { return static_cast<int>(m_rows.size()); }

    [[nodiscard]] int total() const noexcept { return static_cast<int>(m_directory.accounts().size()); }

    /// Null for a customer's row and for an invalid index.
    [[nodiscard]] const Account* account(const QModelIndex& index) const;
    /// The customer of any row.
    [[nodiscard]] std::string environmentOf(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexOf(const std::string& accountId) const;
    [[nodiscard]] std::pair<std::string, std::string> filterTermOf(const QModelIndex& index) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    /// Counts or busy() have changed.
    void countsChanged();

private:
    struct Row
    {
        std::string id;
        std::uint32_t place = 0; ///< In the directory; looked up by id when that has moved on.
        std::size_t print = 0;   ///< What the row shows, as a hash.
    };

    struct Group
    {
        std::string environmentId;
        std::uint32_t first = 0; ///< Its rows are first … first + count - 1 of m_rows.
        std::uint32_t count = 0;
    };

    struct Result
    {
        std::vector<Row> rows;
        std::vector<Group> groups; ///< None while flat.
    };

    struct Entry;

    void restart();
    void slice();
    void finish();
    void paintChanged(const Result& next);
    [[nodiscard]] Result arrange() const;
    void setKeys(std::vector<Entry>& entries) const;
    [[nodiscard]] std::int64_t sortNumber(const Account& account) const;
    [[nodiscard]] std::string_view sortText(const Account& account) const;
    [[nodiscard]] std::size_t printOf(const Account& account) const;
    [[nodiscard]] const Account* accountOf(const Row& row) const;
    /// Null for an account's row.
    [[nodiscard]] const Group* groupOf(const QModelIndex& index) const;
    [[nodiscard]] QVariant accountCell(const Account& account, int column, int role) const;
    [[nodiscard]] QString accountText(const Account& account, int column) const;
    [[nodiscard]] QVariant accountColour(const Account& account, int column) const;
    [[nodiscard]] QString accountTip(const Account& account, int column) const;
    [[nodiscard]] QVariant groupCell(const Group& group, int column, int role) const;
    [[nodiscard]] QString quotaText(const Account& account) const;
    [[nodiscard]] QString overridesText(const Account& account) const;
    [[nodiscard]] AccountLook lookOf(const Account& account) const;

    const Directory& m_directory;
    const AccountActivity& m_activity;
    const NodeState& m_node;
    const DisplayZone& m_zone;
    const Clock& m_clock;
    Filter m_filter;
    std::unordered_set<std::string> m_hidden;
    bool m_grouped = true;
    int m_sortColumn = NameColumn;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    std::vector<Row> m_rows;
    std::vector<Group> m_groups;
    std::vector<std::uint32_t> m_next; ///< Matching places, as far as looked at.
    std::uint32_t m_scanned = 0;
    QTimer m_slices;
    QTimer m_soon;
};

} // namespace gatehouse::ui
