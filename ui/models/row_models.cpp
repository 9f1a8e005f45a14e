// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/row_models.h"

#include "ui/models/text.h"
#include "ui/theme/colours.h"
#include "ui/theme/display_zone.h"
#include "ui/theme/metrics.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QPalette>

#include <algorithm>

namespace gatehouse::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("RowModels", text);
}

/// A column that shows one member.
template <class Row>
typename RowModel<Row>::Column textColumn(const QString& title, std::string Row::*member, bool mono = false)
{
    return {title, [member, mono](const Row& row, int role) -> QVariant {
                if (role == Qt::DisplayRole) {
                    return toQString(row.*member);
                }
                return role == Qt::FontRole && mono ? QVariant(monoFont()) : QVariant();
            }};
}

double share(std::chrono::microseconds part, std::chrono::microseconds whole)
{
    return whole.count() == 0 ? 0.0 : static_cast<double>(part.count()) / static_cast<double>(whole.count());
}

Accent levelAccent(const std::string& level)
{
    return level == "account"       ? Accent::LevelAccount
           : level == "environment" ? Accent::LevelEnvironment
                                    : Accent::LevelPlatform;
}

} // namespace

std::vector<StageRow> stageRows(const CallDetail& detail)
{
    std::chrono::microseconds sum{0};
    for (const auto& stage : detail.stages) {
        sum += stage.duration;
    }
    const auto whole = std::max(sum, detail.summary.duration);
    std::vector<StageRow> rows;
    std::chrono::microseconds start{0};
    for (const auto& stage : detail.stages) {
        rows.push_back({stage, start, whole});
        start += stage.duration;
    }
    return rows;
}

RowModel<StageRow>* makeStageModel(QObject* parent)
{
    using Column = RowModel<StageRow>::Column;
    return new RowModel<StageRow>(
        {Column{tr("Stage"),
                [](const StageRow& row, int role) {
                    return role == Qt::DisplayRole ? QVariant(toQString(row.timing.stage)) : QVariant();
                }},
         Column{tr("Took"),
                [](const StageRow& row, int role) -> QVariant {
                    if (role == Qt::DisplayRole) {
                        return durationText(row.timing.duration);
                    }
                    return role == Qt::TextAlignmentRole
                               ? QVariant::fromValue(Qt::AlignVCenter | Qt::AlignRight)
                               : QVariant();
                }},
         Column{tr("When"),
                [](const StageRow& row, int role) -> QVariant {
                    switch (role) {
                    case kBarStartRole:
                        return share(row.start, row.whole);
                    case kBarLengthRole:
                        return share(row.timing.duration, row.whole);
                    case Qt::ToolTipRole:
                    case Qt::AccessibleTextRole:
                        return tr("from %1 to %2")
                            .arg(durationText(row.start), durationText(row.start + row.timing.duration));
                    default:
                        return {};
                    }
                }},
         Column{tr("What it decided"),
                [](const StageRow& row, int role) {
                    return role == Qt::DisplayRole ? QVariant(toQString(row.timing.note)) : QVariant();
                }}},
        parent);
}

RowModel<HeaderField>* makeHeaderModel(QObject* parent)
{
    return new RowModel<HeaderField>({textColumn<HeaderField>(tr("Header"), &HeaderField::name),
                                      textColumn<HeaderField>(tr("Value"), &HeaderField::value, true)},
                                     parent);
}

RowModel<MappingWarning>* makeWarningModel(QObject* parent)
{
    using Column = RowModel<MappingWarning>::Column;
    return new RowModel<MappingWarning>(
        {Column{tr("Record"),
                [](const MappingWarning& row, int role) {
                    return role == Qt::DisplayRole ? QVariant(static_cast<qulonglong>(row.record + 1))
                                                   : QVariant();
                }},
         textColumn<MappingWarning>(tr("Field"), &MappingWarning::field, true),
         Column{tr("Level"),
                [](const MappingWarning& row, int role) {
                    return role == Qt::DisplayRole ? QVariant(levelText(row.level)) : QVariant();
                }},
         textColumn<MappingWarning>(tr("What went wrong"), &MappingWarning::message)},
        parent);
}

QString levelText(const std::string& level)
{
    if (level.empty()) {
        return {};
    }
    const QString word = toQString(level);
    return word.left(1).toUpper() % u"  " % word;
}

RowModel<ProvenanceRow>* makeProvenanceModel(QObject* parent)
{
    using Column = RowModel<ProvenanceRow>::Column;
    return new RowModel<ProvenanceRow>(
        {textColumn<ProvenanceRow>(tr("Field"), &ProvenanceRow::field, true),
         Column{tr("Level"),
                [](const ProvenanceRow& row, int role) -> QVariant {
                    if (role == Qt::DisplayRole) {
                        return levelText(row.level);
                    }
                    if (role == Qt::ToolTipRole) {
                        return tr("Written in %1").arg(toQString(row.source));
                    }
                    return role == Qt::ForegroundRole
                               ? QVariant(accentColour(levelAccent(row.level), QGuiApplication::palette()))
                               : QVariant();
                }},
         textColumn<ProvenanceRow>(tr("Expression"), &ProvenanceRow::expression, true),
         textColumn<ProvenanceRow>(tr("Replaces"), &ProvenanceRow::shadowed, true)},
        parent);
}

} // namespace gatehouse::ui
