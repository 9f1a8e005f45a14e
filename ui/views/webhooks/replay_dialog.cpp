// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/replay_dialog.h"

#include "core/json/parse.h"
#include "ui/models/text.h"
#include "ui/theme/display_zone.h"
#include "ui/theme/metrics.h"
#include "ui/views/webhooks/replay_results.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace gatehouse::ui {

namespace {

enum Target
{
    Subscribers,
    TimeTravel,
    OtherUrl,
    TakeIn,
    FirstEndpoint ///< And those after it.
};

enum SignedAt
{
    AtSending,
    AtReceipt,
    AtAnotherTime
};

constexpr std::size_t kFollowedItems = 1'000; ///< What a run keeps.

} // namespace

ReplayDialog::ReplayDialog(Context& context, std::vector<std::string> eventIds, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_ids(std::move(eventIds))
{
    setObjectName(QStringLiteral("replayDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(m_ids.size() == 1
                       ? tr("Replay a webhook")
                       : tr("Replay %1 webhooks").arg(countText(static_cast<qint64>(m_ids.size()))));
    build();
    fillEndpoints();
    connect(&context.feed, &EventFeed::batch, this, &ReplayDialog::onBatch);
    resize(780, 600);
}

void ReplayDialog::buildForm(QFormLayout& form)
{
    m_target = new QComboBox(this);
    m_target->setObjectName(QStringLiteral("replayTarget"));
    m_target->addItems({tr("To all endpoints that subscribe"), tr("Time travel: map only, send nothing"),
                        tr("To another URL"), tr("Take the same bytes in again, as a new webhook")});
    m_url = new QLineEdit(this);
    m_url->setObjectName(QStringLiteral("replayUrl"));
    m_url->setPlaceholderText(QStringLiteral("http://127.0.0.1:3000/hooks"));
    m_signer = new QComboBox(this);
    m_signer->setObjectName(QStringLiteral("replaySigner"));
    m_signer->setToolTip(tr("The endpoint whose secret signs what goes to that URL"));
    form.addRow(tr("&Where"), m_target);
    form.addRow(tr("&URL"), m_url);
    form.addRow(tr("&Signed as"), m_signer);
    m_count = new QSpinBox(this);
    m_count->setObjectName(QStringLiteral("replayCount"));
    m_count->setRange(1, std::max(1, static_cast<int>(m_ids.size())));
    m_count->setValue(static_cast<int>(m_ids.size()));
    m_count->setGroupSeparatorShown(true);
    m_count->setSuffix(tr(" of %1").arg(countText(static_cast<qint64>(m_ids.size()))));
    m_count->setToolTip(tr("The first so many of them, in the order of the list"));
    form.addRow(tr("&How many"), m_count);
    form.setRowVisible(m_count, m_ids.size() > 1);
    m_rate = new QDoubleSpinBox(this);
    m_rate->setObjectName(QStringLiteral("replayRate"));
    m_rate->setRange(0, 1000);
    m_rate->setDecimals(1);
    m_rate->setSuffix(tr(" a second"));
    m_rate->setSpecialValueText(tr("as fast as it goes"));
    form.addRow(tr("&Rate"), m_rate);
    form.setRowVisible(m_rate, m_ids.size() > 1);
}

void ReplayDialog::buildOptions(QFormLayout& form)
{
    auto* when = new QWidget(this);
    auto* row = new QHBoxLayout(when);
    row->setContentsMargins(0, 0, 0, 0);
    m_signedAt = new QComboBox(when);
    m_signedAt->setObjectName(QStringLiteral("replaySignedAt"));
    m_signedAt->addItems({tr("Now: the time of each attempt"), tr("When it came"), tr("Another time")});
    m_signedAt->setToolTip(
        tr("The time that the signature says. Receivers refuse one that is older than their "
           "tolerance, commonly 5 minutes."));
    m_time = new QDateTimeEdit(when);
    m_time->setObjectName(QStringLiteral("replayTime"));
    m_time->setTimeSpec(Qt::UTC);
    m_time->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm:ss 'UTC'"));
    m_time->setDateTime(QDateTime::fromMSecsSinceEpoch(toMillis(m_context.clock.now()), Qt::UTC));
    m_time->hide();
    row->addWidget(m_signedAt, 1);
    row->addWidget(m_time);
    form.addRow(tr("Sign with the &time"), when);
    m_keepId = new QCheckBox(tr("Keep the webhook-&id of the first time"), this);
    m_keepId->setObjectName(QStringLiteral("replayKeepId"));
    m_keepId->setChecked(true);
    m_keepId->setToolTip(
        tr("A receiver that has seen the id takes it for a duplicate; without this it gets a "
           "new one."));
    m_bypassDedupe = new QCheckBox(tr("&Bypass deduplication"), this);
    m_bypassDedupe->setObjectName(QStringLiteral("replayBypassDedupe"));
    m_bypassDedupe->setChecked(true);
    m_bypassDedupe->setToolTip(
        tr("Without this, one that is still within the deduplication window is counted "
           "as a duplicate and not mapped again."));
    form.addRow(QString(), m_keepId);
    form.addRow(QString(), m_bypassDedupe);
    m_mappings = new QPlainTextEdit(this);
    m_mappings->setObjectName(QStringLiteral("replayMappings"));
    m_mappings->setFont(monoFont());
    m_mappings->setPlaceholderText(
        QStringLiteral(R"({"crm.contacts.get": {"response": {"phone": "body.mobile"}}})"));
    m_mappings->setMaximumHeight(m_mappings->fontMetrics().lineSpacing() * 6);
    form.addRow(tr("Edited &mappings"), m_mappings);
    connect(m_signedAt, &QComboBox::currentIndexChanged, this,
            [this](int index) { m_time->setVisible(index == AtAnotherTime); });
}

void ReplayDialog::buildButtons()
{
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_start = buttons->addButton(tr("Replay"), QDialogButtonBox::ActionRole);
    m_start->setObjectName(QStringLiteral("startReplay"));
    m_start->setDefault(true);
    m_stop = buttons->addButton(tr("Stop"), QDialogButtonBox::ActionRole);
    m_stop->setObjectName(QStringLiteral("stopReplay"));
    m_stop->setEnabled(false);
    layout()->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_start, &QPushButton::clicked, this, &ReplayDialog::start);
    connect(m_stop, &QPushButton::clicked, this, &ReplayDialog::stop);
}

void ReplayDialog::build()
{
    auto* column = new QVBoxLayout(this);
    m_form = new QFormLayout;
    buildForm(*m_form);
    buildOptions(*m_form);
    column->addLayout(m_form);
    m_say = new QLabel(this);
    m_say->setObjectName(QStringLiteral("replaySays"));
    m_say->setWordWrap(true);
    m_say->setTextFormat(Qt::PlainText);
    column->addWidget(m_say);
    m_progress = new QProgressBar(this);
    m_progress->hide();
    column->addWidget(m_progress);
    m_results = new ReplayResults(m_context, this);
    column->addWidget(m_results, 1);
    buildButtons();
    connect(m_target, &QComboBox::currentIndexChanged, this, &ReplayDialog::updateMode);
    connect(m_count, &QSpinBox::valueChanged, this, &ReplayDialog::updateMode);
    connect(m_url, &QLineEdit::textChanged, this, &ReplayDialog::updateMode);
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

int ReplayDialog::count() const
{
    return m_count->value();
}

void ReplayDialog::updateMode()
{
    const int mode = m_target->currentIndex();
    const bool sends = mode != TimeTravel && mode != TakeIn;
    m_form->setRowVisible(m_url, mode == OtherUrl);
    m_form->setRowVisible(m_signer, mode == OtherUrl);
    m_form->setRowVisible(m_signedAt->parentWidget(), sends);
    m_form->setRowVisible(m_keepId, sends);
    m_form->setRowVisible(m_bypassDedupe, mode == TakeIn);
    m_form->setRowVisible(m_mappings, mode == TimeTravel);
    const auto many = countText(count());
    m_start->setText(mode == TimeTravel ? tr("Map %1 again").arg(many)
                     : mode == TakeIn   ? tr("Take %1 in again").arg(many)
                                        : tr("Replay %1").arg(many));
    sayHow();
}

void ReplayDialog::sayHow()
{
    const auto many = countText(count());
    switch (m_target->currentIndex()) {
    case TimeTravel:
        m_say->setText(tr("Nothing is stored, fetched or sent; the results are compared field by field."));
        return;
    case TakeIn:
        m_say->setText(tr("%1 of the list are stored as new webhooks, mapped and delivered to those who "
                          "subscribe. Signatures are not looked at again.")
                           .arg(many));
        return;
    case OtherUrl:
        m_say->setText(tr("%1 are mapped again and sent to %2, signed anew and marked as a replay.")
                           .arg(many, m_url->text().isEmpty() ? tr("that URL") : m_url->text()));
        return;
    default:
        m_say->setText(count() == 1 ? tr("It is mapped again and sent, signed anew and marked as a replay. "
                                         "Replays do not count in an endpoint's health.")
                                    : tr("%1 are mapped again and sent, signed anew and marked as a replay. "
                                         "Replays do not count in an endpoint's health.")
                                          .arg(many));
    }
}

Status ReplayDialog::addTarget(ReplayRequest& request) const
{
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
            GH_ASSIGN(request.mappings, json::parse(text));
        }
    } else if (mode == TakeIn) {
        request.takeIn = true;
        request.bypassDedupe = m_bypassDedupe->isChecked();
    } else if (mode >= FirstEndpoint) {
        request.endpointId = m_endpoints[static_cast<std::size_t>(mode - FirstEndpoint)].endpoint.id;
    }
    return {};
}

void ReplayDialog::addOptions(ReplayRequest& request) const
{
    if (request.dryRun || request.takeIn) {
        return;
    }
    request.keepId = m_keepId->isChecked();
    request.signedAsReceived = m_signedAt->currentIndex() == AtReceipt;
    if (m_signedAt->currentIndex() == AtAnotherTime) {
        request.signedAt = fromMillis(m_time->dateTime().toMSecsSinceEpoch());
    }
}

Result<ReplayRequest> ReplayDialog::request() const
{
    ReplayRequest request;
    request.eventIds.assign(m_ids.begin(),
                            m_ids.begin() + std::min<std::ptrdiff_t>(count(), std::ssize(m_ids)));
    request.perSecond = m_rate->value();
    GH_TRY(addTarget(request));
    addOptions(request);
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
    m_results->clear(wanted->dryRun);
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
    bool delivered = false;
    for (const auto& event : events) {
        if (const auto* delivery = std::get_if<DeliveryChanged>(&event);
            delivery != nullptr && !m_runId.empty()) {
            m_results->note(delivery->delivery);
            delivered = true;
        }
        const auto* changed = std::get_if<ReplayChanged>(&event);
        if (changed != nullptr && changed->run.id == m_runId) {
            showRun(changed->run);
        }
    }
    if (delivered) {
        showRun(m_run);
    }
}

void ReplayDialog::showRun(const ReplayRun& run)
{
    const bool news = run.done != m_run.done || run.endedAt != m_run.endedAt || run.id != m_run.id;
    m_run = run;
    m_run.items.clear();
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
    if (run.stopped) {
        text += tr(", stopped");
    }
    if (const QString deliveries = m_results->summary(); !deliveries.isEmpty()) {
        text += tr("; %1").arg(deliveries);
    }
    if (run.total > kFollowedItems) {
        text += tr(" (the last %1 are listed)").arg(countText(kFollowedItems));
    }
    m_say->setText(text);
    if (run.endedAt) {
        m_stop->setEnabled(false);
        m_start->setEnabled(true);
    }
    if (news) {
        fetchRun();
    }
}

/// The stream tells of the run without its items: they are asked for, one question at a time.
void ReplayDialog::fetchRun()
{
    if (m_fetching) {
        m_fetchAgain = true;
        return;
    }
    m_fetching = true;
    m_context.gateway.webhooks().replays().run(
        m_runId, m_context.mailbox.reply<ReplayRun>(this, [this](Result<ReplayRun> answer) {
            m_fetching = false;
            if (answer) {
                m_results->show(*answer);
                showRun(m_run);
            }
            if (std::exchange(m_fetchAgain, false)) {
                fetchRun();
            }
        }));
}

} // namespace gatehouse::ui
