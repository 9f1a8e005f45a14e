// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/json_changes.h"

#include "core/json/diff.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "ui/models/text.h"
#include "ui/theme/metrics.h"

#include <QCoreApplication>

namespace gatehouse::ui {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("JsonChanges", text);
}

QString valueText(const json::Value& value)
{
    return value.isUndefined() ? QString() : toQString(json::write(value));
}

} // namespace

std::optional<std::vector<JsonChangeRow>> jsonChanges(const std::string& before, const std::string& after)
{
    const auto old = json::parse(before);
    const auto now = json::parse(after);
    if (!old || !now) {
        return std::nullopt;
    }
    std::vector<JsonChangeRow> rows;
    for (const auto& change : json::diff(**old, **now)) {
        const QString kind = change.kind == json::ChangeKind::Added     ? words("+ added")
                             : change.kind == json::ChangeKind::Removed ? words("− removed")
                                                                        : words("~ changed");
        rows.push_back({kind, toQString(change.pointer.empty() ? "(all)" : change.pointer),
                        valueText(change.before), valueText(change.after)});
    }
    return rows;
}

RowModel<JsonChangeRow>* makeJsonChangeModel(QObject* parent)
{
    const auto column = [](const QString& title, QString JsonChangeRow::*member,
                           bool mono) -> RowModel<JsonChangeRow>::Column {
        return {title, [member, mono](const JsonChangeRow& row, int role) -> QVariant {
                    return role == Qt::DisplayRole        ? QVariant(row.*member)
                           : role == Qt::FontRole && mono ? QVariant(monoFont())
                                                          : QVariant();
                }};
    };
    return new RowModel<JsonChangeRow>({column(words("Change"), &JsonChangeRow::kind, false),
                                        column(words("Field"), &JsonChangeRow::pointer, true),
                                        column(words("Before"), &JsonChangeRow::before, true),
                                        column(words("After"), &JsonChangeRow::after, true)},
                                       parent);
}

} // namespace gatehouse::ui
