// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/bookmarks.h"
#include "ui/models/event_model.h"
#include "ui/shell/view.h"
#include "ui/text/event_export.h"
#include "ui/text/webhook_copy.h"
#include "ui/views/log_list.h"
#include "ui/views/webhooks/payload_fetch.h"

#include <functional>
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
    // webhooks_contents.cpp
    void readContents(const std::vector<std::string>& ids, ContentGather::Done done) const;
    void explainEmpty(EmptyState& empty);
    void updateValues();
    void addToMenu(QMenu* menu);
    /// The selected accepted events.
    [[nodiscard]] std::vector<std::string> chosenEvents() const;
    [[nodiscard]] std::vector<std::string> shownEvents() const;
    void replay();
    void replayShown();
    void openDuplicates();
    void withPayloads(std::vector<std::string> ids, std::function<void(std::vector<FetchedEvent>)> next);
    void diff(std::vector<std::string> ids);
    void diffSelected();
    void diffWithPrevious();
    void editSelected();
    void openEditor(Bookmark draft, const std::string& eventId);
    void openBookmarks();
    void markSelected();
    void showOnlyMarked();
    // webhooks_files.cpp
    void addFileActions(QMenu* menu, bool one, bool any);
    void copyAs(CopyForm form);
    [[nodiscard]] CopiedWebhook copied(FetchedEvent event) const;
    [[nodiscard]] std::string urlOf(const std::string& integration, const std::string& accountId) const;
    void exportEvents(std::size_t format, const std::vector<std::string>& ids);
    void writeExport(std::vector<FetchedEvent> events, const QString& path, ExportFormat format);
    void importFile();

    Context& m_context;
    EventModel* m_model;
    Bookmarks m_bookmarks;
    IngestLine* m_ingest = nullptr;
    LogList* m_list = nullptr;
    QSplitter* m_splitter = nullptr;
    EventDetailView* m_detail = nullptr;
    std::map<std::string, RejectedWebhook> m_rejected; ///< What the ring had when it was read, and what came.
    std::vector<WebhookEvent> m_first;                 ///< The first answers, until both are here.
    std::vector<RejectedWebhook> m_firstRejected;
    std::vector<WebhookEvent> m_early;  ///< Came before them.
    std::vector<Delivery> m_deliveries; ///< The same for deliveries.
    int m_waiting = 0;
    QString m_problem;
};

[[nodiscard]] ViewEntry webhooksViewEntry();

} // namespace gatehouse::ui
