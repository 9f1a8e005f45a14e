// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "ui/models/row_models.h"
#include "ui/shell/context.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QTableView;
class QTreeWidget;
class QTreeWidgetItem;

namespace gatehouse::ui {

class Banner;
class EmptyState;
class ExchangePane;
class PayloadView;
class SignaturePane;

/// Everything about one received webhook: received → verified → stored → mapped → delivered, what came, how
/// its signature was checked, and what it became.
class EventDetailView : public QWidget
{
    Q_OBJECT

public:
    EventDetailView(Context& context, QWidget* parent);

    /// Reads the event (evt_…) and shows it; the tab in front stays.
    void show(const std::string& eventId);
    void showRejected(const RejectedWebhook& rejected);
    void showNothing();
    /// Reads it again when it is the one that is shown.
    void refresh(const std::string& eventId);

    [[nodiscard]] QTabWidget& tabs() noexcept { return *m_tabs; }

    [[nodiscard]] QTreeWidget& trail() noexcept { return *m_trail; }

Q_SIGNALS:
    void shown();
    void replayWanted(const std::string& eventId);
    void editWanted(const std::string& eventId);

private:
    void build();
    QWidget* buildBar();
    QWidget* buildTrail();
    QWidget* buildRequest();
    void fill();
    void fillTrail();
    void addDelivery(const DeliveryDetail& delivery);
    QTreeWidgetItem* addStep(QTreeWidgetItem* parent, const QString& glyph, const QString& what,
                             const QString& when, const QString& detail);
    void onTrailSelected();
    void showRequest(const WebhookRequest& request);
    void loadPayload();

    Context& m_context;
    std::string m_wanted;
    std::optional<EventTrail> m_event;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    QLabel* m_title = nullptr;
    QPushButton* m_replay = nullptr;
    QPushButton* m_edit = nullptr;
    Banner* m_problem = nullptr;
    QTabWidget* m_tabs = nullptr;
    int m_tabBefore = -1; ///< That a refused one took the place of.
    QTreeWidget* m_trail = nullptr;
    ExchangePane* m_exchange = nullptr;
    QLabel* m_requestLine = nullptr;
    PayloadView* m_body = nullptr;
    RowModel<HeaderField>* m_headers = nullptr;
    QTableView* m_headerTable = nullptr;
    QTabWidget* m_requestParts = nullptr;
    RowModel<HeaderField>* m_query = nullptr;
    QTableView* m_queryTable = nullptr;
    SignaturePane* m_signature = nullptr;
    PayloadView* m_result = nullptr;
};

} // namespace gatehouse::ui
