// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/trycall/result_pane.h"

#include "core/json/write.h"
#include "ui/models/text.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/payload_view.h"
#include "ui/widgets/tables.h"

#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse::ui {

namespace {

enum Tab
{
    ResultTab,
    RemoteTab,
    ProvenanceTab,
    HeadersTab,
    WarningsTab
};

/// The raw records of a list, or the one of a single record; Undefined when there are none.
json::Value remoteData(json::Arena& arena, const json::Value& result)
{
    if (!result.isArray()) {
        return result["remote_data"];
    }
    std::vector<json::Value> records;
    for (const auto& record : result.items()) {
        if (const auto raw = record["remote_data"]; !raw.isUndefined()) {
            records.push_back(raw);
        }
    }
    return records.empty() ? json::Value() : arena.array(records);
}

} // namespace

ResultPane::ResultPane(Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
{
    build();
    m_result->setNothing(tr("Run the call to see what comes back"),
                         tr("Ctrl+Enter from anywhere in this view"));
    m_remote->setNothing(tr("Run the call to see the provider's raw records"));
}

void ResultPane::build()
{
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    m_status = new Banner(this);
    m_status->setObjectName(QStringLiteral("tryStatus"));
    m_status->hide();
    whole->addWidget(m_status);
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(QStringLiteral("resultTabs"));
    m_tabs->setAccessibleName(tr("Parts of the result"));
    m_tabs->setDocumentMode(true);
    whole->addWidget(m_tabs, 1);
    m_result = new PayloadView(m_context.workers, m_context.dialogs, m_tabs);
    m_result->setObjectName(QStringLiteral("resultBody"));
    m_remote = new PayloadView(m_context.workers, m_context.dialogs, m_tabs);
    m_provenance = makeProvenanceModel(this);
    m_headers = makeHeaderModel(this);
    m_warnings = makeWarningModel(this);
    const auto table = [this](QAbstractItemModel* model, const char* name, const QString& title) {
        auto* view = new QTableView(m_tabs);
        view->setObjectName(QLatin1String(name));
        setUpTable(*view, title);
        view->setModel(model);
        return view;
    };
    m_provenanceTable = table(m_provenance, "provenanceTable", tr("Where each field came from"));
    stretchColumn(*m_provenanceTable, kExpressionColumn);
    m_headerTable = table(m_headers, "responseHeaders", tr("Headers of the answer"));
    m_warningTable = table(m_warnings, "warningTable", tr("Warnings of the mapping"));
    m_tabs->addTab(m_result, tr("Result"));
    m_tabs->addTab(m_remote, tr("Raw records"));
    m_tabs->addTab(m_provenanceTable, tr("Provenance"));
    m_tabs->addTab(m_headerTable, tr("Headers"));
    m_tabs->addTab(m_warningTable, tr("Warnings"));
}

void ResultPane::showRunning(const QString& what)
{
    m_status->say(Accent::Info, what);
    m_status->offer({}, {});
}

void ResultPane::show(const Result<UnifiedResponse>& response, std::chrono::microseconds took)
{
    if (!response) {
        m_status->say(Accent::Error, errorText(response.error()));
        m_status->offer({}, {});
        return;
    }
    showResponse(*response, took);
}

void ResultPane::showResponse(const UnifiedResponse& response, std::chrono::microseconds took)
{
    const bool good = response.status < 400;
    QString text = tr("%1 in %2").arg(response.status).arg(durationText(took));
    if (response.problem) {
        text += QStringLiteral(" — ") + toQString(response.problem->title) + u": "
                + toQString(response.problem->detail);
    } else if (const auto result = (*response.body)["result"]; result.isArray()) {
        text += result.size() == 1 ? tr(" — 1 record")
                                   : tr(" — %n records", nullptr, static_cast<int>(result.size()));
    }
    m_status->say(good ? Accent::Ok : response.status < 500 ? Accent::Warning : Accent::Error, text);
    m_status->offer(response.callId.empty() ? QString() : tr("Show in Calls"), [this, id = response.callId] {
        m_context.navigator.go(QStringLiteral("calls"), {{QStringLiteral("call"), toQString(id)}});
    });
    const auto& body = *response.body;
    if (body.isUndefined() && response.bodyText.empty()) {
        m_result->setNothing(tr("The answer has no body"));
    } else {
        m_result->setBody(response.bodyText.empty() ? json::write(body) : response.bodyText, tr("result"));
    }
    showRemoteData(body);
    showProvenance(response);
    m_headers->setRows(response.headers);
    fitColumns(*m_headerTable);
    m_warnings->setRows(response.warnings);
    fitColumns(*m_warningTable);
    m_tabs->setTabText(WarningsTab, response.warnings.empty()
                                        ? tr("Warnings")
                                        : tr("Warnings (%1) ▲").arg(response.warnings.size()));
}

void ResultPane::showRemoteData(const json::Value& body)
{
    json::Arena arena;
    const auto raw = remoteData(arena, body["result"]);
    if (raw.isUndefined()) {
        m_remote->setNothing(tr("No raw records came with this answer"));
    } else {
        m_remote->setBody(json::write(raw), tr("raw records"));
    }
}

void ResultPane::showProvenance(const UnifiedResponse& response)
{
    std::vector<ProvenanceRow> rows;
    rows.reserve(response.provenance.size());
    for (const auto& field : response.provenance) {
        rows.push_back({field.field, field.level, field.source, field.expression, field.shadowed});
    }
    m_provenance->setRows(std::move(rows));
    fitColumns(*m_provenanceTable);
}

} // namespace gatehouse::ui
