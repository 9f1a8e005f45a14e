// SPDX-License-Identifier: GPL-3.0-or-later
// What the pane of a sign-in shows of its session, and what a person does to it.
#include "core/gateway/sandbox_control.h"
#include "core/gateway/token_history.h"
#include "ui/models/account_state.h"
#include "ui/models/scope_rows.h"
#include "ui/models/text.h"
#include "ui/text/flow_har.h"
#include "ui/theme/icons.h"
#include "ui/views/oauth/flow_pane.h"
#include "ui/views/oauth/step_detail.h"
#include "ui/widgets/card.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/files.h"
#include "ui/widgets/tables.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>

#include <algorithm>

namespace gatehouse::ui {

namespace {

void recolour(QLabel& label, Accent accent)
{
    QPalette coloured = label.palette();
    coloured.setColor(QPalette::WindowText, accentColour(accent, coloured));
    label.setPalette(coloured);
}

} // namespace

QString FlowPane::headLine() const
{
    QString text = sessionStateText(m_session.status);
    if (m_session.status == ConnectStatus::Waiting) {
        text += tr(" for a person · %1 left").arg(countdownText(m_session.expiresAt, m_context.clock.now()));
    }
    if (m_session.failure) {
        const auto& failure = *m_session.failure;
        text += u" · " % toQString(failure.meaning.empty() ? failure.code : failure.meaning);
    }
    if (m_session.status == ConnectStatus::Connected && m_session.tokenExpiresAt) {
        text += tr(" · the token lives for another %1")
                    .arg(countdownText(*m_session.tokenExpiresAt, m_context.clock.now()));
    }
    return text;
}

void FlowPane::fill()
{
    if (m_session.id.empty()) {
        return;
    }
    const auto& directory = m_context.directory;
    const bool filed = m_session.id.starts_with(kFromFile);
    m_title->setText(
        (filed                 ? tr("From a file: %1 · %2")
         : m_session.reconnect ? tr("Reconnect: %1 · %2")
                               : tr("Connect: %1 · %2"))
            .arg(toQString(directory.environmentName(m_session.environmentId)),
                 toQString(m_session.label.empty() ? directory.integrationLabel(m_session.integration)
                                                   : m_session.label)));
    m_title->setToolTip(toQString(m_session.id));
    m_state->setText(headLine());
    recolour(*m_state, sessionAccent(m_session.status));
    const bool over = filed || isOver(m_session.status);
    const bool browser = !over && !m_session.authorizeUrl.empty() && !m_session.device;
    m_browser->setVisible(browser || (!over && m_session.device));
    m_link->setVisible(browser);
    m_paste->setVisible(browser && m_session.status == ConnectStatus::Waiting);
    m_consent->parentWidget()->setVisible(simulated());
    m_cancel->setVisible(!over);
    m_retry->setVisible(over && !filed && m_session.status != ConnectStatus::Connected);
    m_account->setVisible(over && !filed && directory.account(m_session.accountId) != nullptr);
    fillSteps();
    fillDevice();
    m_facts->clear();
    m_facts->add(tr("Provider"), toQString(directory.integrationLabel(m_session.integration)));
    m_facts->add(tr("Signs in with"), authKindText(m_session.kind.empty() ? m_session.auth : m_session.kind));
    m_facts->addCode(tr("Redirect"), toQString(m_session.redirectUri));
    m_facts->addCode(tr("Account id"), toQString(m_session.accountId));
    fillScopes();
}

/// Asked for beside granted, a line each.
void FlowPane::fillScopes()
{
    const auto& asked = m_session.scopesRequested;
    const auto& granted = m_session.scopesGranted;
    const auto has = [](const std::vector<std::string>& list, const std::string& scope) {
        return std::find(list.begin(), list.end(), scope) != list.end();
    };
    if (asked.empty() && granted.empty()) {
        return;
    }
    const auto used = [this](const std::string& scope) {
        const auto found = std::find_if(m_scopeUse.begin(), m_scopeUse.end(),
                                        [&](const ScopeUse& one) { return one.scope == scope; });
        return found == m_scopeUse.end() || found->neededBy.empty()
                   ? QString()
                   : tr(" · used: %1").arg(scopeUseText(*found, m_context.zone));
    };
    const bool untold = granted.empty() && m_session.status == ConnectStatus::Connected;
    m_facts->addHeading(untold ? tr("Scopes: the provider does not tell what it granted") : tr("Scopes"));
    for (const auto& scope : asked) {
        const bool missing = !granted.empty() && !has(granted, scope);
        QString text = granted.empty() ? tr("asked for") : tr("✓ granted");
        text = missing ? tr("▲ asked for, not granted") : QString(text % used(scope));
        m_facts->add(toQString(scope), text, missing ? std::optional(Accent::Warning) : std::nullopt);
    }
    for (const auto& scope : granted) {
        if (!has(asked, scope)) {
            m_facts->add(toQString(scope), tr("granted without being asked for") % used(scope));
        }
    }
}

void FlowPane::loadScopes()
{
    const bool known = !m_session.id.starts_with(kFromFile)
                       && (m_session.status == ConnectStatus::Connected || m_session.reconnect);
    const std::string account = known ? m_session.accountId : std::string();
    if (account == m_scopesOf) {
        return;
    }
    m_scopesOf = account;
    m_scopeUse.clear();
    readScopes();
}

void FlowPane::readScopes()
{
    if (m_scopesOf.empty()) {
        return;
    }
    m_context.gateway.tokens().scopes(
        m_scopesOf, m_context.mailbox.reply<std::vector<ScopeUse>>(
                        this, [this, account = m_scopesOf](Result<std::vector<ScopeUse>> scopes) {
                            if (scopes && account == m_scopesOf) {
                                m_scopeUse = *std::move(scopes);
                                fill();
                            }
                        }));
}

bool FlowPane::simulated() const
{
    return !m_session.id.starts_with(kFromFile) && m_session.status == ConnectStatus::Waiting
           && m_context.node.status().sandbox && m_session.authorizeUrl.starts_with("http://127.0.0.1:");
}

void FlowPane::answerConsent(bool approve)
{
    m_context.gateway.sandboxControl().answerConsent(
        m_session.id, approve,
        m_context.mailbox.reply<ConnectSession>(
            this, [this, id = m_session.id](const Result<ConnectSession>& now) {
                if (!now) {
                    m_context.navigator.tell(Accent::Warning, errorText(now.error()));
                } else if (id == m_session.id && !isOver(m_session.status)) {
                    show(*now);
                }
            }));
}

void FlowPane::saveHar()
{
    if (m_session.id.empty()) {
        return;
    }
    const QString name = u"sign-in-" % toQString(m_session.id).remove(u':') % u".har";
    m_context.dialogs.saveFile(
        this, tr("Save the sign-in"), name, [this, session = m_session](const QString& path) {
            m_context.workers.run(
                this, [path, session] { return writeWholeFile(path, flowHar(session)); },
                [this, path](const QString& problem) {
                    m_context.navigator.tell(problem.isEmpty() ? Accent::Ok : Accent::Error,
                                             problem.isEmpty()
                                                 ? tr("Saved to %1; secrets are placeholders in it").arg(path)
                                                 : problem);
                });
        });
}

void FlowPane::fillSteps()
{
    m_filling = true;
    const int chosen = m_steps->currentIndex().row();
    const auto step =
        m_followSteps || chosen < 0 ? stepOfInterest(m_session) : static_cast<std::size_t>(chosen);
    m_model->setRows(stepRows(m_session));
    m_steps->selectionModel()->setCurrentIndex(m_model->index(static_cast<int>(step), 0),
                                               QItemSelectionModel::ClearAndSelect
                                                   | QItemSelectionModel::Rows);
    m_filling = false;
    m_detail->show(m_session, step);
}

void FlowPane::fillDevice()
{
    const bool waits = m_session.device.has_value() && !isOver(m_session.status);
    m_device->setVisible(waits);
    m_device->parentWidget()->setVisible(waits);
    if (!waits) {
        return;
    }
    const auto& device = *m_session.device;
    m_userCode->setText(toQString(device.userCode));
    m_deviceHint->setText(
        tr("Type this code at %1. Asked %2 times so far, every %3 s; the code lives for another %4.")
            .arg(toQString(device.verificationUri))
            .arg(device.polls)
            .arg(device.interval.count())
            .arg(countdownText(device.expiresAt, m_context.clock.now())));
}

/// Steps end without anybody touching the keyboard; a screen reader is told.
void FlowPane::announce(const QString& before)
{
    const auto step = stepOfInterest(m_session);
    m_state->setAccessibleName(tr("%1, step %2: %3")
                                   .arg(m_state->text())
                                   .arg(step + 1)
                                   .arg(stepTitle(m_session.steps.at(step).kind)));
    if (before != m_state->text()) {
        QAccessibleEvent event(m_state, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

void FlowPane::tick()
{
    m_state->setText(headLine());
    fillDevice();
    Q_EMIT
    m_model->dataChanged(m_model->index(0, 1), m_model->index(static_cast<int>(kConnectSteps) - 1, 1));
}

void FlowPane::openBrowserOnce()
{
    const bool ours =
        m_session.status == ConnectStatus::Waiting && !m_session.authorizeUrl.empty() && !m_session.device;
    // A simulated vendor's page is answered here; its page opens when somebody asks for it.
    if (ours && !simulated() && m_browsed != m_session.id) {
        openBrowser();
    }
}

void FlowPane::openBrowser()
{
    m_browsed = m_session.id;
    QString url = toQString(m_session.authorizeUrl);
    if (m_session.device) {
        const auto& device = *m_session.device;
        url = toQString(device.verificationUriComplete.empty() ? device.verificationUri
                                                               : device.verificationUriComplete);
    }
    if (m_context.dialogs.browse(url)) {
        act(ConnectAction::BrowserOpened);
    } else {
        m_context.navigator.tell(
            Accent::Warning, tr("No browser could be opened. Copy the link into one, here or elsewhere."));
    }
}

void FlowPane::copyLink()
{
    if (m_session.authorizeUrl.empty() || isOver(m_session.status)) {
        return;
    }
    QGuiApplication::clipboard()->setText(toQString(m_session.authorizeUrl));
    m_context.navigator.tell(Accent::Ok, tr("Copied the link. It is good for this sign-in only."));
    act(ConnectAction::BrowserOpened);
}

void FlowPane::act(ConnectAction action)
{
    m_context.gateway.connect().actOnConnect(
        m_session.id, action,
        m_context.mailbox.reply<ConnectSession>(
            this, [this, action, id = m_session.id](Result<ConnectSession> now) {
                if (!now) {
                    m_context.navigator.tell(Accent::Warning, errorText(now.error()));
                } else if (now->id != id && action == ConnectAction::Retry) {
                    Q_EMIT
                    continuedAs(*now);
                } else if (id == m_session.id) {
                    show(*now);
                }
            }));
}

void FlowPane::paste()
{
    const QString url = m_callback->text().trimmed();
    if (url.isEmpty()) {
        return;
    }
    m_context.gateway.connect().pasteCallback(
        m_session.id, url.toStdString(),
        m_context.mailbox.reply<ConnectSession>(this, [this, id = m_session.id](Result<ConnectSession> now) {
            if (id != m_session.id) {
                return;
            }
            if (now) {
                m_callback->clear(); // it holds a code
                show(*now);
                return;
            }
            m_pasteProblem->setText(QStringLiteral("✗ ") % errorText(now.error()));
            recolour(*m_pasteProblem, Accent::Error);
            m_pasteProblem->show();
        }));
}

} // namespace gatehouse::ui
