// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/call_model.h"
#include "ui/shell/view.h"

class QMenu;
class QSplitter;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace gatehouse::ui {

class CallDetailView;
class EmptyState;
class FilterBar;

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

    [[nodiscard]] QTableView& table() noexcept { return *m_table; }

    [[nodiscard]] bool following() const noexcept { return m_follow; }

    void setFollow(bool follow);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    QWidget* buildBar();
    QWidget* buildList();
    void buildKeys();
    void buildColumns();
    void load();
    void onBatch(const std::vector<GatewayEvent>& events);
    void onScrolled(int value);
    void select(int row);
    void onSelected();
    void onReset();
    void updateCounts();
    void updateEmpty();
    void updateNewButton();
    void updateValues();
    void showColumnMenu(QPoint position);
    void showCellMenu(QPoint position);
    void fillSavedViews(QMenu* menu);
    void saveView();
    void openDocument();
    void step(int by);

    Context& m_context;
    CallModel* m_model;
    FilterBar* m_filter = nullptr;
    QToolButton* m_followButton = nullptr;
    QToolButton* m_newButton = nullptr;
    QSplitter* m_splitter = nullptr;
    QStackedWidget* m_listStack = nullptr;
    QTableView* m_table = nullptr;
    EmptyState* m_empty = nullptr;
    CallDetailView* m_detail = nullptr;
    std::vector<CallSummary> m_early; ///< Came before the first answer.
    bool m_loaded = false;
    QString m_problem;
    bool m_follow = true;
    bool m_scrollingByUs = false;
    int m_unseen = 0;
    std::string m_selected;
};

[[nodiscard]] ViewEntry callsViewEntry();

} // namespace gatehouse::ui
