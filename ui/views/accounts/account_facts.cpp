// SPDX-License-Identifier: GPL-3.0-or-later
// What the page of an account tells.
#include "core/gateway/webhooks.h"
#include "core/json/write.h"
#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/views/accounts/account_detail.h"
#include "ui/views/accounts/audit_pane.h"
#include "ui/views/accounts/credential_pane.h"
#include "ui/views/oauth/token_pane.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/tables.h"

#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>

#include <algorithm>
#include <array>
#include <map>

namespace gatehouse::ui {

namespace {

enum Tab
{
    OverviewTab,
    CredentialsTab,
    TokensTab,
    LimitsTab,
    CallsTab,
    OverridesTab,
    WebhooksTab,
    AuditTab
};

constexpr std::size_t kCallsRead = 2'000;
constexpr std::size_t kCallsShown = 100;

void recolour(QLabel& label, Accent accent)
{
    QPalette coloured = label.palette();
    coloured.setColor(QPalette::WindowText, accentColour(accent, coloured));
    label.setPalette(coloured);
}

QString valueText(const json::Value& value)
{
    return toQString(value.isString() ? std::string(value.asString()) : json::write(value));
}

EmptyState* emptyOf(const QTabWidget& tabs, const char* table)
{
    return tabs.findChild<EmptyState*>(QLatin1String(table) % u"Empty");
}

} // namespace

void AccountDetail::show(const std::vector<std::string>& accounts)
{
    if (accounts != m_shown) {
        m_outcome->hide();
        m_question->hide();
    }
    m_shown = accounts;
    m_filled.clear();
    if (m_shown.size() > 1) {
        fillMany();
        m_stack->setCurrentIndex(2);
    } else if (const auto* shown = account()) {
        fill();
        m_stack->setCurrentIndex(1);
        showProperties(*shown);
    } else {
        m_stack->setCurrentIndex(0);
    }
}

void AccountDetail::tick()
{
    if (account() != nullptr) {
        fillHead();
    }
}

void AccountDetail::fill()
{
    fillHead();
    fillTab(m_tabs->currentIndex());
}

void AccountDetail::fillHead()
{
    const auto* shown = account();
    const auto now = m_context.clock.now();
    const auto look = accountLook(*shown, now);
    const auto& directory = m_context.directory;
    m_title->setText(toQString(shown->label.empty() ? shown->id : shown->label));
    m_title->setToolTip(m_title->text());
    QString state = lookText(look);
    if (shown->tokenExpiresAt && shown->status == AccountStatus::Active && look != AccountLook::Expired) {
        state += tr(" · token for another %1").arg(countdownText(*shown->tokenExpiresAt, now));
    }
    m_state->setText(state % u" · " % toQString(directory.environmentName(shown->environmentId)) % u" · "
                     % toQString(directory.integrationLabel(shown->integration)));
    m_state->setToolTip(m_state->text());
    recolour(*m_state, lookAccent(look));
    const bool disabled = shown->status == AccountStatus::Disabled;
    m_toggle->setText(disabled ? tr("Enable") : tr("Disable"));
    m_toggle->setIcon(icon(disabled ? QLatin1String("run") : QLatin1String("disable")));
    m_toggle->setToolTip(disabled ? tr("Let calls through again")
                                  : tr("Refuse calls for this account; credentials and overrides are kept"));
    const auto advice = adviceFor(*shown, now);
    m_advice->setVisible(!advice.text.isEmpty());
    if (!advice.text.isEmpty()) {
        const QString reason = toQString(shown->statusReason);
        const bool grave = look == AccountLook::NeedsReauth;
        m_advice->say(grave                            ? Accent::Error
                      : look == AccountLook::NeverUsed ? Accent::Info
                                                       : Accent::Warning,
                      reason.isEmpty() ? advice.text : reason % u". " % advice.text);
        m_advice->offer(advice.button, [this, step = advice.step] { follow(step); });
    }
}

void AccountDetail::fillTab(int tab)
{
    const auto* shown = account();
    if (shown == nullptr || m_filled.contains(tab)) {
        return;
    }
    m_filled.append(tab);
    switch (tab) {
    case OverviewTab:
        fillOverview(*shown);
        break;
    case CredentialsTab:
        m_credentials->show(*shown);
        break;
    case TokensTab:
        m_tokens->show(shown->id);
        break;
    case LimitsTab:
        fillLimits(shown->id);
        break;
    case CallsTab:
        fillCalls(shown->id);
        break;
    case OverridesTab:
        fillOverrides(*shown);
        break;
    case WebhooksTab:
        fillWebhooks(shown->id);
        break;
    case AuditTab:
        m_audit->show(shown->id);
        break;
    default:
        break;
    }
}

void AccountDetail::fillOverview(const Account& account)
{
    const auto& zone = m_context.zone;
    const auto& directory = m_context.directory;
    const auto time = [&](const std::optional<UnixMillis>& t, const QString& never) {
        return t ? zone.fullTime(*t) % u"  (" % zone.relative(*t) % u')' : never;
    };
    m_facts->clear();
    m_facts->add(tr("Customer"), toQString(directory.environmentName(account.environmentId)));
    m_facts->add(tr("Provider"), toQString(directory.integrationLabel(account.integration)));
    m_facts->add(tr("Signs in with"), authKindText(account.authKind));
    m_facts->add(tr("Kind"),
                 account.sandbox ? tr("sandbox: a simulated vendor on this machine") : tr("production"));
    m_facts->add(tr("Connected"), time(account.createdAt, {}));
    m_facts->add(tr("Last success"), time(account.lastSuccessAt, tr("never")));
    if (account.tokenExpiresAt) {
        m_facts->add(tr("Token expires"), time(account.tokenExpiresAt, {}));
    }
    if (!account.autoRefresh) {
        m_facts->add(tr("Refresh"), tr("▲ by hand only: automatic refresh is off"), Accent::Warning);
    }
    if (const auto* facts = m_activity.of(account.id); facts != nullptr && facts->lastErrorAt) {
        const QString since = facts->failing() ? tr("nothing has succeeded since") : tr("solved since");
        m_facts->add(
            tr("Last error"),
            tr("%1, %2, %3").arg(toQString(facts->lastError), zone.relative(*facts->lastErrorAt), since),
            facts->failing() ? Accent::Error : Accent::Muted);
    }
    m_facts->addCode(tr("Account id"), toQString(account.id));
    m_facts->addCode(tr("Customer id"), toQString(account.environmentId));
    if (!account.context->members().empty()) {
        m_facts->addHeading(tr("Context"));
        for (const auto& member : account.context->members()) {
            m_facts->addCode(toQString(member.name), valueText(member.value));
        }
    }
}

void AccountDetail::fillLimits(const std::string& id)
{
    m_context.gateway.monitor().limits(
        id,
        m_context.mailbox.reply<std::vector<RateLimitState>>(
            this, [this, id](Result<std::vector<RateLimitState>> answer) {
                if (m_shown != std::vector{id}) {
                    return;
                }
                emptyOf(*m_tabs, "accountLimits")
                    ->explain(QLatin1String("clock"),
                              answer ? tr("No response has named a limit yet")
                                     : tr("The limits could not be read"),
                              answer ? tr("Limits appear with the first call") : errorText(answer.error()));
                m_limits->setRows(answer ? *std::move(answer) : std::vector<RateLimitState>());
            }));
}

void AccountDetail::fillCalls(const std::string& id)
{
    m_context.gateway.calls().recentCalls(
        0, kCallsRead,
        m_context.mailbox.reply<std::vector<CallSummary>>(this, [this, id](
                                                                    Result<std::vector<CallSummary>> answer) {
            if (m_shown != std::vector{id}) {
                return;
            }
            auto* empty = emptyOf(*m_tabs, "accountCalls");
            std::vector<CallSummary> calls;
            if (answer) {
                std::copy_if(answer->begin(), answer->end(), std::back_inserter(calls),
                             [&](const CallSummary& call) { return call.accountId == id; });
                calls.resize(std::min(calls.size(), kCallsShown));
                empty->explain(QLatin1String("calls"),
                               tr("No call of this account among the last %1").arg(countText(kCallsRead)));
                empty->offer(tr("Try a call"), [this] { tryCall(); });
            } else {
                empty->explain(QLatin1String("warning"), tr("The calls could not be read"),
                               errorText(answer.error()));
                empty->offer({}, {});
            }
            m_calls->setRows(std::move(calls));
        }));
}

void AccountDetail::fillOverrides(const Account& account)
{
    auto* empty = emptyOf(*m_tabs, "accountOverrides");
    empty->explain(QLatin1String("mapping"), tr("No field is overridden"),
                   tr("Every field comes from the platform's mapping"));
    empty->offer(tr("Open the mapping"), [this] { tryCall(); });
    m_overrides->setRows({});
    const auto& known = m_context.directory.integrations();
    const auto found = std::find_if(known.begin(), known.end(), [&](const IntegrationSummary& integration) {
        return integration.slug == account.integration;
    });
    if (found == known.end()) {
        return;
    }
    for (const auto& operation : found->operations) {
        const auto parts = splitOperation(operation);
        m_context.gateway.mappings().resolve(
            account.id, parts.model.toStdString(), parts.resource.toStdString(), parts.method.toStdString(),
            m_context.mailbox.reply<ResolvedMapping>(
                this, [this, id = account.id, operation](const Result<ResolvedMapping>& mapping) {
                    if (!mapping || m_shown != std::vector{id}) {
                        return;
                    }
                    auto rows = m_overrides->rows();
                    for (const auto& field : mapping->fields) {
                        if (field.level != "platform") {
                            rows.push_back({operation + ": " + field.field, field.level, field.source,
                                            field.expression, field.shadowed});
                        }
                    }
                    m_overrides->setRows(std::move(rows));
                }));
    }
}

void AccountDetail::fillWebhooks(const std::string& id)
{
    EventQuery query;
    query.accountId = id;
    query.window.limit = kCallsShown;
    m_context.gateway.webhooks().received().events(
        std::move(query),
        m_context.mailbox.reply<std::vector<WebhookEvent>>(
            this, [this, id](Result<std::vector<WebhookEvent>> answer) {
                if (m_shown != std::vector{id}) {
                    return;
                }
                auto* empty = emptyOf(*m_tabs, "accountWebhooks");
                empty->explain(answer ? QLatin1String("webhooks") : QLatin1String("warning"),
                               answer ? tr("No webhook of this account was received")
                                      : tr("The webhooks could not be read"),
                               answer ? tr("Its own URL stands in Webhooks") : errorText(answer.error()));
                empty->offer(answer ? tr("Open Webhooks") : QString(),
                             [this] { m_context.navigator.go(QStringLiteral("webhooks")); });
                m_webhooks->setRows(answer ? *std::move(answer) : std::vector<WebhookEvent>());
            }));
}

void AccountDetail::fillMany()
{
    std::map<int, std::pair<AccountLook, std::size_t>> looks;
    qint64 onDemand = 0;
    for (const auto& id : m_shown) {
        if (const auto* member = m_context.directory.account(id)) {
            onDemand += member->autoRefresh ? 0 : 1;
            const auto look = accountLook(*member, m_context.clock.now());
            auto& entry = looks[-lookGravity(look)];
            entry.first = look;
            ++entry.second;
        }
    }
    m_manyTitle->setText(tr("%1 accounts selected").arg(countText(static_cast<qint64>(m_shown.size()))));
    m_manyFacts->clear();
    for (const auto& [gravity, entry] : looks) {
        m_manyFacts->add(lookText(entry.first), countText(static_cast<qint64>(entry.second)));
    }
    if (onDemand > 0) {
        m_manyFacts->add(tr("Automatic refresh off"), countText(onDemand));
    }
    fillOutcomes();
}

/// Of the last run, as far as they are of what is selected.
void AccountDetail::fillOutcomes()
{
    std::vector<AccountActions::Outcome> rows;
    for (const auto& outcome : m_actions.outcomes()) {
        if (std::find(m_shown.begin(), m_shown.end(), outcome.accountId) != m_shown.end()) {
            rows.push_back(outcome);
        }
    }
    std::stable_partition(rows.begin(), rows.end(), [](const auto& row) { return !row.good; });
    m_outcomes->setRows(std::move(rows));
    fitColumns(*m_outcomeTable);
}

void AccountDetail::onProgress()
{
    if (m_shown.size() > 1) {
        fillOutcomes();
    }
    m_test->setEnabled(!m_actions.running());
    m_toggle->setEnabled(!m_actions.running());
    const auto& outcomes = m_actions.outcomes();
    const auto* shown = account();
    if (shown == nullptr || m_actions.total() != 1) {
        return;
    }
    if (m_actions.running()) {
        m_outcome->say(Accent::Info, tr("Asking…"));
        m_outcome->show();
    } else if (!outcomes.empty() && outcomes.front().accountId == shown->id) {
        const auto& outcome = outcomes.front();
        m_outcome->say(outcome.good ? Accent::Ok : Accent::Warning,
                       toQString(m_context.directory.accountTitle(shown->id)) % u' '
                           % (outcome.good ? outcome.text : tr("failed: %1").arg(outcome.text)));
        m_outcome->show();
    }
}

void AccountDetail::showProperties(const Account& account)
{
    if (!isVisible()) {
        return;
    }
    const auto& zone = m_context.zone;
    Properties properties{toQString(account.label), {}};
    properties.rows = {{tr("Account"), toQString(account.id)},
                       {tr("Customer"), toQString(account.environmentId)},
                       {tr("State"), lookText(accountLook(account, m_context.clock.now()))},
                       {tr("Why"), toQString(account.statusReason)},
                       {tr("Sandbox"), account.sandbox ? tr("yes") : tr("no")},
                       {tr("Connected"), zone.fullTime(account.createdAt)}};
    if (account.tokenExpiresAt) {
        properties.rows.append({tr("Token expires"), zone.fullTime(*account.tokenExpiresAt)});
    }
    for (const auto& member : account.context->members()) {
        properties.rows.append({toQString(member.name), valueText(member.value)});
    }
    m_context.navigator.showProperties(properties);
}

} // namespace gatehouse::ui
