// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "ui/models/delivery_model.h"
#include "ui/shell/context.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTabWidget;
class QToolButton;
class QTreeWidget;

namespace gatehouse::ui {

class Banner;
class EmptyState;
class ExchangePane;
class Facts;
class PayloadView;

/// Everything about one delivery: how it stands and what happens next, each attempt with what was sent and
/// what came back, the body that will be sent, and the facts.
class DeliveryDetailView : public QWidget
{
    Q_OBJECT

public:
    DeliveryDetailView(Context& context, const EndpointList& endpoints, QWidget* parent);

    /// Reads the delivery and shows it; the tab in front stays.
    void show(const std::string& id);
    /// Reads it again when it is the one that is shown.
    void refresh(const std::string& id);
    void showNothing();
    /// Says anew how long it is until the next attempt.
    void tick();

    [[nodiscard]] const std::optional<DeliveryDetail>& detail() const noexcept { return m_detail; }

    [[nodiscard]] QTabWidget& tabs() noexcept { return *m_tabs; }

    [[nodiscard]] QTreeWidget& attempts() noexcept { return *m_attempts; }

Q_SIGNALS:
    void sendWanted(const std::string& id);
    void editWanted(const std::string& id);
    void dropWanted(const std::string& id);

private:
    void build();
    QWidget* buildBar();
    QWidget* buildAttempts();
    void fill(bool again);
    void fillBody();
    void fillFacts();
    void nameEndpoint();
    void sayState();
    void onAttempt();

    Context& m_context;
    const EndpointList& m_endpoints;
    std::string m_wanted;
    std::optional<DeliveryDetail> m_detail;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    QLabel* m_title = nullptr;
    QPushButton* m_send = nullptr;
    QPushButton* m_edit = nullptr;
    QPushButton* m_drop = nullptr;
    QToolButton* m_event = nullptr;
    QToolButton* m_endpoint = nullptr;
    Banner* m_state = nullptr;
    QTabWidget* m_tabs = nullptr;
    QTreeWidget* m_attempts = nullptr;
    ExchangePane* m_exchange = nullptr;
    PayloadView* m_body = nullptr;
    Facts* m_facts = nullptr;
};

} // namespace gatehouse::ui
