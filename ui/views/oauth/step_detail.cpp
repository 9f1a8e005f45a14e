// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/oauth/step_detail.h"

#include "ui/models/clock_skew.h"
#include "ui/models/connect_steps.h"
#include "ui/models/text.h"
#include "ui/text/curl.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/accounts/claims_pane.h"
#include "ui/views/accounts/secret_rows.h"
#include "ui/views/calls/exchange_pane.h"
#include "ui/widgets/card.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/keys.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr int kLeastExchange = 340;

} // namespace

StepDetail::StepDetail(Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_title(new QLabel(this))
    , m_curl(new QPushButton(icon(QLatin1String("copy")), tr("cURL"), this))
    , m_failure(new Sheet(this))
    , m_what(new QLabel(m_failure))
    , m_remedy(new QLabel(m_failure))
    , m_decoded(new Facts(m_failure))
    , m_facts(new Facts(this))
    , m_claims(new Facts(this))
    , m_secrets(new SecretRows(context, this))
    , m_exchanges(new ExchangePane(context, this))
    , m_filler(new QWidget(this))
{
    setObjectName(QStringLiteral("stepDetail"));
    setAccessibleName(tr("Step"));
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    whole->addWidget(scroll);
    auto* page = new QWidget(scroll);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    scroll->setWidget(page);
    m_exchanges->setMinimumSize(200, kLeastExchange);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(kMargin, kGap, kGap, kTight);
    m_title->setObjectName(QStringLiteral("stepTitle"));
    m_title->setFont(typeFont(Type::Heading));
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_curl->setObjectName(QStringLiteral("stepCurl"));
    m_curl->setToolTip(tr("Copy this step's request as a curl command, secrets as variables (Ctrl+Shift+C)"));
    m_curl->setAccessibleName(tr("Copy as cURL"));
    head->addWidget(m_title, 1);
    head->addWidget(m_curl);
    column->addLayout(head);
    m_failure->setObjectName(QStringLiteral("stepFailure"));
    auto* card = new QVBoxLayout(m_failure);
    card->setContentsMargins(kMargin, kGap, kMargin, 0);
    card->setSpacing(0);
    m_what->setWordWrap(true);
    m_what->setTextFormat(Qt::PlainText);
    m_what->setFont(typeFont(Type::Heading));
    m_what->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_what->setAccessibleName(tr("What went wrong"));
    card->addWidget(m_what);
    m_remedy->setWordWrap(true);
    m_remedy->setTextFormat(Qt::PlainText);
    m_remedy->setContentsMargins(0, kGap, 0, 0);
    m_remedy->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_remedy->setAccessibleName(tr("What to do"));
    card->addWidget(m_remedy);
    m_decoded->layout()->setContentsMargins(0, kGap, 0, kGap);
    card->addWidget(m_decoded);
    auto* holder = new QVBoxLayout;
    holder->setContentsMargins(kMargin, kTight, kMargin, kTight);
    holder->addWidget(m_failure);
    column->addLayout(holder);
    m_facts->layout()->setContentsMargins(kMargin, kTight, kMargin, kGap);
    column->addWidget(m_facts);
    column->addWidget(m_exchanges, 1);
    m_claims->setObjectName(QStringLiteral("stepClaims"));
    column->addWidget(m_claims);
    column->addWidget(m_secrets);
    column->addWidget(m_filler, 1);
    connect(m_curl, &QPushButton::clicked, this, &StepDetail::copyAsCurl);
}

void StepDetail::show(const ConnectSession& session, std::size_t step)
{
    const auto& shown = session.steps.at(step);
    const bool sameWire = shown.kind == m_step.kind && shown.exchanges.size() == m_step.exchanges.size();
    m_step = shown;
    m_title->setText(tr("Step %1: %2").arg(step + 1).arg(stepTitle(shown.kind)));
    m_failure->setVisible(shown.failure.has_value());
    if (shown.failure) {
        showFailure(*shown.failure);
    }
    m_facts->clear();
    m_facts->add(tr("State"), stepGlyph(shown.state) % u' ' % stepStateText(shown.state),
                 stepAccent(shown.state));
    m_facts->add(tr("What it did"), toQString(shown.note));
    for (const auto& check : shown.checks) {
        m_facts->add(toQString(check.name),
                     (check.passed ? tr("✓ verified") : tr("✗ does not match"))
                         % (check.detail.empty() ? QString() : QString(u"  " % toQString(check.detail))),
                     check.passed ? Accent::Ok : Accent::Error);
    }
    if (shown.startedAt) {
        m_facts->add(tr("Began"), m_context.zone.fullTime(*shown.startedAt));
    }
    const bool wire = !shown.exchanges.empty();
    if (wire && shown.endedAt) {
        m_facts->add(tr("Clock"), skewText(clockSkew(shown.exchanges.back(), *shown.endedAt)),
                     Accent::Warning);
    }
    showTokens(session);
    m_curl->setVisible(wire);
    m_exchanges->setVisible(wire);
    m_filler->setVisible(!wire);
    if (wire && !sameWire) {
        m_exchanges->show(shown.exchanges);
    }
}

/// Behind the exchange that brought them: the claims of what came then, and the vault's present values.
void StepDetail::showTokens(const ConnectSession& session)
{
    m_claims->clear();
    m_claims->setVisible(!m_step.claims.empty());
    for (const auto& token : m_step.claims) {
        addClaims(*m_claims, token, m_context.zone, m_context.clock.now());
    }
    const bool stored = m_step.kind == ConnectStepKind::Exchange && session.status == ConnectStatus::Connected
                        && m_context.directory.account(session.accountId) != nullptr;
    m_secrets->setVisible(stored);
    m_secrets->show(stored ? session.accountId : std::string());
}

void StepDetail::showFailure(const ConnectFailure& failure)
{
    m_what->setText(QStringLiteral("✗ ")
                    % (failure.meaning.empty() ? toQString(failure.code) : toQString(failure.meaning)));
    QPalette coloured = m_what->palette();
    coloured.setColor(QPalette::WindowText, accentColour(Accent::Error, coloured));
    m_what->setPalette(coloured);
    m_decoded->clear();
    m_remedy->setText(toQString(failure.remedy));
    m_remedy->setVisible(!failure.remedy.empty());
    m_decoded->add(tr("Whose move"), fixerText(failure.fixer));
    m_decoded->add(tr("They said"), toQString(failure.description));
    m_decoded->addCode(tr("Code"), toQString(failure.code));
}

void StepDetail::copyAsCurl()
{
    if (m_step.exchanges.empty()) {
        m_context.navigator.tell(Accent::Warning, tr("This step sent nothing, so there is nothing to copy"));
        return;
    }
    const auto command = curlCommand(curlOf(m_step.exchanges.back()));
    if (!command) {
        m_context.navigator.tell(Accent::Warning,
                                 tr("Not copied: %1").arg(toQString(command.error().message)));
        return;
    }
    QGuiApplication::clipboard()->setText(toQString(*command));
    m_context.navigator.tell(Accent::Ok,
                             tr("Copied as cURL; secrets are variables that the command asks for"));
}

} // namespace gatehouse::ui
