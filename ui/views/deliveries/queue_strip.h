// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/delivery_store.h"
#include "ui/models/endpoint_list.h"
#include "ui/theme/display_zone.h"

#include <QWidget>

#include <array>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace gatehouse::ui {

/// How many deliveries are in which state, of all that are kept, and how deep each endpoint's queue is. Every
/// figure is a button that filters the list by it.
class QueueStrip : public QWidget
{
    Q_OBJECT

public:
    QueueStrip(const EndpointList& endpoints, const DisplayZone& zone, QWidget* parent);

    /// failing: how many of the pending ones have failed before, as far as the list knows them.
    void update(std::size_t failing);

Q_SIGNALS:
    void filterWanted(const QString& filter);
    void endpointsWanted();

private:
    static constexpr std::size_t kShownEndpoints = 3; ///< The deepest queues; the menu has them all.

    QToolButton* addButton(QHBoxLayout& row, const char* name, const QString& filter, const QString& tip);
    void updateEndpoints();
    void showAll();
    [[nodiscard]] QString endpointText(const EndpointView& view) const;

    const EndpointList& m_endpoints;
    const DisplayZone& m_zone;
    QToolButton* m_pending;
    QToolButton* m_failing;
    QToolButton* m_dead;
    QToolButton* m_delivered;
    QToolButton* m_discarded;
    QLabel* m_oldest;
    std::array<QToolButton*, kShownEndpoints> m_deepest{};
    std::array<QString, kShownEndpoints> m_deepestFilter;
    QToolButton* m_more;
};

} // namespace gatehouse::ui
