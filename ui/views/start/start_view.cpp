// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/start/start_view.h"

#include "ui/shell/workspaces.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/start/checklist.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <array>

namespace gatehouse::ui {

namespace {

constexpr int kPageWidth = 1040;

} // namespace

StartView::StartView(Context& context, QWidget* parent)
    : View(QLatin1String("start"), parent)
    , m_context(context)
{
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);

    auto* page = new QWidget(scroll);
    page->setMaximumWidth(kPageWidth);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(kWide, kWide, kWide, kWide);
    column->setSpacing(kMargin);
    auto* title = new QLabel(tr("Every integration behind one door"), page);
    title->setFont(typeFont(Type::Title));
    auto* line =
        new QLabel(tr("Call any connected product as one unified API, and see what happened inside."), page);
    line->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(title);
    column->addWidget(line);
    column->addSpacing(kGap);
    m_cards = buildCards();
    column->addWidget(m_cards);
    auto* lower = new QHBoxLayout;
    lower->setSpacing(kMargin);
    m_checklist = new Checklist(context, page);
    lower->addWidget(m_checklist, 3);
    lower->addWidget(buildAbout(), 2);
    column->addLayout(lower);
    column->addStretch(1);
    auto* holder = new QWidget(scroll);
    auto* centre = new QHBoxLayout(holder);
    centre->setContentsMargins(0, 0, 0, 0);
    centre->addStretch(1);
    centre->addWidget(page, 100);
    centre->addStretch(1);
    scroll->setWidget(holder);

    connect(&context.node, &NodeState::changed, this, &StartView::updateSandboxCard);
    updateSandboxCard();
}

QWidget* StartView::buildCards()
{
    auto* row = new QWidget(this);
    auto* cards = new QHBoxLayout(row);
    cards->setContentsMargins(0, 0, 0, 0);
    cards->setSpacing(kMargin);
    m_sandbox = new Card(QLatin1String("sandbox"), tr("Try the sandbox (offline)"), {}, {}, row);
    m_account =
        new Card(QLatin1String("key"), tr("Connect a real account"),
                 tr("Sign in with the browser, or paste a key. Secrets are sealed in this machine's vault."),
                 tr("&Connect…"), row);
    m_workspace = new Card(QLatin1String("folder"), tr("Open a workspace"),
                           tr("Another data directory, with accounts, overrides and calls of its own."),
                           tr("Choose a f&older…"), row);
    for (auto* card : {m_sandbox, m_account, m_workspace}) {
        cards->addWidget(card, 1);
    }
    m_sandbox->setObjectName(QStringLiteral("cardSandbox"));
    m_account->setObjectName(QStringLiteral("cardAccount"));
    m_workspace->setObjectName(QStringLiteral("cardWorkspace"));
    connect(m_sandbox, &Card::chosen, this, [this] { trySandbox(m_context); });
    connect(m_account, &Card::chosen, this, [this] {
        m_context.navigator.go(QStringLiteral("oauth"), {{QStringLiteral("connect"), true}});
    });
    connect(m_workspace, &Card::chosen, this, [this] { openWorkspace(m_context, this); });
    m_workspace->setVisible(static_cast<bool>(m_context.options.startAnother));
    return row;
}

QWidget* StartView::buildAbout()
{
    auto* sheet = new Sheet(this);
    auto* column = new QVBoxLayout(sheet);
    column->setContentsMargins(kWide - 4, kWide - 4, kWide - 4, kWide - 4);
    column->setSpacing(kMargin);
    auto* title = new QLabel(tr("What this does"), sheet);
    title->setFont(typeFont(Type::Heading));
    column->addWidget(title);
    const std::array lines{
        tr("One schema for contacts, companies and invoices, whichever product they live in."),
        tr("Mappings in JSONata, overridden per customer or account without a restart."),
        tr("Rate limits and errors of every vendor in one form, passed on at once and never hidden."),
        tr("The same gateway runs here and headless; programs use its REST API on this machine.")};
    for (const auto& text : lines) {
        auto* label = new QLabel(text, sheet);
        label->setWordWrap(true);
        column->addWidget(label);
    }
    column->addStretch(1);
    return sheet;
}

void StartView::updateSandboxCard()
{
    const bool running = m_context.node.status().sandbox;
    m_sandbox->setVisible(running || m_context.options.startAnother);
    m_sandbox->setText(
        running ? tr("The simulated vendors are running, with demo customers and their accounts.")
                : tr("Simulated vendors with real quirks, on this machine only, with data of their own."),
        running ? tr("&Try a call") : tr("&Start the sandbox"));
}

QList<QWidget*> StartView::panes() const
{
    const bool sandbox = !m_sandbox->isHidden();
    return {&(sandbox ? m_sandbox : m_account)->button(),
            m_checklist->findChild<QWidget*>(QStringLiteral("step_call"))};
}

ViewEntry startViewEntry()
{
    return {QLatin1String("start"), StartView::tr("Start"), QLatin1String("start"),
            [](Context& context, QWidget* parent) -> View* { return new StartView(context, parent); }};
}

} // namespace gatehouse::ui
