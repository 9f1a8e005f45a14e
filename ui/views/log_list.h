// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/filter/field.h"
#include "ui/models/log_model.h"
#include "ui/shell/context.h"

#include <QWidget>

#include <functional>
#include <vector>

class QHBoxLayout;
class QKeyEvent;
class QMenu;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace gatehouse::ui {

class EmptyState;
class FilterBar;
class JsonTreeView;

/// A filter that ships with a view: a button beside the bar.
struct BuiltInFilter
{
    QString name;
    QLatin1String filter;
};

/// What makes one log's list different from another's.
struct LogListTexts
{
    QLatin1String id;  ///< "calls": object names, settings and keys ("calls.next") start with it.
    QString title;     ///< "Calls"
    QString things;    ///< "calls", in sentences.
    QString newThings; ///< "%1 new calls, follow them"
    QString placeholder;
    QString followHint;
    QList<BuiltInFilter> builtIn;
};

/// The list of a log view and the bar above it: filter with saved views, follow mode that stops as soon as a
/// person scrolls and then counts what is new, columns that are sorted, moved and hidden, and what is shown
/// when there is nothing to show.
class LogList : public QWidget
{
    Q_OBJECT

public:
    LogList(Context& context, LogModel& model, FieldTable fields, LogListTexts texts, QWidget* parent);

    /// The bar, to be placed above the list and its detail.
    [[nodiscard]] QWidget* bar() const noexcept { return m_bar; }

    /// Where filters about bodies and headers read them; call once.
    void setContents(ReadContents read);

    /// The values of a body's tree become terms of the filter by its context menu.
    void filterByExample(JsonTreeView& tree);

    /// Adds a widget to the end of the bar.
    void addToBar(QWidget* widget);

    [[nodiscard]] QTableView& table() const noexcept { return *m_table; }

    [[nodiscard]] FilterBar& filter() const noexcept { return *m_filter; }

    [[nodiscard]] EmptyState& empty() const noexcept { return *m_empty; }

    [[nodiscard]] bool following() const noexcept { return m_follow; }

    void setFollow(bool follow);
    /// Kept for the next start.
    void setNewestOnTop(bool top);
    /// Runs what appends to the model, then follows or counts.
    void append(const std::function<void()>& add);

    void select(int row);
    /// Selects that row when it is shown; stays with it from now on.
    void selectId(const std::string& id);

    [[nodiscard]] const std::string& selected() const noexcept { return m_selected; }

    /// The ids of all selected rows, in the order of the list.
    [[nodiscard]] std::vector<std::string> selectedIds() const;

    /// Explains an empty log (not an empty filter result); called whenever it has to be shown.
    void setExplanation(std::function<void(EmptyState&)> explain);
    void updateEmpty();
    /// Column widths by sample texts; hidden ones are there for the asking. Ends with what was saved.
    void setColumns(const std::vector<QString>& samples, const std::vector<int>& hidden);
    void keepLayout();

Q_SIGNALS:
    /// Another row was selected.
    void selectionMoved(const std::string& id);
    /// Enter or double click.
    void opened();
    /// The context menu of a cell is about to be shown: the view adds its own actions.
    void menuWanted(QMenu* menu);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildTable();
    void buildBar(FieldTable fields);
    void buildKeys();
    void addBuiltIn(QHBoxLayout* row, const BuiltInFilter& view);
    void onScrolled(int value);
    void onSelected();
    void onReset();
    void onHeader(int section);
    void updateNewButton();
    void updateOrderButton();
    void scrollToNewest();
    [[nodiscard]] int newestRow() const;
    void updateCounts();
    void step(int by);
    [[nodiscard]] bool jumps(const QKeyEvent& event);
    // log_list_content.cpp
    void sampleNames();
    void learnNames(std::vector<RecordedContent> contents);
    void onInserted(const QModelIndex& parent, int first, int last);
    void explainSearch();

    void showColumnMenu(QPoint position);
    void showCellMenu(QPoint position);
    void key(const char* name, std::function<void()> action, bool onlyTable);

    Context& m_context;
    LogModel& m_model;
    LogListTexts m_texts;
    QWidget* m_bar = nullptr;
    FilterBar* m_filter = nullptr;
    ContentSearch* m_search = nullptr;
    bool m_sampling = false;
    std::string m_topId;     ///< Of the first row in sight, before what was found comes in.
    std::string m_sampledTo; ///< The newest row whose names are offered.
    QToolButton* m_followButton = nullptr;
    QToolButton* m_orderButton = nullptr;
    QStackedWidget* m_stack = nullptr;
    QTableView* m_table = nullptr;
    QToolButton* m_newButton = nullptr;
    EmptyState* m_empty = nullptr;
    std::function<void(EmptyState&)> m_explain;
    bool m_follow = true;
    bool m_scrollingByUs = false;
    int m_unseen = 0;
    std::string m_selected;
};

} // namespace gatehouse::ui
