// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/duplicates_dialog.h"

#include "ui/filter/filter.h"
#include "ui/models/event_model.h"
#include "ui/models/text.h"
#include "ui/theme/display_zone.h"
#include "ui/widgets/tables.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include <numeric>

namespace gatehouse::ui {

namespace {

constexpr int kRefillMillis = 1'000;

} // namespace

DuplicatesDialog::DuplicatesDialog(Context& context, const EventModel& events, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_events(events)
{
    setObjectName(QStringLiteral("duplicatesDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Webhooks that came more than once"));
    build();
    auto* soon = new QTimer(this);
    soon->setSingleShot(true);
    soon->setInterval(kRefillMillis);
    connect(soon, &QTimer::timeout, this, &DuplicatesDialog::fill);
    const auto later = [soon] {
        if (!soon->isActive()) {
            soon->start();
        }
    };
    connect(&events, &QAbstractItemModel::dataChanged, this, later);
    connect(&events, &QAbstractItemModel::rowsInserted, this, later);
    fill();
    fitColumns(*m_table);
    resize(860, 460);
}

void DuplicatesDialog::build()
{
    auto* column = new QVBoxLayout(this);
    m_says = new QLabel(this);
    m_says->setObjectName(QStringLiteral("duplicatesSay"));
    m_says->setWordWrap(true);
    m_says->setTextFormat(Qt::PlainText);
    column->addWidget(m_says);
    const auto text = [](auto of, bool number = false) {
        return [of, number](const DuplicateGroup& group, int role) -> QVariant {
            return role == Qt::DisplayRole || role == Qt::ToolTipRole ? QVariant(of(group))
                   : role == Qt::TextAlignmentRole && number
                       ? QVariant::fromValue(Qt::AlignVCenter | Qt::AlignRight)
                       : QVariant();
        };
    };
    const auto& store = m_events.store();
    using G = DuplicateGroup;
    m_groups = new RowModel<G>(
        {{tr("Came"), text([](const G& g) { return countText(static_cast<qint64>(g.arrivals)); }, true)},
         {tr("Stored"), text([](const G& g) { return countText(static_cast<qint64>(g.stored)); }, true)},
         {tr("First"), text([this](const G& g) { return m_context.zone.shortTime(g.first); })},
         {tr("Last"), text([this](const G& g) { return m_context.zone.shortTime(g.last); })},
         {tr("Provider"), text([this, &store](const G& g) {
              return toQString(m_context.directory.integrationLabel(store.text(g.integration)));
          })},
         {tr("Topic"), text([&store](const G& g) { return toQString(store.text(g.type)); })},
         {tr("Customer"), text([this, &store](const G& g) {
              return toQString(m_context.directory.environmentName(store.text(g.environment)));
          })},
         {tr("The same"), text([](const G& g) {
              return g.key.empty() ? tr("content") : tr("id %1").arg(toQString(g.key));
          })}},
        this);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("duplicateGroups"));
    setUpTable(*m_table, tr("Webhooks that came more than once"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setModel(m_groups);
    column->addWidget(m_table, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_show = buttons->addButton(tr("Show in the list"), QDialogButtonBox::ActionRole);
    m_show->setObjectName(QStringLiteral("showDuplicates"));
    m_show->setEnabled(false);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_show, &QPushButton::clicked, this, &DuplicatesDialog::showChosen);
    connect(m_table, &QTableView::doubleClicked, this, &DuplicatesDialog::showChosen);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { m_show->setEnabled(m_table->currentIndex().isValid()); });
}

void DuplicatesDialog::fill()
{
    const auto chosen = m_table->currentIndex().row();
    const std::string kept =
        chosen < 0 ? std::string() : m_groups->rows()[static_cast<std::size_t>(chosen)].newestId;
    auto groups = duplicateGroups(m_events.store());
    const auto again =
        std::accumulate(groups.begin(), groups.end(), std::uint64_t{0},
                        [](std::uint64_t sum, const auto& group) { return sum + group.arrivals - 1; });
    m_says->setText(
        groups.empty() ? tr("✓ Of the %1 webhooks in the list, none came twice.")
                             .arg(countText(static_cast<qint64>(m_events.store().size())))
        : groups.size() == 1
            ? tr("One webhook came %1 more times than once. Each further arrival was answered 200 and "
                 "not stored, unless it came after the deduplication window.")
                  .arg(countText(static_cast<qint64>(again)))
            : tr("%1 webhooks came %2 more times than once. Each further arrival was answered 200 and "
                 "not stored, unless it came after the deduplication window.")
                  .arg(countText(static_cast<qint64>(groups.size())), countText(static_cast<qint64>(again))));
    m_groups->setRows(std::move(groups));
    for (std::size_t i = 0; i < m_groups->rows().size(); ++i) {
        if (kept.empty() ? i == 0 : m_groups->rows()[i].newestId == kept) {
            m_table->selectRow(static_cast<int>(i));
        }
    }
    m_show->setEnabled(m_table->currentIndex().isValid());
}

void DuplicatesDialog::showChosen()
{
    const int row = m_table->currentIndex().row();
    if (row < 0) {
        return;
    }
    const auto& group = m_groups->rows()[static_cast<std::size_t>(row)];
    Q_EMIT
    filterWanted(toQString(group.key.empty() ? filterTerm("id", group.newestId, false)
                                             : filterTerm("key", group.key, false)));
    accept();
}

} // namespace gatehouse::ui
