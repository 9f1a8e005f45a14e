// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/webhook_exchange.h"

#include "core/base/url.h"
#include "ui/models/text.h"
#include "ui/theme/display_zone.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/payload_view.h"
#include "ui/widgets/tables.h"

#include <QLabel>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse::ui {

WebhookExchange::WebhookExchange(Context& context, QWidget* parent)
    : SideBySide(parent)
    , m_context(context)
{
    setObjectName(QStringLiteral("webhookExchange"));
    addSide(tr("Request"), buildRequest());
    addSide(tr("Response"), buildAnswer());
    setStretchFactor(0, 3);
    setStretchFactor(1, 2);
}

QLabel* WebhookExchange::makeLine(QWidget* parent, const QString& name)
{
    auto* line = new QLabel(parent);
    line->setFont(monoFont());
    line->setTextFormat(Qt::PlainText);
    line->setWordWrap(true);
    line->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    line->setContentsMargins(kGap, 0, kGap, kTight);
    line->setAccessibleName(name);
    return line;
}

QWidget* WebhookExchange::buildRequest()
{
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_requestLine = makeLine(page, tr("Request"));
    column->addWidget(m_requestLine);
    auto* parts = new QTabWidget(page);
    parts->setDocumentMode(true);
    parts->setAccessibleName(tr("Parts of the request"));
    m_body = new PayloadView(m_context.workers, m_context.dialogs, parts);
    m_body->setObjectName(QStringLiteral("eventBody"));
    m_headers = makeHeaderModel(this);
    m_headerTable = new QTableView(parts);
    setUpTable(*m_headerTable, tr("Headers of the request"));
    m_headerTable->setModel(m_headers);
    parts->addTab(m_body, tr("Body"));
    m_query = makeHeaderModel(this);
    m_queryTable = new QTableView(parts);
    m_queryTable->setObjectName(QStringLiteral("eventQuery"));
    setUpTable(*m_queryTable, tr("Parameters of the URL"));
    m_queryTable->setModel(m_query);
    m_queryTable->hide();
    m_requestParts = parts;
    parts->addTab(m_headerTable, tr("Headers"));
    column->addWidget(parts, 1);
    return page;
}

QWidget* WebhookExchange::buildAnswer()
{
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_answerLine = makeLine(page, tr("Response"));
    m_answerLine->setObjectName(QStringLiteral("eventAnswer"));
    column->addWidget(m_answerLine);
    m_answerParts = new QTabWidget(page);
    m_answerParts->setDocumentMode(true);
    m_answerParts->setAccessibleName(tr("Parts of the response"));
    m_answerBody = new PayloadView(m_context.workers, m_context.dialogs, m_answerParts);
    m_answerBody->setObjectName(QStringLiteral("answerBody"));
    m_answerHeaders = makeHeaderModel(this);
    m_answerTable = new QTableView(m_answerParts);
    setUpTable(*m_answerTable, tr("Headers of the response"));
    m_answerTable->setModel(m_answerHeaders);
    m_answerParts->addTab(m_answerBody, tr("Body"));
    m_answerParts->addTab(m_answerTable, tr("Headers"));
    column->addWidget(m_answerParts, 1);
    return page;
}

void WebhookExchange::showRequest(const WebhookRequest& request)
{
    m_requestLine->setText(toQString(request.method) % u"  " % toQString(request.target));
    m_headers->setRows(request.headers);
    fitColumns(*m_headerTable);
    showQuery(request.target);
}

void WebhookExchange::showQuery(const std::string& target)
{
    const auto mark = target.find('?');
    std::vector<HeaderField> parameters;
    for (auto& [name, value] :
         parseQuery(mark == std::string::npos ? std::string() : target.substr(mark + 1))) {
        parameters.push_back({name, value});
    }
    const bool any = !parameters.empty();
    m_query->setRows(std::move(parameters));
    fitColumns(*m_queryTable);
    const int at = m_requestParts->indexOf(m_queryTable);
    if (any && at < 0) {
        m_requestParts->addTab(m_queryTable, tr("Query"));
    } else if (!any && at >= 0) {
        m_requestParts->removeTab(at);
    }
}

void WebhookExchange::showAnswer(const WebhookAnswer& answer, std::optional<std::chrono::microseconds> time)
{
    m_answerLine->setText(time ? tr("%1  in %2").arg(answer.status).arg(durationText(*time))
                               : QString::number(answer.status));
    m_answerLine->setToolTip(time ? tr("From the request's last byte until the answer was given")
                                  : tr("How long it took was not recorded"));
    m_answerHeaders->setRows(answer.headers);
    fitColumns(*m_answerTable);
    m_answerParts->setTabVisible(1, !answer.headers.empty());
    if (answer.body.empty()) {
        m_answerBody->setNothing(tr("No body"), tr("The status says all that the sender asks"));
    } else {
        m_answerBody->setBody(answer.body, tr("response body"));
    }
}

} // namespace gatehouse::ui
