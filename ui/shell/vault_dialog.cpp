// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/vault_dialog.h"

#include "ui/models/text.h"
#include "ui/theme/colours.h"
#include "ui/theme/metrics.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>

namespace gatehouse::ui {

namespace {

constexpr int kWidth = 460;
constexpr qsizetype kShortest = 12; // NIST SP 800-63B asks for at least 8; this one guards everything

} // namespace

VaultDialog::VaultDialog(VaultState& vault, QWidget* parent)
    : QDialog(parent)
    , m_vault(vault)
{
    setObjectName(QStringLiteral("vaultDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Vault"));
    build();
    connect(&vault, &VaultState::changed, this, &VaultDialog::update);
    connect(m_passphrase, &QLineEdit::textChanged, this, &VaultDialog::update);
    connect(m_again, &QLineEdit::textChanged, this, &VaultDialog::update);
    connect(m_unlock, &QPushButton::clicked, this, &VaultDialog::submit);
    update();
}

void VaultDialog::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kWide, kWide, kWide, kWide);
    column->setSpacing(kMargin);
    m_heading = new QLabel(this);
    m_heading->setObjectName(QStringLiteral("vaultHeading"));
    m_heading->setFont(typeFont(Type::Heading));
    m_text = new QLabel(this);
    m_text->setObjectName(QStringLiteral("vaultText"));
    m_text->setWordWrap(true);
    m_text->setFixedWidth(kWidth);
    column->addWidget(m_heading);
    column->addWidget(m_text);
    auto* form = new QFormLayout;
    const auto edit = [&](const char* name, const QString& text, QLabel*& label) {
        auto* line = new QLineEdit(this);
        line->setObjectName(QLatin1String(name));
        line->setEchoMode(QLineEdit::Password);
        label = new QLabel(text, this);
        label->setBuddy(line);
        line->setAccessibleName(QString(text).remove(u'&'));
        form->addRow(label, line);
        return line;
    };
    m_passphrase = edit("vaultPassphrase", tr("&Passphrase"), m_passphraseLabel);
    m_again = edit("vaultPassphraseAgain", tr("&Once more"), m_againLabel);
    column->addLayout(form);
    m_problem = new QLabel(this);
    m_problem->setObjectName(QStringLiteral("vaultProblem"));
    m_problem->setWordWrap(true);
    QPalette coloured = m_problem->palette();
    coloured.setColor(QPalette::WindowText, accentColour(Accent::Error, coloured));
    m_problem->setPalette(coloured);
    column->addWidget(m_problem);
    auto* row = new QHBoxLayout;
    m_unlock = new QPushButton(this);
    m_unlock->setObjectName(QStringLiteral("vaultUnlock"));
    m_unlock->setDefault(true);
    auto* close = new QPushButton(tr("&Close"), this);
    close->setObjectName(QStringLiteral("vaultClose"));
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    row->addStretch(1);
    row->addWidget(m_unlock);
    row->addWidget(close);
    column->addLayout(row);
}

bool VaultDialog::byPassphrase() const
{
    return m_vault.info().source == VaultKeySource::Passphrase;
}

bool VaultDialog::firstTime() const
{
    return byPassphrase() && m_vault.info().condition == VaultCondition::Absent;
}

void VaultDialog::update()
{
    const auto& info = m_vault.info();
    const bool open = info.condition == VaultCondition::Unlocked;
    m_heading->setText(open                                       ? tr("● The vault is unlocked")
                       : firstTime()                              ? tr("Set the vault's passphrase")
                       : info.condition == VaultCondition::Absent ? tr("○ Nothing has been sealed yet")
                                                                  : tr("■ The vault is locked"));
    QStringList lines;
    if (!open && !info.problem.empty()) {
        lines.append(toQString(info.problem));
    }
    lines.append(tr("The key that seals all credentials is in %1.").arg(toQString(info.place)));
    if (open) {
        lines.append(tr("Credentials of %1 accounts are sealed with it.").arg(info.accounts));
    } else if (info.condition == VaultCondition::Locked) {
        lines.append(tr("Until it is unlocked no account can be called; nothing is lost."));
    }
    if (firstTime()) {
        lines.append(tr("At least %1 characters. It cannot be recovered: without it every account has to be "
                        "connected again.")
                         .arg(kShortest));
    }
    if (!info.advice.empty()) {
        lines.append(toQString(info.advice));
    }
    m_text->setText(lines.join(QStringLiteral("\n\n")));
    const bool asks = !open && byPassphrase();
    m_passphraseLabel->setVisible(asks);
    m_passphrase->setVisible(asks);
    m_againLabel->setVisible(firstTime());
    m_again->setVisible(firstTime());
    m_unlock->setVisible(!open && (asks || info.condition == VaultCondition::Locked));
    m_unlock->setText(firstTime() ? tr("&Set the passphrase")
                      : asks      ? tr("&Unlock")
                                  : tr("&Look for the key again"));
    const bool same = m_passphrase->text() == m_again->text() && m_passphrase->text().size() >= kShortest;
    m_unlock->setEnabled(!asks || (firstTime() ? same : !m_passphrase->text().isEmpty()));
    m_problem->setVisible(!m_problem->text().isEmpty());
}

void VaultDialog::submit()
{
    m_unlock->setEnabled(false);
    m_problem->clear();
    m_vault.unlock(Secret(m_passphrase->text().toStdString()),
                   [guard = QPointer(this)](const QString& problem) {
                       if (!guard) {
                           return;
                       }
                       if (problem.isEmpty()) {
                           guard->accept();
                           return;
                       }
                       guard->m_problem->setText(QStringLiteral("✗ ") % problem);
                       guard->m_passphrase->selectAll();
                       guard->m_passphrase->setFocus(Qt::OtherFocusReason);
                       guard->update();
                   });
}

} // namespace gatehouse::ui
