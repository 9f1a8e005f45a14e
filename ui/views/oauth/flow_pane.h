// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/connect.h"
#include "ui/models/connect_steps.h"
#include "ui/shell/context.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;
class QTableView;
class QTabWidget;

namespace gatehouse::ui {

class Banner;
class Facts;
class Sheet;
class StepDetail;
class TokenPane;

/// One attempt to sign in as it goes: seven steps on the left, on the right the selected one from inside,
/// or the account's tokens with the lock of their refreshes. The browser opens by itself once; whoever is
/// elsewhere copies the link, or pastes the callback that the browser could not reach.
class FlowPane : public QWidget
{
    Q_OBJECT

public:
    FlowPane(Context& context, QWidget* parent);

    /// Takes the newest state; another session's starts over at its step of interest.
    void show(const ConnectSession& session);
    /// Opens the browser when the session waits for it and it was not opened yet.
    void openBrowserOnce();
    void openBrowser();
    void copyLink();

    [[nodiscard]] const ConnectSession& session() const noexcept { return m_session; }

    [[nodiscard]] QTableView& steps() noexcept { return *m_steps; }

    void keepLayout();
    /// Writes the sign-in as an HTTP archive, for a support ticket.
    void saveHar();

    /// Ids of sessions that came out of a file begin so: they can be looked at and nothing else.
    static constexpr std::string_view kFromFile = "file:";

Q_SIGNALS:
    /// The session that goes on where this one failed.
    void continuedAs(const gatehouse::ConnectSession& session);

private:
    void build();
    QWidget* buildHead();
    QWidget* buildSteps();
    QWidget* buildPaste();
    QWidget* buildDevice();
    QWidget* buildConsent();
    void fill();
    void fillSteps();
    void fillDevice();
    void fillScopes();
    void loadScopes();
    void readScopes();
    /// Whether the page that it waits for is a simulated vendor's, which can be answered here.
    [[nodiscard]] bool simulated() const;
    void answerConsent(bool approve);
    void announce(const QString& before);
    void act(ConnectAction action);
    void paste();
    void tick();
    [[nodiscard]] QString headLine() const;

    Context& m_context;
    ConnectSession m_session;
    QTimer m_second;
    QTimer m_scopesSoon;       ///< Calls come in hundreds; what they used is read once after them.
    bool m_followSteps = true; ///< Until a person picks a step.
    bool m_filling = false;
    std::string m_browsed; ///< The session whose page was opened.
    QLabel* m_title = nullptr;
    QLabel* m_state = nullptr;
    QPushButton* m_browser = nullptr;
    QPushButton* m_link = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_retry = nullptr;
    QPushButton* m_account = nullptr;
    QPushButton* m_har = nullptr;
    QWidget* m_paste = nullptr;
    QLineEdit* m_callback = nullptr;
    QLabel* m_pasteProblem = nullptr;
    Sheet* m_consent = nullptr;
    std::vector<ScopeUse> m_scopeUse; ///< Of the session's account.
    std::string m_scopesOf;           ///< The account that they were asked for.
    Sheet* m_device = nullptr;
    QLabel* m_userCode = nullptr;
    QLabel* m_deviceHint = nullptr;
    QSplitter* m_split = nullptr;
    QTabWidget* m_parts = nullptr;
    RowModel<StepRow>* m_model = nullptr;
    QTableView* m_steps = nullptr;
    Facts* m_facts = nullptr;
    StepDetail* m_detail = nullptr;
    TokenPane* m_tokens = nullptr;
};

} // namespace gatehouse::ui
