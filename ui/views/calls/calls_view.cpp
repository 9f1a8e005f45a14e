// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/calls/calls_view.h"

#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/views/calls/call_detail_view.h"
#include "ui/views/filter_values.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/keys.h"
#include "ui/widgets/payload_view.h"

#include <QMenu>
#include <QRegularExpression>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kFirstLoad = 10'000;

LogListTexts callTexts()
{
    return {QLatin1String("calls"),
            CallsView::tr("Calls"),
            CallsView::tr("calls"),
            CallsView::tr("%1 new calls, follow them"),
            CallsView::tr("Filter by operation, account, id…  e.g. status:429 latency>2s body~invoice"),
            CallsView::tr("Keep the newest call in sight (F); scrolling up stops it"),
            {{CallsView::tr("Failed"), QLatin1String("NOT status:2xx")},
             {CallsView::tr("Auth"), QLatin1String("category:auth_failure,unauthorized,forbidden")},
             {CallsView::tr("429"), QLatin1String("status:429")}}};
}

/// The call log puts a note in the place of a body that it does not keep, or behind what it has cut.
RecordedBody keptBody(std::string&& body)
{
    const bool note = body.starts_with('[') && body.ends_with(" bytes passed through and not kept]");
    const bool cut = body.rfind("\n[cut: the first ") != std::string::npos && body.ends_with(" bytes]");
    RecordedBody kept;
    kept.whole = !note && !cut;
    kept.bytes = std::move(body);
    return kept;
}

RecordedContent contentOfCall(CallDetail call)
{
    RecordedContent content;
    const auto add = [&content](std::vector<HeaderField>& headers, std::string& body) {
        content.headers.insert(content.headers.end(), headers.begin(), headers.end());
        if (!body.empty()) {
            content.bodies.push_back(keptBody(std::move(body)));
        }
    };
    add(call.normalisedHeaders, call.responseBody);
    for (auto& exchange : call.exchanges) {
        add(exchange.requestHeaders, exchange.requestBody);
        add(exchange.responseHeaders, exchange.responseBody);
    }
    return content;
}

/// All at once; the call log has most of them in memory.
void readCallContents(Calls& calls, const std::vector<std::string>& ids, ContentGather::Done done)
{
    auto gather = std::make_shared<ContentGather>(ids.size(), std::move(done));
    for (std::size_t i = 0; i < ids.size(); ++i) {
        calls.callDetail(ids[i], [gather, i](Result<CallDetail> call) {
            RecordedContent unknown;
            unknown.known = false;
            gather->set(i, call ? contentOfCall(*std::move(call)) : std::move(unknown));
        });
    }
}

} // namespace

CallsView::CallsView(Context& context, QWidget* parent)
    : View(QLatin1String("calls"), parent)
    , m_context(context)
    , m_model(new CallModel(context.directory, context.zone, context.clock, this))
{
    build();
    buildKeys();
    connect(&context.feed, &EventFeed::batch, this, &CallsView::onBatch);
    connect(&context.directory, &Directory::changed, m_model, &CallModel::refreshTexts);
    connect(&context.directory, &Directory::changed, this, &CallsView::updateValues);
    connect(&context.zone, &DisplayZone::changed, m_model, &CallModel::refreshTexts);
    m_list->setContents([&calls = context.gateway.calls()](const auto& ids, auto done) {
        readCallContents(calls, ids, std::move(done));
    });
    for (auto* body :
         m_detail->findChildren<PayloadView*>(QRegularExpression(QStringLiteral("^call(Body|Answer)$")))) {
        m_list->filterByExample(body->tree());
    }
    updateValues();
    load();
}

void CallsView::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setObjectName(QStringLiteral("callsSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_list = new LogList(m_context, *m_model, callFields(), callTexts(), m_splitter);
    column->addWidget(m_list->bar());
    column->addWidget(m_splitter, 1);
    buildColumns();
    m_splitter->addWidget(m_list);
    m_detail = new CallDetailView(m_context, m_splitter);
    m_splitter->addWidget(m_detail);
    m_splitter->setSizes({620, 480});
    m_context.settings.restoreLayout(*m_splitter);
    m_list->setExplanation([this](EmptyState& empty) { explainEmpty(empty); });
    connect(m_list, &LogList::selectionMoved, m_detail, &CallDetailView::show);
    connect(m_list, &LogList::opened, this, &CallsView::openDocument);
    connect(m_list, &LogList::menuWanted, this, &CallsView::addToMenu);
}

void CallsView::buildColumns()
{
    // In the order of CallModel::Column.
    m_list->setColumns({QStringLiteral("00:00:00.000"), QStringLiteral("▲ 000 W"),
                        QStringLiteral("crm.contacts.update"), QStringLiteral("Acme Corp and"),
                        QStringLiteral("Globex production"), QStringLiteral("Integration"),
                        QStringLiteral("00.00 ms"), QStringLiteral("not reached"), QStringLiteral("000.0 kB"),
                        QStringLiteral("rate_limited")},
                       {CallModel::CustomerColumn, CallModel::ProviderColumn, CallModel::UpstreamColumn,
                        CallModel::SizeColumn, CallModel::KindColumn, CallModel::IdColumn});
}

void CallsView::buildKeys()
{
    bindKey(this, QLatin1String("calls.filter"),
            [this] { m_list->filter().edit().setFocus(Qt::ShortcutFocusReason); });
    bindKey(this, QLatin1String("calls.again"), [this] { m_detail->tryAgain(); });
    bindKey(m_list, QLatin1String("calls.curl"), [this] { m_detail->copyAsCurl(); });
    bindKey(m_detail, QLatin1String("calls.back"), [this] { table().setFocus(Qt::ShortcutFocusReason); });
}

void CallsView::load()
{
    m_problem.clear();
    m_context.gateway.calls().recentCalls(0, kFirstLoad,
                                          m_context.mailbox.reply<std::vector<CallSummary>>(
                                              this, [this](Result<std::vector<CallSummary>> answer) {
                                                  m_loaded = true;
                                                  if (answer) {
                                                      std::reverse(answer->begin(), answer->end());
                                                      m_model->append(*answer);
                                                  } else {
                                                      m_problem = errorText(answer.error());
                                                  }
                                                  m_model->append(std::exchange(m_early, {}));
                                                  m_list->setFollow(true);
                                              }));
}

void CallsView::onBatch(const std::vector<GatewayEvent>& events)
{
    std::vector<CallSummary> calls;
    for (const auto& event : events) {
        if (const auto* recorded = std::get_if<CallRecorded>(&event)) {
            calls.push_back(recorded->call);
        }
    }
    if (calls.empty()) {
        return;
    }
    if (!m_loaded) {
        m_early.insert(m_early.end(), calls.begin(), calls.end());
        return;
    }
    m_list->append([&] { m_model->append(calls); });
}

void CallsView::explainEmpty(EmptyState& empty)
{
    if (!m_problem.isEmpty()) {
        empty.explain(QLatin1String("warning"), tr("The gateway does not answer"), m_problem);
        empty.offer(tr("Ask again"), [this] { load(); });
    } else if (!m_loaded) {
        empty.explain(QLatin1String("clock"), tr("Reading the calls…"));
        empty.offer({}, {});
    } else {
        empty.explain(QLatin1String("calls"), tr("No calls yet"),
                      tr("Every request through the gateway appears here as it happens"));
        empty.offer(tr("Try a call"), [this] { m_context.navigator.go(QStringLiteral("try")); });
    }
}

void CallsView::updateValues()
{
    auto& filter = m_list->filter();
    offerNames(filter, m_context.directory);
    filter.setValues(QStringLiteral("kind"), {QStringLiteral("unified"), QStringLiteral("proxy"),
                                              QStringLiteral("token"), QStringLiteral("validate")});
    filter.setValues(QStringLiteral("status"), {QStringLiteral("2xx"), QStringLiteral("4xx"),
                                                QStringLiteral("429"), QStringLiteral("5xx")});
    filter.setValues(QStringLiteral("category"),
                     {QStringLiteral("auth_failure"), QStringLiteral("rate_limited"),
                      QStringLiteral("validation_error"), QStringLiteral("not_found"),
                      QStringLiteral("conflict"), QStringLiteral("server_error"), QStringLiteral("timeout"),
                      QStringLiteral("cancelled")});
}

void CallsView::addToMenu(QMenu* menu)
{
    menu->addAction(icon(QLatin1String("open")), tr("Open in a tab"), this, &CallsView::openDocument);
    menu->addAction(icon(QLatin1String("copy")), tr("Copy as cURL"), this,
                    [this] { m_detail->copyAsCurl(); });
}

void CallsView::openDocument()
{
    if (m_list->selected().empty()) {
        return;
    }
    const QString id = toQString(m_list->selected());
    m_context.navigator.openDocument({id, tr("Call %1").arg(id.right(6)), icon(QLatin1String("calls")),
                                      [this, call = m_list->selected()](QWidget* parent) -> QWidget* {
                                          auto* view = new CallDetailView(m_context, parent);
                                          view->show(call);
                                          return view;
                                      }});
}

void CallsView::activate(const QVariantMap& arguments)
{
    if (arguments.contains(QStringLiteral("filter"))) {
        m_list->filter().setText(arguments.value(QStringLiteral("filter")).toString());
    }
    if (arguments.contains(QStringLiteral("call"))) {
        const auto call = arguments.value(QStringLiteral("call")).toString().toStdString();
        m_detail->show(call);
        m_list->selectId(call);
    }
    if (arguments.value(QStringLiteral("step")).toString() == QStringLiteral("stages")) {
        m_detail->showStages();
    }
}

QList<QWidget*> CallsView::panes() const
{
    return {&m_list->table(), &m_list->filter().edit(),
            m_detail->findChild<QWidget*>(QStringLiteral("copyCurl"))};
}

void CallsView::keepLayout()
{
    m_context.settings.saveLayout(*m_splitter);
    m_list->keepLayout();
}

ViewEntry callsViewEntry()
{
    return {QLatin1String("calls"), CallsView::tr("Calls"), QLatin1String("calls"),
            [](Context& context, QWidget* parent) -> View* { return new CallsView(context, parent); }};
}

} // namespace gatehouse::ui
