// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/oauth/oauth_view.h"

#include "ui/models/connect_steps.h"
#include "ui/models/text.h"
#include "ui/text/flow_har.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/oauth/flow_pane.h"
#include "ui/views/oauth/sign_in_form.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/files.h"
#include "ui/widgets/keys.h"
#include "ui/widgets/tables.h"

#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kSessionsRead = 200;
constexpr int kFormWidth = 640;
constexpr qint64 kLargestHar = qint64{16} << 20;

RowModel<ConnectSession>* makeSessionModel(const Context& context, QObject* parent)
{
    using Column = RowModel<ConnectSession>::Column;
    return new RowModel<ConnectSession>(
        {Column{OAuthView::tr("Sign-in"),
                [&context](const ConnectSession& session, int role) -> QVariant {
                    if (role != Qt::DisplayRole) {
                        return {};
                    }
                    const auto& directory = context.directory;
                    return QString(toQString(directory.environmentName(session.environmentId)) % u" · "
                                   % toQString(directory.integrationLabel(session.integration)));
                }},
         Column{OAuthView::tr("State"),
                [](const ConnectSession& session, int role) -> QVariant {
                    if (role == Qt::DisplayRole) {
                        return sessionStateText(session.status);
                    }
                    return role == Qt::ForegroundRole ? QVariant(
                               accentColour(sessionAccent(session.status), QGuiApplication::palette()))
                                                      : QVariant();
                }},
         Column{OAuthView::tr("Began"),
                [&context](const ConnectSession& session, int role) -> QVariant {
                    if (role == Qt::DisplayRole) {
                        return context.zone.shortTime(session.createdAt).section(u'.', 0, 0);
                    }
                    return role == Qt::ToolTipRole ? QVariant(context.zone.tooltip(session.createdAt))
                                                   : QVariant();
                }}},
        parent);
}

} // namespace

OAuthView::OAuthView(Context& context, QWidget* parent)
    : View(QLatin1String("oauth"), parent)
    , m_context(context)
{
    build();
    bindKey(this, QLatin1String("oauth.new"), [this] { openForm({}, {}); });
    bindKey(this, QLatin1String("oauth.open"), [this] { openHar(); });
    connect(&context.feed, &EventFeed::batch, this, &OAuthView::onBatch);
    connect(&context.directory, &Directory::changed, m_table->viewport(), qOverload<>(&QWidget::update));
    updateEmpty();
    load();
}

void OAuthView::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setObjectName(QStringLiteral("oauthSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(buildList());
    m_stack = new QStackedWidget(m_splitter);
    m_empty = new EmptyState(m_stack);
    m_empty->setObjectName(QStringLiteral("oauthEmpty"));
    m_flow = new FlowPane(m_context, m_stack);
    auto* scroll = new QScrollArea(m_stack);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* page = new QWidget(scroll);
    auto* around = new QVBoxLayout(page);
    around->setContentsMargins(kWide, kWide, kWide, kWide);
    m_form = new SignInForm(m_context, page);
    m_form->setMaximumWidth(kFormWidth);
    around->addWidget(m_form);
    around->addStretch(1);
    scroll->setWidget(page);
    m_formPage = scroll;
    for (auto* each : {static_cast<QWidget*>(m_empty), static_cast<QWidget*>(m_flow), m_formPage}) {
        m_stack->addWidget(each);
    }
    m_splitter->addWidget(m_stack);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({310, 810});
    m_context.settings.restoreLayout(*m_splitter);
    column->addWidget(m_splitter);
    connect(m_form, &SignInForm::started, this, &OAuthView::onStarted);
    connect(m_form, &SignInForm::closed, this, &OAuthView::showSelected);
    connect(m_flow, &FlowPane::continuedAs, this, &OAuthView::onStarted);
}

QWidget* OAuthView::buildList()
{
    auto* side = new QWidget(m_splitter);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(kMargin, kGap, kGap, kGap);
    bar->setSpacing(kGap);
    auto* title = new QLabel(tr("Sign-ins"), side);
    title->setFont(typeFont(Type::Heading));
    auto* another = new QPushButton(icon(QLatin1String("plus")), tr("Connect…"), side);
    another->setObjectName(QStringLiteral("newSignIn"));
    another->setToolTip(tr("Connect an account (Ctrl+N)"));
    connect(another, &QPushButton::clicked, this, [this] { openForm({}, {}); });
    auto* file = new QToolButton(side);
    file->setObjectName(QStringLiteral("openHar"));
    file->setIcon(icon(QLatin1String("folder")));
    file->setToolTip(tr("Show a sign-in from a HAR file (Ctrl+I)"));
    file->setAccessibleName(tr("Show a sign-in from a HAR file"));
    file->setFocusPolicy(Qt::TabFocus);
    connect(file, &QToolButton::clicked, this, &OAuthView::openHar);
    bar->addWidget(title, 1);
    bar->addWidget(file);
    bar->addWidget(another);
    column->addLayout(bar);
    m_model = makeSessionModel(m_context, this);
    m_table = new QTableView(side);
    m_table->setObjectName(QStringLiteral("signIns"));
    setUpTable(*m_table, tr("Sign-ins"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setModel(m_model);
    m_table->horizontalHeader()->setObjectName(QStringLiteral("signInsHeader"));
    const auto metrics = m_table->fontMetrics();
    m_table->setColumnWidth(1, metrics.horizontalAdvance(QStringLiteral("● connected M")) + 2 * kGap);
    m_table->setColumnWidth(2, metrics.horizontalAdvance(QStringLiteral("00:00:00")) + 2 * kGap);
    stretchColumn(*m_table, 0);
    column->addWidget(m_table, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                if (now.isValid() && !m_filling) {
                    m_selected = m_model->rows()[static_cast<std::size_t>(now.row())].id;
                    showSelected();
                }
            });
    return side;
}

void OAuthView::load()
{
    m_context.gateway.connect().connectSessions(
        kSessionsRead, m_context.mailbox.reply<std::vector<ConnectSession>>(
                           this, [this](Result<std::vector<ConnectSession>> answer) {
                               m_loaded = true;
                               m_problem = answer ? QString() : errorText(answer.error());
                               // take() puts the newest in front.
                               std::vector<ConnectSession> sessions;
                               if (answer) {
                                   sessions = *std::move(answer);
                               }
                               std::for_each(sessions.rbegin(), sessions.rend(),
                                             [this](const ConnectSession& session) { take(session); });
                               select(m_selected);
                               showArrived();
                               updateEmpty();
                           }));
}

void OAuthView::take(const ConnectSession& session)
{
    const auto found = std::find_if(m_sessions.begin(), m_sessions.end(),
                                    [&](const ConnectSession& known) { return known.id == session.id; });
    if (found != m_sessions.end()) {
        *found = session;
    } else {
        m_sessions.insert(m_sessions.begin(), session);
        m_sessions.resize(std::min(m_sessions.size(), kSessionsRead));
    }
    if (session.id == m_flow->session().id) {
        m_flow->show(session);
    }
}

void OAuthView::onBatch(const std::vector<GatewayEvent>& events)
{
    bool touched = false;
    for (const auto& event : events) {
        if (const auto* changed = std::get_if<ConnectSessionChanged>(&event)) {
            take(changed->session);
            touched = true;
        }
    }
    if (touched) {
        select(m_selected);
        showArrived();
        updateEmpty();
    }
}

void OAuthView::onStarted(const ConnectSession& session)
{
    if (const auto from = std::exchange(m_copyFrom, {}); !from.empty()) {
        copyOverrides(from, session.accountId);
    }
    take(session);
    select(session.id);
    showSelected();
    m_flow->openBrowserOnce();
    m_flow->steps().setFocus(Qt::OtherFocusReason);
}

void OAuthView::select(const std::string& id)
{
    m_selected = id;
    m_filling = true;
    m_model->setRows(m_sessions);
    const auto found = std::find_if(m_sessions.begin(), m_sessions.end(),
                                    [&](const ConnectSession& session) { return session.id == id; });
    if (found != m_sessions.end()) {
        const auto row = static_cast<int>(found - m_sessions.begin());
        m_table->selectionModel()->setCurrentIndex(m_model->index(row, 0), QItemSelectionModel::ClearAndSelect
                                                                               | QItemSelectionModel::Rows);
    }
    m_filling = false;
}

void OAuthView::showSelected()
{
    const auto found =
        std::find_if(m_sessions.begin(), m_sessions.end(),
                     [this](const ConnectSession& session) { return session.id == m_selected; });
    if (found != m_sessions.end()) {
        m_flow->show(*found);
        m_stack->setCurrentWidget(m_flow);
    } else {
        m_stack->setCurrentWidget(m_empty);
    }
}

/// What was asked for before it was known is shown when it comes.
void OAuthView::showArrived()
{
    if (m_stack->currentWidget() == m_empty && !m_selected.empty()) {
        showSelected();
    }
}

void OAuthView::openForm(const std::string& accountId, const QString& integration)
{
    m_copyFrom.clear();
    m_stack->setCurrentWidget(m_formPage);
    m_form->open(accountId, integration);
}

void OAuthView::openDuplicate(const std::string& accountId)
{
    m_stack->setCurrentWidget(m_formPage);
    m_copyFrom = accountId;
    m_form->openDuplicate(accountId);
}

void OAuthView::runSandbox()
{
    m_copyFrom.clear();
    m_stack->setCurrentWidget(m_formPage);
    m_form->runSandbox();
}

/// Each of the account's own overrides, as it stands now.
void OAuthView::copyOverrides(const std::string& from, const std::string& to)
{
    const auto* source = m_context.directory.account(from);
    const auto& known = m_context.directory.integrations();
    const auto found = std::find_if(known.begin(), known.end(), [&](const IntegrationSummary& one) {
        return source != nullptr && one.slug == source->integration;
    });
    if (found == known.end()) {
        return;
    }
    for (const auto& operation : found->operations) {
        const auto parts = splitOperation(operation);
        OverrideKey key{OverrideLevel::Account, from, parts.model.toStdString(), parts.resource.toStdString(),
                        parts.method.toStdString()};
        auto target = key;
        target.ownerId = to;
        m_context.gateway.mappings().getOverride(
            key,
            m_context.mailbox.reply<json::Document>(this, [this, target](Result<json::Document> mapping) {
                if (!mapping) {
                    return; // mostly there is none
                }
                m_context.gateway.mappings().putOverride(
                    target, *std::move(mapping),
                    m_context.mailbox.reply<json::Document>(this, [this](const Result<json::Document>& put) {
                        if (!put) {
                            m_context.navigator.tell(
                                Accent::Warning,
                                tr("An override was not copied: %1").arg(errorText(put.error())));
                        }
                    }));
            }));
    }
}

void OAuthView::openHar()
{
    m_context.dialogs.openFile(
        this, tr("Show a sign-in from a file"), QStringLiteral("HAR (*.har)"), [this](const QString& path) {
            m_context.workers.run(
                this,
                [path]() -> Result<ConnectSession> {
                    const auto text = readWholeFile(path, kLargestHar);
                    return text ? flowFromHar(*text) : Result<ConnectSession>(fail(text.error()));
                },
                [this](const Result<ConnectSession>& session) {
                    if (session) {
                        takeFile(*session);
                    } else {
                        m_context.navigator.tell(Accent::Warning, errorText(session.error()));
                    }
                });
        });
}

void OAuthView::takeFile(const ConnectSession& session)
{
    ConnectSession filed = session;
    filed.id = std::string(FlowPane::kFromFile) + session.id;
    take(filed);
    select(filed.id);
    showSelected();
}

void OAuthView::updateEmpty()
{
    if (!m_problem.isEmpty()) {
        m_empty->explain(QLatin1String("warning"), tr("The sign-ins could not be read"), m_problem);
        m_empty->offer(tr("Ask again"), [this] { load(); });
        m_empty->offerAlso({}, {});
    } else if (!m_loaded) {
        m_empty->explain(QLatin1String("clock"), tr("Reading the sign-ins…"));
        m_empty->offer({}, {});
        m_empty->offerAlso({}, {});
    } else {
        m_empty->explain(
            QLatin1String("key"),
            m_sessions.empty() ? tr("No sign-in yet") : tr("Select a sign-in, or begin another"),
            tr("All seven steps are shown as they run, with what went over the wire. With a simulated "
               "vendor that takes four seconds and needs no network."));
        const bool sandbox = m_context.node.status().sandbox;
        m_empty->offer(sandbox ? tr("Run the sandbox's sign-in") : tr("Connect an account"),
                       [this, sandbox] { sandbox ? runSandbox() : openForm({}, {}); });
        m_empty->offerAlso(sandbox ? tr("Connect an account") : QString(), [this] { openForm({}, {}); });
    }
}

void OAuthView::activate(const QVariantMap& arguments)
{
    const auto text = [&](const char* name) { return arguments.value(QLatin1String(name)).toString(); };
    if (arguments.contains(QStringLiteral("session"))) {
        select(text("session").toStdString());
        showSelected();
    } else if (arguments.value(QStringLiteral("sandbox")).toBool()) {
        runSandbox();
    } else if (arguments.contains(QStringLiteral("duplicate"))) {
        openDuplicate(text("duplicate").toStdString());
    } else if (arguments.value(QStringLiteral("connect")).toBool()) {
        openForm(text("account").toStdString(), text("integration"));
    }
}

QList<QWidget*> OAuthView::panes() const
{
    return {m_table, &m_flow->steps(), findChild<QWidget*>(QStringLiteral("newSignIn"))};
}

void OAuthView::keepLayout()
{
    m_context.settings.saveLayout(*m_splitter);
    m_flow->keepLayout();
}

ViewEntry oauthViewEntry()
{
    return {QLatin1String("oauth"), OAuthView::tr("Sign-ins"), QLatin1String("key"),
            [](Context& context, QWidget* parent) -> View* { return new OAuthView(context, parent); }};
}

} // namespace gatehouse::ui
