// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/connect.h"
#include "ui/models/row_models.h"
#include "ui/shell/view.h"

class QSplitter;
class QStackedWidget;
class QTableView;

namespace gatehouse::ui {

class EmptyState;
class FlowPane;
class SignInForm;

/// Signing in: the attempts so far on the left, the one that is selected (or the form that begins another) on
/// the right.
class OAuthView : public View
{
    Q_OBJECT

public:
    OAuthView(Context& context, QWidget* parent);

    /// "connect": opens the form; "account": to connect that one again; "integration": chosen in the form;
    /// "duplicate": another one like that account, at its simulated vendor; "sandbox": begins a sign-in at a
    /// simulated vendor at once; "session": shows that one.
    void activate(const QVariantMap& arguments) override;
    [[nodiscard]] QList<QWidget*> panes() const override;
    void keepLayout() override;

    [[nodiscard]] FlowPane& flow() noexcept { return *m_flow; }

private:
    void build();
    QWidget* buildList();
    void load();
    void onBatch(const std::vector<GatewayEvent>& events);
    void take(const ConnectSession& session);
    void onStarted(const ConnectSession& session);
    void select(const std::string& id);
    void showSelected();
    void showArrived();
    void openForm(const std::string& accountId, const QString& integration);
    void openDuplicate(const std::string& accountId);
    void runSandbox();
    void openHar();
    void takeFile(const ConnectSession& session);
    void copyOverrides(const std::string& from, const std::string& to);
    void updateEmpty();

    Context& m_context;
    std::vector<ConnectSession> m_sessions; ///< Newest first.
    bool m_loaded = false;
    QString m_problem;
    bool m_filling = false;
    std::string m_selected;
    std::string m_copyFrom; ///< Whose overrides the account of the next session gets.
    RowModel<ConnectSession>* m_model = nullptr;
    QSplitter* m_splitter = nullptr;
    QTableView* m_table = nullptr;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    FlowPane* m_flow = nullptr;
    QWidget* m_formPage = nullptr;
    SignInForm* m_form = nullptr;
};

[[nodiscard]] ViewEntry oauthViewEntry();

} // namespace gatehouse::ui
