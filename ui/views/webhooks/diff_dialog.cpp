// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/diff_dialog.h"

#include "core/json/diff.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "ui/models/row_models.h"
#include "ui/models/text.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/payload_view.h"
#include "ui/widgets/side_by_side.h"
#include "ui/widgets/tables.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse::ui {

namespace {

struct ChangeRow
{
    QString kind;
    QString pointer;
    QString before;
    QString after;
};

QString text(const json::Value& value)
{
    return value.isUndefined() ? QString() : toQString(json::write(value));
}

std::vector<ChangeRow> changeRows(const std::string& before, const std::string& after)
{
    const auto old = json::parse(before);
    const auto now = json::parse(after);
    std::vector<ChangeRow> rows;
    if (!old || !now) {
        return rows;
    }
    for (const auto& change : json::diff(**old, **now)) {
        const QString kind = change.kind == json::ChangeKind::Added     ? DiffDialog::tr("+ added")
                             : change.kind == json::ChangeKind::Removed ? DiffDialog::tr("− removed")
                                                                        : DiffDialog::tr("~ changed");
        rows.push_back({kind, toQString(change.pointer.empty() ? "(all)" : change.pointer),
                        text(change.before), text(change.after)});
    }
    return rows;
}

RowModel<ChangeRow>* makeModel(QObject* parent)
{
    const auto column = [](const QString& title, QString ChangeRow::*member,
                           bool mono) -> RowModel<ChangeRow>::Column {
        return {title, [member, mono](const ChangeRow& row, int role) -> QVariant {
                    return role == Qt::DisplayRole        ? QVariant(row.*member)
                           : role == Qt::FontRole && mono ? QVariant(monoFont())
                                                          : QVariant();
                }};
    };
    return new RowModel<ChangeRow>({column(DiffDialog::tr("Change"), &ChangeRow::kind, false),
                                    column(DiffDialog::tr("Field"), &ChangeRow::pointer, true),
                                    column(DiffDialog::tr("Before"), &ChangeRow::before, true),
                                    column(DiffDialog::tr("After"), &ChangeRow::after, true)},
                                   parent);
}

} // namespace

DiffDialog::DiffDialog(Context& context, const FetchedEvent& before, const FetchedEvent& after,
                       QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("diffDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("What differs between two webhooks"));
    auto* column = new QVBoxLayout(this);
    auto rows = changeRows(before.payload.body, after.payload.body);
    auto* says = new QLabel(this);
    says->setObjectName(QStringLiteral("diffSays"));
    const bool comparable = json::parse(before.payload.body) && json::parse(after.payload.body);
    says->setText(!comparable    ? tr("At least one of them is not JSON: compare the texts below.")
                  : rows.empty() ? tr("They hold the same, maybe written differently.")
                                 : tr("%n field(s) differ", nullptr, static_cast<int>(rows.size())));
    column->addWidget(says);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    auto* table = new QTableView(splitter);
    table->setObjectName(QStringLiteral("diffTable"));
    setUpTable(*table, tr("Differences"));
    auto* model = makeModel(this);
    model->setRows(std::move(rows));
    table->setModel(model);
    fitColumns(*table);
    auto* sides = new SideBySide(splitter);
    const auto addSide = [&](const FetchedEvent& event) {
        auto* view = new PayloadView(context.workers, context.dialogs, sides);
        view->setBody(event.payload.body, tr("webhook body"));
        sides->addSide(
            tr("%1, %2").arg(toQString(event.event.type), context.zone.fullTime(event.event.receivedAt)),
            view);
    };
    addSide(before);
    addSide(after);
    column->addWidget(splitter, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(900, 620);
}

} // namespace gatehouse::ui
