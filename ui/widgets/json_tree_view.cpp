// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/json_tree_view.h"

#include "core/json/write.h"
#include "ui/widgets/tables.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QShortcut>

namespace gatehouse::ui {

namespace {

constexpr int kOpenAtOnce = 40; ///< Children of the root: more of them are shown folded.

void toClipboard(const std::string& text)
{
    QApplication::clipboard()->setText(QString::fromStdString(text));
}

} // namespace

JsonTreeView::JsonTreeView(QWidget* parent)
    : QTreeView(parent)
    , m_model(new JsonTreeModel(this))
{
    setObjectName(QStringLiteral("jsonTree"));
    setUpTree(*this, tr("Body as a tree"));
    // Rows are copied as values here, not as a table.
    const auto shortcuts = findChildren<QShortcut*>(QString(), Qt::FindDirectChildrenOnly);
    for (auto* shortcut : shortcuts) {
        delete shortcut;
    }
    setSelectionMode(QAbstractItemView::SingleSelection);
    setExpandsOnDoubleClick(true);
    setModel(m_model);
    header()->setSectionsMovable(false);
}

void JsonTreeView::setDocument(json::Document document)
{
    m_model->setDocument(std::move(document));
    const int rows = m_model->rowCount();
    for (int row = 0; row < std::min(rows, kOpenAtOnce); ++row) {
        const auto index = m_model->index(row, 0);
        if (m_model->rowCount(index) <= kOpenAtOnce) {
            expand(index);
        }
    }
    setColumnWidth(0, std::max(width() * 2 / 5, fontMetrics().averageCharWidth() * 20));
}

void JsonTreeView::reveal(const JsonPath& path)
{
    const auto index = m_model->indexOf(path);
    if (index.isValid()) {
        setCurrentIndex(index);
        scrollTo(index, QAbstractItemView::PositionAtCenter);
    }
}

void JsonTreeView::copy() const
{
    const auto value = m_model->valueAt(currentIndex());
    if (currentIndex().isValid()) {
        toClipboard(value.isString() ? std::string(value.asString()) : json::writePretty(value));
    }
}

void JsonTreeView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else {
        QTreeView::keyPressEvent(event);
    }
}

void JsonTreeView::contextMenuEvent(QContextMenuEvent* event)
{
    const auto index = indexAt(event->pos());
    if (!index.isValid()) {
        return;
    }
    setCurrentIndex(index);
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("valueMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    Q_EMIT
    menuWanted(menu, m_model->pathOf(index));
    menu->addAction(tr("Copy the value"), this, &JsonTreeView::copy);
    menu->addAction(tr("Copy the JSONata path"), this, [this] {
        toClipboard(jsonataPathOf(m_model->document().root(), m_model->pathOf(currentIndex())));
    });
    menu->addAction(tr("Copy the JSON pointer"), this, [this] {
        toClipboard(jsonPointerOf(m_model->document().root(), m_model->pathOf(currentIndex())));
    });
    menu->popup(event->globalPos());
}

} // namespace gatehouse::ui
