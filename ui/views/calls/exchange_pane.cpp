// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/calls/exchange_pane.h"

#include "ui/models/text.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/payload_view.h"
#include "ui/widgets/side_by_side.h"
#include "ui/widgets/tables.h"

#include <QComboBox>
#include <QLabel>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse::ui {

Exchange exchangeOf(const DeliveryAttempt& attempt)
{
    return {"POST",
            attempt.url,
            attempt.requestHeaders,
            attempt.requestBody,
            attempt.requestBodyBytes,
            attempt.status,
            attempt.responseHeaders,
            attempt.responseBody,
            attempt.responseBodyBytes,
            attempt.duration,
            attempt.error};
}

ExchangePane::ExchangePane(Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_choice(new QComboBox(this))
    , m_splitter(new SideBySide(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, kTight, 0, 0);
    column->setSpacing(kTight);
    m_choice->setAccessibleName(tr("Exchange with the provider"));
    column->addWidget(m_choice);
    m_splitter->setObjectName(QStringLiteral("exchangeSplitter"));
    m_splitter->addWidget(buildHalf(m_request, tr("request")));
    m_splitter->addWidget(buildHalf(m_response, tr("response")));
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 3);
    column->addWidget(m_splitter, 1);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &ExchangePane::select);
}

QWidget* ExchangePane::buildHalf(Half& half, const QString& name)
{
    auto* widget = new QWidget(m_splitter);
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    half.line = new QLabel(widget);
    half.line->setFont(monoFont());
    half.line->setTextFormat(Qt::PlainText);
    half.line->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    half.line->setContentsMargins(kGap, kTight, kGap, kTight);
    half.line->setWordWrap(true);
    half.line->setAccessibleName(name);
    column->addWidget(half.line);
    half.tabs = new QTabWidget(widget);
    half.tabs->setDocumentMode(true);
    half.tabs->setAccessibleName(tr("Parts of the %1").arg(name));
    half.body = new PayloadView(m_context.workers, m_context.dialogs, half.tabs);
    half.body->setObjectName(QStringLiteral("callBody"));
    half.headers = makeHeaderModel(this);
    half.table = new QTableView(half.tabs);
    setUpTable(*half.table, tr("Headers of the %1").arg(name));
    half.table->setModel(half.headers);
    half.tabs->addTab(half.body, tr("Body"));
    half.tabs->addTab(half.table, tr("Headers"));
    column->addWidget(half.tabs, 1);
    return widget;
}

void ExchangePane::show(const std::vector<Exchange>& exchanges)
{
    m_exchanges = exchanges;
    const QSignalBlocker quiet(m_choice);
    m_choice->clear();
    int number = 1;
    for (const auto& exchange : exchanges) {
        const QString outcome = exchange.status == 0 ? tr("no answer") : QString::number(exchange.status);
        m_choice->addItem(tr("%1 of %2: %3 %4 → %5 in %6")
                              .arg(number++)
                              .arg(exchanges.size())
                              .arg(toQString(exchange.method), toQString(exchange.url).section(u'?', 0, 0),
                                   outcome, durationText(exchange.duration)));
    }
    m_choice->setVisible(exchanges.size() > 1);
    m_splitter->setVisible(!exchanges.empty());
    select(static_cast<int>(exchanges.size()) - 1);
    m_choice->setCurrentIndex(static_cast<int>(exchanges.size()) - 1);
}

void ExchangePane::select(int index)
{
    if (index < 0 || index >= static_cast<int>(m_exchanges.size())) {
        return;
    }
    const auto& exchange = m_exchanges[static_cast<std::size_t>(index)];
    m_request.line->setText(toQString(exchange.method) % u"  " % toQString(exchange.url));
    const bool answered = exchange.status != 0;
    m_response.line->setText(answered
                                 ? tr("%1  in %2").arg(exchange.status).arg(durationText(exchange.duration))
                                 : toQString(exchange.error));
    m_request.headers->setRows(exchange.requestHeaders);
    m_response.headers->setRows(exchange.responseHeaders);
    fitColumns(*m_request.table);
    fitColumns(*m_response.table);
    const auto fill = [](const Half& half, const std::string& body, std::int64_t bytes, const QString& name) {
        if (body.empty()) {
            half.body->setNothing(tr("This %1 has no body").arg(name));
        } else {
            half.body->setBody(body, tr("%1 body").arg(name), bytes);
        }
        half.tabs->setCurrentIndex(body.empty() ? 1 : 0);
    };
    fill(m_request, exchange.requestBody, exchange.requestBodyBytes, tr("request"));
    fill(m_response, exchange.responseBody, exchange.responseBodyBytes, tr("response"));
}

} // namespace gatehouse::ui
