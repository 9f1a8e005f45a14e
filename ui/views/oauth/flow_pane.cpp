// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/oauth/flow_pane.h"

#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/oauth/step_detail.h"
#include "ui/views/oauth/token_pane.h"
#include "ui/widgets/card.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/keys.h"
#include "ui/widgets/tables.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr std::chrono::milliseconds kScopesDelay{1'000};

} // namespace

FlowPane::FlowPane(Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
{
    setObjectName(QStringLiteral("flowPane"));
    setAccessibleName(tr("Sign-in"));
    build();
    bindKey(this, QLatin1String("oauth.curl"), [this] { m_detail->copyAsCurl(); });
    bindKey(this, QLatin1String("oauth.link"), [this] { copyLink(); });
    bindKey(this, QLatin1String("oauth.save"), [this] { saveHar(); });
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &FlowPane::tick);
    m_scopesSoon.setSingleShot(true);
    m_scopesSoon.setInterval(kScopesDelay);
    connect(&m_scopesSoon, &QTimer::timeout, this, &FlowPane::readScopes);
    connect(&context.feed, &EventFeed::batch, this, [this](const std::vector<GatewayEvent>& events) {
        const bool ours = std::any_of(events.begin(), events.end(), [this](const GatewayEvent& event) {
            const auto* call = std::get_if<CallRecorded>(&event);
            return call != nullptr && call->call.accountId == m_scopesOf;
        });
        if (ours && !m_scopesOf.empty() && !m_scopesSoon.isActive()) {
            m_scopesSoon.start();
        }
    });
    connect(&context.zone, &DisplayZone::changed, this, &FlowPane::fill);
    connect(&context.theme, &Theme::changed, this, &FlowPane::fill);
}

void FlowPane::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    column->addWidget(buildConsent());
    column->addWidget(buildDevice());
    m_split = new QSplitter(Qt::Horizontal, this);
    m_split->setObjectName(QStringLiteral("stepSplitter"));
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(buildSteps());
    m_parts = new QTabWidget(m_split);
    m_parts->setObjectName(QStringLiteral("flowParts"));
    m_parts->setAccessibleName(tr("The step, or the account's tokens"));
    m_parts->setDocumentMode(true);
    m_detail = new StepDetail(m_context, m_parts);
    m_tokens = new TokenPane(m_context, m_parts);
    m_parts->addTab(m_detail, tr("Step"));
    m_parts->addTab(m_tokens, tr("Tokens and lock"));
    m_split->addWidget(m_parts);
    m_split->setSizes({400, 420});
    m_context.settings.restoreLayout(*m_split);
    column->addWidget(m_split, 1);
    connect(m_steps->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                if (now.isValid() && !m_filling) {
                    m_followSteps = false;
                    m_parts->setCurrentIndex(0);
                    m_detail->show(m_session, static_cast<std::size_t>(now.row()));
                }
            });
}

QWidget* FlowPane::buildSteps()
{
    auto* scroll = new QScrollArea(m_split);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* left = new QWidget(scroll);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_model = makeStepModel(m_context.clock, this);
    m_steps = new QTableView(left);
    m_steps->setObjectName(QStringLiteral("steps"));
    setUpTable(*m_steps, tr("Steps of the sign-in"));
    m_steps->setSelectionMode(QAbstractItemView::SingleSelection);
    m_steps->setModel(m_model);
    m_steps->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_steps->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    const auto metrics = m_steps->fontMetrics();
    m_steps->setColumnWidth(0, metrics.horizontalAdvance(QStringLiteral("✓  1  Build the authorization URL"))
                                   + 2 * kGap);
    m_steps->setColumnWidth(1, metrics.horizontalAdvance(QStringLiteral("0.00 min")) + 2 * kGap);
    const int row = m_steps->verticalHeader()->defaultSectionSize();
    m_steps->setFixedHeight(row * static_cast<int>(kConnectSteps)
                            + m_steps->horizontalHeader()->sizeHint().height() + kTight);
    column->addWidget(m_steps);
    column->addWidget(buildPaste());
    m_facts = new Facts(left);
    column->addWidget(m_facts);
    column->addStretch(1);
    scroll->setWidget(left);
    return scroll;
}

QWidget* FlowPane::buildHead()
{
    auto* head = new QWidget(this);
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(kMargin, kGap, kGap, kGap);
    column->setSpacing(kTight);
    m_title = new ElidedLabel(Qt::ElideRight, head);
    m_title->setObjectName(QStringLiteral("flowTitle"));
    m_title->setFont(typeFont(Type::Heading));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_state = new ElidedLabel(Qt::ElideRight, head);
    m_state->setObjectName(QStringLiteral("flowState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    column->addWidget(m_title);
    column->addWidget(m_state);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, kTight, 0, 0);
    row->setSpacing(kGap);
    const auto add = [&](const char* name, const char* iconName, const QString& text, const QString& tip,
                         auto deed) {
        auto* button = new QPushButton(icon(QLatin1String(iconName)), text, head);
        button->setObjectName(QLatin1String(name));
        button->setToolTip(tip);
        connect(button, &QPushButton::clicked, this, deed);
        row->addWidget(button);
        return button;
    };
    m_browser = add("openBrowser", "open", tr("Open the browser"),
                    tr("Opens the provider's page in your own browser"), &FlowPane::openBrowser);
    m_link = add("copyLink", "copy", tr("Copy the link"), tr("For a browser elsewhere (Ctrl+Shift+L)"),
                 &FlowPane::copyLink);
    m_retry = add("retryFlow", "refresh", tr("Try again"), tr("With everything that was filled in"),
                  [this] { act(ConnectAction::Retry); });
    m_account = add("flowAccount", "accounts", tr("Show the account"), tr("The account in Accounts"), [this] {
        m_context.navigator.go(QStringLiteral("accounts"),
                               {{QStringLiteral("account"), toQString(m_session.accountId)}});
    });
    m_har = add("saveHar", "save", tr("Save as HAR…"),
                tr("Save all steps with what went over the wire, redacted (Ctrl+S)"), &FlowPane::saveHar);
    m_har->setAccessibleName(tr("Save as HAR"));
    m_cancel = add("cancelFlow", "close", tr("Cancel"), tr("Ends this sign-in"),
                   [this] { act(ConnectAction::Cancel); });
    for (auto* now : {m_browser, m_link, m_retry, m_account, m_cancel}) {
        now->hide(); // together, before a sign-in says which it needs, they would widen the window
    }
    row->addStretch(1);
    column->addLayout(row);
    return head;
}

QWidget* FlowPane::buildPaste()
{
    m_paste = new QWidget(this);
    m_paste->setObjectName(QStringLiteral("pasteCallback"));
    auto* column = new QVBoxLayout(m_paste);
    column->setContentsMargins(kMargin, kGap, kMargin, kTight);
    column->setSpacing(kTight);
    auto* label =
        new QLabel(tr("Did the browser end on a page it cannot reach? Pas&te that page's address:"), m_paste);
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    auto* row = new QHBoxLayout;
    m_callback = new QLineEdit(m_paste);
    m_callback->setObjectName(QStringLiteral("callbackUrl"));
    m_callback->setAccessibleName(tr("Address of the page the browser ended on"));
    m_callback->setPlaceholderText(QStringLiteral("http://127.0.0.1:8787/oauth/callback?code=…&state=…"));
    label->setBuddy(m_callback);
    auto* use = new QPushButton(tr("Use it"), m_paste);
    use->setObjectName(QStringLiteral("useCallback"));
    use->setEnabled(false);
    row->addWidget(m_callback, 1);
    row->addWidget(use);
    m_pasteProblem = new QLabel(m_paste);
    m_pasteProblem->setObjectName(QStringLiteral("callbackProblem"));
    m_pasteProblem->setWordWrap(true);
    m_pasteProblem->hide();
    column->addWidget(label);
    column->addLayout(row);
    column->addWidget(m_pasteProblem);
    connect(m_callback, &QLineEdit::textChanged, use, [this, use](const QString& text) {
        use->setEnabled(!text.trimmed().isEmpty());
        m_pasteProblem->hide();
    });
    connect(m_callback, &QLineEdit::returnPressed, this, &FlowPane::paste);
    connect(use, &QPushButton::clicked, this, &FlowPane::paste);
    return m_paste;
}

/// A simulated vendor asks nobody but the person who sits here.
QWidget* FlowPane::buildConsent()
{
    auto* holder = new QWidget(this);
    auto* around = new QHBoxLayout(holder);
    around->setContentsMargins(kMargin, 0, kMargin, kGap);
    m_consent = new Sheet(holder);
    m_consent->setObjectName(QStringLiteral("consentSheet"));
    around->addWidget(m_consent);
    auto* row = new QHBoxLayout(m_consent);
    row->setContentsMargins(kMargin, kGap, kMargin, kGap);
    row->setSpacing(kGap);
    auto* words = new QLabel(tr("This vendor is simulated: you can give its customer's consent here, or open "
                                "its page in the browser."),
                             m_consent);
    words->setWordWrap(true);
    auto* approve = new QPushButton(icon(QLatin1String("check")), tr("&Approve"), m_consent);
    approve->setObjectName(QStringLiteral("approveConsent"));
    approve->setToolTip(tr("What its administrator presses on the consent page"));
    auto* deny = new QPushButton(tr("&Deny"), m_consent);
    deny->setObjectName(QStringLiteral("denyConsent"));
    deny->setToolTip(tr("Shows what becomes of a sign-in that is refused"));
    connect(approve, &QPushButton::clicked, this, [this] { answerConsent(true); });
    connect(deny, &QPushButton::clicked, this, [this] { answerConsent(false); });
    row->addWidget(words, 1);
    row->addWidget(approve);
    row->addWidget(deny);
    holder->hide();
    return holder;
}

QWidget* FlowPane::buildDevice()
{
    auto* holder = new QWidget(this);
    auto* around = new QHBoxLayout(holder);
    around->setContentsMargins(kMargin, 0, kMargin, kGap);
    m_device = new Sheet(holder);
    m_device->setObjectName(QStringLiteral("devicePrompt"));
    around->addWidget(m_device);
    auto* row = new QHBoxLayout(m_device);
    row->setContentsMargins(kWide, kMargin, kWide, kMargin);
    row->setSpacing(kWide);
    m_userCode = new QLabel(m_device);
    m_userCode->setObjectName(QStringLiteral("userCode"));
    QFont big = monoFont();
    big.setPointSizeF(big.pointSizeF() * 2);
    big.setBold(true);
    m_userCode->setFont(big);
    m_userCode->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_userCode->setAccessibleName(tr("Code to type at the provider's page"));
    m_deviceHint = new QLabel(m_device);
    m_deviceHint->setWordWrap(true);
    auto* copy = new QPushButton(icon(QLatin1String("copy")), tr("Copy the code"), m_device);
    copy->setObjectName(QStringLiteral("copyUserCode"));
    connect(copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_userCode->text());
        m_context.navigator.tell(Accent::Ok, tr("Copied the code"));
    });
    row->addWidget(m_userCode);
    row->addWidget(m_deviceHint, 1);
    row->addWidget(copy);
    m_device->hide();
    return holder;
}

void FlowPane::show(const ConnectSession& session)
{
    const bool other = session.id != m_session.id;
    const QString before = other ? QString() : m_state->text();
    m_session = session;
    if (other) {
        m_followSteps = true;
        m_callback->clear();
    }
    fill();
    loadScopes();
    announce(before);
    if (isOver(session.status) || session.id.starts_with(kFromFile)) {
        m_second.stop();
    } else if (!m_second.isActive()) {
        m_second.start();
    }
    const bool filed = session.id.starts_with(kFromFile);
    const bool tokens = !filed && (session.status == ConnectStatus::Connected || session.reconnect);
    m_parts->setTabEnabled(1, tokens);
    m_tokens->show(tokens ? session.accountId : std::string());
    if (m_followSteps) {
        m_parts->setCurrentIndex(!filed && session.status == ConnectStatus::Connected ? 1 : 0);
    }
}

void FlowPane::keepLayout()
{
    m_context.settings.saveLayout(*m_split);
}

} // namespace gatehouse::ui
