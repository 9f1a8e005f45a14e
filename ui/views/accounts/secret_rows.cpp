// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/accounts/secret_rows.h"

#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTextOption>
#include <QToolButton>

#include <algorithm>
#include <array>

namespace gatehouse::ui {

namespace {

constexpr int kRowsEach = 2; ///< Of the grid: the line itself, and the value when it is shown.
constexpr int kLeastLines = 2;
constexpr int kMostLines = 6;

struct CredentialWord
{
    std::string_view name;
    const char* words;
};

constexpr std::array kWords{
    CredentialWord{"access_token", QT_TRANSLATE_NOOP("SecretRows", "Access token")},
    CredentialWord{"refresh_token", QT_TRANSLATE_NOOP("SecretRows", "Refresh token")},
    CredentialWord{"client_id", QT_TRANSLATE_NOOP("SecretRows", "Client ID")},
    CredentialWord{"client_secret", QT_TRANSLATE_NOOP("SecretRows", "Client secret")},
    CredentialWord{"private_key", QT_TRANSLATE_NOOP("SecretRows", "Private key")},
    CredentialWord{"client_certificate", QT_TRANSLATE_NOOP("SecretRows", "Client certificate")},
    CredentialWord{"client_key", QT_TRANSLATE_NOOP("SecretRows", "Client key")},
    CredentialWord{"api_key", QT_TRANSLATE_NOOP("SecretRows", "API key")},
    CredentialWord{"username", QT_TRANSLATE_NOOP("SecretRows", "User name")},
    CredentialWord{"password", QT_TRANSLATE_NOOP("SecretRows", "Password")},
};

/// A key file ends in a line of dashes; its last characters tell nothing.
QString maskedText(const CredentialHint& hint, bool presenting)
{
    const QString masked = toQString(hint.masked);
    const bool lines = masked.contains(u'\n') || masked.endsWith(QStringLiteral("----"));
    return presenting || lines ? QStringLiteral("••••") : masked;
}

} // namespace

QString credentialWords(const std::string& name)
{
    for (const auto& known : kWords) {
        if (known.name == name) {
            return SecretRows::tr(known.words);
        }
    }
    QString words = toQString(name).replace(u'_', u' ');
    if (!words.isEmpty()) {
        words[0] = words[0].toUpper();
    }
    return words;
}

SecretRows::SecretRows(Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_grid(new QGridLayout(this))
    , m_problem(new QLabel(this))
{
    setObjectName(QStringLiteral("secretRows"));
    setAccessibleName(tr("What the vault keeps"));
    m_grid->setContentsMargins(kMargin, kGap, kMargin, kGap);
    m_grid->setHorizontalSpacing(kGap);
    m_grid->setVerticalSpacing(kTight);
    m_grid->setColumnStretch(1, 1);
    auto* title = new QLabel(tr("In the vault"), this);
    title->setFont(typeFont(Type::Heading));
    m_grid->addWidget(title, 0, 0, 1, 4);
    m_problem->setObjectName(QStringLiteral("secretProblem"));
    m_problem->setWordWrap(true);
    m_problem->setForegroundRole(QPalette::PlaceholderText);
    m_grid->addWidget(m_problem, 1, 0, 1, 4);
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &SecretRows::tick);
    connect(&context.presenter, &Presenter::changed, this, &SecretRows::followPresenter);
}

void SecretRows::show(const std::string& accountId)
{
    if (accountId != m_account) {
        m_account = accountId;
        reload();
    }
}

void SecretRows::reload()
{
    clear();
    const int asked = ++m_asked;
    if (m_account.empty()) {
        return;
    }
    m_context.gateway.accountInsight().credentialHints(
        m_account, m_context.mailbox.reply<std::vector<CredentialHint>>(
                       this, [this, asked](const Result<std::vector<CredentialHint>>& hints) {
                           if (asked != m_asked) {
                               return;
                           }
                           fill(hints ? *hints : std::vector<CredentialHint>());
                           if (!hints) {
                               m_problem->setText(QStringLiteral("✗ ") % errorText(hints.error()));
                           }
                           Q_EMIT
                           filled();
                       }));
}

void SecretRows::clear()
{
    maskAll();
    for (auto& row : m_rows) {
        const int at = m_grid->indexOf(row.value);
        int line = 0;
        int column = 0;
        int rows = 0;
        int columns = 0;
        m_grid->getItemPosition(at, &line, &column, &rows, &columns);
        delete m_grid->itemAtPosition(line, 0)->widget();
        for (QWidget* widget : {static_cast<QWidget*>(row.value), static_cast<QWidget*>(row.text),
                                static_cast<QWidget*>(row.note), static_cast<QWidget*>(row.reveal),
                                static_cast<QWidget*>(row.copy)}) {
            delete widget;
        }
    }
    m_rows.clear();
    m_problem->clear();
}

void SecretRows::fill(const std::vector<CredentialHint>& hints)
{
    m_problem->setText(
        hints.empty() ? tr("The vault keeps nothing for this account.")
                      : tr("Showing one lasts %1 s and stands in the audit log.").arg(kRevealed.count()));
    std::for_each(hints.begin(), hints.end(), [this](const CredentialHint& hint) { addRow(hint); });
}

void SecretRows::addRow(const CredentialHint& hint)
{
    const QString words = credentialWords(hint.name);
    const int line = 2 + kRowsEach * count();
    Row row;
    row.name = hint.name;
    row.masked = maskedText(hint, false);
    auto* name = new QLabel(words, this);
    name->setForegroundRole(QPalette::PlaceholderText);
    row.value = new QLabel(maskedText(hint, m_context.presenter.on()), this);
    row.value->setObjectName(u"secret_" % toQString(hint.name));
    row.value->setFont(monoFont());
    row.value->setAccessibleName(tr("%1, masked").arg(words));
    row.value->setToolTip(tr("%1 bytes").arg(hint.size));
    row.reveal = new QToolButton(this);
    row.reveal->setObjectName(u"reveal_" % toQString(hint.name));
    row.reveal->setText(tr("Reveal"));
    row.reveal->setFocusPolicy(Qt::TabFocus);
    row.reveal->setAccessibleName(tr("Reveal: %1").arg(words));
    row.copy = new QToolButton(this);
    row.copy->setIcon(icon(QLatin1String("copy")));
    row.copy->setObjectName(u"copy_" % toQString(hint.name));
    row.copy->setToolTip(tr("Copy; taken off the clipboard again when it is masked"));
    row.copy->setAccessibleName(tr("Copy: %1").arg(words));
    row.copy->setFocusPolicy(Qt::TabFocus);
    row.copy->hide();
    row.note = new QLabel(this);
    row.note->setObjectName(u"note_" % toQString(hint.name));
    row.note->setForegroundRole(QPalette::PlaceholderText);
    row.note->hide();
    row.text = new QPlainTextEdit(this);
    row.text->setObjectName(u"revealed_" % toQString(hint.name));
    row.text->setAccessibleName(words);
    row.text->setReadOnly(true);
    row.text->setUndoRedoEnabled(false);
    row.text->setTabChangesFocus(true);
    row.text->setFont(monoFont());
    row.text->setWordWrapMode(QTextOption::WrapAnywhere);
    row.text->hide();
    m_grid->addWidget(name, line, 0);
    m_grid->addWidget(row.value, line, 1);
    m_grid->addWidget(row.note, line, 1);
    m_grid->addWidget(row.copy, line, 2);
    row.reveal->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); // as wide as its neighbours
    m_grid->addWidget(row.reveal, line, 3);
    m_grid->addWidget(row.text, line + 1, 0, 1, 4);
    connect(row.reveal, &QToolButton::clicked, this, [this, id = hint.name] { toggle(id); });
    connect(row.copy, &QToolButton::clicked, this, [this, words, text = row.text] {
        QGuiApplication::clipboard()->setText(text->toPlainText());
        m_context.navigator.tell(Accent::Ok, tr("Copied: %1").arg(words));
    });
    m_rows.push_back(row);
    followPresenter();
}

SecretRows::Row* SecretRows::find(const std::string& name)
{
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return row.name == name; });
    return found == m_rows.end() ? nullptr : &*found;
}

void SecretRows::toggle(const std::string& name)
{
    Row* row = find(name);
    if (row == nullptr || row->shown) {
        if (row != nullptr) {
            mask(*row);
        }
        return;
    }
    m_context.gateway.accountInsight().revealCredential(
        m_account, name,
        m_context.mailbox.reply<Secret>(this, [this, name, asked = m_asked](const Result<Secret>& value) {
            Row* wanted = asked == m_asked ? find(name) : nullptr;
            if (wanted == nullptr || m_context.presenter.on()) {
                return;
            }
            if (value) {
                reveal(*wanted, *value);
            } else {
                m_problem->setText(QStringLiteral("✗ ") % errorText(value.error()));
            }
        }));
}

void SecretRows::reveal(Row& row, const Secret& value)
{
    row.shown = true;
    row.until = m_context.clock.steady() + kRevealed;
    const QString text = toQString(value.reveal());
    row.text->setPlainText(text);
    const int perLine = std::max(
        row.text->viewport()->width() / std::max(row.text->fontMetrics().horizontalAdvance(u'0'), 1), 20);
    const int wrapped = static_cast<int>(text.size()) / perLine + static_cast<int>(text.count(u'\n')) + 1;
    const int lines = std::clamp(wrapped, kLeastLines, kMostLines);
    row.text->setFixedHeight(lines * row.text->fontMetrics().lineSpacing() + 2 * kGap);
    row.text->show();
    row.value->hide();
    row.note->show();
    row.copy->show();
    row.reveal->setText(tr("Hide"));
    tick();
    m_second.start();
}

void SecretRows::mask(Row& row)
{
    if (!row.shown) {
        return;
    }
    auto* clipboard = QGuiApplication::clipboard();
    if (const QString text = row.text->toPlainText(); !text.isEmpty() && clipboard->text() == text) {
        clipboard->clear();
    }
    row.shown = false;
    row.text->clear();
    row.text->hide();
    row.note->hide();
    row.copy->hide();
    row.value->show();
    row.reveal->setText(tr("Reveal"));
}

void SecretRows::maskAll()
{
    std::for_each(m_rows.begin(), m_rows.end(), [this](Row& row) { mask(row); });
    m_second.stop();
}

void SecretRows::tick()
{
    const auto now = m_context.clock.steady();
    bool any = false;
    for (auto& row : m_rows) {
        if (row.shown && row.until <= now) {
            mask(row);
        } else if (row.shown) {
            any = true;
            row.note->setText(tr("masked again in %1 s")
                                  .arg(std::chrono::ceil<std::chrono::seconds>(row.until - now).count()));
        }
    }
    if (!any) {
        m_second.stop();
    }
}

void SecretRows::followPresenter()
{
    const bool presenting = m_context.presenter.on();
    if (presenting) {
        maskAll();
    }
    for (auto& row : m_rows) {
        row.value->setText(presenting ? QStringLiteral("••••") : row.masked);
        row.reveal->setEnabled(!presenting);
        row.reveal->setToolTip(presenting ? tr("Presenter mode is on (View menu): nothing is revealed")
                                          : tr("Shows it for %1 s").arg(kRevealed.count()));
    }
}

void SecretRows::hideEvent(QHideEvent* event)
{
    maskAll();
    QWidget::hideEvent(event);
}

} // namespace gatehouse::ui
