// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/start/connect_form.h"

#include "ui/models/text.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/banner.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

ConnectForm::ConnectForm(Context& context, QWidget* parent)
    : Sheet(parent)
    , m_context(context)
{
    setObjectName(QStringLiteral("connectForm"));
    setAccessibleName(tr("Connect an account"));
    build();
    connect(&context.directory, &Directory::changed, this, &ConnectForm::fillChoices);
    connect(m_integration, &QComboBox::currentIndexChanged, this, &ConnectForm::loadSchemes);
    connect(m_scheme, &QComboBox::currentIndexChanged, this, &ConnectForm::showScheme);
    connect(m_customer, &QComboBox::editTextChanged, this, &ConnectForm::validate);
    connect(m_label, &QLineEdit::textChanged, this, &ConnectForm::validate);
    connect(m_connect, &QPushButton::clicked, this, &ConnectForm::submit);
    fillChoices();
}

void ConnectForm::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kWide, kWide - 4, kWide, kWide - 4);
    column->setSpacing(kGap);
    auto* title = new QLabel(tr("Connect a real account"), this);
    title->setFont(typeFont(Type::Heading));
    column->addWidget(title);
    m_form = new QFormLayout;
    m_form->setHorizontalSpacing(kMargin);
    m_form->setVerticalSpacing(kGap);
    column->addLayout(m_form);
    m_integration = new QComboBox(this);
    m_integration->setObjectName(QStringLiteral("connectIntegration"));
    m_customer = new QComboBox(this);
    m_customer->setObjectName(QStringLiteral("connectCustomer"));
    m_customer->setEditable(true);
    m_customer->lineEdit()->setPlaceholderText(tr("Whose account it is, e.g. Acme Corp"));
    m_label = new QLineEdit(this);
    m_label->setObjectName(QStringLiteral("connectLabel"));
    m_label->setPlaceholderText(tr("How to tell it apart, e.g. Production"));
    m_scheme = new QComboBox(this);
    m_scheme->setObjectName(QStringLiteral("connectScheme"));
    m_form->addRow(tr("&Integration"), m_integration);
    m_form->addRow(tr("C&ustomer"), m_customer);
    m_form->addRow(tr("&Label"), m_label);
    m_form->addRow(tr("Signs in &with"), m_scheme);
    m_inputArea = new QWidget(this);
    column->addWidget(m_inputArea);
    m_hint = new QLabel(this);
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(m_hint);
    m_outcome = new Banner(this);
    m_outcome->setObjectName(QStringLiteral("connectOutcome"));
    m_outcome->hide();
    column->addWidget(m_outcome);
    auto* row = new QHBoxLayout;
    m_connect = new QPushButton(tr("Connect and &test"), this);
    m_connect->setObjectName(QStringLiteral("connectButton"));
    m_connect->setDefault(true);
    auto* back = new QPushButton(tr("&Back"), this);
    connect(back, &QPushButton::clicked, this, &ConnectForm::closed);
    row->addWidget(m_connect);
    row->addWidget(back);
    row->addStretch(1);
    column->addLayout(row);
    for (auto* widget : {static_cast<QWidget*>(m_integration), static_cast<QWidget*>(m_customer),
                         static_cast<QWidget*>(m_label), static_cast<QWidget*>(m_scheme)}) {
        const auto* label = qobject_cast<QLabel*>(m_form->labelForField(widget));
        widget->setAccessibleName(QString(label->text()).remove(u'&'));
    }
}

void ConnectForm::open()
{
    m_outcome->hide();
    m_integration->setFocus(Qt::OtherFocusReason);
}

void ConnectForm::fillChoices()
{
    const QString integration = m_integration->currentData().toString();
    const QString customer = m_customer->currentText();
    {
        const QSignalBlocker quietIntegration(m_integration);
        const QSignalBlocker quietCustomer(m_customer);
        m_integration->clear();
        for (const auto& known : m_context.directory.integrations()) {
            m_integration->addItem(toQString(known.label), toQString(known.slug));
        }
        m_integration->setCurrentIndex(std::max(0, m_integration->findData(integration)));
        m_customer->clear();
        for (const auto& environment : m_context.directory.environments()) {
            m_customer->addItem(toQString(environment.name), toQString(environment.id));
        }
        m_customer->setEditText(customer);
    }
    if (m_integration->currentData().toString() != integration || m_schemes.empty()) {
        loadSchemes();
    }
    validate();
}

void ConnectForm::loadSchemes()
{
    const auto slug = m_integration->currentData().toString().toStdString();
    if (slug.empty()) {
        return;
    }
    m_context.gateway.catalog().integration(
        slug, m_context.mailbox.reply<json::Document>(this, [this, slug](Result<json::Document> answer) {
            if (m_integration->currentData().toString().toStdString() != slug) {
                return;
            }
            m_schemes = answer ? connectSchemes(answer->root()) : std::vector<ConnectScheme>();
            if (!answer) {
                say(Accent::Error, errorText(answer.error()));
            }
            const QSignalBlocker quiet(m_scheme);
            m_scheme->clear();
            for (const auto& known : m_schemes) {
                m_scheme->addItem(toQString(known.label), toQString(known.id));
            }
            showScheme();
        }));
}

const ConnectScheme* ConnectForm::scheme() const
{
    const auto index = m_scheme->currentIndex();
    return index < 0 || index >= static_cast<int>(m_schemes.size())
               ? nullptr
               : &m_schemes[static_cast<std::size_t>(index)];
}

void ConnectForm::showScheme()
{
    m_inputs.clear();
    delete m_inputArea->layout();
    qDeleteAll(m_inputArea->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
    auto* form = new QFormLayout(m_inputArea);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(kMargin);
    form->setVerticalSpacing(kGap);
    const auto* chosen = scheme();
    for (const auto& input : chosen != nullptr ? chosen->inputs : std::vector<ConnectInput>()) {
        auto* edit = new QLineEdit(toQString(input.initial), m_inputArea);
        edit->setObjectName(QStringLiteral("connect_") + toQString(input.name));
        edit->setEchoMode(input.secret ? QLineEdit::Password : QLineEdit::Normal);
        edit->setPlaceholderText(toQString(input.placeholder));
        edit->setToolTip(toQString(input.help));
        edit->setAccessibleName(toQString(input.label));
        edit->setAccessibleDescription(toQString(input.help));
        form->addRow(toQString(input.label), edit);
        connect(edit, &QLineEdit::textChanged, this, &ConnectForm::validate);
        m_inputs.emplace_back(input, edit);
    }
    setTabOrder(m_scheme, m_inputs.empty() ? static_cast<QWidget*>(m_connect) : m_inputs.front().second);
    validate();
}

QString ConnectForm::problem() const
{
    if (m_integration->currentIndex() < 0) {
        return tr("No integration is loaded. Put a definition into the providers folder.");
    }
    if (m_customer->currentText().trimmed().isEmpty()) {
        return tr("Name the customer.");
    }
    for (const auto& [input, edit] : m_inputs) {
        const QString label = toQString(input.label);
        if (edit->text().isEmpty()) {
            if (input.required) {
                return tr("%1 is needed. %2").arg(label, toQString(input.help));
            }
            continue;
        }
        const QRegularExpression pattern(QRegularExpression::anchoredPattern(toQString(input.pattern)));
        if (!input.pattern.empty() && pattern.isValid() && !pattern.match(edit->text()).hasMatch()) {
            return tr("%1 does not look right. %2").arg(label, toQString(input.help));
        }
    }
    return {};
}

void ConnectForm::validate()
{
    const QString text = problem();
    m_hint->setText(text);
    m_hint->setVisible(!text.isEmpty());
    m_connect->setEnabled(text.isEmpty());
}

void ConnectForm::submit()
{
    m_connect->setEnabled(false);
    say(Accent::Info, tr("Connecting…"));
    const int known = m_customer->findText(m_customer->currentText().trimmed(), Qt::MatchFixedString);
    if (known >= 0) {
        create(m_customer->itemData(known).toString().toStdString());
        return;
    }
    m_context.gateway.accounts().createEnvironment(
        m_customer->currentText().trimmed().toStdString(), {},
        m_context.mailbox.reply<Environment>(this, [this](Result<Environment> made) {
            if (made) {
                create(made->id);
            } else {
                say(Accent::Error, errorText(made.error()));
                validate();
            }
        }));
}

json::Document ConnectForm::fields(const std::string& environmentId) const
{
    auto arena = std::make_shared<json::Arena>();
    json::ObjectBuilder context(*arena);
    json::ObjectBuilder credentials(*arena);
    for (const auto& [input, edit] : m_inputs) {
        if (!edit->text().isEmpty()) {
            (input.secret ? credentials : context)
                .set(input.name, std::string_view(edit->text().toStdString()));
        }
    }
    json::ObjectBuilder all(*arena);
    all.set("environment_id", std::string_view(environmentId))
        .set("integration", std::string_view(m_integration->currentData().toString().toStdString()))
        .set("label", std::string_view(m_label->text().trimmed().toStdString()))
        .set("auth", std::string_view(m_scheme->currentData().toString().toStdString()))
        .set("context", context.build())
        .set("credentials", credentials.build());
    const auto root = all.build();
    return {std::move(arena), root};
}

void ConnectForm::create(const std::string& environmentId)
{
    m_context.gateway.accounts().createAccount(
        fields(environmentId), m_context.mailbox.reply<Account>(this, [this](Result<Account> made) {
            if (!made) {
                say(Accent::Error, errorText(made.error()));
                validate();
                return;
            }
            for (const auto& [input, edit] : m_inputs) {
                if (input.secret) {
                    edit->clear(); // what is sealed now need not stay on the screen
                }
            }
            m_context.directory.reload();
            test(*made);
        }));
}

void ConnectForm::test(const Account& account)
{
    say(Accent::Info, tr("Connected as %1. Testing…").arg(toQString(account.id)));
    m_context.gateway.accounts().testAccount(
        account.id,
        m_context.mailbox.reply<CallDetail>(this, [this, id = account.id](Result<CallDetail> tested) {
            const bool good = tested && tested->summary.category.empty() && !tested->problem;
            const QString why = !tested           ? errorText(tested.error())
                                : tested->problem ? toQString(tested->problem->detail)
                                                  : toQString(tested->summary.category);
            if (good) {
                say(Accent::Ok, tr("Connected, and the test call succeeded in %1.")
                                    .arg(durationText(tested->summary.duration)));
            } else {
                say(Accent::Warning, tr("The account is saved, but its test call failed: %1").arg(why));
            }
            m_outcome->offer(tr("Try a call"), [this, id] {
                m_context.navigator.go(QStringLiteral("try"), {{QStringLiteral("account"), toQString(id)}});
            });
        }));
}

void ConnectForm::say(Accent meaning, const QString& text)
{
    m_outcome->say(meaning, text);
    m_outcome->offer({}, {});
}

} // namespace gatehouse::ui
