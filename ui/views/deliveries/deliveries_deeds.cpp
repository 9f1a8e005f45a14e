// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does in the view of deliveries, by key and by menu.
#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/views/deliveries/deliveries_view.h"
#include "ui/views/deliveries/delivery_actions.h"
#include "ui/views/deliveries/delivery_detail_view.h"
#include "ui/views/filter_values.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/keys.h"

#include <QMenu>
#include <QTableView>

namespace gatehouse::ui {

void DeliveriesView::buildKeys()
{
    bindKey(this, QLatin1String("deliveries.filter"),
            [this] { m_list->filter().edit().setFocus(Qt::ShortcutFocusReason); });
    bindKey(this, QLatin1String("deliveries.refresh"), [this] {
        m_endpoints->reload();
        load();
    });
    bindKey(this, QLatin1String("deliveries.send"), [this] { sendChosen(); });
    bindKey(this, QLatin1String("deliveries.edit"), [this] { editChosen(); });
    bindKey(
        &table(), QLatin1String("deliveries.drop"), [this] { dropChosen(); }, true);
    bindKey(
        &table(), QLatin1String("deliveries.event"), [this] { goToEvent(); }, true);
    bindKey(m_detail, QLatin1String("deliveries.back"),
            [this] { table().setFocus(Qt::ShortcutFocusReason); });
}

void DeliveriesView::updateValues()
{
    auto& filter = m_list->filter();
    offerNames(filter, m_context.directory);
    QStringList endpoints;
    for (const auto& view : m_endpoints->all()) {
        endpoints.append(toQString(m_endpoints->nameOf(view.endpoint.id)));
    }
    filter.setValues(QStringLiteral("endpoint"), endpoints);
    filter.setValues(QStringLiteral("state"),
                     {QStringLiteral("waiting"), QStringLiteral("failing"), QStringLiteral("delivered"),
                      QStringLiteral("dead"), QStringLiteral("discarded")});
    filter.setValues(QStringLiteral("type"),
                     {QStringLiteral("record:created"), QStringLiteral("record:updated"),
                      QStringLiteral("record:deleted"), QStringLiteral("account:needs_reauth")});
    filter.setValues(QStringLiteral("status"),
                     {QStringLiteral("2xx"), QStringLiteral("4xx"), QStringLiteral("410"),
                      QStringLiteral("429"), QStringLiteral("5xx")});
}

std::vector<std::string> DeliveriesView::chosen() const
{
    auto ids = m_list->selectedIds();
    if (ids.empty() && !m_list->selected().empty()) {
        ids.push_back(m_list->selected());
    }
    return ids;
}

void DeliveriesView::sendChosen()
{
    auto ids = chosen();
    if (ids.empty()) {
        m_context.navigator.tell(Accent::Info, tr("Select the deliveries to send again first."));
    } else {
        m_actions->sendAgain(std::move(ids));
    }
}

void DeliveriesView::editChosen()
{
    const auto ids = chosen();
    if (ids.size() != 1) {
        m_context.navigator.tell(Accent::Info, tr("Select one delivery to edit it."));
    } else {
        m_actions->edit(ids.front());
    }
}

/// Of those that are selected only what can be dropped.
void DeliveriesView::dropChosen()
{
    auto ids = chosen();
    std::erase_if(ids, [this](const std::string& id) {
        const auto* row = m_model->store().find(id);
        return row == nullptr || (row->state != DeliveryState::Pending && row->state != DeliveryState::Dead);
    });
    if (ids.empty()) {
        m_context.navigator.tell(Accent::Info, tr("Only what waits or was given up can be dropped."));
    } else {
        m_actions->drop(std::move(ids));
    }
}

void DeliveriesView::goToEvent()
{
    const auto* row = m_model->store().find(m_list->selected());
    if (row != nullptr && !row->eventId.empty()) {
        m_context.navigator.go(QStringLiteral("webhooks"),
                               {{QStringLiteral("event"), toQString(row->eventId)}});
    } else {
        m_context.navigator.tell(Accent::Info, tr("No received webhook stands behind this delivery."));
    }
}

void DeliveriesView::addToMenu(QMenu* menu)
{
    const auto count = chosen().size();
    const auto shown = m_model->rowCount();
    menu->addAction(icon(QLatin1String("refresh")),
                    count > 1 ? tr("Send %1 again…").arg(count) : tr("Send again"), this,
                    &DeliveriesView::sendChosen)
        ->setEnabled(count > 0);
    menu->addAction(tr("Send all %1 that are shown again…").arg(countText(shown)), this,
                    [this] {
                        std::vector<std::string> ids;
                        for (int row = 0; row < m_model->rowCount(); ++row) {
                            ids.push_back(m_model->idAt(row));
                        }
                        m_actions->sendAgain(std::move(ids));
                    })
        ->setEnabled(shown > 0);
    menu->addAction(tr("Edit and send again…"), this, &DeliveriesView::editChosen)->setEnabled(count == 1);
    menu->addAction(icon(QLatin1String("trash")), count > 1 ? tr("Drop %1…").arg(count) : tr("Drop"), this,
                    &DeliveriesView::dropChosen)
        ->setEnabled(count > 0);
    menu->addSeparator();
    menu->addAction(icon(QLatin1String("webhooks")), tr("Go to its webhook"), this,
                    &DeliveriesView::goToEvent)
        ->setEnabled(count == 1);
    menu->addAction(icon(QLatin1String("endpoints")), tr("Go to its endpoint"), this,
                    [this] {
                        if (const auto* row = m_model->store().find(m_list->selected())) {
                            m_context.navigator.go(QStringLiteral("endpoints"),
                                                   {{QStringLiteral("endpoint"),
                                                     toQString(m_model->store().text(row->endpoint))}});
                        }
                    })
        ->setEnabled(count == 1);
    menu->addSeparator();
}

} // namespace gatehouse::ui
