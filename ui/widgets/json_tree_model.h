// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/document.h"
#include "ui/text/json_search.h"

#include <QAbstractItemModel>

#include <deque>

namespace gatehouse::ui {

/// A JSON document as a tree of names and values. Children come into being when a view first asks for them,
/// so a large document costs what is open of it.
class JsonTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column
    {
        NameColumn,
        ValueColumn,
        ColumnCount
    };

    explicit JsonTreeModel(QObject* parent = nullptr);

    void setDocument(json::Document document);

    [[nodiscard]] const json::Document& document() const noexcept { return m_document; }

    [[nodiscard]] json::Value valueAt(const QModelIndex& index) const;
    [[nodiscard]] JsonPath pathOf(QModelIndex index) const;
    /// Invalid for the root and for a path that leads nowhere.
    [[nodiscard]] QModelIndex indexOf(const JsonPath& path) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    struct Node
    {
        json::Value value;
        std::string_view name; ///< Of a member; of an element empty.
        std::size_t parent = 0;
        int row = 0;
        std::size_t firstChild = 0; ///< 0: not made yet (the root is nobody's child).
    };

    [[nodiscard]] std::size_t nodeOf(const QModelIndex& index) const;
    void makeChildren(std::size_t node) const;
    [[nodiscard]] QString nameOf(const Node& node) const;

    json::Document m_document;
    mutable std::deque<Node> m_nodes; ///< The root first; the children of one stand beside each other.
};

} // namespace gatehouse::ui
