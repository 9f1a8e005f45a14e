// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "ui/shell/context.h"

#include <QWidget>

#include <functional>
#include <optional>

class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QTreeWidget;
class QTreeWidgetItem;

namespace gatehouse::ui {

class Banner;
class CopyPane;
class EmptyState;
class ExchangePane;
class PayloadView;
class SignaturePane;
class WebhookExchange;

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

    /// Where the webhooks of an integration's account come in, with the token; for copies.
    void
    setUrlOf(std::function<std::string(const std::string& integration, const std::string& account)> urlOf)
    {
        m_urlOf = std::move(urlOf);
    }

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
    void fill();
    void fillTrail();
    void addDelivery(const DeliveryDetail& delivery);
    QTreeWidgetItem* addStep(QTreeWidgetItem* parent, const QString& glyph, const QString& what,
                             const QString& when, const QString& detail);
    void onTrailSelected();
    // event_trail_tree.cpp
    void fillRefusedTrail(const RejectedWebhook& rejected);
    void addAnswer();
    /// What went wrong after the sender had its good answer; empty: nothing.
    [[nodiscard]] QString problemBehindAnswer() const;

    void showCopy(WebhookEvent event, const WebhookRequest& request, const std::string& body,
                  std::int64_t bodyBytes);
    void loadPayload();

    Context& m_context;
    std::function<std::string(const std::string&, const std::string&)> m_urlOf;
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
    WebhookExchange* m_received = nullptr;
    CopyPane* m_copy = nullptr;
    SignaturePane* m_signature = nullptr;
    PayloadView* m_result = nullptr;
};

} // namespace gatehouse::ui
