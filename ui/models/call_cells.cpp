// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/call_model.h"
#include "ui/models/text.h"
#include "ui/theme/colours.h"

#include <QGuiApplication>
#include <QPalette>

namespace gatehouse::ui {

namespace {

/// Glyph and number: success, refused, limited, broken.
QString statusText(const CallRow& row)
{
    const QString glyph = row.status >= 500 || row.status == 0 ? QStringLiteral("✗")
                          : row.status == 429                  ? QStringLiteral("◷")
                          : row.status >= 400                  ? QStringLiteral("▲")
                                                               : QStringLiteral("✓");
    return row.status == 0 ? QString(glyph % u" —") : QString(glyph % u' ' % QString::number(row.status));
}

} // namespace

QString CallModel::cellText(const CallRow& row, int column) const
{
    switch (column) {
    case TimeColumn:
        return m_zone.shortTime(row.startedAt);
    case StatusColumn:
        return statusText(row);
    case OperationColumn:
        return toQString(m_store.text(row.operation));
    case CustomerColumn:
        return toQString(m_directory.environmentName(m_store.text(row.environment)));
    case AccountColumn:
        return toQString(m_directory.accountTitle(m_store.text(row.account)));
    case ProviderColumn:
        return toQString(m_directory.integrationLabel(m_store.text(row.integration)));
    case DurationColumn:
        return durationText(row.duration);
    case UpstreamColumn:
        return row.providerStatus == 0 ? QStringLiteral("not reached") : durationText(row.upstream);
    case SizeColumn:
        return sizeText(row.responseBytes);
    case CategoryColumn:
        return toQString(m_store.text(row.category));
    case KindColumn:
        return toQString(m_store.text(row.kind));
    case IdColumn:
        return toQString(row.id);
    default:
        return {};
    }
}

QVariant CallModel::colour(const CallRow& row, int column) const
{
    if (column != StatusColumn && column != CategoryColumn) {
        return {};
    }
    const Accent accent = row.status >= 500 || row.status == 0 ? Accent::Error
                          : row.status >= 400                  ? Accent::Warning
                                                               : Accent::Ok;
    return accentColour(accent, QGuiApplication::palette());
}

QVariant CallModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const auto& row = call(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return cellText(row, index.column());
    case Qt::ForegroundRole:
        return colour(row, index.column());
    case Qt::ToolTipRole:
        return index.column() == TimeColumn ? QVariant(m_zone.tooltip(row.startedAt))
                                            : QVariant(cellText(row, index.column()));
    case Qt::TextAlignmentRole: {
        const bool number = index.column() >= DurationColumn && index.column() <= SizeColumn;
        return QVariant::fromValue(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    }
    default:
        return {};
    }
}

QVariant CallModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        const bool number = section >= DurationColumn && section <= SizeColumn;
        return QVariant::fromValue(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case TimeColumn:
        return QString(tr("Time ") + m_zone.offset());
    case StatusColumn:
        return tr("Status");
    case OperationColumn:
        return tr("Operation");
    case CustomerColumn:
        return tr("Customer");
    case AccountColumn:
        return tr("Account");
    case ProviderColumn:
        return tr("Provider");
    case DurationColumn:
        return tr("Took");
    case UpstreamColumn:
        return tr("Upstream");
    case SizeColumn:
        return tr("Size");
    case CategoryColumn:
        return tr("Error");
    case KindColumn:
        return tr("Kind");
    case IdColumn:
        return tr("Call");
    default:
        return {};
    }
}

std::pair<std::string, std::string> CallModel::filterTermOf(const QModelIndex& index) const
{
    const auto& row = call(index.row());
    switch (index.column()) {
    case StatusColumn:
        return {"status", std::to_string(row.status)};
    case OperationColumn:
        return {"operation", m_store.text(row.operation)};
    case CustomerColumn:
        return {"customer", m_directory.environmentName(m_store.text(row.environment))};
    case AccountColumn:
        return {"account", m_store.text(row.account)};
    case ProviderColumn:
        return {"provider", m_store.text(row.integration)};
    case CategoryColumn:
        return {"category", m_store.text(row.category)};
    case KindColumn:
        return {"kind", m_store.text(row.kind)};
    case IdColumn:
        return {"id", row.id};
    default:
        return {};
    }
}

} // namespace gatehouse::ui
