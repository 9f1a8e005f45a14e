// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/endpoints/endpoint_dialog.h"

#include "ui/models/text.h"
#include "ui/theme/colours.h"
#include "ui/theme/metrics.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace gatehouse::ui {

namespace {

QString joined(const std::vector<std::string>& words)
{
    QStringList list;
    for (const auto& word : words) {
        list.append(toQString(word));
    }
    return list.join(QStringLiteral(", "));
}

json::Value wordList(json::Arena& arena, const QString& text)
{
    std::vector<json::Value> list;
    const auto words = text.split(u',', Qt::SkipEmptyParts);
    for (const auto& word : words) {
        if (!word.trimmed().isEmpty()) {
            list.push_back(arena.string(word.trimmed().toStdString()));
        }
    }
    return arena.array(list);
}

QPlainTextEdit* expressionEdit(QWidget* parent, const QString& example)
{
    auto* edit = new QPlainTextEdit(parent);
    edit->setFont(monoFont());
    edit->setPlaceholderText(example);
    edit->setMaximumHeight(edit->fontMetrics().lineSpacing() * 4);
    edit->setTabChangesFocus(true);
    return edit;
}

} // namespace

EndpointDialog::EndpointDialog(Context& context, std::optional<Endpoint> endpoint, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
{
    setObjectName(QStringLiteral("endpointDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(endpoint ? tr("Change the endpoint") : tr("Add an endpoint"));
    build();
    if (endpoint) {
        fill(*endpoint);
    }
    resize(620, sizeHint().height());
}

void EndpointDialog::build()
{
    auto* column = new QVBoxLayout(this);
    auto* form = new QFormLayout;
    m_url = new QLineEdit(this);
    m_url->setObjectName(QStringLiteral("endpointUrl"));
    m_url->setPlaceholderText(QStringLiteral("https://app.example.com/hooks"));
    m_label = new QLineEdit(this);
    m_label->setObjectName(QStringLiteral("endpointLabel"));
    m_environment = new QComboBox(this);
    m_environment->setObjectName(QStringLiteral("endpointCustomer"));
    m_environment->addItem(tr("All customers"), QString());
    for (const auto& environment : m_context.directory.environments()) {
        m_environment->addItem(toQString(environment.name), toQString(environment.id));
    }
    m_types = new QLineEdit(this);
    m_types->setObjectName(QStringLiteral("endpointTypes"));
    m_types->setPlaceholderText(tr("all; or record:*, account:needs_reauth"));
    m_models = new QLineEdit(this);
    m_models->setPlaceholderText(tr("all; or crm, invoicing"));
    m_filter = expressionEdit(this, QStringLiteral("records[0].amount > 100"));
    m_filter->setObjectName(QStringLiteral("endpointFilter"));
    m_transform = expressionEdit(this, QStringLiteral("{\"text\": event & \" \" & records[0].name}"));
    m_ordered = new QCheckBox(tr("One at a time, in order"), this);
    m_pause = new QCheckBox(tr("Pause it when more than half of 20 attempts fail"), this);
    m_concurrency = new QSpinBox(this);
    m_concurrency->setRange(1, 64);
    m_concurrency->setValue(4);
    form->addRow(tr("&URL"), m_url);
    form->addRow(tr("&Label"), m_label);
    form->addRow(tr("&Customer"), m_environment);
    form->addRow(tr("&Event types"), m_types);
    form->addRow(tr("&Models"), m_models);
    form->addRow(tr("Only &if (JSONata)"), m_filter);
    form->addRow(tr("&Body (JSONata)"), m_transform);
    form->addRow(tr("&At once"), m_concurrency);
    form->addRow(QString(), m_ordered);
    form->addRow(QString(), m_pause);
    column->addLayout(form);
    m_problem = new QLabel(this);
    m_problem->setObjectName(QStringLiteral("endpointProblem"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->hide();
    column->addWidget(m_problem);
    column->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_save = buttons->addButton(tr("Save"), QDialogButtonBox::AcceptRole);
    m_save->setObjectName(QStringLiteral("saveEndpoint"));
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, &EndpointDialog::save);
    connect(m_ordered, &QCheckBox::toggled, m_concurrency, &QSpinBox::setDisabled);
}

void EndpointDialog::fill(const Endpoint& endpoint)
{
    m_id = endpoint.id;
    m_url->setText(toQString(endpoint.url));
    m_label->setText(toQString(endpoint.label));
    m_environment->setCurrentIndex(std::max(0, m_environment->findData(toQString(endpoint.environmentId))));
    m_types->setText(joined(endpoint.eventTypes));
    m_models->setText(joined(endpoint.models));
    m_filter->setPlainText(toQString(endpoint.filter));
    m_transform->setPlainText(toQString(endpoint.transform));
    m_ordered->setChecked(endpoint.ordered);
    m_pause->setChecked(endpoint.pauseOnFailures);
    m_concurrency->setValue(static_cast<int>(endpoint.concurrency));
}

json::Document EndpointDialog::fields() const
{
    auto arena = std::make_shared<json::Arena>();
    json::ObjectBuilder object(*arena);
    object.set("url", m_url->text().trimmed().toStdString())
        .set("label", m_label->text().trimmed().toStdString())
        .set("environment_id", m_environment->currentData().toString().toStdString())
        .set("event_types", wordList(*arena, m_types->text()))
        .set("models", wordList(*arena, m_models->text()))
        .set("filter", m_filter->toPlainText().trimmed().toStdString())
        .set("transform", m_transform->toPlainText().trimmed().toStdString())
        .set("ordered", json::Value::boolean(m_ordered->isChecked()))
        .set("pause_on_failures", json::Value::boolean(m_pause->isChecked()))
        .set("concurrency", json::Value::integer(m_concurrency->value()));
    const auto root = object.build();
    return {std::move(arena), root};
}

void EndpointDialog::say(const QString& problem)
{
    auto palette = m_problem->palette();
    palette.setColor(QPalette::WindowText, accentColour(Accent::Error, QGuiApplication::palette()));
    m_problem->setPalette(palette);
    m_problem->setText(u"✗ " % problem);
    m_problem->show();
    m_save->setEnabled(true);
}

void EndpointDialog::save()
{
    m_save->setEnabled(false);
    auto& endpoints = m_context.gateway.webhooks().endpoints();
    if (!m_id.empty()) {
        endpoints.updateEndpoint(
            m_id, fields(), m_context.mailbox.reply<EndpointView>(this, [this](Result<EndpointView> answer) {
                if (!answer) {
                    say(errorText(answer.error()));
                    return;
                }
                Q_EMIT
                saved();
                accept();
            }));
        return;
    }
    endpoints.createEndpoint(fields(), m_context.mailbox.reply<EndpointWithSecret>(
                                           this, [this](Result<EndpointWithSecret> answer) {
                                               if (!answer) {
                                                   say(errorText(answer.error()));
                                                   return;
                                               }
                                               Q_EMIT
                                               saved();
                                               showSecret(m_context, answer->secret, parentWidget());
                                               accept();
                                           }));
}

void EndpointDialog::showSecret(Context& context, const Secret& secret, QWidget* parent)
{
    auto* dialog = new QDialog(parent);
    dialog->setObjectName(QStringLiteral("secretDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Signing secret"));
    auto* column = new QVBoxLayout(dialog);
    column->addWidget(
        new QLabel(tr("The subscriber verifies with this secret. It is shown this one time."), dialog));
    auto* text = new QLineEdit(toQString(secret.reveal()), dialog);
    text->setObjectName(QStringLiteral("newSecret"));
    text->setReadOnly(true);
    text->setFont(monoFont());
    text->setAccessibleName(tr("Signing secret"));
    text->setMinimumWidth(text->fontMetrics().horizontalAdvance(text->text()) + 2 * kMargin);
    column->addWidget(text);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    auto* copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
    column->addWidget(buttons);
    connect(copy, &QPushButton::clicked, dialog, [text, &context] {
        QGuiApplication::clipboard()->setText(text->text());
        context.navigator.tell(Accent::Ok, tr("The secret is on the clipboard."));
    });
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    dialog->open();
}

} // namespace gatehouse::ui
