// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/accounts/credential_pane.h"

#include "core/gateway/token_history.h"
#include "ui/models/scope_rows.h"
#include "ui/models/text.h"
#include "ui/models/token_timeline.h"
#include "ui/theme/metrics.h"
#include "ui/views/accounts/calendar_pane.h"
#include "ui/views/accounts/claims_pane.h"
#include "ui/views/accounts/secret_rows.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/tables.h"

#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
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
                [&context](const auto& row) {
                    const QString unused = inactivityText(row, context.clock.now());
                    return unused.isEmpty() ? toQString(row.because) : unused;
                })},
        parent);
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
        if (refresh["inactivity_days"].isNumber()) {
            rules.append(CredentialPane::tr(
                             "A refresh token that is not used for %1 days dies; it is used before that.")
                             .arg(refresh["inactivity_days"].asInt()));
        }
        if (refresh["expires_after_days"].isNumber()) {
            rules.append(
                CredentialPane::tr("After %1 days somebody has to sign in again, however much it is used.")
                    .arg(refresh["expires_after_days"].asInt()));
        }
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
    , m_secrets(new SecretRows(context, this))
    , m_scopeSentence(new QLabel(this))
    , m_scopeRows(makeScopeModel(context.zone, this))
    , m_scopes(new QTableView(this))
    , m_rules(new Facts(this))
    , m_claims(new Facts(this))
{
    setObjectName(QStringLiteral("credentialPane"));
    setAccessibleName(tr("Credentials"));
    build();
}

void CredentialPane::build()
{
    m_table->setObjectName(QStringLiteral("credentialDates"));
    setUpTable(*m_table, tr("Credentials and when they end"));
    m_table->setModel(m_dates);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    m_stack->setFixedHeight(kTableHeight);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_stack);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(tr("Scopes, secrets, rules and what the token says"));
    scroll->setWidget(buildPage(scroll));
    column->addWidget(scroll, 1);
}

QWidget* CredentialPane::buildPage(QWidget* parent)
{
    auto* page = new QWidget(parent);
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    auto* below = new QVBoxLayout(page);
    below->setContentsMargins(0, 0, 0, 0);
    below->setSpacing(0);
    m_scopeSentence->setObjectName(QStringLiteral("scopeSentence"));
    m_scopeSentence->setFont(typeFont(Type::Heading));
    m_scopeSentence->setWordWrap(true);
    m_scopeSentence->setContentsMargins(kMargin, kGap, kMargin, kTight);
    m_scopes->setObjectName(QStringLiteral("credentialScopes"));
    setUpTable(*m_scopes, tr("Scopes: granted, used, needed"));
    m_scopes->setModel(m_scopeRows);
    m_scopes->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scopes->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scopes->setTextElideMode(Qt::ElideMiddle); // scopes differ at their ends
    stretchColumn(*m_scopes, 0);
    m_claims->setObjectName(QStringLiteral("credentialClaims"));
    for (QWidget* part : {static_cast<QWidget*>(m_scopeSentence), static_cast<QWidget*>(m_scopes),
                          static_cast<QWidget*>(m_secrets), static_cast<QWidget*>(m_rules),
                          static_cast<QWidget*>(m_claims)}) {
        part->setVisible(part == m_secrets);
        below->addWidget(part);
    }
    below->addStretch(1);
    return page;
}

void CredentialPane::show(const Account& account)
{
    if (account.id != m_account) {
        m_dates->setRows({});
        showScopes({});
        for (auto* facts : {m_rules, m_claims}) {
            facts->clear();
            facts->hide();
        }
    }
    // The vault keeps a record of who asks: only what may have changed is asked for again.
    if (account.id != m_account || account.tokenExpiresAt != m_tokenEnd) {
        const bool same = account.id == m_account;
        m_account = account.id;
        m_tokenEnd = account.tokenExpiresAt;
        same ? m_secrets->reload() : m_secrets->show(account.id);
        showClaims(account);
    }
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
    m_context.gateway.tokens().scopes(
        account.id, m_context.mailbox.reply<std::vector<ScopeUse>>(
                        this, [this, id = account.id](Result<std::vector<ScopeUse>> scopes) {
                            if (scopes && id == m_account) {
                                showScopes(*std::move(scopes));
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
    const int rows = static_cast<int>(dates.size()) * m_table->verticalHeader()->defaultSectionSize();
    const int wanted = m_table->horizontalHeader()->sizeHint().height() + rows
                       + m_table->horizontalScrollBar()->sizeHint().height() + kTight;
    m_stack->setFixedHeight(dates.empty() ? kTableHeight : std::min(kTableHeight, wanted));
    m_dates->setRows(std::move(dates));
    fitColumns(*m_table);
}

void CredentialPane::showScopes(std::vector<ScopeUse> scopes)
{
    const bool any = !scopes.empty();
    const bool missing = std::any_of(scopes.begin(), scopes.end(), isMissing);
    m_scopeSentence->setText(scopeSentence(scopes));
    QPalette coloured = palette();
    if (missing) {
        coloured.setColor(QPalette::WindowText, accentColour(Accent::Warning, coloured));
        coloured.setColor(QPalette::Text, accentColour(Accent::Warning, coloured));
    }
    m_scopeSentence->setPalette(coloured);
    m_scopeSentence->setVisible(any);
    m_scopes->setVisible(any);
    const int rows = static_cast<int>(scopes.size()) * m_scopes->verticalHeader()->defaultSectionSize();
    m_scopes->setFixedHeight(m_scopes->horizontalHeader()->sizeHint().height() + rows + kGap);
    m_scopeRows->setRows(std::move(scopes));
    const auto metrics = m_scopes->fontMetrics();
    for (int column = 1; column < m_scopeRows->columnCount(); ++column) {
        int widest = metrics.horizontalAdvance(m_scopeRows->headerData(column, Qt::Horizontal).toString());
        for (int row = 0; row < m_scopeRows->rowCount(); ++row) {
            widest = std::max(widest,
                              metrics.horizontalAdvance(m_scopeRows->index(row, column).data().toString()));
        }
        m_scopes->setColumnWidth(column, widest + 2 * kGap);
    }
}

void CredentialPane::showClaims(const Account& account)
{
    m_context.gateway.accountInsight().tokenClaims(
        account.id, m_context.mailbox.reply<std::vector<TokenClaims>>(
                        this, [this, id = account.id](const Result<std::vector<TokenClaims>>& tokens) {
                            if (id != m_account) {
                                return;
                            }
                            m_claims->clear();
                            m_claims->setVisible(tokens && !tokens->empty());
                            for (std::size_t at = 0; tokens && at < tokens->size(); ++at) {
                                addClaims(*m_claims, (*tokens)[at], m_context.zone, m_context.clock.now());
                            }
                        }));
}

void CredentialPane::showRules(const json::Value& definition, const std::string& kind)
{
    m_rules->clear();
    const auto rules = tokenRules(definition, kind);
    m_rules->setVisible(!rules.isEmpty());
    if (rules.isEmpty()) {
        return;
    }
    m_rules->addHeading(tr("This provider's rules"));
    m_rules->add(tr("Tokens"), rules.join(u'\n'));
}

} // namespace gatehouse::ui
