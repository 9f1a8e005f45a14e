// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/oauth/token_pane.h"

#include "core/gateway/token_history.h"
#include "core/json/document.h"
#include "ui/models/text.h"
#include "ui/models/token_timeline.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/calls/exchange_pane.h"
#include "ui/views/oauth/simulator.h"
#include "ui/views/oauth/time_lanes.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/tab_strip.h"
#include "ui/widgets/tables.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr std::chrono::milliseconds kGather{100};
constexpr int kExchangeHeight = 360;
constexpr int kExchangeChars = 70; // the heads of its bodies beside each other
constexpr int kSimulationColumns = 3;

std::chrono::microseconds lengthOf(const TokenAttempt& attempt)
{
    const auto end = attempt.endedAt.value_or(attempt.startedAt);
    return std::chrono::duration_cast<std::chrono::microseconds>(end - attempt.startedAt);
}

} // namespace

RowModel<TokenAttempt>* makeAttemptModel(const DisplayZone& zone, QObject* parent)
{
    using Column = RowModel<TokenAttempt>::Column;
    const auto column = [](const QString& title, std::function<QString(const TokenAttempt&)> text) {
        return Column{title, [text = std::move(text)](const TokenAttempt& row, int role) {
                          return role == Qt::DisplayRole ? QVariant(text(row)) : QVariant();
                      }};
    };
    return new RowModel<TokenAttempt>(
        {column(
             TokenPane::tr("Began"),
             [&zone](const TokenAttempt& row) { return zone.shortTime(row.startedAt).section(u'.', 0, 0); }),
         Column{TokenPane::tr("Outcome"),
                [](const TokenAttempt& row, int role) -> QVariant {
                    if (role == Qt::DisplayRole) {
                        return outcomeText(row.outcome);
                    }
                    return role == Qt::ForegroundRole ? QVariant(
                               accentColour(outcomeAccent(row.outcome), QGuiApplication::palette()))
                                                      : QVariant();
                }},
         column(TokenPane::tr("Why"), [](const TokenAttempt& row) { return causeText(row.cause); }),
         column(TokenPane::tr("Waited"),
                [](const TokenAttempt& row) { return countText(static_cast<qint64>(row.waitersInAll)); }),
         column(TokenPane::tr("Took"),
                [](const TokenAttempt& row) {
                    return row.endedAt ? durationText(lengthOf(row)) : TokenPane::tr("running");
                }),
         column(TokenPane::tr("What it said"),
                [](const TokenAttempt& row) {
                    if (!row.reason.empty()) {
                        return toQString(row.reason);
                    }
                    return row.rotated ? TokenPane::tr("a new refresh token came with it") : QString();
                })},
        parent);
}

TokenPane::TokenPane(Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_simulator(new Simulator(context, this))
{
    setObjectName(QStringLiteral("tokenPane"));
    setAccessibleName(tr("Tokens"));
    m_soon.setSingleShot(true);
    m_soon.setInterval(kGather);
    connect(&m_soon, &QTimer::timeout, this, &TokenPane::reload);
    build();
    connect(&context.feed, &EventFeed::batch, this, &TokenPane::onBatch);
    connect(&context.zone, &DisplayZone::changed, this, &TokenPane::fill);
    connect(&context.directory, &Directory::changed, this, &TokenPane::showAutomatic);
    connect(m_simulator, &Simulator::told, this, [this](Accent meaning, const QString& text) {
        m_told->say(meaning, text);
        m_told->show();
    });
    show({});
}

void TokenPane::build()
{
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(buildHead());
    m_told = new Banner(this);
    m_told->setObjectName(QStringLiteral("simulationTold"));
    m_told->setClosable(true);
    m_told->hide();
    whole->addWidget(m_told);
    m_stack = new QStackedWidget(this);
    whole->addWidget(m_stack, 1);
    m_empty = new EmptyState(m_stack);
    m_empty->setObjectName(QStringLiteral("tokensEmpty"));
    m_stack->addWidget(m_empty);
    auto* page = new QWidget(m_stack);
    m_stack->addWidget(page);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kTight);
    m_lives = new TimeLanes(tr("Lives of the tokens"), page);
    m_lives->setObjectName(QStringLiteral("tokenLives"));
    column->addWidget(m_lives);
    auto* splitter = new QSplitter(Qt::Vertical, page);
    splitter->setObjectName(QStringLiteral("tokenSplitter"));
    splitter->setChildrenCollapsible(false);
    m_attempts = makeAttemptModel(m_context.zone, this);
    m_table = new QTableView(splitter);
    m_table->setObjectName(QStringLiteral("tokenAttempts"));
    setUpTable(*m_table, tr("Refreshes"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setModel(m_attempts);
    splitter->addWidget(m_table);
    splitter->addWidget(buildLock());
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 3);
    splitter->setSizes({130, 260});
    // What is inside can scroll; its wishes must not make the window grow.
    m_table->setMinimumHeight(60);
    m_lockParts->setMinimumHeight(120);
    setMinimumSize(300, 200);
    column->addWidget(splitter, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                if (now.isValid() && !m_filling) {
                    m_selected = m_attempts->rows()[static_cast<std::size_t>(now.row())].number;
                    showAttempt();
                }
            });
}

QWidget* TokenPane::buildHead()
{
    auto* head = new QWidget(this);
    head->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed); // words are not cut for want of room
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(kMargin, kGap, kGap, kTight);
    column->setSpacing(kTight);
    m_summary = new QLabel(head);
    m_summary->setObjectName(QStringLiteral("tokenSummary"));
    m_summary->setWordWrap(true);
    column->addWidget(m_summary);
    auto* row = new QHBoxLayout;
    m_automatic = new QCheckBox(tr("Refresh &automatically"), head);
    m_automatic->setObjectName(QStringLiteral("tokenAutomatic"));
    m_automatic->setToolTip(tr("Off: the token ends, and calls show what the provider says then. Refresh now "
                               "works all the same."));
    connect(m_automatic, &QCheckBox::clicked, this, &TokenPane::setAutomatic);
    auto* refresh = new QPushButton(icon(QLatin1String("refresh")), tr("Refresh now"), head);
    refresh->setObjectName(QStringLiteral("tokenRefresh"));
    refresh->setToolTip(tr("Get a new token now, or join the refresh that runs"));
    connect(refresh, &QPushButton::clicked, this, &TokenPane::refreshNow);
    row->addWidget(m_automatic);
    row->addStretch(1);
    row->addWidget(refresh);
    column->addLayout(row);
    m_simulation = buildSimulation();
    column->addWidget(m_simulation);
    return head;
}

QWidget* TokenPane::buildSimulation()
{
    auto* bar = new QWidget(this);
    bar->setObjectName(QStringLiteral("simulation"));
    auto* grid = new QGridLayout(bar); // six in one row would not fit beside the lists on a small screen
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(kTight);
    grid->setColumnStretch(kSimulationColumns + 1, 1);
    auto* label = new QLabel(tr("Simulate"), bar);
    label->setForegroundRole(QPalette::PlaceholderText);
    grid->addWidget(label, 0, 0);
    int count = 0;
    const auto add = [&](const char* name, const QString& text, const QString& tip, auto act) {
        auto* button = new QToolButton(bar);
        button->setText(text);
        button->setFocusPolicy(Qt::TabFocus);
        button->setObjectName(QLatin1String(name));
        button->setToolTip(tip);
        connect(button, &QToolButton::clicked, m_simulator, act);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        grid->addWidget(button, count / kSimulationColumns, 1 + count % kSimulationColumns);
        ++count;
    };
    add("simulateWorkers", tr("50 workers"), tr("The token ends, and 50 calls come in the same moment"),
        &Simulator::workers);
    add("simulateExpire", tr("Expire"), tr("The vendor refuses the token from now on"), &Simulator::expire);
    add("simulateRevoke", tr("Revoke"), tr("The grant is withdrawn at the vendor"), &Simulator::revoke);
    add("simulateHang", tr("Hang"), tr("The token endpoint does not answer for 10 seconds"),
        &Simulator::hang);
    add("simulateRefuse", tr("503"), tr("The next refresh is answered with 503"), &Simulator::refuseNext);
    add("simulateClear", tr("Behave"), tr("Ends all of these"), &Simulator::clear);
    return bar;
}

QWidget* TokenPane::buildLock()
{
    m_parts = new QTabWidget(this);
    m_parts->setDocumentMode(true);
    m_parts->setAccessibleName(tr("Parts of the refresh"));
    m_parts->setObjectName(QStringLiteral("refreshParts"));
    addLanes(tr("Lock"), "lock", m_sentence, m_lock);
    addLanes(tr("Without the lock"), "race", m_raceSentence, m_race);
    addLanes(tr("Generations"), "chain", m_chainSentence, m_chain);
    m_exchange = new ExchangePane(m_context, m_parts);
    m_exchange->setMinimumSize(kExchangeChars * fontMetrics().averageCharWidth(), kExchangeHeight);
    auto* scroll =
        new QScrollArea(m_parts); // two bodies with their heads need more than a small screen leaves
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(tr("Token request"));
    scroll->setWidget(m_exchange);
    m_parts->addTab(scroll, tr("Token request"));
    m_lockParts = new QWidget(this);
    auto* column = new QVBoxLayout(m_lockParts);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new TabStrip(*m_parts, m_lockParts));
    column->addWidget(m_parts, 1);
    return m_lockParts;
}

void TokenPane::addLanes(const QString& title, const char* name, QLabel*& sentence, TimeLanes*& lanes)
{
    auto* scroll = new QScrollArea(m_parts);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(title);
    auto* page = new QWidget(scroll);
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, kGap, 0, kGap);
    sentence = new QLabel(page);
    sentence->setObjectName(QLatin1String(name) % u"Sentence");
    sentence->setWordWrap(true);
    sentence->setContentsMargins(kMargin, 0, kMargin, 0);
    lanes = new TimeLanes(title, page);
    lanes->setObjectName(QLatin1String(name) % u"Lanes");
    column->addWidget(sentence);
    column->addWidget(lanes);
    column->addStretch(1);
    scroll->setWidget(page);
    m_parts->addTab(scroll, title);
}

/// What the provider does with a refresh token that is used twice.
void TokenPane::readRules()
{
    m_rules = {};
    const auto* account = m_context.directory.account(m_account);
    if (account == nullptr) {
        return;
    }
    m_context.gateway.catalog().integration(
        account->integration,
        m_context.mailbox.reply<json::Document>(
            this, [this, id = m_account, kind = account->authKind](const Result<json::Document>& definition) {
                if (definition && id == m_account) {
                    m_rules = raceRules(**definition, kind);
                    fill();
                }
            }));
}

void TokenPane::show(const std::string& accountId)
{
    if (accountId != m_account || accountId.empty()) {
        m_history.reset();
        m_selected = 0;
        m_told->hide();
    }
    const bool other = accountId != m_account;
    m_account = accountId;
    if (other) {
        readRules();
    }
    m_simulator->setAccount(accountId);
    const auto* account = m_context.directory.account(accountId);
    m_simulation->setVisible(account != nullptr && account->sandbox);
    showAutomatic();
    reload();
}

void TokenPane::reload()
{
    if (m_account.empty()) {
        fill();
        return;
    }
    m_context.gateway.tokens().history(
        m_account,
        m_context.mailbox.reply<TokenHistory>(this, [this, id = m_account](Result<TokenHistory> answer) {
            if (id != m_account) {
                return;
            }
            m_history = answer ? std::optional(*std::move(answer)) : std::nullopt;
            fill();
        }));
}

QString TokenPane::summary() const
{
    const auto& zone = m_context.zone;
    QStringList parts;
    if (m_history->tokenExpiresAt) {
        parts.append(tr("The token ends %1").arg(zone.relative(*m_history->tokenExpiresAt)));
    }
    if (m_history->refreshDueAt) {
        parts.append(tr("the next refresh is due %1").arg(zone.relative(*m_history->refreshDueAt)));
    }
    if (m_history->failuresInARow > 0) {
        parts.append(tr("%1 failed in a row").arg(m_history->failuresInARow));
    }
    if (!m_history->missingScopes.empty()) {
        parts.append(
            m_history->missingScopes.size() == 1
                ? tr("▲ one of the scopes asked for was not granted")
                : tr("▲ %1 of the scopes asked for were not granted").arg(m_history->missingScopes.size()));
    }
    if (const auto* account = m_context.directory.account(m_account);
        account != nullptr && !account->autoRefresh) {
        parts.append(tr("▲ automatic refresh is off"));
    }
    return parts.isEmpty() ? tr("No token that expires") : QString(parts.join(QStringLiteral(", ")) % u'.');
}

void TokenPane::fill()
{
    const bool any = m_history && (!m_history->attempts.empty() || m_history->tokenExpiresAt);
    m_stack->setCurrentIndex(any ? 1 : 0);
    m_summary->setText(m_history ? summary() : QString());
    if (!any) {
        m_empty->explain(QLatin1String("clock"), tr("No token of this account has been refreshed yet"),
                         tr("Refreshes, what asked for them and who waited appear here as they happen"));
        return;
    }
    const auto now = m_context.clock.now();
    auto lives = tokenLives(*m_history, now);
    const QString from = m_context.zone.shortTime(lives.from).section(u'.', 0, 0);
    const QString until = m_context.zone.shortTime(lives.until).section(u'.', 0, 0);
    m_lives->setPicture(std::move(lives), from, until);
    std::vector<TokenAttempt> newest(m_history->attempts.rbegin(), m_history->attempts.rend());
    m_attempts->setRows(std::move(newest));
    fitColumns(*m_table);
    const auto& rows = m_attempts->rows();
    const auto found =
        std::find_if(rows.begin(), rows.end(), [this](const auto& row) { return row.number == m_selected; });
    if (!rows.empty()) {
        const auto row = found == rows.end() ? 0 : static_cast<int>(found - rows.begin());
        m_filling = true;
        m_table->selectionModel()->setCurrentIndex(
            m_attempts->index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        m_filling = false;
    }
    m_lockParts->setVisible(!rows.empty());
    showAttempt();
}

const TokenAttempt* TokenPane::attempt() const
{
    const auto& rows = m_attempts->rows();
    const auto found =
        std::find_if(rows.begin(), rows.end(), [this](const auto& row) { return row.number == m_selected; });
    return rows.empty() ? nullptr : found == rows.end() ? &rows.front() : &*found;
}

void TokenPane::showAttempt()
{
    const auto* shown = attempt();
    if (shown == nullptr) {
        return;
    }
    const auto now = m_context.clock.now();
    auto picture = lockPicture(*shown, now);
    const auto span = std::chrono::duration_cast<std::chrono::microseconds>(picture.until - picture.from);
    m_sentence->setText(lockSentence(*shown, now));
    m_lock->setPicture(std::move(picture), QStringLiteral("0"), durationText(span));
    auto race = withoutLock(*shown, m_rules);
    const auto raced =
        std::chrono::duration_cast<std::chrono::microseconds>(race.picture.until - race.picture.from);
    m_raceSentence->setText(race.sentence);
    m_race->setPicture(std::move(race.picture), QStringLiteral("0"), durationText(raced));
    auto chain = refreshChain(*m_history, m_rules, now);
    const auto moment = [this](UnixMillis t) { return m_context.zone.shortTime(t).section(u'.', 0, 0); };
    m_chainSentence->setText(chain.sentence);
    const QString begun = moment(chain.picture.from);
    const QString ended = moment(chain.picture.until);
    m_chain->setPicture(std::move(chain.picture), begun, ended);
    m_exchange->show(shown->exchange ? std::vector{*shown->exchange} : std::vector<Exchange>());
}

void TokenPane::refreshNow()
{
    m_told->say(Accent::Info, tr("Refreshing…"));
    m_told->show();
    m_context.gateway.tokens().refresh(
        m_account, m_context.mailbox.reply<Account>(this, [this](const Result<Account>& refreshed) {
            m_told->say(refreshed ? Accent::Ok : Accent::Warning,
                        refreshed ? tr("A new token is in force") : errorText(refreshed.error()));
            m_soon.start();
        }));
}

/// The switch shows what is in force; a refused wish jumps back.
void TokenPane::showAutomatic()
{
    const auto* account = m_context.directory.account(m_account);
    m_automatic->setVisible(account != nullptr && account->authKind.find("oauth2") != std::string::npos);
    if (account != nullptr) {
        m_automatic->setChecked(account->autoRefresh);
    }
    if (m_history) {
        m_summary->setText(summary());
    }
}

void TokenPane::setAutomatic(bool on)
{
    json::Arena arena;
    json::ObjectBuilder fields(arena);
    fields.set("auto_refresh", json::Value::boolean(on));
    m_context.gateway.accounts().updateAccount(
        m_account, json::Document::copyOf(fields.build()),
        m_context.mailbox.reply<Account>(this, [this, on](const Result<Account>& changed) {
            if (!changed) {
                m_told->say(Accent::Warning, errorText(changed.error()));
                showAutomatic();
            } else if (on) {
                m_told->say(Accent::Ok, tr("The gateway renews this account's token again"));
            } else {
                m_told->say(Accent::Info,
                            tr("Nothing renews this account's token now but Refresh now. It is in "
                               "the audit log and in the calendar of credentials."));
            }
            m_told->show();
            m_soon.start();
        }));
}

void TokenPane::onBatch(const std::vector<GatewayEvent>& events)
{
    const bool ours = std::any_of(events.begin(), events.end(), [this](const GatewayEvent& event) {
        const auto* attempted = std::get_if<TokenAttempted>(&event);
        return attempted != nullptr && attempted->attempt.accountId == m_account;
    });
    if (ours && isVisible() && !m_soon.isActive()) {
        m_soon.start();
    }
}

} // namespace gatehouse::ui
