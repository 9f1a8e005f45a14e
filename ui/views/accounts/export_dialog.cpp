// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/accounts/export_dialog.h"

#include "core/gateway/account_transfer.h"
#include "ui/models/text.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/files.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {

namespace {

constexpr int kExportWidth = 480;

} // namespace

ExportDialog::ExportDialog(Context& context, std::vector<std::string> accounts, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_accounts(std::move(accounts))
{
    setObjectName(QStringLiteral("exportDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Export accounts"));
    build();
    update();
}

void ExportDialog::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kWide, kWide, kWide, kWide);
    column->setSpacing(kMargin);
    auto* heading =
        new QLabel(m_accounts.size() == 1
                       ? tr("Export %1").arg(toQString(m_context.directory.accountTitle(m_accounts.front())))
                       : tr("Export %1 accounts").arg(countText(static_cast<qint64>(m_accounts.size()))),
                   this);
    heading->setFont(typeFont(Type::Heading));
    heading->setTextFormat(Qt::PlainText);
    heading->setWordWrap(true);
    auto* text = new QLabel(
        tr("A JSON file with their customers, labels, context and overrides, for another Gatehouse. "
           "Without credentials each account waits there for somebody to sign in."),
        this);
    text->setWordWrap(true);
    text->setFixedWidth(kExportWidth);
    m_secrets = new QCheckBox(tr("&With credentials, sealed with a passphrase"), this);
    m_secrets->setObjectName(QStringLiteral("exportSecrets"));
    column->addWidget(heading);
    column->addWidget(text);
    column->addWidget(m_secrets);
    buildSealing();
    column->addWidget(m_sealing);
    m_outcome = new QLabel(this);
    m_outcome->setObjectName(QStringLiteral("exportOutcome"));
    m_outcome->setWordWrap(true);
    m_outcome->setMinimumHeight(m_outcome->fontMetrics().height()); // what is said must not move the buttons
    column->addWidget(m_outcome);
    auto* row = new QHBoxLayout;
    m_export = new QPushButton(tr("&Save…"), this);
    m_export->setObjectName(QStringLiteral("exportButton"));
    m_export->setDefault(true);
    auto* close = new QPushButton(tr("&Close"), this);
    close->setObjectName(QStringLiteral("exportClose"));
    close->setAutoDefault(false);
    row->addStretch(1);
    row->addWidget(m_export);
    row->addWidget(close);
    column->addLayout(row);
    connect(m_secrets, &QCheckBox::toggled, this, [this] {
        update();
        adjustSize();
    });
    connect(m_export, &QPushButton::clicked, this, &ExportDialog::submit);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
}

/// The passphrase, twice, and what giving credentials away means.
void ExportDialog::buildSealing()
{
    m_sealing = new QWidget(this);
    auto* form = new QFormLayout(m_sealing);
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(kGap);
    const auto edit = [&](const char* name, const QString& label) {
        auto* line = new QLineEdit(m_sealing);
        line->setObjectName(QLatin1String(name));
        line->setEchoMode(QLineEdit::Password);
        line->setAccessibleName(QString(label).remove(u'&'));
        form->addRow(label, line);
        connect(line, &QLineEdit::textChanged, this, &ExportDialog::update);
        return line;
    };
    m_passphrase = edit("exportPassphrase", tr("&Passphrase"));
    m_again = edit("exportPassphraseAgain", tr("&Once more"));
    auto* warning =
        new QLabel(tr("Where a provider replaces the refresh token at each refresh, only one gateway can use "
                      "it: once the copy works, disable the account here. The audit log names every "
                      "account whose credentials go along."),
                   m_sealing);
    warning->setWordWrap(true);
    warning->setForegroundRole(QPalette::PlaceholderText);
    warning->setFixedWidth(kExportWidth);
    form->addRow(warning);
}

void ExportDialog::update()
{
    const bool sealed = m_secrets->isChecked();
    m_sealing->setVisible(sealed);
    constexpr auto kShortest = static_cast<qsizetype>(AccountExport::kShortestPassphrase);
    const bool longEnough = m_passphrase->text().size() >= kShortest;
    const bool same = m_passphrase->text() == m_again->text();
    m_export->setEnabled(!m_busy && (!sealed || (longEnough && same)));
    if (sealed && !longEnough) {
        say(Accent::Muted,
            tr("At least %1 characters; whoever imports the file is asked for it.").arg(kShortest));
    } else if (sealed && !same && !m_again->text().isEmpty()) {
        say(Accent::Warning, tr("▲ The two are not the same."));
    } else {
        m_outcome->clear();
    }
}

void ExportDialog::submit()
{
    const QString name = m_accounts.size() == 1 ? u"account-" % toQString(m_accounts.front()) % u".json"
                                                : QStringLiteral("accounts.json");
    m_context.dialogs.saveFile(this, tr("Export accounts"), name, [this](const QString& path) {
        m_busy = true;
        m_export->setEnabled(false);
        say(Accent::Muted, tr("Writing…"));
        AccountExport wanted;
        wanted.accountIds = m_accounts;
        if (m_secrets->isChecked()) {
            wanted.passphrase = Secret(m_passphrase->text().toStdString());
        }
        m_context.gateway.accountTransfer().exportAccounts(
            std::move(wanted),
            m_context.mailbox.reply<std::string>(this, [this, path](const Result<std::string>& text) {
                if (text) {
                    write(path, *text);
                } else {
                    m_busy = false;
                    update();
                    say(Accent::Error, u"✗ " % errorText(text.error()));
                }
            }));
    });
}

void ExportDialog::write(const QString& path, const std::string& text)
{
    m_context.workers.run(
        this, [path, text] { return writeWholeFile(path, text, FileAccess::OwnerOnly); },
        [this, path](const QString& problem) {
            m_busy = false;
            if (!problem.isEmpty()) {
                update();
                say(Accent::Error, u"✗ " % problem);
                return;
            }
            m_context.navigator.tell(
                Accent::Ok, m_secrets->isChecked()
                                ? tr("Exported to %1, credentials sealed with the passphrase").arg(path)
                                : tr("Exported to %1, without credentials").arg(path));
            accept();
        });
}

void ExportDialog::say(Accent meaning, const QString& text)
{
    m_outcome->setText(text);
    QPalette coloured = m_outcome->palette();
    coloured.setColor(QPalette::WindowText, accentColour(meaning, coloured));
    m_outcome->setPalette(coloured);
}

} // namespace gatehouse::ui
