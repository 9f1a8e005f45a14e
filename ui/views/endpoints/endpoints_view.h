// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "ui/models/row_models.h"
#include "ui/shell/view.h"

#include <QTimer>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace gatehouse::ui {

class Banner;
class EmptyState;
class ExchangePane;

/// Subscribers' endpoints with their health and queue; what is on its way to the chosen one, what came of it,
/// and the dead letters.
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
    QWidget* buildDeliveries();
    QPushButton* addButton(QWidget* bar, const char* name, const QString& text,
                           void (EndpointsView::*slot)());
    void load();
    void show(std::vector<EndpointView> endpoints);
    void loadDeliveries();
    void showDelivery();
    void updateEmpty();
    void updateButtons();
    void showHealth();
    [[nodiscard]] QString nameOf(const std::string& id) const;
    void onBatch(const std::vector<GatewayEvent>& events);
    [[nodiscard]] const EndpointView* endpoint() const;
    [[nodiscard]] const Delivery* delivery() const;

    void add();
    void change();
    void test();
    void pauseOrResume();
    void recover();
    void rotate();
    void remove();
    void retry();
    void editAndRetry();
    void discard();
    void told(const Result<EndpointView>& answer);
    void told(const Result<Delivery>& answer);

    Context& m_context;
    RowModel<EndpointView>* m_endpoints;
    RowModel<Delivery>* m_deliveries;
    std::string m_selected; ///< Endpoint id.
    bool m_loaded = false;
    QString m_problem;
    QTimer m_soon; ///< Coalesces reloads of the deliveries.
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    QSplitter* m_splitter = nullptr;
    QTableView* m_table = nullptr;
    Banner* m_banner = nullptr;
    QLabel* m_health = nullptr;
    QCheckBox* m_all = nullptr;
    QComboBox* m_which = nullptr;
    QTableView* m_deliveryTable = nullptr;
    ExchangePane* m_exchange = nullptr;
    QList<QPushButton*> m_endpointButtons;
    QPushButton* m_pause = nullptr;
    QList<QPushButton*> m_deliveryButtons;
};

[[nodiscard]] ViewEntry endpointsViewEntry();

} // namespace gatehouse::ui
