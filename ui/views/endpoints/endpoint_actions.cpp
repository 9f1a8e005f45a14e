// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/text.h"
#include "ui/theme/metrics.h"
#include "ui/views/endpoints/endpoint_dialog.h"
#include "ui/views/endpoints/endpoints_view.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse::ui {

namespace {

constexpr std::chrono::hours kSecretOverlap{24};
constexpr std::chrono::hours kRecovered{24};

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

void EndpointsView::told(const Result<Delivery>& answer)
{
    if (!answer) {
        m_context.navigator.tell(Accent::Error, errorText(answer.error()));
    }
    loadDeliveries();
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
            loadDeliveries();
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

void EndpointsView::recover()
{
    if (endpoint() == nullptr) {
        return;
    }
    m_context.gateway.webhooks().endpoints().recoverEndpoint(
        endpoint()->endpoint.id, m_context.clock.now() - kRecovered,
        m_context.mailbox.reply<std::uint64_t>(this, [this](Result<std::uint64_t> answer) {
            m_context.navigator.tell(
                answer ? Accent::Ok : Accent::Error,
                answer
                    ? tr("%1 deliveries are queued again").arg(countText(static_cast<std::int64_t>(*answer)))
                    : errorText(answer.error()));
            loadDeliveries();
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

void EndpointsView::retry()
{
    if (const auto* chosen = delivery()) {
        m_context.gateway.webhooks().deliveries().retry(
            chosen->id,
            m_context.mailbox.reply<Delivery>(this, [this](const Result<Delivery>& a) { told(a); }));
    }
}

void EndpointsView::discard()
{
    if (const auto* chosen = delivery()) {
        m_context.gateway.webhooks().deliveries().discard(
            chosen->id,
            m_context.mailbox.reply<Delivery>(this, [this](const Result<Delivery>& a) { told(a); }));
    }
}

void EndpointsView::editAndRetry()
{
    const auto* chosen = delivery();
    if (chosen == nullptr) {
        return;
    }
    m_context.gateway.webhooks().deliveries().delivery(
        chosen->id, m_context.mailbox.reply<DeliveryDetail>(this, [this](Result<DeliveryDetail> answer) {
            if (!answer) {
                m_context.navigator.tell(Accent::Error, errorText(answer.error()));
                return;
            }
            auto* dialog = new QDialog(this);
            dialog->setObjectName(QStringLiteral("editDeliveryDialog"));
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->setWindowTitle(tr("Edit and retry"));
            auto* column = new QVBoxLayout(dialog);
            auto* body = new QPlainTextEdit(toQString(answer->body), dialog);
            body->setObjectName(QStringLiteral("editedBody"));
            body->setFont(monoFont());
            body->setAccessibleName(tr("Body to send"));
            column->addWidget(body);
            auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, dialog);
            auto* send = buttons->addButton(tr("Send it"), QDialogButtonBox::AcceptRole);
            send->setObjectName(QStringLiteral("sendEdited"));
            column->addWidget(buttons);
            connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
            connect(buttons, &QDialogButtonBox::accepted, dialog,
                    [this, dialog, body, id = answer->delivery.id] {
                        m_context.gateway.webhooks().deliveries().editAndRetry(
                            id, body->toPlainText().toStdString(),
                            m_context.mailbox.reply<Delivery>(
                                this, [this](const Result<Delivery>& a) { told(a); }));
                        dialog->accept();
                    });
            dialog->resize(640, 420);
            dialog->open();
        }));
}

} // namespace gatehouse::ui
