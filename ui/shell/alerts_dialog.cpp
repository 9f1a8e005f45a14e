// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/alerts_dialog.h"

#include "ui/models/text.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/tables.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>

#include <algorithm>

namespace gatehouse::ui {

AlertsDialog::AlertsDialog(Context& context, AlertList& alerts, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_alerts(alerts)
    , m_model(makeAlertModel(context.zone, context.directory, this))
{
    setObjectName(QStringLiteral("alertsDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Alerts"));
    resize(860, 420);
    build();
    connect(&alerts, &AlertList::changed, this, &AlertsDialog::update);
    connect(&context.zone, &DisplayZone::changed, this, &AlertsDialog::update);
    connect(m_resolved, &QCheckBox::toggled, this, &AlertsDialog::update);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &AlertsDialog::showChosen);
    connect(m_acknowledge, &QPushButton::clicked, this, &AlertsDialog::acknowledge);
    update();
}

void AlertsDialog::build()
{
    m_stack = new QStackedWidget(this);
    m_empty = new EmptyState(m_stack);
    m_empty->explain(
        QLatin1String("check"), tr("Nothing needs you"),
        tr("Accounts to connect again, endpoints that fail and disks that are full are told here."));
    m_table = new QTableView(m_stack);
    m_table->setObjectName(QStringLiteral("alertsTable"));
    setUpTable(*m_table, tr("Alerts"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setModel(m_model);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    m_detail = new QLabel(this);
    m_detail->setObjectName(QStringLiteral("alertDetail"));
    m_detail->setWordWrap(true);
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_detail->setAccessibleName(tr("What to do"));
    m_resolved = new QCheckBox(tr("Also what was &resolved in the last 30 days"), this);
    m_resolved->setObjectName(QStringLiteral("alertsResolved"));
    m_acknowledge = new QPushButton(tr("I &deal with it"), this);
    m_acknowledge->setObjectName(QStringLiteral("alertAcknowledge"));
    m_acknowledge->setToolTip(
        tr("Says to everybody that somebody has seen it. It ends when its cause does."));
    m_acknowledge->setAutoDefault(false);
    auto* close = new QPushButton(tr("&Close"), this);
    close->setObjectName(QStringLiteral("alertsClose"));
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    column->setSpacing(kMargin);
    column->addWidget(m_stack, 1);
    column->addWidget(m_detail);
    auto* row = new QHBoxLayout;
    row->addWidget(m_resolved, 1);
    row->addWidget(m_acknowledge);
    row->addWidget(close);
    column->addLayout(row);
}

void AlertsDialog::update()
{
    const auto before = chosen();
    auto shown = m_resolved->isChecked() ? m_alerts.all() : m_alerts.open();
    const auto kept = before ? std::ranges::find(shown, before->id, &Alert::id) : shown.end();
    const auto row = kept == shown.end() ? 0 : static_cast<int>(kept - shown.begin());
    m_stack->setCurrentWidget(shown.empty() ? static_cast<QWidget*>(m_empty) : m_table);
    m_model->setRows(std::move(shown));
    fitColumns(*m_table);
    m_table->selectRow(row);
    showChosen();
}

std::optional<Alert> AlertsDialog::chosen() const
{
    const auto rows = m_table->selectionModel()->selectedRows();
    if (rows.isEmpty()) {
        return std::nullopt;
    }
    return m_model->rows()[static_cast<std::size_t>(rows.constFirst().row())];
}

void AlertsDialog::showChosen()
{
    const auto alert = chosen();
    m_detail->setText(alert ? toQString(alert->title) % u'\n' % toQString(alert->detail) : QString());
    m_acknowledge->setEnabled(alert && !alert->resolvedAt && !alert->acknowledgedAt);
}

void AlertsDialog::acknowledge()
{
    const auto alert = chosen();
    if (!alert) {
        return;
    }
    m_acknowledge->setEnabled(false);
    m_alerts.acknowledge(alert->id, [guard = QPointer(this)](const QString& problem) {
        if (guard && !problem.isEmpty()) {
            guard->m_detail->setText(QStringLiteral("✗ ") % problem);
            guard->m_acknowledge->setEnabled(true);
        }
    });
}

} // namespace gatehouse::ui
