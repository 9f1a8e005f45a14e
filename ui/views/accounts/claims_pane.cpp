// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/accounts/claims_pane.h"

#include "core/json/write.h"
#include "ui/models/text.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/facts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace gatehouse::ui {

namespace {

struct ClaimWords
{
    std::string_view name;
    const char* words;
    bool time;
};

/// RFC 7519 §4.1, RFC 9068 §2.2, OpenID Connect Core §2.
constexpr std::array kClaims{
    ClaimWords{"iss", QT_TRANSLATE_NOOP("PeekDialog", "Issued by"), false},
    ClaimWords{"sub", QT_TRANSLATE_NOOP("PeekDialog", "Speaks for"), false},
    ClaimWords{"aud", QT_TRANSLATE_NOOP("PeekDialog", "Meant for"), false},
    ClaimWords{"client_id", QT_TRANSLATE_NOOP("PeekDialog", "Given to the app"), false},
    ClaimWords{"azp", QT_TRANSLATE_NOOP("PeekDialog", "Given to the app"), false},
    ClaimWords{"scope", QT_TRANSLATE_NOOP("PeekDialog", "Scopes"), false},
    ClaimWords{"scp", QT_TRANSLATE_NOOP("PeekDialog", "Scopes"), false},
    ClaimWords{"iat", QT_TRANSLATE_NOOP("PeekDialog", "Issued"), true},
    ClaimWords{"nbf", QT_TRANSLATE_NOOP("PeekDialog", "Not before"), true},
    ClaimWords{"auth_time", QT_TRANSLATE_NOOP("PeekDialog", "Signed in"), true},
    ClaimWords{"exp", QT_TRANSLATE_NOOP("PeekDialog", "Ends"), true},
};

QString plainText(const json::Value& value)
{
    if (value.isArray()) {
        QStringList parts;
        for (const json::Value& item : value.items()) {
            parts.append(plainText(item));
        }
        return parts.join(u' ');
    }
    return value.isString() ? toQString(value.asString()) : toQString(json::write(value));
}

void addTime(Facts& facts, const QString& name, const json::Value& value, const DisplayZone& zone,
             UnixMillis now, bool isEnd)
{
    const auto at = fromMillis(static_cast<std::int64_t>(value.asDouble() * 1000));
    const bool over = isEnd && at <= now;
    facts.add(name,
              QString((over ? QStringLiteral("▲ ") : QString()) % zone.fullTime(at) % u"  ("
                      % zone.relative(at) % u')'),
              over ? std::optional(Accent::Warning) : std::nullopt);
}

} // namespace

void addClaims(Facts& facts, const TokenClaims& token, const DisplayZone& zone, UnixMillis now)
{
    facts.addHeading(token.name.empty()
                         ? PeekDialog::tr("In the token")
                         : PeekDialog::tr("In the %1").arg(toQString(token.name).replace(u'_', u' ')));
    facts.add(PeekDialog::tr("Signed with"), plainText((*token.header)["alg"]));
    facts.add(PeekDialog::tr("Key"),
              (*token.header)["kid"].isUndefined() ? QString() : plainText((*token.header)["kid"]));
    for (const auto& known : kClaims) {
        const json::Value value = (*token.claims)[known.name];
        if (value.isUndefined()) {
            continue;
        }
        if (known.time && value.isNumber()) {
            addTime(facts, PeekDialog::tr(known.words), value, zone, now, known.name == "exp");
        } else {
            facts.add(PeekDialog::tr(known.words), plainText(value));
        }
    }
    for (const json::Member& member : token.claims->members()) {
        const bool told = std::any_of(kClaims.begin(), kClaims.end(),
                                      [&](const ClaimWords& known) { return known.name == member.name; });
        if (!told) {
            facts.add(toQString(member.name), plainText(member.value));
        }
    }
    facts.add(PeekDialog::tr("Verified"), PeekDialog::tr("no: read as it stands, the signature is not shown"),
              Accent::Muted);
}

PeekDialog::PeekDialog(Context& context, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_token(new QPlainTextEdit(this))
    , m_problem(new QLabel(this))
    , m_facts(nullptr)
{
    setObjectName(QStringLiteral("peekDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Look into a token"));
    resize(560, 520);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kWide, kWide, kWide, kWide);
    column->setSpacing(kGap);
    auto* label =
        new QLabel(tr("Paste a &JWT. It is read in this program, sent nowhere and not kept."), this);
    label->setWordWrap(true);
    label->setBuddy(m_token);
    m_token->setObjectName(QStringLiteral("peekToken"));
    m_token->setAccessibleName(tr("Token"));
    m_token->setFont(monoFont());
    m_token->setPlaceholderText(QStringLiteral("eyJhbGciOiJSUzI1NiIs…"));
    m_token->setTabChangesFocus(true);
    m_token->setFixedHeight(5 * m_token->fontMetrics().height());
    m_problem->setObjectName(QStringLiteral("peekProblem"));
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setAccessibleName(tr("What the token says"));
    m_facts = new Facts(scroll);
    m_facts->setObjectName(QStringLiteral("peekFacts"));
    scroll->setWidget(m_facts);
    auto* close = new QPushButton(tr("&Close"), this);
    close->setAutoDefault(false);
    column->addWidget(label);
    column->addWidget(m_token);
    column->addWidget(m_problem);
    column->addWidget(scroll, 1);
    column->addWidget(close, 0, Qt::AlignRight);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_token, &QPlainTextEdit::textChanged, this, &PeekDialog::look);
}

void PeekDialog::look()
{
    const int asked = ++m_asked;
    m_facts->clear();
    m_problem->hide();
    const QString token = m_token->toPlainText().simplified().remove(u' ');
    if (token.isEmpty()) {
        return;
    }
    m_context.gateway.accountInsight().peekToken(
        Secret(token.toStdString()),
        m_context.mailbox.reply<TokenClaims>(this, [this, asked](const Result<TokenClaims>& found) {
            if (asked != m_asked) {
                return;
            }
            if (found) {
                addClaims(*m_facts, *found, m_context.zone, m_context.clock.now());
                return;
            }
            m_problem->setText(u"✗ " % errorText(found.error()));
            QPalette coloured = m_problem->palette();
            coloured.setColor(QPalette::WindowText, accentColour(Accent::Error, coloured));
            m_problem->setPalette(coloured);
            m_problem->show();
        }));
}

} // namespace gatehouse::ui
