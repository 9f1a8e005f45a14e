// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/delivery_model.h"
#include "ui/shell/view.h"
#include "ui/views/log_list.h"

#include <QTimer>

#include <map>

class QSplitter;

namespace gatehouse::ui {

class DeliveryActions;
class DeliveryDetailView;
class QueueStrip;

/// Every delivery to every endpoint, live: what waits, what fails and why, what was given up; to be sent
/// again, edited or dropped.
class DeliveriesView : public View
{
    Q_OBJECT

public:
    DeliveriesView(Context& context, QWidget* parent);

    void activate(const QVariantMap& arguments) override;
    [[nodiscard]] QList<QWidget*> panes() const override;
    void keepLayout() override;

    [[nodiscard]] DeliveryModel& model() noexcept { return *m_model; }

    [[nodiscard]] QTableView& table() noexcept { return m_list->table(); }

    [[nodiscard]] bool following() const noexcept { return m_list->following(); }

private:
    void build();
    void buildColumns();
    void buildKeys();
    void load();
    void loadPage(const DeliveryQuery& query, std::size_t left);
    void take(Result<std::vector<Delivery>> answer);
    void feed();
    void onBatch(const std::vector<GatewayEvent>& events);
    void put(const std::vector<Delivery>& deliveries);
    void explainEmpty(EmptyState& empty);
    void updateValues();
    void updateStrip();
    void tick();
    void addToMenu(QMenu* menu);
    [[nodiscard]] std::vector<std::string> chosen() const;
    void sendChosen();
    void editChosen();
    void dropChosen();
    void goToEvent();

    Context& m_context;
    EndpointList* m_endpoints;
    DeliveryModel* m_model;
    DeliveryActions* m_actions;
    QueueStrip* m_strip = nullptr;
    LogList* m_list = nullptr;
    QSplitter* m_splitter = nullptr;
    DeliveryDetailView* m_detail = nullptr;
    std::map<std::uint64_t, Delivery> m_read; ///< By sequence, while they are read and given to the list.
    std::vector<Delivery> m_early;            ///< Came meanwhile.
    int m_waiting = 0;                        ///< Lists that are being read.
    bool m_loaded = false;
    bool m_again = false; ///< Asked to read while reading.
    QString m_problem;
    QTimer m_feed;     ///< Gives the list what was read, a slice at a time.
    QTimer m_tick;     ///< Counts down to the next attempts.
    QTimer m_refilter; ///< Lets rows go that match no longer.
};

[[nodiscard]] ViewEntry deliveriesViewEntry();

} // namespace gatehouse::ui
