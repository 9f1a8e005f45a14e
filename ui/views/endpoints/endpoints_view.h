// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "ui/models/endpoint_list.h"
#include "ui/models/row_models.h"
#include "ui/shell/view.h"

class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace gatehouse::ui {

class Banner;
class EmptyState;
class Facts;

/// Subscribers' endpoints: their health, their queues and what they get, with ways to their deliveries.
class EndpointsView : public View
{
    Q_OBJECT

public:
    EndpointsView(Context& context, QWidget* parent);

    void activate(const QVariantMap& arguments) override;
    [[nodiscard]] QList<QWidget*> panes() const override;
    void keepLayout() override;

private:
    void build();
    QWidget* buildBar();
    QWidget* buildDetail();
    QPushButton* addButton(QWidget* bar, const char* name, const QString& text,
                           void (EndpointsView::*slot)());
    void load();
    void show();
    void updateEmpty();
    void updateButtons();
    void updateDetail();
    void goToDeliveries(const QString& state);
    [[nodiscard]] const EndpointView* endpoint() const;

    void add();
    void change();
    void test();
    void pauseOrResume();
    void recover();
    void recoverSince(const std::string& id, UnixMillis since);
    void rotate();
    void remove();
    void told(const Result<EndpointView>& answer);

    Context& m_context;
    EndpointList* m_endpoints;
    RowModel<EndpointView>* m_model;
    std::string m_selected; ///< Endpoint id.
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    QSplitter* m_splitter = nullptr;
    QTableView* m_table = nullptr;
    Banner* m_banner = nullptr;
    Facts* m_facts = nullptr;
    QToolButton* m_waiting = nullptr;
    QToolButton* m_dead = nullptr;
    QToolButton* m_deliveries = nullptr;
    QList<QPushButton*> m_endpointButtons;
    QPushButton* m_pause = nullptr;
};

[[nodiscard]] ViewEntry endpointsViewEntry();

} // namespace gatehouse::ui
