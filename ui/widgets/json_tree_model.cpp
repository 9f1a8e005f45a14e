// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/json_tree_model.h"

#include "ui/theme/colours.h"
#include "ui/theme/metrics.h"

#include <QGuiApplication>
#include <QPalette>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kShownText = 400; ///< Bytes of a string in its cell; the rest is a copy away.

QString shownValue(const json::Value& value)
{
    if (value.isObject()) {
        return QStringLiteral("{} %1").arg(value.size());
    }
    if (value.isArray()) {
        return QStringLiteral("[] %1").arg(value.size());
    }
    if (!value.isString()) {
        return QString::fromStdString(jsonScalarText(value));
    }
    const auto text = value.asString();
    QString shown = QString::fromUtf8(text.data(), static_cast<qsizetype>(std::min(text.size(), kShownText)));
    shown.replace(u'\n', u'↵');
    return text.size() > kShownText ? QString(u'"' % shown % u"…\"") : QString(u'"' % shown % u'"');
}

Accent accentOf(const json::Value& value)
{
    return value.isString()                      ? Accent::SyntaxString
           : value.isNumber()                    ? Accent::SyntaxNumber
           : value.isObject() || value.isArray() ? Accent::SyntaxPunctuation
                                                 : Accent::SyntaxLiteral;
}

} // namespace

JsonTreeModel::JsonTreeModel(QObject* parent)
    : QAbstractItemModel(parent)
{
    m_nodes.emplace_back();
}

void JsonTreeModel::setDocument(json::Document document)
{
    beginResetModel();
    m_document = std::move(document);
    m_nodes.clear();
    m_nodes.push_back({m_document.root(), {}, 0, 0, 0});
    endResetModel();
}

std::size_t JsonTreeModel::nodeOf(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<std::size_t>(index.internalId()) : 0;
}

void JsonTreeModel::makeChildren(std::size_t node) const
{
    if (m_nodes[node].firstChild != 0 || m_nodes[node].value.size() == 0) {
        return;
    }
    m_nodes[node].firstChild = m_nodes.size();
    const json::Value value = m_nodes[node].value;
    int row = 0;
    for (const json::Member& member : value.members()) {
        m_nodes.push_back({member.value, member.name, node, row++, 0});
    }
    for (const json::Value& item : value.items()) {
        m_nodes.push_back({item, {}, node, row++, 0});
    }
}

json::Value JsonTreeModel::valueAt(const QModelIndex& index) const
{
    return m_nodes[nodeOf(index)].value;
}

JsonPath JsonTreeModel::pathOf(QModelIndex index) const
{
    JsonPath path;
    for (; index.isValid(); index = index.parent()) {
        path.insert(path.begin(), static_cast<std::uint32_t>(index.row()));
    }
    return path;
}

QModelIndex JsonTreeModel::indexOf(const JsonPath& path) const
{
    QModelIndex at;
    for (const auto place : path) {
        at = index(static_cast<int>(place), 0, at);
        if (!at.isValid()) {
            break;
        }
    }
    return at;
}

QModelIndex JsonTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (row < 0 || column < 0 || column >= ColumnCount || row >= rowCount(parent)) {
        return {};
    }
    const auto node = nodeOf(parent);
    makeChildren(node);
    return createIndex(row, column,
                       static_cast<quintptr>(m_nodes[node].firstChild + static_cast<std::size_t>(row)));
}

QModelIndex JsonTreeModel::parent(const QModelIndex& index) const
{
    const auto node = nodeOf(index);
    if (node == 0 || m_nodes[node].parent == 0) {
        return {};
    }
    const auto above = m_nodes[node].parent;
    return createIndex(m_nodes[above].row, 0, static_cast<quintptr>(above));
}

int JsonTreeModel::rowCount(const QModelIndex& parent) const
{
    const auto& value = m_nodes[nodeOf(parent)].value;
    const bool container = value.isObject() || value.isArray();
    return parent.column() > 0 || !container ? 0 : static_cast<int>(value.size());
}

int JsonTreeModel::columnCount(const QModelIndex& /*parent*/) const
{
    return ColumnCount;
}

bool JsonTreeModel::hasChildren(const QModelIndex& parent) const
{
    return rowCount(parent) > 0;
}

QString JsonTreeModel::nameOf(const Node& node) const
{
    return m_nodes[node.parent].value.isArray()
               ? QString::number(node.row)
               : QString::fromUtf8(node.name.data(), static_cast<qsizetype>(node.name.size()));
}

QVariant JsonTreeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const auto& node = m_nodes[nodeOf(index)];
    const bool name = index.column() == NameColumn;
    switch (role) {
    case Qt::DisplayRole:
        return name ? nameOf(node) : shownValue(node.value);
    case Qt::FontRole:
        return monoFont();
    case Qt::ForegroundRole: {
        const bool element = m_nodes[node.parent].value.isArray();
        return accentColour(name ? (element ? Accent::Muted : Accent::SyntaxName) : accentOf(node.value),
                            QGuiApplication::palette());
    }
    case Qt::ToolTipRole:
        return QString::fromStdString(jsonataPathOf(m_document.root(), pathOf(index)));
    default:
        return {};
    }
}

QVariant JsonTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    return section == NameColumn ? tr("Name") : tr("Value");
}

} // namespace gatehouse::ui
