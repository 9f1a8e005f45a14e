// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/accounts/rotate_dialog.h"

#include "ui/models/text.h"
#include "ui/theme/metrics.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr int kRotateWidth = 460;

} // namespace

RotateDialog::RotateDialog(Context& context, const Account& account, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_account(account)
{
    setObjectName(QStringLiteral("rotateDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Rotate credentials"));
    build();
    load();
}

bool RotateDialog::possible(const Account& account)
{
    return account.authKind.find("authorization_code") == std::string::npos
           && account.authKind.find("device") == std::string::npos;
}

void RotateDialog::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kWide, kWide, kWide, kWide);
    column->setSpacing(kMargin);
    auto* heading = new QLabel(
        tr("New credentials for %1").arg(toQString(m_context.directory.accountTitle(m_account.id))), this);
    heading->setFont(typeFont(Type::Heading));
    heading->setTextFormat(Qt::PlainText);
    heading->setWordWrap(true);
    auto* text =
        new QLabel(tr("One call is made with the new ones. Only when it passes do they take the place of "
                      "the old ones; until then, and when it fails, nothing changes. What stays empty is "
                      "kept."),
                   this);
    text->setWordWrap(true);
    text->setFixedWidth(kRotateWidth);
    text->setMinimumHeight(text->heightForWidth(kRotateWidth));
    column->addWidget(heading);
    column->addWidget(text);
    m_form = new QFormLayout;
    m_form->setHorizontalSpacing(kMargin);
    m_form->setVerticalSpacing(kGap);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    column->addLayout(m_form);
    m_outcome = new QLabel(this);
    m_outcome->setObjectName(QStringLiteral("rotateOutcome"));
    m_outcome->setWordWrap(true);
    m_outcome->setTextFormat(Qt::PlainText);
    m_outcome->hide();
    column->addWidget(m_outcome);
    auto* row = new QHBoxLayout;
    m_rotate = new QPushButton(tr("&Rotate and test"), this);
    m_rotate->setObjectName(QStringLiteral("rotateButton"));
    m_rotate->setDefault(true);
    m_close = new QPushButton(tr("&Close"), this);
    m_close->setObjectName(QStringLiteral("rotateClose"));
    m_close->setAutoDefault(false);
    row->addStretch(1);
    row->addWidget(m_rotate);
    row->addWidget(m_close);
    column->addLayout(row);
    connect(m_rotate, &QPushButton::clicked, this, &RotateDialog::submit);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    validate();
}

void RotateDialog::load()
{
    m_context.gateway.connect().connectForms(
        m_account.integration, m_context.mailbox.reply<std::vector<gatehouse::ConnectForm>>(
                                   this, [this](const Result<std::vector<gatehouse::ConnectForm>>& forms) {
                                       if (forms) {
                                           addInputs(*forms);
                                       } else {
                                           say(Accent::Error, errorText(forms.error()));
                                       }
                                   }));
}

void RotateDialog::addInputs(const std::vector<gatehouse::ConnectForm>& forms)
{
    const auto form = std::find_if(forms.begin(), forms.end(), [this](const auto& one) {
        return one.auth == m_account.authKind || one.kind == m_account.authKind;
    });
    if (form != forms.end()) {
        for (const auto& input : form->inputs) {
            if (input.secret || input.credential) {
                addInput(input);
            }
        }
    }
    if (m_inputs.empty()) {
        say(Accent::Info, tr("This way of signing in has no credentials that can be typed in. Reconnect the "
                             "account instead."));
    }
    validate();
}

void RotateDialog::addInput(const gatehouse::ConnectInput& asked)
{
    Input input{asked, {}, {}};
    QWidget* widget = nullptr;
    if (asked.input == "multiline") {
        auto* text = new QPlainTextEdit(this);
        text->setTabChangesFocus(true);
        text->setFixedHeight(5 * text->fontMetrics().height());
        text->setPlaceholderText(toQString(asked.placeholder));
        connect(text, &QPlainTextEdit::textChanged, this, &RotateDialog::validate);
        input.value = [text] { return text->toPlainText(); };
        input.clear = [text] { text->clear(); };
        widget = text;
    } else {
        auto* edit = new QLineEdit(this);
        edit->setEchoMode(asked.secret ? QLineEdit::Password : QLineEdit::Normal);
        edit->setPlaceholderText(tr("empty: keep what is sealed"));
        connect(edit, &QLineEdit::textChanged, this, &RotateDialog::validate);
        input.value = [edit] { return edit->text(); };
        input.clear = [edit] { edit->clear(); };
        widget = edit;
    }
    const QString label = toQString(asked.label.empty() ? asked.name : asked.label);
    widget->setObjectName(u"rotate_" % toQString(asked.name));
    widget->setAccessibleName(label);
    widget->setToolTip(toQString(asked.help));
    m_form->addRow(label, widget);
    if (m_inputs.empty()) {
        widget->setFocus(Qt::OtherFocusReason);
    }
    m_inputs.push_back(std::move(input));
}

void RotateDialog::validate()
{
    bool any = false;
    QString wrong;
    for (const auto& input : m_inputs) {
        const QString value = input.value();
        any = any || !value.isEmpty();
        const QRegularExpression pattern(QRegularExpression::anchoredPattern(toQString(input.asked.pattern)));
        if (!value.isEmpty() && !input.asked.pattern.empty() && pattern.isValid()
            && !pattern.match(value).hasMatch()) {
            wrong = tr("%1 does not look right. %2")
                        .arg(toQString(input.asked.label), toQString(input.asked.help));
        }
    }
    if (!wrong.isEmpty()) {
        say(Accent::Warning, wrong);
    } else if (any) {
        m_outcome->hide();
    }
    m_rotate->setEnabled(any && wrong.isEmpty() && !m_busy);
}

void RotateDialog::submit()
{
    std::map<std::string, Secret> credentials;
    for (const auto& input : m_inputs) {
        if (!input.value().isEmpty()) {
            credentials.emplace(input.asked.name, Secret(input.value().toStdString()));
        }
    }
    m_busy = true;
    m_rotate->setEnabled(false);
    say(Accent::Info, tr("Calling the provider with the new credentials…"));
    m_context.gateway.connect().rotateAccount(
        m_account.id, std::move(credentials),
        m_context.mailbox.reply<Account>(this, [this](const Result<Account>& rotated) {
            m_busy = false;
            for (const auto& input : m_inputs) {
                if (rotated) {
                    input.clear(); // what the gateway has now need not stay on the screen
                }
            }
            validate();
            say(rotated ? Accent::Ok : Accent::Error,
                rotated
                    ? tr("The new credentials work and are in force. The old ones can be withdrawn at the "
                         "provider now.")
                    : errorText(rotated.error()));
        }));
}

void RotateDialog::say(Accent meaning, const QString& text)
{
    const QString glyph = meaning == Accent::Ok      ? QStringLiteral("✓ ")
                          : meaning == Accent::Error ? QStringLiteral("✗ ")
                          : meaning == Accent::Info  ? QString()
                                                     : QStringLiteral("▲ ");
    m_outcome->setText(glyph % text);
    QPalette coloured = m_outcome->palette();
    coloured.setColor(QPalette::WindowText, meaning == Accent::Info ? palette().color(QPalette::WindowText)
                                                                    : accentColour(meaning, coloured));
    m_outcome->setPalette(coloured);
    m_outcome->show();
}

} // namespace gatehouse::ui
