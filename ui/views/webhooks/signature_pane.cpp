// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/signature_pane.h"

#include "core/gateway/webhooks.h"
#include "ui/models/text.h"
#include "ui/theme/display_zone.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/banner.h"

#include <QClipboard>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {

SignaturePane::SignaturePane(Context& context, QWidget* parent)
    : QScrollArea(parent)
    , m_context(context)
{
    setObjectName(QStringLiteral("signaturePane"));
    setAccessibleName(tr("Signature"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    clear();
}

void SignaturePane::clear()
{
    m_page = new QWidget(this);
    m_page->setBackgroundRole(QPalette::Base);
    m_page->setAutoFillBackground(true);
    m_column = new QVBoxLayout(m_page);
    m_column->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    m_column->setSpacing(kGap);
    m_secret = nullptr;
    m_try = nullptr;
    setWidget(m_page); // deletes the old page
}

void SignaturePane::addLine(const QString& name, const QString& value, bool mono)
{
    if (value.isEmpty()) {
        return;
    }
    auto* row = new QWidget(m_page);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    auto* title = new QLabel(name, row);
    title->setForegroundRole(QPalette::PlaceholderText);
    title->setFixedWidth(title->fontMetrics().averageCharWidth() * 18);
    title->setAlignment(Qt::AlignTop);
    auto* text = new QLabel(value, row);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setAccessibleName(name);
    if (mono) {
        text->setFont(monoFont());
    }
    line->addWidget(title);
    line->addWidget(text, 1);
    m_column->addWidget(row);
}

void SignaturePane::addSigned(const std::string& text)
{
    if (text.empty()) {
        return;
    }
    auto* title = new QLabel(tr("What was signed, byte for byte"), m_page);
    title->setForegroundRole(QPalette::PlaceholderText);
    auto* box = new QPlainTextEdit(toQString(text), m_page);
    box->setReadOnly(true);
    box->setFont(monoFont());
    box->setObjectName(QStringLiteral("signedText"));
    box->setAccessibleName(tr("What was signed"));
    box->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    box->setMaximumHeight(box->fontMetrics().lineSpacing() * 7);
    auto* copy = new QPushButton(tr("Copy the signed bytes"), m_page);
    copy->setObjectName(QStringLiteral("copySigned"));
    copy->setIcon(icon(QLatin1String("copy")));
    connect(copy, &QPushButton::clicked, this, [this, text] {
        QGuiApplication::clipboard()->setText(toQString(text));
        m_context.navigator.tell(Accent::Ok, tr("Copied."));
    });
    m_column->addWidget(title);
    m_column->addWidget(box);
    m_column->addWidget(copy, 0, Qt::AlignLeft);
}

void SignaturePane::addCheck(const SignatureCheck& check)
{
    auto* heading = new QLabel(check.passed ? tr("✓ %1").arg(toQString(check.scheme))
                                            : tr("✗ %1").arg(toQString(check.scheme)),
                               m_page);
    heading->setFont(typeFont(Type::Heading));
    m_column->addWidget(heading);
    addLine(tr("Header"), toQString(check.header), true);
    addLine(tr("Secret"), toQString(check.secretName));
    addLine(tr("Why"), toQString(check.reason));
    if (!check.expectedPrefix.empty()) {
        addLine(tr("Expected"), toQString(check.expectedPrefix), true);
    }
    if (!check.receivedPrefix.empty()) {
        addLine(tr("Received"), toQString(check.receivedPrefix), true);
    }
    if (check.clockSkew) {
        const auto skew = check.clockSkew->count();
        const QString age = skew == 0  ? tr("the same second")
                            : skew > 0 ? tr("signed %1 ago by our clock").arg(durationText(*check.clockSkew))
                                       : tr("signed %1 in our future").arg(durationText(-*check.clockSkew));
        const bool over = check.tolerance && std::chrono::abs(*check.clockSkew) > *check.tolerance;
        addLine(tr("Clock"),
                !check.tolerance ? age
                : over ? tr("✗ %1; at most %2 are allowed").arg(age, durationText(*check.tolerance))
                       : tr("✓ %1, of %2 that are allowed").arg(age, durationText(*check.tolerance)));
    }
    addSigned(check.signedText);
}

void SignaturePane::addReport(const VerificationReport& report)
{
    for (const auto& finding : report.findings) {
        auto* banner = new Banner(m_page);
        banner->setObjectName(QStringLiteral("autopsyFinding"));
        banner->say(Accent::Info, toQString(finding.explanation));
        m_column->addWidget(banner);
    }
    if (!report.accepted && report.findings.empty() && report.attempts > 0) {
        addLine(tr("Autopsy"), tr("%1 likely mistakes were tried; none explains it. Most often the secret is "
                                  "another one.")
                                   .arg(report.attempts));
    }
    for (const auto& check : report.checks) {
        addCheck(check);
    }
}

void SignaturePane::addTry()
{
    auto* row = new QWidget(m_page);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, kGap, 0, 0);
    m_secret = new QLineEdit(row);
    m_secret->setObjectName(QStringLiteral("otherSecret"));
    m_secret->setEchoMode(QLineEdit::Password);
    m_secret->setPlaceholderText(tr("Another secret"));
    m_secret->setAccessibleName(tr("Another secret to verify with"));
    m_try = new QPushButton(tr("Try it"), row);
    m_try->setObjectName(QStringLiteral("trySecret"));
    m_try->setToolTip(tr("Verify again with this secret. Nothing is kept or accepted."));
    m_try->setEnabled(false);
    line->addWidget(m_secret, 1);
    line->addWidget(m_try);
    m_column->addWidget(row);
    connect(m_secret, &QLineEdit::textChanged, m_try,
            [this](const QString& text) { m_try->setEnabled(!text.isEmpty()); });
    connect(m_secret, &QLineEdit::returnPressed, this, &SignaturePane::trySecret);
    connect(m_try, &QPushButton::clicked, this, &SignaturePane::trySecret);
}

void SignaturePane::trySecret()
{
    if (m_secret == nullptr || m_secret->text().isEmpty()) {
        return;
    }
    Secret secret(m_secret->text().toStdString());
    m_secret->clear();
    m_context.gateway.webhooks().received().trySecret(
        m_rejectedId, std::move(secret),
        m_context.mailbox.reply<VerificationReport>(
            this, [this, id = m_rejectedId](Result<VerificationReport> answer) {
                if (id != m_rejectedId) {
                    return;
                }
                auto* banner = new Banner(m_page);
                banner->setObjectName(QStringLiteral("triedSecret"));
                if (!answer) {
                    banner->say(Accent::Error, errorText(answer.error()));
                } else if (answer->accepted) {
                    banner->say(Accent::Ok, tr("With this secret the signature is right: put it into the "
                                               "account's credentials."));
                } else {
                    banner->say(Accent::Warning, tr("Not this one either."));
                }
                m_column->insertWidget(0, banner);
            }));
}

void SignaturePane::showAccepted(const WebhookEvent& event)
{
    clear();
    m_rejectedId.clear();
    auto* banner = new Banner(m_page);
    const bool checked = !event.verifiedBy.empty() && event.verifiedBy != "none";
    banner->say(checked ? Accent::Ok : Accent::Info,
                checked ? tr("The signature was right.")
                        : tr("Nothing was checked: the definition names no verification for it."));
    m_column->addWidget(banner);
    addLine(tr("Verified by"), toQString(event.verifiedBy), true);
    addLine(tr("Came"), m_context.zone.fullTime(event.receivedAt));
    if (event.occurredAt) {
        addLine(tr("Provider's time"), m_context.zone.fullTime(*event.occurredAt));
    }
    if (event.duplicates > 0) {
        addLine(tr("Duplicates"), tr("came %1 more times; stored once").arg(event.duplicates));
    }
    m_column->addStretch(1);
}

void SignaturePane::showRejected(const RejectedWebhook& rejected)
{
    clear();
    m_rejectedId = rejected.id;
    auto* banner = new Banner(m_page);
    banner->say(Accent::Error,
                tr("Refused with %1: %2").arg(rejected.status).arg(toQString(rejected.reason)));
    m_column->addWidget(banner);
    addReport(rejected.report);
    addTry();
    m_column->addStretch(1);
}

} // namespace gatehouse::ui
