// SPDX-License-Identifier: GPL-3.0-or-later
// The connect form: what is wrong with it, its draft, and its way to the gateway.
#include "core/json/write.h"
#include "ui/models/text.h"
#include "ui/views/oauth/sign_in_form.h"
#include "ui/widgets/banner.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>

#include <algorithm>

namespace gatehouse::ui {

QString SignInForm::problem() const
{
    if (m_integration->currentIndex() < 0 || m_integration->count() == 0) {
        return tr("No integration is loaded. Put a definition into the providers folder.");
    }
    if (form() == nullptr) {
        return tr("This provider's definition names no way to sign in.");
    }
    if (m_customer->currentText().trimmed().isEmpty()) {
        return tr("Name the customer.");
    }
    for (const auto& input : m_inputs) {
        const QString label = toQString(input.asked.label);
        const QString value = input.value();
        if (value.isEmpty()) {
            const bool kept = input.asked.secret && !m_account.empty();
            if (input.asked.required && !kept) {
                return tr("%1 is needed. %2").arg(label, toQString(input.asked.help));
            }
            continue;
        }
        const QRegularExpression pattern(QRegularExpression::anchoredPattern(toQString(input.asked.pattern)));
        if (!input.asked.pattern.empty() && pattern.isValid() && !pattern.match(value).hasMatch()) {
            return tr("%1 does not look right. %2").arg(label, toQString(input.asked.help));
        }
    }
    return {};
}

void SignInForm::validate()
{
    const QString text = problem();
    m_hint->setText(text);
    m_hint->setVisible(!text.isEmpty());
    m_connect->setEnabled(text.isEmpty() && !m_busy);
    keepDraft();
}

void SignInForm::keepDraft()
{
    if (!m_account.empty() || m_forms.empty()) {
        return; // of an account that is there nothing is lost; and what is not shown yet is no choice
    }
    m_draft.integration = m_integration->currentData().toString();
    m_draft.customer = m_customer->currentText();
    m_draft.label = m_label->text();
    m_draft.auth = m_scheme->currentData().toString();
    for (const auto& input : m_inputs) {
        if (!input.asked.secret) {
            m_draft.fields.insert(toQString(input.asked.name), input.value());
        }
    }
    if (!m_draft.empty()) {
        m_draft.keep(m_context.settings);
    }
}

ConnectRequest SignInForm::request() const
{
    ConnectRequest request;
    request.accountId = m_account;
    request.integration = m_integration->currentData().toString().toStdString();
    request.auth = m_scheme->currentData().toString().toStdString();
    request.label = m_label->text().trimmed().toStdString();
    for (const auto& input : m_inputs) {
        const auto value = input.value().toStdString();
        if (value.empty()) {
            continue;
        }
        if (input.asked.secret) {
            request.secrets.emplace(input.asked.name, Secret(value));
        } else {
            request.fields.emplace(input.asked.name, value);
        }
    }
    return request;
}

void SignInForm::submit()
{
    m_busy = true;
    m_connect->setEnabled(false);
    say(Accent::Info, tr("Starting…"));
    if (!bySandbox()) {
        start(request());
        return;
    }
    m_context.gateway.sandboxControl().app(
        m_integration->currentData().toString().toStdString(),
        m_context.mailbox.reply<SandboxApp>(this, [this](Result<SandboxApp> app) {
            if (app) {
                withApp(*std::move(app));
            } else {
                refuse(app.error());
            }
        }));
}

void SignInForm::openDuplicate(const std::string& accountId)
{
    const auto* account = m_context.directory.account(accountId);
    if (account == nullptr) {
        return;
    }
    open({}, toQString(account->integration));
    m_customer->setEditText(toQString(m_context.directory.environmentName(account->environmentId)));
    m_label->setText(tr("%1 (sandbox)").arg(toQString(account->label)));
    m_title->setText(tr("Duplicate %1 as sandbox: its overrides come along")
                         .arg(toQString(m_context.directory.accountTitle(accountId))));
    if (!hasVendor(toQString(account->integration))) {
        say(Accent::Info,
            tr("This provider has no simulated vendor, so the copy needs credentials of its own."));
    }
}

void SignInForm::runSandbox()
{
    m_runsSandbox = true;
    openSandbox();
}

void SignInForm::openSandbox()
{
    if (!m_runsSandbox) {
        return;
    }
    int vendor = 0;
    while (vendor < m_integration->count() && !hasVendor(m_integration->itemData(vendor).toString())) {
        ++vendor;
    }
    if (vendor < m_integration->count()) {
        open({}, m_integration->itemData(vendor).toString());
        m_runsSandbox = true;
    }
}

void SignInForm::submitSandbox()
{
    if (!m_runsSandbox || !hasVendor(m_integration->currentData().toString())) {
        return;
    }
    m_runsSandbox = false;
    const auto browser = std::find_if(m_forms.begin(), m_forms.end(), [](const auto& one) {
        return one.kind == "oauth2_authorization_code";
    });
    if (browser == m_forms.end()) {
        return;
    }
    m_scheme->setCurrentIndex(static_cast<int>(browser - m_forms.begin()));
    m_sandbox->setChecked(true);
    if (m_customer->currentText().trimmed().isEmpty()) {
        m_customer->setEditText(m_customer->count() > 0 ? m_customer->itemText(0) : tr("Sandbox customer"));
    }
    if (problem().isEmpty()) {
        submit();
    }
}

void SignInForm::withApp(SandboxApp app)
{
    auto filled = request();
    filled.secrets.insert_or_assign("client_id", Secret(std::string_view(app.clientId)));
    filled.secrets.insert_or_assign("client_secret", std::move(app.clientSecret));
    for (const auto& member : app.context->members()) {
        filled.fields.insert_or_assign(std::string(member.name), member.value.isString()
                                                                     ? std::string(member.value.asString())
                                                                     : json::write(member.value));
    }
    start(std::move(filled));
}

void SignInForm::start(ConnectRequest request)
{
    const QString name = m_customer->currentText().trimmed();
    const int known = m_customer->findText(name, Qt::MatchFixedString);
    if (m_account.empty() && known < 0) {
        auto kept = std::make_shared<ConnectRequest>(std::move(request));
        m_context.gateway.accounts().createEnvironment(
            name.toStdString(), {},
            m_context.mailbox.reply<Environment>(this, [this, kept](Result<Environment> made) {
                if (!made) {
                    refuse(made.error());
                    return;
                }
                m_context.directory.reload();
                m_customer->addItem(toQString(made->name), toQString(made->id));
                start(std::move(*kept));
            }));
        return;
    }
    if (known >= 0) {
        request.environmentId = m_customer->itemData(known).toString().toStdString();
    }
    m_context.gateway.connect().startConnect(
        std::move(request),
        m_context.mailbox.reply<ConnectSession>(this, [this](Result<ConnectSession> session) {
            if (!session) {
                refuse(session.error());
                return;
            }
            m_busy = false;
            m_outcome->hide();
            m_draft = {};
            m_label->clear();
            for (const auto& input : m_inputs) {
                if (input.asked.secret) {
                    input.set({}); // what the gateway has now need not stay on the screen
                }
            }
            ConnectDraft::forget(m_context.settings);
            Q_EMIT
            started(*session);
        }));
}

void SignInForm::refuse(const Error& error)
{
    m_busy = false;
    say(Accent::Error, errorText(error));
    validate();
    // InvalidArgument points at the field: /fields/name
    const auto name = error.pointer.substr(error.pointer.rfind('/') + 1);
    const auto wrong = std::find_if(m_inputs.begin(), m_inputs.end(),
                                    [&](const Input& input) { return input.asked.name == name; });
    if (wrong != m_inputs.end()) {
        wrong->widget->setFocus(Qt::OtherFocusReason);
    }
}

void SignInForm::say(Accent meaning, const QString& text)
{
    m_outcome->say(meaning, text);
    m_outcome->offer({}, {});
    m_outcome->show();
}

} // namespace gatehouse::ui
