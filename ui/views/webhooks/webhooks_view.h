// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/event_model.h"
#include "ui/shell/view.h"
#include "ui/views/log_list.h"

#include <map>

class QSplitter;

namespace gatehouse::ui {

class EventDetailView;
class IngestLine;

/// Every webhook that came in, as it comes: accepted and refused ones, what each became, and replay.
class WebhooksView : public View
{
    Q_OBJECT

public:
    WebhooksView(Context& context, QWidget* parent);

    void activate(const QVariantMap& arguments) override;
    [[nodiscard]] QList<QWidget*> panes() const override;
    void keepLayout() override;

    [[nodiscard]] EventModel& model() noexcept { return *m_model; }

    [[nodiscard]] QTableView& table() noexcept { return m_list->table(); }

    [[nodiscard]] bool following() const noexcept { return m_list->following(); }

private:
    void build();
    void buildColumns();
    void buildKeys();
    void load();
    void onAnswer();
    void onBatch(const std::vector<GatewayEvent>& events);
    void put(std::vector<WebhookEvent> events, const std::vector<RejectedWebhook>& rejected);
    void onSelected(const std::string& id);
    void explainEmpty(EmptyState& empty);
    void updateValues();
    void addToMenu(QMenu* menu);
    /// The selected accepted events.
    [[nodiscard]] std::vector<std::string> chosenEvents() const;
    void replay();
    void diffSelected();
    void copyAsCurl();
    void exportSelected(int format);

    Context& m_context;
    EventModel* m_model;
    IngestLine* m_ingest = nullptr;
    LogList* m_list = nullptr;
    QSplitter* m_splitter = nullptr;
    EventDetailView* m_detail = nullptr;
    std::map<std::string, RejectedWebhook> m_rejected; ///< What the ring had when it was read, and what came.
    std::vector<WebhookEvent> m_first;                 ///< The first answers, until both are here.
    std::vector<RejectedWebhook> m_firstRejected;
    std::vector<WebhookEvent> m_early; ///< Came before them.
    int m_waiting = 0;
    QString m_problem;
};

[[nodiscard]] ViewEntry webhooksViewEntry();

} // namespace gatehouse::ui
