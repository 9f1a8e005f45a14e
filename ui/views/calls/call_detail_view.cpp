// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/calls/call_detail_view.h"

#include "ui/models/text.h"
#include "ui/text/curl.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/calls/exchange_pane.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/bar_delegate.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/keys.h"
#include "ui/widgets/payload_view.h"
#include "ui/widgets/side_by_side.h"
#include "ui/widgets/tables.h"

#include <QClipboard>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse::ui {

namespace {

enum Tab
{
    OverviewTab,
    ExchangesTab,
    AnswerTab,
    StagesTab,
    HeadersTab,
    ErrorTab
};

} // namespace

CallDetailView::CallDetailView(Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
{
    setObjectName(QStringLiteral("callDetail"));
    setAccessibleName(tr("Call"));
    build();
    bindKey(this, QLatin1String("calls.curl"), [this] { copyAsCurl(); });
    connect(&context.zone, &DisplayZone::changed, this, &CallDetailView::fill);
    connect(&context.directory, &Directory::changed, this, &CallDetailView::fill);
    showNothing();
}

void CallDetailView::build()
{
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    m_stack = new QStackedWidget(this);
    whole->addWidget(m_stack);
    m_empty = new EmptyState(m_stack);
    m_stack->addWidget(m_empty);
    auto* page = new QWidget(m_stack);
    m_stack->addWidget(page);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildBar());
    m_tabs = new QTabWidget(page);
    m_tabs->setObjectName(QStringLiteral("callTabs"));
    m_tabs->setAccessibleName(tr("Parts of the call"));
    m_tabs->setDocumentMode(true);
    column->addWidget(m_tabs, 1);
    m_exchanges = new ExchangePane(m_context, m_tabs);
    m_answer = new PayloadView(m_context.workers, m_context.dialogs, m_tabs);
    m_answer->setObjectName(QStringLiteral("callAnswer"));
    m_stages = makeStageModel(this);
    m_stageTable = new QTableView(m_tabs);
    m_stageTable->setObjectName(QStringLiteral("stageTable"));
    setUpTable(*m_stageTable, tr("Stages of the call"));
    m_stageTable->setModel(m_stages);
    m_stageTable->setItemDelegateForColumn(2, new BarDelegate(kBarStartRole, kBarLengthRole, m_stageTable));
    m_tabs->addTab(buildOverview(), tr("Overview"));
    m_tabs->addTab(m_exchanges, tr("Exchanges"));
    m_tabs->addTab(m_answer, tr("Answer"));
    m_tabs->addTab(m_stageTable, tr("Stages"));
    m_tabs->addTab(buildHeaders(), tr("Headers"));
    m_tabs->addTab(buildError(), tr("Error"));
    connect(m_tabs, &QTabWidget::currentChanged, this, &CallDetailView::fillTab);
}

QWidget* CallDetailView::buildBar()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(kMargin, kGap, kGap, kTight);
    row->setSpacing(kGap);
    m_title = new QLabel(bar);
    m_title->setFont(typeFont(Type::Heading));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* curl = new QPushButton(icon(QLatin1String("copy")), tr("cURL"), bar);
    curl->setObjectName(QStringLiteral("copyCurl"));
    curl->setToolTip(
        tr("Copy the request to the provider as a curl command, secrets as variables (Ctrl+Shift+C)"));
    curl->setAccessibleName(tr("Copy as cURL"));
    m_again = new QPushButton(icon(QLatin1String("try")), tr("Try again"), bar);
    m_again->setToolTip(tr("Take this call into Try a call (Ctrl+E)"));
    row->addWidget(m_title, 1);
    row->addWidget(curl);
    row->addWidget(m_again);
    connect(curl, &QPushButton::clicked, this, &CallDetailView::copyAsCurl);
    connect(m_again, &QPushButton::clicked, this, &CallDetailView::tryAgain);
    return bar;
}

void CallDetailView::showStages()
{
    m_tabs->setCurrentWidget(m_stageTable);
}

QWidget* CallDetailView::buildOverview()
{
    auto* scroll = new QScrollArea(m_tabs);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(tr("Overview"));
    auto* page = new QWidget(scroll);
    page->setBackgroundRole(QPalette::Base);
    page->setAutoFillBackground(true);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    m_problem = new Banner(page);
    m_problem->hide();
    column->addWidget(m_problem);
    m_facts = new QFormLayout;
    m_facts->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    m_facts->setHorizontalSpacing(kWide);
    m_facts->setVerticalSpacing(kTight + 2);
    column->addLayout(m_facts);
    column->addStretch(1);
    scroll->setWidget(page);
    return scroll;
}

QWidget* CallDetailView::buildHeaders()
{
    auto* sides = new SideBySide(m_tabs);
    m_rawHeaders = makeHeaderModel(this);
    m_ourHeaders = makeHeaderModel(this);
    m_rawTable = new QTableView(sides);
    m_ourTable = new QTableView(sides);
    setUpTable(*m_rawTable, tr("Headers as the provider sent them"));
    setUpTable(*m_ourTable, tr("Headers the caller got"));
    m_rawTable->setModel(m_rawHeaders);
    m_ourTable->setModel(m_ourHeaders);
    sides->addSide(tr("From the provider"), m_rawTable);
    sides->addSide(tr("To the caller, normalised"), m_ourTable);
    return sides;
}

QWidget* CallDetailView::buildError()
{
    auto* sides = new SideBySide(m_tabs);
    m_rawError = new PayloadView(m_context.workers, m_context.dialogs, sides);
    m_ourError = new PayloadView(m_context.workers, m_context.dialogs, sides);
    sides->addSide(tr("As the provider said it"), m_rawError);
    sides->addSide(tr("As the caller got it"), m_ourError);
    return sides;
}

void CallDetailView::show(const std::string& callId)
{
    m_wanted = callId;
    m_context.gateway.calls().callDetail(
        callId, m_context.mailbox.reply<CallDetail>(this, [this, callId](Result<CallDetail> answer) {
            if (callId != m_wanted) {
                return; // the selection has moved on
            }
            if (!answer) {
                m_detail.reset();
                m_empty->explain(QLatin1String("warning"), tr("The details of this call are gone"),
                                 errorText(answer.error()));
                m_stack->setCurrentIndex(0);
                return;
            }
            m_detail = *std::move(answer);
            m_stack->setCurrentIndex(1);
            fill();
            showProperties();
            Q_EMIT
            shown();
        }));
}

void CallDetailView::showNothing()
{
    m_wanted.clear();
    m_detail.reset();
    m_empty->explain(QLatin1String("calls"), tr("Select a call to see what happened"),
                     tr("J and K go through the list, Enter opens a tab"));
    m_stack->setCurrentIndex(0);
}

void CallDetailView::fill()
{
    m_filled.clear();
    if (m_detail) {
        const auto& call = m_detail->summary;
        m_title->setText(toQString(call.operation));
        m_title->setToolTip(toQString(call.operation) % u'\n' % toQString(call.id));
        m_again->setVisible(!splitOperation(call.operation).model.isEmpty());
        m_tabs->setTabText(ErrorTab, m_detail->problem ? tr("Error ▲") : tr("Error"));
        m_tabs->setTabText(ExchangesTab, tr("Exchanges (%1)").arg(m_detail->exchanges.size()));
        fillTab(m_tabs->currentIndex());
    }
}

void CallDetailView::fillTab(int tab)
{
    if (!m_detail || m_filled.contains(tab)) {
        return;
    }
    m_filled.append(tab);
    switch (tab) {
    case OverviewTab:
        fillOverview();
        break;
    case ExchangesTab:
        m_exchanges->show(m_detail->exchanges);
        break;
    case AnswerTab:
        if (m_detail->responseBody.empty()) {
            m_answer->setNothing(tr("The caller got no body"));
        } else {
            m_answer->setBody(m_detail->responseBody, tr("answer"), m_detail->summary.responseBytes);
        }
        break;
    case StagesTab:
        m_stages->setRows(stageRows(*m_detail));
        fitColumns(*m_stageTable);
        m_stageTable->setColumnWidth(2, m_stageTable->fontMetrics().averageCharWidth() * 12);
        m_context.progress.mark(Step::SeeStages);
        break;
    case HeadersTab:
        fillHeaders();
        break;
    case ErrorTab:
        fillError();
        break;
    default:
        break;
    }
}

void CallDetailView::addFact(const QString& name, const QString& value, bool mono)
{
    if (value.isEmpty()) {
        return;
    }
    auto* label = new QLabel(value, this);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setWordWrap(true);
    label->setAccessibleName(name);
    if (mono) {
        label->setFont(monoFont());
    }
    auto* title = new QLabel(name, this);
    title->setForegroundRole(QPalette::PlaceholderText);
    m_facts->addRow(title, label);
}

void CallDetailView::addLimits()
{
    for (const auto& limit : m_detail->limits) {
        QString text = tr("%1 of %2 left")
                           .arg(limit.remaining ? countText(*limit.remaining) : QStringLiteral("?"),
                                limit.limit ? countText(*limit.limit) : QStringLiteral("?"));
        if (limit.resetSeconds) {
            text += tr(", anew in %1").arg(durationText(std::chrono::seconds(*limit.resetSeconds)));
        }
        addFact(tr("Limit %1").arg(toQString(limit.policy)), text);
    }
}

void CallDetailView::fillOverview()
{
    while (m_facts->rowCount() > 0) {
        m_facts->removeRow(0);
    }
    const auto& call = m_detail->summary;
    const auto& problem = m_detail->problem;
    m_problem->setVisible(problem.has_value());
    if (problem) {
        QString text = toQString(problem->title) % u": " % toQString(problem->detail);
        if (problem->retryAfter) {
            text += tr(" May be tried again after %1 s, at %2.")
                        .arg(*problem->retryAfter)
                        .arg(m_context.zone.fullTime(problem->occurredAt
                                                     + std::chrono::seconds(*problem->retryAfter)));
        }
        if (problem->reauth) {
            text += tr(" A person must reconnect the account.");
        }
        m_problem->say(call.status >= 500 ? Accent::Error : Accent::Warning, text);
    }
    const QString ending = call.category.empty() ? tr("success") : toQString(call.category);
    addFact(tr("Status"), tr("%1 %2").arg(call.status).arg(ending));
    addFact(tr("Provider"), tr("%1, answered %2")
                                .arg(toQString(m_context.directory.integrationLabel(call.integration)),
                                     call.providerStatus == 0 ? tr("nothing: it was not reached")
                                                              : QString::number(call.providerStatus)));
    addFact(tr("Customer"), toQString(m_context.directory.environmentName(call.environmentId)));
    addFact(tr("Account"), toQString(m_context.directory.accountTitle(call.accountId)));
    addFact(tr("Began"), m_context.zone.fullTime(call.startedAt));
    addFact(tr("Took"),
            tr("%1, of it %2 upstream").arg(durationText(call.duration), durationText(call.upstream)));
    addFact(tr("Answer"), sizeText(call.responseBytes));
    addFact(tr("Request"), call.requestBytes > 0 ? sizeText(call.requestBytes) : QString());
    addLimits();
    for (const auto& warning : m_detail->warnings) {
        addFact(tr("Warning"), toQString(warning.field) % u": " % toQString(warning.message));
    }
    addFact(tr("Kind"), toQString(call.kind));
    addFact(tr("Call"), toQString(call.id), true);
}

void CallDetailView::fillHeaders()
{
    m_rawHeaders->setRows(m_detail->exchanges.empty() ? std::vector<HeaderField>()
                                                      : m_detail->exchanges.back().responseHeaders);
    m_ourHeaders->setRows(m_detail->normalisedHeaders);
    fitColumns(*m_rawTable);
    fitColumns(*m_ourTable);
}

void CallDetailView::fillError()
{
    if (!m_detail->problem) {
        m_rawError->setNothing(tr("This call did not fail"));
        m_ourError->setNothing(tr("Nothing to normalise"));
        return;
    }
    const auto* last = m_detail->exchanges.empty() ? nullptr : &m_detail->exchanges.back();
    if (last != nullptr && !last->responseBody.empty()) {
        m_rawError->setBody(last->responseBody, tr("provider's error"), last->responseBodyBytes);
    } else {
        m_rawError->setNothing(last != nullptr && !last->error.empty() ? toQString(last->error)
                                                                       : tr("The provider was not reached"));
    }
    m_ourError->setBody(m_detail->responseBody, tr("normalised error"));
}

void CallDetailView::showProperties()
{
    const auto& call = m_detail->summary;
    m_context.navigator.showProperties(
        {toQString(call.operation),
         {{tr("Call"), toQString(call.id)},
          {tr("Sequence"), QString::number(call.sequence)},
          {tr("Account"), toQString(call.accountId)},
          {tr("Customer"), toQString(call.environmentId)},
          {tr("Began"), m_context.zone.fullTime(call.startedAt)},
          {tr("In UTC"), m_context.zone.tooltip(call.startedAt).section(u'\n', 0, 0)},
          {tr("Request bytes"), QString::number(call.requestBytes)},
          {tr("Response bytes"), QString::number(call.responseBytes)},
          {tr("Took (µs)"), QString::number(call.duration.count())},
          {tr("Upstream (µs)"), QString::number(call.upstream.count())}}});
}

void CallDetailView::copyAsCurl()
{
    if (!m_detail || m_detail->exchanges.empty()) {
        m_context.navigator.tell(Accent::Warning,
                                 tr("This call sent nothing to a provider, so there is nothing to copy"));
        return;
    }
    const auto command = curlCommand(curlOf(m_detail->exchanges.back()));
    if (!command) {
        m_context.navigator.tell(Accent::Warning,
                                 tr("Not copied: %1").arg(toQString(command.error().message)));
        return;
    }
    QGuiApplication::clipboard()->setText(toQString(*command));
    m_context.progress.mark(Step::CopyCurl);
    m_context.navigator.tell(Accent::Ok,
                             tr("Copied as cURL; secrets are variables that the command asks for"));
}

void CallDetailView::tryAgain()
{
    if (!m_detail) {
        return;
    }
    const auto parts = splitOperation(m_detail->summary.operation);
    m_context.navigator.go(QStringLiteral("try"),
                           {{QStringLiteral("account"), toQString(m_detail->summary.accountId)},
                            {QStringLiteral("model"), parts.model},
                            {QStringLiteral("resource"), parts.resource},
                            {QStringLiteral("method"), parts.method}});
}

} // namespace gatehouse::ui
