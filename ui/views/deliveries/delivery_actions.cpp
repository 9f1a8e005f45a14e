// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/deliveries/delivery_actions.h"

#include "core/json/parse.h"
#include "ui/models/text.h"
#include "ui/theme/metrics.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kAtOnce = 8; ///< Of a run, so that others' requests are not behind thousands of ours.

} // namespace

DeliveryActions::DeliveryActions(Context& context, QWidget* parent)
    : QObject(parent)
    , m_context(context)
    , m_parent(parent)
{}

void DeliveryActions::sendAgain(std::vector<std::string> ids)
{
    auto run = std::make_shared<Run>();
    run->act = [this](const std::string& id, Completion<Delivery> done) {
        m_context.gateway.webhooks().deliveries().retry(id, std::move(done));
    };
    run->ids = std::move(ids);
    run->outcome = tr("%1 are on their way again");
    run->refusals = tr("%1 of %2 could not be sent again: %3");
    const auto count = static_cast<qint64>(run->ids.size());
    if (count > 1) {
        ask(tr("Send again"),
            tr("Send %1 deliveries again, now? Those that were taken before are sent once more, under the "
               "same webhook-id.")
                .arg(countText(count)),
            tr("Send %1 again").arg(countText(count)), std::move(run));
    } else if (count == 1) {
        start(run);
    }
}

void DeliveryActions::drop(std::vector<std::string> ids)
{
    auto run = std::make_shared<Run>();
    run->act = [this](const std::string& id, Completion<Delivery> done) {
        m_context.gateway.webhooks().deliveries().discard(id, std::move(done));
    };
    run->ids = std::move(ids);
    run->outcome = tr("%1 dropped; they can be sent again while they are kept");
    run->refusals = tr("%1 of %2 could not be dropped: %3");
    const auto count = static_cast<qint64>(run->ids.size());
    if (count > 1) {
        ask(tr("Drop"),
            tr("Drop %1 deliveries? Their endpoints will not get them unless they are sent again.")
                .arg(countText(count)),
            tr("Drop %1").arg(countText(count)), std::move(run));
    } else if (count == 1) {
        start(run);
    }
}

void DeliveryActions::ask(const QString& title, const QString& text, const QString& yes,
                          std::shared_ptr<Run> run)
{
    auto* question = new QMessageBox(QMessageBox::Question, title, text, QMessageBox::Cancel, m_parent);
    question->setObjectName(QStringLiteral("deliveriesQuestion"));
    question->setAttribute(Qt::WA_DeleteOnClose);
    auto* button = question->addButton(yes, QMessageBox::AcceptRole);
    button->setObjectName(QStringLiteral("deliveriesYes"));
    connect(button, &QPushButton::clicked, this, [this, run = std::move(run)] { start(run); });
    question->open();
}

void DeliveryActions::start(const std::shared_ptr<Run>& run)
{
    for (std::size_t i = 0; i < std::min(kAtOnce, run->ids.size()); ++i) {
        step(run);
    }
}

void DeliveryActions::step(const std::shared_ptr<Run>& run)
{
    if (run->next >= run->ids.size()) {
        return;
    }
    const auto& id = run->ids[run->next++];
    run->act(id, m_context.mailbox.reply<Delivery>(this, [this, run](const Result<Delivery>& answer) {
        ++run->done;
        if (!answer) {
            ++run->refused;
            run->firstReason = run->firstReason.isEmpty() ? errorText(answer.error()) : run->firstReason;
        }
        if (run->done == run->ids.size()) {
            end(*run);
        } else {
            step(run);
        }
    }));
}

void DeliveryActions::end(const Run& run)
{
    const auto all = static_cast<qint64>(run.ids.size());
    if (run.refused > 0) {
        m_context.navigator.tell(Accent::Warning,
                                 all == 1 ? run.firstReason
                                          : run.refusals.arg(countText(static_cast<qint64>(run.refused)),
                                                             countText(all), run.firstReason));
    } else if (all > 1) {
        m_context.navigator.tell(Accent::Ok, run.outcome.arg(countText(all)));
    }
    Q_EMIT
    ended();
}

void DeliveryActions::edit(const std::string& id)
{
    m_context.gateway.webhooks().deliveries().delivery(
        id, m_context.mailbox.reply<DeliveryDetail>(this, [this](const Result<DeliveryDetail>& answer) {
            if (answer) {
                openEditor(*answer);
            } else {
                m_context.navigator.tell(Accent::Error, errorText(answer.error()));
            }
        }));
}

void DeliveryActions::openEditor(const DeliveryDetail& detail)
{
    auto* dialog = new QDialog(m_parent);
    dialog->setObjectName(QStringLiteral("editDeliveryDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Edit and send again"));
    auto* column = new QVBoxLayout(dialog);
    auto* says = new QLabel(tr("Signed anew when it is sent, under the same webhook-id: %1")
                                .arg(toQString(detail.delivery.messageId)),
                            dialog);
    says->setTextFormat(Qt::PlainText);
    says->setWordWrap(true);
    column->addWidget(says);
    auto* body = new QPlainTextEdit(toQString(detail.body), dialog);
    body->setObjectName(QStringLiteral("editedBody"));
    body->setFont(monoFont());
    body->setAccessibleName(tr("Body to send"));
    column->addWidget(body, 1);
    auto* problem = new QLabel(dialog);
    problem->setObjectName(QStringLiteral("editedProblem"));
    problem->setTextFormat(Qt::PlainText);
    problem->setWordWrap(true);
    problem->setAccessibleName(tr("What is wrong with the body"));
    column->addWidget(problem);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, dialog);
    auto* send = buttons->addButton(tr("Send it"), QDialogButtonBox::AcceptRole);
    send->setObjectName(QStringLiteral("sendEdited"));
    column->addWidget(buttons);
    const auto check = [body, problem, send] {
        const auto parsed = json::parse(body->toPlainText().toStdString());
        problem->setText(parsed ? QString() : tr("▲ %1").arg(errorText(parsed.error())));
        send->setEnabled(parsed.has_value());
    };
    connect(body, &QPlainTextEdit::textChanged, dialog, check);
    check();
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, dialog, [this, dialog, body, id = detail.delivery.id] {
        auto run = std::make_shared<Run>();
        run->ids = {id};
        run->act = [this, text = body->toPlainText().toStdString()](const std::string& of,
                                                                    Completion<Delivery> done) {
            m_context.gateway.webhooks().deliveries().editAndRetry(of, text, std::move(done));
        };
        start(run);
        dialog->accept();
    });
    dialog->resize(640, 420);
    dialog->open();
}

} // namespace gatehouse::ui
