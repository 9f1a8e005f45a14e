// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/diff_dialog.h"

#include "ui/models/text.h"
#include "ui/views/webhooks/json_changes.h"
#include "ui/widgets/payload_view.h"
#include "ui/widgets/side_by_side.h"
#include "ui/widgets/tables.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse::ui {

DiffDialog::DiffDialog(Context& context, const FetchedEvent& before, const FetchedEvent& after,
                       QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("diffDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("What differs between two webhooks"));
    auto* column = new QVBoxLayout(this);
    auto rows = jsonChanges(before.payload.body, after.payload.body);
    auto* says = new QLabel(this);
    says->setObjectName(QStringLiteral("diffSays"));
    says->setText(!rows           ? tr("At least one of them is not JSON: compare the texts below.")
                  : rows->empty() ? tr("They hold the same, maybe written differently.")
                                  : tr("%n field(s) differ", nullptr, static_cast<int>(rows->size())));
    column->addWidget(says);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    auto* table = new QTableView(splitter);
    table->setObjectName(QStringLiteral("diffTable"));
    setUpTable(*table, tr("Differences"));
    auto* model = makeJsonChangeModel(this);
    model->setRows(rows ? *std::move(rows) : std::vector<JsonChangeRow>());
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
