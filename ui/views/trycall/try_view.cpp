// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/trycall/try_view.h"

#include "ui/models/text.h"
#include "ui/models/unified_curl.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/trycall/mapping_pane.h"
#include "ui/views/trycall/result_pane.h"
#include "ui/views/trycall/try_form.h"
#include "ui/widgets/keys.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <map>

namespace gatehouse::ui {

namespace {

constexpr int kMany = 25;

std::chrono::microseconds since(const Clock& clock, SteadyTime start)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(clock.steady() - start);
}

/// The first raw record of an answer, for checking expressions as they are typed.
json::Document sampleOf(const UnifiedResponse& response)
{
    const auto result = (*response.body)["result"];
    const auto record = result.isArray() ? result[std::size_t{0}] : result;
    const auto raw = record["remote_data"];
    return raw.isUndefined() ? json::Document() : response.body.sub(raw);
}

} // namespace

/// What came of many calls at once.
struct TryView::Tally
{
    int sent = 0;
    int answered = 0;
    SteadyTime start;
    std::map<int, int> byStatus; ///< 0: no answer at all.
};

TryView::TryView(Context& context, QWidget* parent)
    : View(QLatin1String("try"), parent)
    , m_context(context)
    , m_history(context.settings)
{
    build();
    buildKeys();
    connect(m_form, &TryForm::targetChanged, this, &TryView::updateTarget);
    connect(m_historyList, &QListView::activated, this,
            [this](const QModelIndex& index) { m_form->setFields(m_history.form(index.row())); });
    connect(m_historyList, &QListView::clicked, this,
            [this](const QModelIndex& index) { m_form->setFields(m_history.form(index.row())); });
    updateTarget();
}

void TryView::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setObjectName(QStringLiteral("trySplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(buildLeft());
    m_result = new ResultPane(m_context, m_splitter);
    m_mapping = new MappingPane(m_context, &m_result->tabs());
    m_result->tabs().addTab(m_mapping, tr("Mapping"));
    m_splitter->addWidget(m_result);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({360, 760});
    m_context.settings.restoreLayout(*m_splitter);
    column->addWidget(m_splitter);
}

QWidget* TryView::buildLeft()
{
    auto* scroll = new QScrollArea(m_splitter);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* left = new QWidget(scroll);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    column->setSpacing(kMargin);
    m_form = new TryForm(m_context, left);
    column->addWidget(m_form);
    auto* buttons = new QHBoxLayout;
    m_run = new QToolButton(left);
    m_run->setObjectName(QStringLiteral("runButton"));
    m_run->setIcon(icon(QLatin1String("run")));
    m_run->setText(tr("Run"));
    m_run->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_run->setToolTip(tr("Run the call (Ctrl+Enter)"));
    m_run->setAccessibleName(tr("Run the call"));
    m_run->setFocusPolicy(Qt::StrongFocus);
    m_run->setPopupMode(QToolButton::MenuButtonPopup);
    m_run->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_run->setMinimumHeight(32);
    auto* menu = new QMenu(m_run);
    auto* many = menu->addAction(tr("Run %1 at once").arg(kMany), this, [this] { runMany(kMany); });
    many->setObjectName(QStringLiteral("actionRunMany"));
    m_run->setMenu(menu);
    auto* curl = new QPushButton(icon(QLatin1String("copy")), tr("cURL"), left);
    curl->setObjectName(QStringLiteral("tryCurl"));
    curl->setAccessibleName(tr("Copy as cURL"));
    curl->setToolTip(tr("Copy this call as a curl command for the REST API (Ctrl+Shift+C)"));
    curl->setMinimumHeight(32);
    buttons->addWidget(m_run, 1);
    buttons->addWidget(curl);
    column->addLayout(buttons);
    auto* title = new QLabel(tr("Histor&y"), left);
    title->setForegroundRole(QPalette::PlaceholderText);
    m_historyList = new QListView(left);
    m_historyList->setObjectName(QStringLiteral("tryHistory"));
    m_historyList->setAccessibleName(tr("History of tried calls"));
    m_historyList->setModel(&m_history);
    m_historyList->setUniformItemSizes(true);
    m_historyList->setMinimumHeight(100);
    m_historyList->setFrameShape(QFrame::NoFrame);
    title->setBuddy(m_historyList);
    column->addWidget(title);
    column->addWidget(m_historyList, 1);
    scroll->setWidget(left);
    connect(m_run, &QToolButton::clicked, this, &TryView::run);
    connect(curl, &QPushButton::clicked, this, &TryView::copyAsCurl);
    return scroll;
}

void TryView::buildKeys()
{
    bindKey(this, QLatin1String("try.run"), [this] { run(); });
    bindKey(this, QLatin1String("try.curl"), [this] { copyAsCurl(); });
    bindKey(this, QLatin1String("try.history"), [this] { m_historyList->setFocus(Qt::ShortcutFocusReason); });
    bindKey(this, QLatin1String("try.field"), [this] {
        m_result->tabs().setCurrentWidget(m_mapping);
        m_mapping->focusEditor();
    });
}

void TryView::updateTarget()
{
    const auto fields = m_form->fields();
    const auto text = [&](const char* name) {
        return fields.value(QLatin1String(name)).toString().toStdString();
    };
    const auto* account = m_form->account();
    m_mapping->setTarget({text("account"), account != nullptr ? account->environmentId : std::string(),
                          account != nullptr ? account->integration : std::string(), text("model"),
                          text("resource"), text("method")});
}

void TryView::run()
{
    auto request = m_form->request();
    if (!request) {
        m_result->show(fail(request.error()), {});
        return;
    }
    if (m_result->tabs().currentWidget() == m_mapping) {
        m_result->tabs().setCurrentIndex(0);
    }
    m_result->showRunning(tr("Running…"));
    m_context.gateway.calls().unified(
        *std::move(request), m_context.mailbox.reply<UnifiedResponse>(
                                 this, [this, number = ++m_runs, start = m_context.clock.steady(),
                                        fields = m_form->fields()](const Result<UnifiedResponse>& response) {
                                     if (number == m_runs) {
                                         finished(response, since(m_context.clock, start), fields);
                                     }
                                 }));
}

void TryView::finished(const Result<UnifiedResponse>& response, std::chrono::microseconds took,
                       const QVariantMap& fields)
{
    m_result->show(response, took);
    const bool good = response && response->status < 400;
    const QString outcome =
        !response ? QStringLiteral("✗") : QString((good ? u"✓ " : u"▲ ") % QString::number(response->status));
    m_history.add(fields, outcome);
    if (good) {
        m_mapping->setSample(sampleOf(*response));
    }
}

void TryView::runMany(int count)
{
    const auto request = m_form->request();
    if (!request) {
        m_result->show(fail(request.error()), {});
        return;
    }
    auto tally = std::make_shared<Tally>();
    tally->sent = count;
    tally->start = m_context.clock.steady();
    m_result->showRunning(tr("Running %1 calls at once…").arg(count));
    for (int i = 0; i < count; ++i) {
        m_context.gateway.calls().unified(
            *request,
            m_context.mailbox.reply<UnifiedResponse>(
                this, [this, tally](const Result<UnifiedResponse>& response) { counted(*tally, response); }));
    }
}

void TryView::counted(Tally& tally, const Result<UnifiedResponse>& response)
{
    ++tally.byStatus[response ? response->status : 0];
    if (++tally.answered < tally.sent) {
        return;
    }
    m_result->show(response, since(m_context.clock, tally.start));
    QStringList parts;
    for (const auto& [status, count] : tally.byStatus) {
        parts.append(tr("%1 × %2").arg(count).arg(status == 0 ? tr("no answer") : QString::number(status)));
    }
    const bool limited = tally.byStatus.contains(429);
    m_context.navigator.tell(limited ? Accent::Warning : Accent::Info,
                             tr("%1 calls in %2: %3")
                                 .arg(tally.sent)
                                 .arg(durationText(since(m_context.clock, tally.start)), parts.join(u", ")),
                             limited ? tr("Show the limited ones") : QString(), [this] {
                                 m_context.navigator.go(
                                     QStringLiteral("calls"),
                                     {{QStringLiteral("filter"), QStringLiteral("status:429")}});
                             });
}

void TryView::copyAsCurl()
{
    const auto request = m_form->request();
    if (!request) {
        m_result->show(fail(request.error()), {});
        return;
    }
    const auto& api = m_context.node.status().apiUrl;
    if (api.empty()) {
        m_context.navigator.tell(Accent::Warning,
                                 tr("The REST API does not listen yet; try again in a moment"));
        return;
    }
    const auto command =
        curlCommand(unifiedCurl(*request, m_form->bodyText(), api, m_context.options.dataDir));
    if (!command) {
        m_context.navigator.tell(Accent::Warning, toQString(command.error().message));
        return;
    }
    QGuiApplication::clipboard()->setText(toQString(*command));
    m_context.progress.mark(Step::CopyCurl);
    m_context.navigator.tell(Accent::Ok,
                             tr("Copied as cURL; it reads the API key from the data directory when it runs"));
}

void TryView::activate(const QVariantMap& arguments)
{
    m_form->setFields(arguments);
    const QString step = arguments.value(QStringLiteral("step")).toString();
    if (step == QStringLiteral("override")) {
        m_result->tabs().setCurrentWidget(m_mapping);
    } else if (!step.isEmpty()) {
        m_result->tabs().setCurrentIndex(0);
    }
}

QList<QWidget*> TryView::panes() const
{
    const auto pane = [this](const char* name) { return findChild<QWidget*>(QLatin1String(name)); };
    return {pane("tryAccount"), pane("tryHistory"), &m_result->tabs()};
}

void TryView::keepLayout()
{
    m_context.settings.saveLayout(*m_splitter);
}

ViewEntry tryViewEntry()
{
    return {QLatin1String("try"), TryView::tr("Try a call"), QLatin1String("try"),
            [](Context& context, QWidget* parent) -> View* { return new TryView(context, parent); }};
}

} // namespace gatehouse::ui
