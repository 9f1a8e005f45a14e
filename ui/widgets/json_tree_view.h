// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/json_tree_model.h"

#include <QTreeView>

class QMenu;

namespace gatehouse::ui {

/// A document to be folded: names and values, with paths and values to copy.
class JsonTreeView : public QTreeView
{
    Q_OBJECT

public:
    explicit JsonTreeView(QWidget* parent = nullptr);

    void setDocument(json::Document document);

    [[nodiscard]] JsonTreeModel& tree() noexcept { return *m_model; }

    /// Opens what leads there, and selects it.
    void reveal(const JsonPath& path);
    void copy() const;

Q_SIGNALS:
    /// The context menu of a value is about to be shown: the view around may add to it.
    void menuWanted(QMenu* menu, const gatehouse::ui::JsonPath& path);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    JsonTreeModel* m_model;
};

} // namespace gatehouse::ui
