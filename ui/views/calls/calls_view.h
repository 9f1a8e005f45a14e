// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/call_model.h"
#include "ui/shell/view.h"
#include "ui/views/log_list.h"

class QSplitter;

namespace gatehouse::ui {

class CallDetailView;

/// Every request through the gateway, as it happens: list on the left, what happened on the right.
class CallsView : public View
{
    Q_OBJECT

public:
    CallsView(Context& context, QWidget* parent);

    void activate(const QVariantMap& arguments) override;
    [[nodiscard]] QList<QWidget*> panes() const override;
    void keepLayout() override;

    [[nodiscard]] CallModel& model() noexcept { return *m_model; }

    [[nodiscard]] QTableView& table() noexcept { return m_list->table(); }

    [[nodiscard]] bool following() const noexcept { return m_list->following(); }

    void setFollow(bool follow) { m_list->setFollow(follow); }

private:
    void build();
    void buildKeys();
    void buildColumns();
    void load();
    void onBatch(const std::vector<GatewayEvent>& events);
    void explainEmpty(EmptyState& empty);
    void updateValues();
    void addToMenu(QMenu* menu);
    void openDocument();

    Context& m_context;
    CallModel* m_model;
    LogList* m_list = nullptr;
    QSplitter* m_splitter = nullptr;
    CallDetailView* m_detail = nullptr;
    std::vector<CallSummary> m_early; ///< Came before the first answer.
    bool m_loaded = false;
    QString m_problem;
};

[[nodiscard]] ViewEntry callsViewEntry();

} // namespace gatehouse::ui
