// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/event_model.h"
#include "ui/models/text.h"
#include "ui/theme/colours.h"

#include <QGuiApplication>
#include <QPalette>

namespace gatehouse::ui {

namespace {

/// Glyph and word: the state is never told by colour alone.
QString stateText(const EventRow& row)
{
    if (row.refused) {
        return EventModel::tr("✗ refused");
    }
    switch (row.state) {
    case EventState::Queued:
        return EventModel::tr("◷ queued");
    case EventState::Processed:
        return row.dead ? EventModel::tr("▲ not delivered") : EventModel::tr("✓ processed");
    case EventState::Ignored:
        return EventModel::tr("– ignored");
    case EventState::Failed:
        return EventModel::tr("▲ failed inside");
    }
    return {};
}

QString verifiedGlyph(const EventRow& row, const EventStore& store)
{
    return row.refused                                                   ? QStringLiteral("✗")
           : row.verifiedBy == 0 || store.text(row.verifiedBy) == "none" ? QStringLiteral("–")
                                                                         : QStringLiteral("✓");
}

QString verifiedWords(const EventRow& row, const EventStore& store)
{
    return row.refused ? EventModel::tr("refused: %1").arg(toQString(store.text(row.error)))
           : row.verifiedBy == 0 || store.text(row.verifiedBy) == "none"
               ? EventModel::tr("nothing was checked")
               : EventModel::tr("verified by %1").arg(toQString(store.text(row.verifiedBy)));
}

/// Whole milliseconds, as long as they say something: "8 ms", "0.4 ms", "1.40 s".
QString waitText(std::int32_t micros)
{
    constexpr std::int32_t kMilli = 1'000;
    constexpr std::int32_t kSecond = 1'000'000;
    return micros >= kSecond  ? durationText(std::chrono::microseconds(micros))
           : micros >= kMilli ? EventModel::tr("%1 ms").arg((micros + kMilli / 2) / kMilli)
                              : EventModel::tr("%1 ms").arg(micros / 1e3, 0, 'f', 1);
}

/// "200 · 8 ms": what the sender got, and after how long.
QString ackText(const EventRow& row)
{
    const QString status = QString::number(row.answered);
    return row.answerMicros < 0 ? status : QString(status % u" · " % waitText(row.answerMicros));
}

QString tagGlyphs(const EventRow& row)
{
    QString glyphs;
    for (const auto& [tag, glyph] :
         {std::pair{MarkedTag, u'●'}, std::pair{ReplayedTag, u'↻'}, std::pair{BookmarkedTag, u'★'}}) {
        if ((row.tags & tag) != 0) {
            glyphs += glyph;
        }
    }
    return glyphs;
}

bool isNumber(int column)
{
    return column == EventModel::TriesColumn || column == EventModel::SizeColumn
           || column == EventModel::DuplicatesColumn || column == EventModel::RecordsColumn;
}

} // namespace

QString EventModel::tagWords(const EventRow& row)
{
    QStringList words;
    if ((row.tags & MarkedTag) != 0) {
        words.append(tr("marked"));
    }
    if ((row.tags & ReplayedTag) != 0) {
        words.append(tr("replayed"));
    }
    if ((row.tags & BookmarkedTag) != 0) {
        words.append(tr("bookmarked"));
    }
    return words.join(QStringLiteral(", "));
}

QString EventModel::cellText(const EventRow& row, int column) const
{
    switch (column) {
    case TimeColumn:
        return m_zone.shortTime(row.receivedAt);
    case ProviderColumn:
        return toQString(m_directory.integrationLabel(m_store.text(row.integration)));
    case TopicColumn:
        return row.type == 0 ? QStringLiteral("—") : toQString(m_store.text(row.type));
    case CustomerColumn:
        return toQString(m_directory.environmentName(m_store.text(row.environment)));
    case VerifiedColumn:
        return verifiedGlyph(row, m_store);
    case AckColumn:
        return ackText(row);
    case StateColumn:
        return stateText(row);
    case EventColumn:
        return row.event == 0 ? QString()
                              : QString(toQString(m_store.text(row.event)) % u' '
                                        % toQString(m_store.text(row.resource)));
    case RecordsColumn:
        return row.records == 0 ? QString() : countText(row.records);
    case SizeColumn:
        return sizeText(row.payloadBytes);
    case DuplicatesColumn:
        return row.duplicates == 0 ? QString() : QString(u'+' % countText(row.duplicates));
    case TriesColumn:
        return row.tries == 0 ? QString()
                              : (row.dead ? QStringLiteral("✗ ") : QString()) + countText(row.tries);
    case TagsColumn:
        return tagGlyphs(row);
    case AccountColumn:
        return toQString(m_directory.accountTitle(m_store.text(row.account)));
    case ErrorColumn:
        return toQString(m_store.text(row.error));
    case IdColumn:
        return toQString(row.id);
    default:
        return {};
    }
}

QVariant EventModel::colour(const EventRow& row, int column) const
{
    if (column == TriesColumn && row.dead) {
        return accentColour(Accent::Error, QGuiApplication::palette());
    }
    if (column == TagsColumn && row.tags != 0) {
        return accentColour(Accent::Info, QGuiApplication::palette());
    }
    if (column == VerifiedColumn) {
        const bool checked = row.verifiedBy != 0 && m_store.text(row.verifiedBy) != "none";
        return accentColour(row.refused ? Accent::Error
                            : checked   ? Accent::Ok
                                        : Accent::Muted,
                            QGuiApplication::palette());
    }
    if (column == AckColumn) {
        return row.answered < 300 ? QVariant() : accentColour(Accent::Error, QGuiApplication::palette());
    }
    if (column != StateColumn && column != ErrorColumn) {
        return {};
    }
    const Accent accent = row.refused || row.dead              ? Accent::Error
                          : row.state == EventState::Failed    ? Accent::Error
                          : row.state == EventState::Queued    ? Accent::Info
                          : row.state == EventState::Processed ? Accent::Ok
                                                               : Accent::Muted;
    return accentColour(accent, QGuiApplication::palette());
}

QVariant EventModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const auto& row = event(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return cellText(row, index.column());
    case Qt::ForegroundRole:
        return colour(row, index.column());
    case Qt::ToolTipRole:
        return index.column() == TimeColumn       ? QVariant(m_zone.tooltip(row.receivedAt))
               : index.column() == TagsColumn     ? QVariant(tagWords(row))
               : index.column() == VerifiedColumn ? QVariant(verifiedWords(row, m_store))
                                                  : QVariant(cellText(row, index.column()));
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter
                                   | (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

QVariant EventModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::AlignVCenter | (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case TimeColumn:
        return QString(tr("Time ") + m_zone.offset());
    case ProviderColumn:
        return tr("Provider");
    case TopicColumn:
        return tr("Topic");
    case CustomerColumn:
        return tr("Customer");
    case VerifiedColumn:
        return tr("Sig");
    case AckColumn:
        return tr("Ack");
    case StateColumn:
        return tr("State");
    case EventColumn:
        return tr("Became");
    case RecordsColumn:
        return tr("Records");
    case SizeColumn:
        return tr("Size");
    case DuplicatesColumn:
        return tr("Dup");
    case TriesColumn:
        return tr("Tries");
    case TagsColumn:
        return tr("Tags");
    case AccountColumn:
        return tr("Account");
    case ErrorColumn:
        return tr("Reason");
    case IdColumn:
        return tr("Event");
    default:
        return {};
    }
}

std::pair<std::string, std::string> EventModel::filterTermOf(const QModelIndex& index) const
{
    const auto& row = event(index.row());
    switch (index.column()) {
    case ProviderColumn:
        return {"provider", m_store.text(row.integration)};
    case TopicColumn:
        return {"topic", m_store.text(row.type)};
    case CustomerColumn:
        return {"customer", m_directory.environmentName(m_store.text(row.environment))};
    case VerifiedColumn:
        return {"verified", row.refused ? "no" : "yes"};
    case AckColumn:
        return {"status", std::to_string(row.answered)};
    case StateColumn:
        return {"state", std::string(eventRowState(row))};
    case EventColumn:
        return {"event", m_store.text(row.event)};
    case AccountColumn:
        return {"account", m_store.text(row.account)};
    case ErrorColumn:
        return {"error", m_store.text(row.error)};
    case IdColumn:
        return {"id", row.id};
    default:
        return {};
    }
}

} // namespace gatehouse::ui
