// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/account_model.h"
#include "ui/shell/view.h"

#include <QTimer>

#include <set>

class QMenu;
class QSplitter;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace gatehouse::ui {

class AccountActions;
class AccountDetail;
class Banner;
class EmptyState;
class FilterBar;

/// Who is connected: customers with their accounts on the left, the selected account on the right.
class AccountsView : public View
{
    Q_OBJECT

public:
    AccountsView(Context& context, QWidget* parent);

    void activate(const QVariantMap& arguments) override;
    [[nodiscard]] QList<QWidget*> panes() const override;
    void keepLayout() override;

    [[nodiscard]] AccountModel& model() noexcept { return *m_model; }

    [[nodiscard]] QTreeView& tree() noexcept { return *m_tree; }

    [[nodiscard]] AccountDetail& detail() noexcept { return *m_detail; }

    /// The accounts selected; of a customer's row all of its accounts that are shown.
    [[nodiscard]] std::vector<std::string> selected() const;

private:
    void build();
    QWidget* buildBar();
    QWidget* buildList();
    void buildColumns();
    void buildKeys();
    void loadActivity();
    void loadOverrides();
    void exportCsv();
    void runSandbox();
    QToolButton* buildTools(QWidget* bar);
    void onReset();
    void onSelection();
    void restoreExpansion();
    void select(const std::vector<std::string>& ids);
    void setGrouped(bool grouped);
    void connectAnother();
    void updateCounts();
    void updateEmpty();
    void updateValues();
    void onProgress();
    void onLeaving();
    void tick();
    void showColumnMenu(QPoint position);
    void showCellMenu(QPoint position);
    void showFailed();

    Context& m_context;
    AccountActivity* m_activity;
    AccountActions* m_actions;
    AccountModel* m_model;
    FilterBar* m_filter = nullptr;
    QToolButton* m_group = nullptr;
    QSplitter* m_splitter = nullptr;
    QStackedWidget* m_stack = nullptr;
    QTreeView* m_tree = nullptr;
    EmptyState* m_empty = nullptr;
    Banner* m_progress = nullptr;
    Banner* m_leaving = nullptr;
    AccountDetail* m_detail = nullptr;
    QTimer m_second;
    std::vector<std::string> m_selected;
    std::set<std::string> m_folded; ///< Customers whose accounts are folded away.
    bool m_restoring = false;
};

[[nodiscard]] ViewEntry accountsViewEntry();

} // namespace gatehouse::ui
