// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/replay_dialog.h"

#include "core/json/parse.h"
#include "ui/models/text.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/tables.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse::ui {

namespace {

enum Target
{
    Subscribers,
    TimeTravel,
    OtherUrl,
    FirstEndpoint ///< And those after it.
};

QString changeWord(json::ChangeKind kind)
{
    switch (kind) {
    case json::ChangeKind::Added:
        return ReplayDialog::tr("added");
    case json::ChangeKind::Removed:
        return ReplayDialog::tr("removed");
    case json::ChangeKind::Changed:
        return ReplayDialog::tr("changed");
    }
    return {};
}

} // namespace

ReplayDialog::ReplayDialog(Context& context, std::vector<std::string> eventIds, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_ids(std::move(eventIds))
{
    setObjectName(QStringLiteral("replayDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Replay %n event(s)", nullptr, static_cast<int>(m_ids.size())));
    build();
    fillEndpoints();
    connect(&context.feed, &EventFeed::batch, this, &ReplayDialog::onBatch);
    resize(760, 520);
}

void ReplayDialog::buildResults()
{
    const auto text = [](std::string DiffRow::*member, bool mono) {
        return [member, mono](const DiffRow& row, int role) -> QVariant {
            return role == Qt::DisplayRole        ? QVariant(toQString(row.*member))
                   : role == Qt::FontRole && mono ? QVariant(monoFont())
                                                  : QVariant();
        };
    };
    m_rows = new RowModel<DiffRow>({{tr("Event"), text(&DiffRow::event, false)},
                                    {tr("Outcome"), text(&DiffRow::state, false)},
                                    {tr("Field"), text(&DiffRow::what, true)},
                                    {tr("Before"), text(&DiffRow::before, true)},
                                    {tr("Now"), text(&DiffRow::after, true)}},
                                   this);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("replayResults"));
    setUpTable(*m_table, tr("Outcome of the replay"));
    m_table->setModel(m_rows);
}

void ReplayDialog::build()
{
    auto* column = new QVBoxLayout(this);
    auto* form = new QFormLayout;
    m_target = new QComboBox(this);
    m_target->setObjectName(QStringLiteral("replayTarget"));
    m_target->addItems({tr("To all endpoints that subscribe"), tr("Time travel: map only, send nothing"),
                        tr("To another URL")});
    m_url = new QLineEdit(this);
    m_url->setObjectName(QStringLiteral("replayUrl"));
    m_url->setPlaceholderText(QStringLiteral("http://127.0.0.1:3000/hooks"));
    m_rate = new QDoubleSpinBox(this);
    m_rate->setObjectName(QStringLiteral("replayRate"));
    m_rate->setRange(0, 1000);
    m_rate->setDecimals(1);
    m_rate->setSuffix(tr(" a second"));
    m_rate->setSpecialValueText(tr("as fast as it goes"));
    m_mappings = new QPlainTextEdit(this);
    m_mappings->setObjectName(QStringLiteral("replayMappings"));
    m_mappings->setFont(monoFont());
    m_mappings->setPlaceholderText(
        QStringLiteral(R"({"crm.contacts.get": {"response": {"phone": "body.mobile"}}})"));
    m_mappings->setMaximumHeight(m_mappings->fontMetrics().lineSpacing() * 6);
    form->addRow(tr("&Where"), m_target);
    form->addRow(tr("&URL"), m_url);
    m_signer = new QComboBox(this);
    m_signer->setObjectName(QStringLiteral("replaySigner"));
    m_signer->setToolTip(tr("The endpoint whose secret signs what goes to that URL"));
    form->addRow(tr("&Signed as"), m_signer);
    form->addRow(tr("&Rate"), m_rate);
    form->addRow(tr("Edited &mappings"), m_mappings);
    m_mappingsLabel = qobject_cast<QLabel*>(form->labelForField(m_mappings));
    column->addLayout(form);
    m_say = new QLabel(this);
    m_say->setObjectName(QStringLiteral("replaySays"));
    m_say->setWordWrap(true);
    m_say->setTextFormat(Qt::PlainText);
    column->addWidget(m_say);
    m_progress = new QProgressBar(this);
    m_progress->hide();
    column->addWidget(m_progress);
    buildResults();
    column->addWidget(m_table, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_start = buttons->addButton(tr("Replay"), QDialogButtonBox::ActionRole);
    m_start->setObjectName(QStringLiteral("startReplay"));
    m_start->setDefault(true);
    m_stop = buttons->addButton(tr("Stop"), QDialogButtonBox::ActionRole);
    m_stop->setEnabled(false);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_start, &QPushButton::clicked, this, &ReplayDialog::start);
    connect(m_stop, &QPushButton::clicked, this, &ReplayDialog::stop);
    connect(m_target, &QComboBox::currentIndexChanged, this, &ReplayDialog::updateMode);
    updateMode();
}

void ReplayDialog::fillEndpoints()
{
    m_context.gateway.webhooks().endpoints().endpoints(m_context.mailbox.reply<std::vector<EndpointView>>(
        this, [this](Result<std::vector<EndpointView>> answer) {
            if (!answer) {
                return;
            }
            m_endpoints = *std::move(answer);
            for (const auto& view : m_endpoints) {
                const auto& endpoint = view.endpoint;
                m_target->addItem(
                    tr("Only to %1").arg(toQString(endpoint.label.empty() ? endpoint.url : endpoint.label)));
                m_signer->addItem(toQString(endpoint.label.empty() ? endpoint.url : endpoint.label));
            }
        }));
}

void ReplayDialog::updateMode()
{
    const int mode = m_target->currentIndex();
    m_url->setEnabled(mode == OtherUrl);
    m_signer->setEnabled(mode == OtherUrl);
    m_mappings->setVisible(mode == TimeTravel);
    m_mappingsLabel->setVisible(mode == TimeTravel);
    const auto count = countText(static_cast<std::int64_t>(m_ids.size()));
    m_start->setText(mode == TimeTravel ? tr("Map %1 again").arg(count) : tr("Replay %1").arg(count));
    m_say->setText(mode == TimeTravel
                       ? tr("Nothing is stored, fetched or sent; the results are compared field by field.")
                       : tr("Subscribers get the same event ids, signed anew and marked as a replay."));
}

Result<ReplayRequest> ReplayDialog::request() const
{
    ReplayRequest request;
    request.eventIds = m_ids;
    request.perSecond = m_rate->value();
    const int mode = m_target->currentIndex();
    if (mode == OtherUrl) {
        request.url = m_url->text().trimmed().toStdString();
        if (request.url.empty()) {
            return fail(Errc::InvalidArgument, tr("Give the URL to send to.").toStdString());
        }
        const int signer = m_signer->currentIndex();
        if (signer < 0) {
            return fail(
                Errc::InvalidArgument,
                tr("Make an endpoint first: its secret signs what goes to another URL.").toStdString());
        }
        request.endpointId = m_endpoints[static_cast<std::size_t>(signer)].endpoint.id;
    } else if (mode == TimeTravel) {
        request.dryRun = true;
        const auto text = m_mappings->toPlainText().trimmed().toStdString();
        if (!text.empty()) {
            auto mappings = json::parse(text);
            if (!mappings) {
                return tl::unexpected(mappings.error());
            }
            request.mappings = *std::move(mappings);
        }
    } else if (mode >= FirstEndpoint) {
        request.endpointId = m_endpoints[static_cast<std::size_t>(mode - FirstEndpoint)].endpoint.id;
    }
    return request;
}

void ReplayDialog::start()
{
    auto wanted = request();
    if (!wanted) {
        m_say->setText(errorText(wanted.error()));
        return;
    }
    m_start->setEnabled(false);
    m_rows->setRows({});
    m_context.gateway.webhooks().replays().start(
        *std::move(wanted), m_context.mailbox.reply<ReplayRun>(this, [this](Result<ReplayRun> answer) {
            if (!answer) {
                m_start->setEnabled(true);
                m_say->setText(errorText(answer.error()));
                return;
            }
            m_runId = answer->id;
            m_stop->setEnabled(true);
            showRun(*answer);
        }));
}

void ReplayDialog::stop()
{
    m_context.gateway.webhooks().replays().stop(
        m_runId, m_context.mailbox.reply<ReplayRun>(this, [this](Result<ReplayRun> answer) {
            if (answer) {
                showRun(*answer);
            }
        }));
}

void ReplayDialog::onBatch(const std::vector<GatewayEvent>& events)
{
    for (const auto& event : events) {
        const auto* changed = std::get_if<ReplayChanged>(&event);
        if (changed != nullptr && changed->run.id == m_runId) {
            showRun(changed->run);
        }
    }
}

void ReplayDialog::showRun(const ReplayRun& run)
{
    m_progress->setVisible(!run.endedAt);
    m_progress->setRange(0, static_cast<int>(run.total));
    m_progress->setValue(static_cast<int>(run.done));
    QString text = tr("%1 of %2 done").arg(run.done).arg(run.total);
    if (run.dryRun) {
        text += tr(", %1 would differ").arg(run.changed);
    }
    if (run.failed > 0) {
        text += tr(", %1 failed").arg(run.failed);
    }
    m_say->setText(text + (run.stopped ? tr(", stopped") : QString()));
    if (run.endedAt) {
        m_stop->setEnabled(false);
        m_start->setEnabled(true);
        fetchRun();
    }
}

void ReplayDialog::fetchRun()
{
    m_context.gateway.webhooks().replays().run(
        m_runId, m_context.mailbox.reply<ReplayRun>(this, [this](Result<ReplayRun> answer) {
            if (!answer) {
                return;
            }
            std::vector<DiffRow> rows;
            for (const auto& item : answer->items) {
                if (item.changes.empty()) {
                    rows.push_back({item.eventId, item.state, item.error, {}, {}});
                }
                for (const auto& change : item.changes) {
                    rows.push_back({item.eventId, changeWord(change.kind).toStdString(), change.pointer,
                                    change.beforeJson, change.afterJson});
                }
            }
            m_rows->setRows(std::move(rows));
            fitColumns(*m_table);
        }));
}

} // namespace gatehouse::ui
