// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/accounts/credential_pane.h"

#include "core/gateway/token_history.h"
#include "ui/models/text.h"
#include "ui/models/token_timeline.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/tables.h"

#include <QGuiApplication>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr int kTableHeight = 190; // an account has few credentials

RowModel<CredentialDate>* makeDateModel(const Context& context, QObject* parent)
{
    using Column = RowModel<CredentialDate>::Column;
    const auto column = [](const QString& title, std::function<QString(const CredentialDate&)> text) {
        return Column{title, [text = std::move(text)](const CredentialDate& row, int role) {
                          return role == Qt::DisplayRole ? QVariant(text(row)) : QVariant();
                      }};
    };
    return new RowModel<CredentialDate>(
        {column(CredentialPane::tr("Credential"), [](const auto& row) { return credentialText(row.kind); }),
         Column{CredentialPane::tr("Ends"),
                [&context](const CredentialDate& row, int role) -> QVariant {
                    const auto now = context.clock.now();
                    const bool warn = row.warnAt && *row.warnAt <= now && !row.renewedByItself;
                    switch (role) {
                    case Qt::DisplayRole:
                        return row.expiresAt ? QString((warn ? QStringLiteral("▲ ") : QString())
                                                       % context.zone.relative(*row.expiresAt))
                                             : CredentialPane::tr("nobody says that it does");
                    case Qt::ToolTipRole:
                        return row.expiresAt ? context.zone.tooltip(*row.expiresAt) : QString();
                    case Qt::ForegroundRole:
                        return warn ? QVariant(accentColour(Accent::Warning, QGuiApplication::palette()))
                                    : QVariant();
                    default:
                        return {};
                    }
                }},
         column(CredentialPane::tr("Renewed by"),
                [](const auto& row) {
                    return row.renewedByItself ? CredentialPane::tr("itself")
                                               : CredentialPane::tr("a person");
                }),
         column(CredentialPane::tr("How that is known"),
                [](const auto& row) { return toQString(row.because); })},
        parent);
}

QString joined(const std::vector<std::string>& words)
{
    QStringList list;
    for (const auto& word : words) {
        list.append(toQString(word));
    }
    return list.join(u' ');
}

} // namespace

QStringList tokenRules(const json::Value& definition, const std::string& kind)
{
    QStringList rules;
    const auto schemes = definition["auth"].items();
    const auto scheme = std::find_if(schemes.begin(), schemes.end(), [&](const json::Value& one) {
        return one["kind"].asString() == kind || one["id"].asString() == kind;
    });
    if (scheme == schemes.end()) {
        return rules;
    }
    const json::Value& refresh = (*scheme)["refresh"];
    if ((*scheme)["token_lifetime_s"].isNumber()) {
        rules.append(CredentialPane::tr("An access token lives %1.")
                         .arg(durationText(std::chrono::seconds((*scheme)["token_lifetime_s"].asInt()))));
    }
    if (!refresh.isUndefined()) {
        rules.append(
            refresh["rotates"].asBool()
                ? CredentialPane::tr("Each refresh replaces the refresh token as well; the old one is dead. "
                                     "Do not use it elsewhere.")
                : CredentialPane::tr("The refresh token stays the same when it is used."));
        rules.append(
            refresh["concurrent_ok"].asBool()
                ? CredentialPane::tr("Two refreshes at once do no harm at this provider.")
                : CredentialPane::tr("Two refreshes at once could end the grant; the lock prevents them."));
    }
    return rules;
}

CredentialPane::CredentialPane(Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_dates(makeDateModel(context, this))
    , m_stack(new QStackedWidget(this))
    , m_table(new QTableView(m_stack))
    , m_empty(new EmptyState(m_stack))
    , m_scopes(new Facts(this))
    , m_rules(new Facts(this))
{
    setObjectName(QStringLiteral("credentialPane"));
    setAccessibleName(tr("Credentials"));
    m_table->setObjectName(QStringLiteral("credentialDates"));
    setUpTable(*m_table, tr("Credentials and when they end"));
    m_table->setModel(m_dates);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    auto* note = new QLabel(
        tr("Secrets are sealed in the vault. They can be replaced, and never be read back."), this);
    note->setWordWrap(true);
    note->setForegroundRole(QPalette::PlaceholderText);
    note->setContentsMargins(kMargin, kGap, kMargin, kGap);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(note);
    m_stack->setMaximumHeight(kTableHeight);
    column->addWidget(m_stack);
    column->addWidget(m_scopes);
    column->addWidget(m_rules);
    column->addStretch(1);
}

void CredentialPane::show(const Account& account)
{
    if (account.id != m_account) {
        m_dates->setRows({});
        m_scopes->clear();
        m_rules->clear();
    }
    m_account = account.id;
    m_context.gateway.tokens().credentials(
        account.id, m_context.mailbox.reply<std::vector<CredentialDate>>(
                        this, [this, id = account.id](Result<std::vector<CredentialDate>> answer) {
                            if (id == m_account) {
                                m_empty->explain(QLatin1String(answer ? "key" : "warning"),
                                                 answer ? tr("Nothing of this account has a known end")
                                                        : tr("The calendar could not be read"),
                                                 answer ? QString() : errorText(answer.error()));
                                showDates(answer ? *std::move(answer) : std::vector<CredentialDate>());
                            }
                        }));
    m_context.gateway.tokens().history(
        account.id, m_context.mailbox.reply<TokenHistory>(
                        this, [this, id = account.id](const Result<TokenHistory>& history) {
                            if (history && id == m_account) {
                                showScopes(*history);
                            }
                        }));
    m_context.gateway.catalog().integration(
        account.integration,
        m_context.mailbox.reply<json::Document>(
            this, [this, id = account.id, kind = account.authKind](const Result<json::Document>& definition) {
                if (definition && id == m_account) {
                    showRules(**definition, kind);
                }
            }));
}

void CredentialPane::showDates(std::vector<CredentialDate> dates)
{
    m_stack->setCurrentIndex(dates.empty() ? 0 : 1);
    m_dates->setRows(std::move(dates));
    fitColumns(*m_table);
}

void CredentialPane::showScopes(const TokenHistory& history)
{
    m_scopes->clear();
    if (history.grantedScopes.empty() && history.missingScopes.empty()) {
        return;
    }
    m_scopes->addHeading(tr("Scopes"));
    m_scopes->add(tr("Granted"), joined(history.grantedScopes));
    m_scopes->add(tr("Not granted"),
                  history.missingScopes.empty() ? QString() : QString(u"▲ " % joined(history.missingScopes)),
                  Accent::Warning);
}

void CredentialPane::showRules(const json::Value& definition, const std::string& kind)
{
    m_rules->clear();
    const auto rules = tokenRules(definition, kind);
    if (rules.isEmpty()) {
        return;
    }
    m_rules->addHeading(tr("This provider's rules"));
    m_rules->add(tr("Tokens"), rules.join(u' '));
}

} // namespace gatehouse::ui
