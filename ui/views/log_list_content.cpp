// SPDX-License-Identifier: GPL-3.0-or-later
// Filters about what rows hold: the search behind them and the names they can ask for.
#include "ui/filter/content_names.h"
#include "ui/models/text.h"
#include "ui/views/log_list.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/json_tree_view.h"

#include <QMenu>
#include <QScrollBar>
#include <QTableView>

#include <iterator>
#include <utility>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kSampleRows = 200;
constexpr std::int64_t kSampleBytes = std::int64_t{2} << 20U;

std::vector<ContentName> namesIn(const std::vector<RecordedContent>& contents)
{
    ContentNames names;
    for (const auto& content : contents) {
        names.add(content);
    }
    auto out = names.paths();
    auto headers = names.headers();
    out.insert(out.end(), std::make_move_iterator(headers.begin()), std::make_move_iterator(headers.end()));
    return out;
}

} // namespace

void LogList::setContents(ReadContents read)
{
    m_search =
        new ContentSearch(std::move(read), m_context.mailbox, m_context.workers, m_context.clock, this);
    m_model.setContentSearch(*m_search);
    connect(m_filter, &FilterBar::contentNamesWanted, this, &LogList::sampleNames);
    connect(&m_model, &LogModel::rowsInserted, this, &LogList::onInserted);
    connect(&m_model, &LogModel::modelAboutToBeReset, this, [this] {
        const int top = m_model.takingIn() ? m_table->rowAt(0) : -1;
        m_topId = top >= 0 ? m_model.idAt(top) : std::string();
        m_scrollingByUs = m_scrollingByUs || m_model.takingIn(); // until onReset()
    });
}

void LogList::filterByExample(JsonTreeView& tree)
{
    connect(&tree, &JsonTreeView::menuWanted, this, [this, &tree](QMenu* menu, const JsonPath& path) {
        const QString term = toQString(contentExample(tree.tree().document().root(), path));
        if (!term.isEmpty()) {
            auto* action = menu->addAction(tr("Only %1 with this value").arg(m_texts.things), this,
                                           [this, term] { m_filter->addTerm(term); });
            action->setObjectName(QStringLiteral("onlyThisValue"));
            action->setToolTip(term);
            menu->addSeparator();
        }
    });
}

void LogList::sampleNames()
{
    auto ids = m_model.newestIds(kSampleRows, kSampleBytes);
    if (ids.empty() || m_sampling || ids.front() == m_sampledTo) {
        return;
    }
    m_sampling = true;
    m_sampledTo = ids.front();
    m_search->read(std::move(ids), this,
                   [this](std::vector<RecordedContent> contents) { learnNames(std::move(contents)); });
}

void LogList::learnNames(std::vector<RecordedContent> contents)
{
    m_context.workers.run(
        this, [contents = std::move(contents)] { return namesIn(contents); },
        [this](std::vector<ContentName> names) {
            m_sampling = false;
            m_filter->setContentNames(std::move(names));
        });
}

/// What a search finds comes in between the rows that are there: what is read stays put.
void LogList::onInserted(const QModelIndex& /*parent*/, int first, int last)
{
    if (!m_model.takingIn()) {
        return; // append() sees to new ones
    }
    m_scrollingByUs = true;
    auto* bar = m_table->verticalScrollBar();
    if (m_follow) {
        scrollToNewest();
    } else if (first <= m_table->rowAt(0)) {
        bar->setValue(bar->value() + last - first + 1);
    }
    m_scrollingByUs = false;
}

void LogList::explainSearch()
{
    const auto progress = m_model.contentProgress();
    m_empty->explain(QLatin1String("search"), tr("Looking into the %1…").arg(m_texts.things),
                     tr("Nothing found yet in %1 of %2, the newest first")
                         .arg(countText(static_cast<qint64>(progress.looked)),
                              countText(static_cast<qint64>(progress.all))));
    m_empty->offer(tr("Stop and clear the filter"), [this] { m_filter->setText({}); });
}

} // namespace gatehouse::ui
