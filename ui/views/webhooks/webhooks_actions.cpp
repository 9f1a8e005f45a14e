// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with the webhooks of the list.
#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/views/webhooks/bookmarks_dialog.h"
#include "ui/views/webhooks/diff_dialog.h"
#include "ui/views/webhooks/duplicates_dialog.h"
#include "ui/views/webhooks/edit_dialog.h"
#include "ui/views/webhooks/event_detail_view.h"
#include "ui/views/webhooks/ingest_line.h"
#include "ui/views/webhooks/payload_fetch.h"
#include "ui/views/webhooks/replay_dialog.h"
#include "ui/views/webhooks/webhooks_view.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/keys.h"

#include <QMenu>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr auto kOnlyMarked = "tag:marked";
constexpr std::size_t kMostReplayed = 10'000; ///< What one replay takes.

} // namespace

void WebhooksView::buildKeys()
{
    const auto key = [this](const char* id, void (WebhooksView::*act)()) {
        bindKey(this, QLatin1String(id), [this, act] { (this->*act)(); });
    };
    bindKey(this, QLatin1String("webhooks.filter"),
            [this] { m_list->filter().edit().setFocus(Qt::ShortcutFocusReason); });
    key("webhooks.replay", &WebhooksView::replay);
    key("webhooks.edit", &WebhooksView::editSelected);
    key("webhooks.diff", &WebhooksView::diffSelected);
    key("webhooks.drift", &WebhooksView::diffWithPrevious);
    key("webhooks.import", &WebhooksView::importFile);
    bindKey(this, QLatin1String("webhooks.curl"), [this] { copyAs(CopyForm::Curl); });
    // Single letters only in the list, else typing in an edit would trigger them.
    bindKey(
        &table(), QLatin1String("webhooks.mark"), [this] { markSelected(); }, true);
    bindKey(
        &table(), QLatin1String("webhooks.marked"), [this] { showOnlyMarked(); }, true);
    bindKey(
        &table(), QLatin1String("webhooks.bookmark"), [this] { editSelected(); }, true);
    bindKey(
        &table(), QLatin1String("webhooks.bookmarks"), [this] { openBookmarks(); }, true);
    bindKey(m_detail, QLatin1String("webhooks.back"), [this] { table().setFocus(Qt::ShortcutFocusReason); });
}

std::vector<std::string> WebhooksView::chosenEvents() const
{
    auto ids = m_list->selectedIds();
    std::erase_if(ids, [this](const std::string& id) { return m_rejected.contains(id); });
    return ids;
}

void WebhooksView::addToMenu(QMenu* menu)
{
    const auto count = chosenEvents().size();
    auto* again = menu->addAction(icon(QLatin1String("refresh")), tr("Replay…"), this, &WebhooksView::replay);
    again->setEnabled(count > 0);
    const auto shown = m_model->rowCount();
    menu->addAction(tr("Replay all %1 that are shown…").arg(countText(shown)), this,
                    &WebhooksView::replayShown)
        ->setEnabled(shown > 0);
    auto* edit = menu->addAction(tr("Send again, edited…"), this, &WebhooksView::editSelected);
    edit->setEnabled(count == 1);
    auto* bookmark = menu->addAction(tr("Bookmark…"), this, &WebhooksView::editSelected);
    bookmark->setEnabled(count == 1);
    menu->addAction(tr("Mark"), this, &WebhooksView::markSelected)
        ->setEnabled(!m_list->selectedIds().empty());
    menu->addSeparator();
    auto* diff = menu->addAction(tr("Compare the two"), this, &WebhooksView::diffSelected);
    diff->setEnabled(count == 2);
    auto* drift = menu->addAction(tr("Compare with the one before of its topic"), this,
                                  &WebhooksView::diffWithPrevious);
    drift->setEnabled(count == 1);
    menu->addSeparator();
    addFileActions(menu, count == 1, count > 0);
}

void WebhooksView::replay()
{
    auto ids = chosenEvents();
    if (ids.empty()) {
        m_context.navigator.tell(Accent::Info,
                                 tr("Select the webhooks to replay first; refused ones cannot be "
                                    "replayed."));
        return;
    }
    (new ReplayDialog(m_context, std::move(ids), this))->open();
}

void WebhooksView::replayShown()
{
    auto ids = shownEvents();
    if (ids.empty() || ids.size() > kMostReplayed) {
        m_context.navigator.tell(Accent::Info,
                                 tr("Between 1 and %1 received webhooks can be replayed at once: narrow the "
                                    "filter.")
                                     .arg(countText(kMostReplayed)));
        return;
    }
    (new ReplayDialog(m_context, std::move(ids), this))->open();
}

void WebhooksView::openDuplicates()
{
    auto* dialog = new DuplicatesDialog(m_context, *m_model, this);
    connect(dialog, &DuplicatesDialog::filterWanted, this,
            [this](const QString& filter) { m_list->filter().setText(filter); });
    dialog->open();
}

void WebhooksView::withPayloads(std::vector<std::string> ids,
                                std::function<void(std::vector<FetchedEvent>)> next)
{
    PayloadFetch::start(m_context, std::move(ids), this,
                        [this, next = std::move(next)](Result<std::vector<FetchedEvent>> events) {
                            if (events) {
                                next(*std::move(events));
                            } else {
                                m_context.navigator.tell(Accent::Error, errorText(events.error()));
                            }
                        });
}

void WebhooksView::diff(std::vector<std::string> ids)
{
    withPayloads(std::move(ids), [this](std::vector<FetchedEvent> events) {
        (new DiffDialog(m_context, events.front(), events.back(), this))->open();
    });
}

void WebhooksView::diffSelected()
{
    auto ids = chosenEvents();
    if (ids.size() != 2) {
        m_context.navigator.tell(Accent::Info, tr("Select two webhooks to compare them."));
        return;
    }
    diff(std::move(ids));
}

/// Finds when a provider began to send something else.
void WebhooksView::diffWithPrevious()
{
    const auto ids = chosenEvents();
    const auto* event = ids.size() == 1 ? m_model->store().find(ids.front()) : nullptr;
    if (event == nullptr) {
        m_context.navigator.tell(Accent::Info, tr("Select one received webhook to compare it."));
        return;
    }
    const auto* before = m_model->store().previousOfTopic(*event);
    if (before == nullptr) {
        m_context.navigator.tell(
            Accent::Info, tr("No webhook of this topic and account came before it, as far as is kept here."));
        return;
    }
    diff({before->id, event->id});
}

void WebhooksView::editSelected()
{
    auto ids = chosenEvents();
    if (ids.size() != 1) {
        m_context.navigator.tell(Accent::Info, tr("Select one received webhook to edit it."));
        return;
    }
    withPayloads(std::move(ids), [this](std::vector<FetchedEvent> events) {
        auto& event = events.front();
        openEditor({{},
                    event.event.accountId,
                    event.event.integration,
                    event.event.type,
                    std::move(event.payload.request),
                    std::move(event.payload.body)},
                   event.event.id);
    });
}

void WebhooksView::openEditor(Bookmark draft, const std::string& eventId)
{
    auto* dialog = new EditDialog(m_context, m_bookmarks, m_ingest->urls(), std::move(draft), this);
    connect(dialog, &EditDialog::bookmarked, this,
            [this, eventId] { m_model->tag(eventId, BookmarkedTag, true); });
    dialog->open();
}

void WebhooksView::openBookmarks()
{
    auto* dialog = new BookmarksDialog(m_context, m_bookmarks, this);
    connect(dialog, &BookmarksDialog::editWanted, this,
            [this](const Bookmark& bookmark) { openEditor(bookmark, {}); });
    dialog->open();
}

void WebhooksView::markSelected()
{
    const auto ids = m_list->selectedIds();
    const bool allMarked = std::all_of(ids.begin(), ids.end(), [this](const std::string& id) {
        const auto* row = m_model->store().find(id);
        return row != nullptr && (row->tags & MarkedTag) != 0;
    });
    for (const auto& id : ids) {
        m_model->tag(id, MarkedTag, !allMarked);
    }
}

void WebhooksView::showOnlyMarked()
{
    auto& edit = m_list->filter().edit();
    const bool only = edit.text().contains(QLatin1String(kOnlyMarked));
    m_list->filter().setText(only ? edit.text().remove(QLatin1String(kOnlyMarked)).simplified()
                                  : QString(edit.text() + u' ' + QLatin1String(kOnlyMarked)).simplified());
}

} // namespace gatehouse::ui
