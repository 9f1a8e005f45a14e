// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text.h"
#include "ui/views/endpoints/endpoint_dialog.h"
#include "ui/views/endpoints/endpoints_view.h"

#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {

namespace {

constexpr std::chrono::hours kSecretOverlap{24};

} // namespace

void EndpointsView::add()
{
    auto* dialog = new EndpointDialog(m_context, std::nullopt, this);
    connect(dialog, &EndpointDialog::saved, this, &EndpointsView::load);
    dialog->open();
}

void EndpointsView::change()
{
    if (const auto* chosen = endpoint()) {
        auto* dialog = new EndpointDialog(m_context, chosen->endpoint, this);
        connect(dialog, &EndpointDialog::saved, this, &EndpointsView::load);
        dialog->open();
    }
}

void EndpointsView::told(const Result<EndpointView>& answer)
{
    if (!answer) {
        m_context.navigator.tell(Accent::Error, errorText(answer.error()));
    }
    load();
}

void EndpointsView::test()
{
    if (endpoint() == nullptr) {
        return;
    }
    m_context.gateway.webhooks().endpoints().testEndpoint(
        endpoint()->endpoint.id,
        m_context.mailbox.reply<DeliveryDetail>(this, [this](Result<DeliveryDetail> answer) {
            if (!answer) {
                m_context.navigator.tell(Accent::Error, errorText(answer.error()));
                return;
            }
            const auto& delivery = answer->delivery;
            const bool good = delivery.state == DeliveryState::Delivered;
            m_context.navigator.tell(good ? Accent::Ok : Accent::Warning,
                                     good ? tr("The test event was taken with %1").arg(delivery.lastStatus)
                                          : tr("The test event was not taken: %1")
                                                .arg(delivery.lastError.empty()
                                                         ? QString::number(delivery.lastStatus)
                                                         : toQString(delivery.lastError)));
        }));
}

void EndpointsView::pauseOrResume()
{
    const auto* chosen = endpoint();
    if (chosen == nullptr) {
        return;
    }
    auto& endpoints = m_context.gateway.webhooks().endpoints();
    auto done =
        m_context.mailbox.reply<EndpointView>(this, [this](const Result<EndpointView>& a) { told(a); });
    if (chosen->endpoint.status != EndpointStatus::Active) {
        endpoints.resumeEndpoint(chosen->endpoint.id, std::move(done));
        return;
    }
    auto arena = std::make_shared<json::Arena>();
    const auto fields = json::ObjectBuilder(*arena).set("status", "paused").build();
    endpoints.updateEndpoint(chosen->endpoint.id, json::Document(std::move(arena), fields), std::move(done));
}

/// Since when: what was given up or dropped before stays as it is.
void EndpointsView::recover()
{
    const auto* chosen = endpoint();
    if (chosen == nullptr) {
        return;
    }
    auto* dialog = new QDialog(this);
    dialog->setObjectName(QStringLiteral("recoverDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Recover"));
    auto* column = new QVBoxLayout(dialog);
    const auto counts = m_endpoints->countsOf(chosen->endpoint.id);
    auto* says = new QLabel(
        tr("Queues again what was given up or dropped for %1: %2 dead and %3 dropped are kept in all.")
            .arg(toQString(m_endpoints->nameOf(chosen->endpoint.id)),
                 countText(static_cast<qint64>(counts[static_cast<std::size_t>(DeliveryState::Dead)])),
                 countText(static_cast<qint64>(counts[static_cast<std::size_t>(DeliveryState::Discarded)]))),
        dialog);
    says->setTextFormat(Qt::PlainText);
    says->setWordWrap(true);
    column->addWidget(says);
    auto* since = new QComboBox(dialog);
    since->setObjectName(QStringLiteral("recoverSince"));
    since->setAccessibleName(tr("Since when"));
    for (const auto& [text, hours] :
         {std::pair{tr("Since an hour ago"), 1}, std::pair{tr("Since yesterday"), 24},
          std::pair{tr("Since three days ago"), 72}, std::pair{tr("All that is kept"), 24 * 366}}) {
        since->addItem(text, hours);
    }
    since->setCurrentIndex(1);
    column->addWidget(since);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, dialog);
    buttons->addButton(tr("Queue them again"), QDialogButtonBox::AcceptRole)
        ->setObjectName(QStringLiteral("recoverYes"));
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, dialog, [this, dialog, since, id = chosen->endpoint.id] {
        recoverSince(id, m_context.clock.now() - std::chrono::hours(since->currentData().toInt()));
        dialog->accept();
    });
    dialog->open();
}

void EndpointsView::recoverSince(const std::string& id, UnixMillis since)
{
    m_context.gateway.webhooks().endpoints().recoverEndpoint(
        id, since, m_context.mailbox.reply<std::uint64_t>(this, [this](const Result<std::uint64_t>& answer) {
            m_context.navigator.tell(
                answer ? Accent::Ok : Accent::Error,
                answer
                    ? tr("%1 deliveries are queued again").arg(countText(static_cast<std::int64_t>(*answer)))
                    : errorText(answer.error()));
            load();
        }));
}

void EndpointsView::rotate()
{
    if (endpoint() == nullptr) {
        return;
    }
    m_context.gateway.webhooks().endpoints().rotateSecret(
        endpoint()->endpoint.id, kSecretOverlap,
        m_context.mailbox.reply<EndpointWithSecret>(this, [this](Result<EndpointWithSecret> answer) {
            if (!answer) {
                m_context.navigator.tell(Accent::Error, errorText(answer.error()));
                return;
            }
            EndpointDialog::showSecret(m_context, answer->secret, this);
            m_context.navigator.tell(Accent::Info, tr("The old secret signs too for the next 24 hours."));
            load();
        }));
}

void EndpointsView::remove()
{
    const auto* chosen = endpoint();
    if (chosen == nullptr) {
        return;
    }
    auto* ask = new QMessageBox(QMessageBox::Question, tr("Remove the endpoint"),
                                tr("Remove %1? Its queue of %2 deliveries goes with it.")
                                    .arg(toQString(chosen->endpoint.url))
                                    .arg(chosen->health.pending),
                                QMessageBox::Cancel, this);
    ask->setObjectName(QStringLiteral("removeQuestion"));
    ask->setAttribute(Qt::WA_DeleteOnClose);
    auto* yes = ask->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    connect(yes, &QPushButton::clicked, this, [this, id = chosen->endpoint.id] {
        m_context.gateway.webhooks().endpoints().removeEndpoint(
            id, m_context.mailbox.reply<bool>(this, [this](Result<bool> answer) {
                if (!answer) {
                    m_context.navigator.tell(Accent::Error, errorText(answer.error()));
                }
                load();
            }));
    });
    ask->open();
}

} // namespace gatehouse::ui
