// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/oauth/sign_in_form.h"

#include "ui/models/text.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/banner.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

/// Two forms under each other look like one when their labels take the same room.
void alignForms(const QFormLayout& above, const QFormLayout& below)
{
    int widest = 0;
    const auto eachLabel = [&](auto act) {
        for (const auto* form : {&above, &below}) {
            for (int row = 0; row < form->rowCount(); ++row) {
                if (auto* label = form->itemAt(row, QFormLayout::LabelRole);
                    label != nullptr && label->widget() != nullptr) {
                    act(*label->widget());
                }
            }
        }
    };
    eachLabel([&](const QWidget& label) { widest = std::max(widest, label.sizeHint().width()); });
    eachLabel([&](QWidget& label) { label.setMinimumWidth(widest); });
}

} // namespace

SignInForm::SignInForm(Context& context, QWidget* parent)
    : Sheet(parent)
    , m_context(context)
    , m_draft(ConnectDraft::from(context.settings))
{
    setObjectName(QStringLiteral("connectForm"));
    setAccessibleName(tr("Connect an account"));
    build();
    connect(&context.directory, &Directory::changed, this, &SignInForm::fillChoices);
    connect(m_integration, &QComboBox::currentIndexChanged, this, &SignInForm::loadForms);
    connect(m_scheme, &QComboBox::currentIndexChanged, this, &SignInForm::showForm);
    connect(m_customer, &QComboBox::editTextChanged, this, &SignInForm::validate);
    connect(m_label, &QLineEdit::textChanged, this, &SignInForm::validate);
    connect(m_sandbox, &QCheckBox::toggled, this, &SignInForm::showForm);
    connect(m_connect, &QPushButton::clicked, this, &SignInForm::submit);
    readVendors();
    fillChoices();
}

void SignInForm::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kWide, kWide - 4, kWide, kWide - 4);
    column->setSpacing(kGap);
    m_title = new QLabel(this);
    m_title->setObjectName(QStringLiteral("connectTitle"));
    m_title->setFont(typeFont(Type::Heading));
    m_title->setWordWrap(true);
    column->addWidget(m_title);
    m_layout = new QFormLayout;
    m_layout->setHorizontalSpacing(kMargin);
    m_layout->setVerticalSpacing(kGap);
    column->addLayout(m_layout);
    buildFields();
    m_inputArea = new QWidget(this);
    column->addWidget(m_inputArea);
    m_hint = new QLabel(this);
    m_hint->setObjectName(QStringLiteral("connectHint"));
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(m_hint);
    m_outcome = new Banner(this);
    m_outcome->setObjectName(QStringLiteral("connectOutcome"));
    m_outcome->hide();
    column->addWidget(m_outcome);
    auto* row = new QHBoxLayout;
    m_connect = new QPushButton(this);
    m_connect->setObjectName(QStringLiteral("connectButton"));
    m_connect->setDefault(true);
    auto* back = new QPushButton(tr("&Back"), this);
    back->setObjectName(QStringLiteral("connectBack"));
    connect(back, &QPushButton::clicked, this, &SignInForm::closed);
    row->addWidget(m_connect);
    row->addWidget(back);
    row->addStretch(1);
    column->addLayout(row);
}

void SignInForm::buildFields()
{
    m_integration = new QComboBox(this);
    m_integration->setObjectName(QStringLiteral("connectIntegration"));
    // Typing narrows the list, but only what is in it can be chosen.
    m_integration->setEditable(true);
    m_integration->setInsertPolicy(QComboBox::NoInsert);
    m_integration->completer()->setFilterMode(Qt::MatchContains);
    m_integration->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_customer = new QComboBox(this);
    m_customer->setObjectName(QStringLiteral("connectCustomer"));
    m_customer->setEditable(true);
    m_customer->lineEdit()->setPlaceholderText(tr("Whose account it is, e.g. Acme Corp"));
    m_label = new QLineEdit(this);
    m_label->setObjectName(QStringLiteral("connectLabel"));
    m_label->setPlaceholderText(tr("How to tell it apart, e.g. Production"));
    m_scheme = new QComboBox(this);
    m_scheme->setObjectName(QStringLiteral("connectScheme"));
    m_sandbox = new QCheckBox(tr("With the simulated vendor: offline, its app is filled in"), this);
    m_sandbox->setObjectName(QStringLiteral("connectSandbox"));
    m_layout->addRow(tr("&Provider"), m_integration);
    m_layout->addRow(tr("C&ustomer"), m_customer);
    m_layout->addRow(tr("&Label"), m_label);
    m_layout->addRow(tr("Signs in &with"), m_scheme);
    m_layout->addRow(QString(), m_sandbox);
    for (auto* widget : {static_cast<QWidget*>(m_integration), static_cast<QWidget*>(m_customer),
                         static_cast<QWidget*>(m_label), static_cast<QWidget*>(m_scheme)}) {
        const auto* label = qobject_cast<QLabel*>(m_layout->labelForField(widget));
        widget->setAccessibleName(QString(label->text()).remove(u'&'));
    }
}

void SignInForm::open(const std::string& accountId, const QString& integration)
{
    m_account = accountId;
    m_runsSandbox = false;
    m_outcome->hide();
    const auto* account = m_context.directory.account(accountId);
    const bool again = account != nullptr;
    m_title->setText(again ? tr("Reconnect %1: it keeps its id, overrides and history")
                                 .arg(toQString(m_context.directory.accountTitle(accountId)))
                           : tr("Connect an account"));
    for (auto* widget : {static_cast<QWidget*>(m_integration), static_cast<QWidget*>(m_customer)}) {
        widget->setEnabled(!again);
    }
    fillChoices();
    const QString wanted = again ? toQString(account->integration) : integration;
    if (const int at = m_integration->findData(wanted); at >= 0) {
        m_integration->setCurrentIndex(at);
    }
    if (again) {
        m_customer->setEditText(toQString(m_context.directory.environmentName(account->environmentId)));
        m_label->setText(toQString(account->label));
    }
    loadForms();
    (again ? static_cast<QWidget*>(m_scheme) : m_integration)->setFocus(Qt::OtherFocusReason);
}

void SignInForm::readVendors()
{
    m_context.gateway.sandboxControl().vendors(m_context.mailbox.reply<std::vector<SandboxVendor>>(
        this, [this](Result<std::vector<SandboxVendor>> answer) {
            m_vendors = answer ? *std::move(answer) : std::vector<SandboxVendor>();
            fillChoices();
            openSandbox();
        }));
}

bool SignInForm::hasVendor(const QString& slug) const
{
    return std::any_of(m_vendors.begin(), m_vendors.end(), [&](const SandboxVendor& vendor) {
        return vendor.oauth && toQString(vendor.slug) == slug;
    });
}

void SignInForm::fillChoices()
{
    const QString before = m_integration->currentData().toString();
    const QString wanted = before.isEmpty() ? m_draft.integration : before;
    const QString customer =
        m_customer->currentText().isEmpty() ? m_draft.customer : m_customer->currentText();
    {
        const QSignalBlocker quietIntegration(m_integration);
        const QSignalBlocker quietCustomer(m_customer);
        m_integration->clear();
        auto known = m_context.directory.integrations();
        std::stable_partition(known.begin(), known.end(),
                              [this](const auto& one) { return hasVendor(toQString(one.slug)); });
        for (const auto& one : known) {
            m_integration->addItem(toQString(one.label), toQString(one.slug));
        }
        m_integration->setCurrentIndex(std::max(0, m_integration->findData(wanted)));
        m_customer->clear();
        for (const auto& environment : m_context.directory.environments()) {
            m_customer->addItem(toQString(environment.name), toQString(environment.id));
        }
        m_customer->setEditText(customer);
        if (m_label->text().isEmpty() && !m_label->hasFocus()) {
            m_label->setText(m_draft.label);
        }
    }
    if (m_integration->currentData().toString() != before || m_forms.empty()) {
        loadForms();
    }
    m_sandbox->setVisible(hasVendor(m_integration->currentData().toString()));
    validate();
}

void SignInForm::loadForms()
{
    const QString slug = m_integration->currentData().toString();
    if (slug.isEmpty()) {
        return;
    }
    m_sandbox->setVisible(hasVendor(slug));
    const QSignalBlocker quietSandbox(m_sandbox);
    const auto* known = m_context.directory.account(m_account);
    m_sandbox->setChecked(hasVendor(slug) && (known == nullptr || known->sandbox));
    m_context.gateway.connect().connectForms(
        slug.toStdString(),
        m_context.mailbox.reply<std::vector<gatehouse::ConnectForm>>(
            this, [this, slug](Result<std::vector<gatehouse::ConnectForm>> answer) {
                if (m_integration->currentData().toString() != slug) {
                    return;
                }
                if (!answer) {
                    say(Accent::Error, errorText(answer.error()));
                }
                m_forms = answer ? *std::move(answer) : std::vector<gatehouse::ConnectForm>();
                const auto* again = m_context.directory.account(m_account);
                const QString wanted = again != nullptr ? toQString(again->authKind) : m_draft.auth;
                const QSignalBlocker quiet(m_scheme);
                m_scheme->clear();
                for (const auto& offered : m_forms) {
                    m_scheme->addItem(toQString(offered.label), toQString(offered.auth));
                    const bool is = toQString(offered.auth) == wanted || toQString(offered.kind) == wanted;
                    if (is && m_scheme->currentIndex() <= 0) {
                        m_scheme->setCurrentIndex(m_scheme->count() - 1);
                    }
                }
                showForm();
                submitSandbox();
            }));
}

const gatehouse::ConnectForm* SignInForm::form() const
{
    const auto index = m_scheme->currentIndex();
    return index < 0 || index >= static_cast<int>(m_forms.size()) ? nullptr
                                                                  : &m_forms[static_cast<std::size_t>(index)];
}

bool SignInForm::bySandbox() const
{
    const auto* chosen = form();
    return m_sandbox->isChecked() && !m_sandbox->isHidden() && chosen != nullptr
           && chosen->kind.starts_with("oauth2_");
}

void SignInForm::showForm()
{
    for (const auto& input : m_inputs) {
        if (!input.asked.secret && !input.value().isEmpty()) {
            m_draft.fields.insert(toQString(input.asked.name), input.value());
        }
    }
    m_inputs.clear();
    delete m_inputArea->layout();
    qDeleteAll(m_inputArea->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
    auto* layout = new QFormLayout(m_inputArea);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(kMargin);
    layout->setVerticalSpacing(kGap);
    const auto* chosen = form();
    if (chosen != nullptr && !bySandbox()) {
        for (const auto& asked : chosen->inputs) {
            addInput(*layout, asked);
        }
    }
    alignForms(*m_layout, *layout);
    const bool browser = chosen != nullptr && chosen->kind.find("authorization_code") != std::string::npos;
    m_connect->setText(browser ? tr("&Sign in with the browser") : tr("&Connect and test"));
    validate();
}

void SignInForm::addInput(QFormLayout& layout, const gatehouse::ConnectInput& asked)
{
    Input input{asked, nullptr, {}, {}};
    if (asked.input == "select") {
        auto* choice = new QComboBox(m_inputArea);
        for (const auto& option : asked.options) {
            choice->addItem(toQString(option));
        }
        input.value = [choice] { return choice->currentText(); };
        input.set = [choice](const QString& text) { choice->setCurrentText(text); };
        connect(choice, &QComboBox::currentIndexChanged, this, &SignInForm::validate);
        input.widget = choice;
    } else if (asked.input == "multiline") {
        auto* text = new QPlainTextEdit(m_inputArea);
        text->setTabChangesFocus(true);
        text->setFixedHeight(5 * text->fontMetrics().height());
        text->setPlaceholderText(toQString(asked.placeholder));
        input.value = [text] { return text->toPlainText(); };
        input.set = [text](const QString& value) { text->setPlainText(value); };
        connect(text, &QPlainTextEdit::textChanged, this, &SignInForm::validate);
        input.widget = text;
    } else {
        auto* edit = new QLineEdit(m_inputArea);
        edit->setEchoMode(asked.secret ? QLineEdit::Password : QLineEdit::Normal);
        const bool kept = asked.secret && !m_account.empty();
        edit->setPlaceholderText(kept ? tr("empty: keep what is sealed") : toQString(asked.placeholder));
        input.value = [edit] { return edit->text(); };
        input.set = [edit](const QString& value) { edit->setText(value); };
        connect(edit, &QLineEdit::textChanged, this, &SignInForm::validate);
        input.widget = edit;
    }
    input.widget->setObjectName(u"connect_" % toQString(asked.name));
    input.widget->setToolTip(toQString(asked.help));
    input.widget->setAccessibleName(toQString(asked.label));
    input.widget->setAccessibleDescription(toQString(asked.help));
    const QString drafted = asked.secret ? QString() : m_draft.fields.value(toQString(asked.name));
    const QString initial = drafted.isEmpty() ? toQString(asked.defaultValue) : drafted;
    if (!initial.isEmpty()) {
        input.set(initial);
    }
    layout.addRow(toQString(asked.label.empty() ? asked.name : asked.label), input.widget);
    m_inputs.push_back(std::move(input));
}

} // namespace gatehouse::ui
