// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/accounts/import_dialog.h"

#include "ui/models/text.h"
#include "ui/theme/metrics.h"
#include "ui/widgets/tables.h"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace gatehouse::ui {

namespace {

struct OutcomeWords
{
    const char* planned;
    const char* done;
    Accent accent;
};

constexpr std::array<OutcomeWords, 4> kImportOutcomes{{
    {QT_TRANSLATE_NOOP("AccountImportDialog", "● with its credentials"),
     QT_TRANSLATE_NOOP("AccountImportDialog", "● imported"), Accent::Ok},
    {QT_TRANSLATE_NOOP("AccountImportDialog", "◐ then waits for a sign-in"),
     QT_TRANSLATE_NOOP("AccountImportDialog", "◐ imported, waits for a sign-in"), Accent::Warning},
    {QT_TRANSLATE_NOOP("AccountImportDialog", "– is here already"),
     QT_TRANSLATE_NOOP("AccountImportDialog", "– was here already"), Accent::Muted},
    {QT_TRANSLATE_NOOP("AccountImportDialog", "✗ cannot be imported"),
     QT_TRANSLATE_NOOP("AccountImportDialog", "✗ not imported"), Accent::Error},
}};

RowModel<ImportedAccount>* makeImportModel(const Directory& directory, const bool& done, QObject* parent)
{
    using Column = RowModel<ImportedAccount>::Column;
    const auto column = [](const QString& title, std::function<QString(const ImportedAccount&)> text) {
        return Column{title, [text = std::move(text)](const ImportedAccount& row, int role) {
                          return role == Qt::DisplayRole ? QVariant(text(row)) : QVariant();
                      }};
    };
    return new RowModel<ImportedAccount>(
        {column(AccountImportDialog::tr("Customer"),
                [](const auto& row) { return toQString(row.environment); }),
         column(AccountImportDialog::tr("Account"),
                [](const auto& row) { return toQString(row.label.empty() ? row.id : row.label); }),
         column(AccountImportDialog::tr("Provider"),
                [&directory](const auto& row) {
                    return toQString(directory.integrationLabel(row.integration));
                }),
         Column{AccountImportDialog::tr("What happens"),
                [&done](const ImportedAccount& row, int role) -> QVariant {
                    const auto& words = kImportOutcomes[static_cast<std::size_t>(row.outcome)];
                    if (role == Qt::DisplayRole) {
                        return AccountImportDialog::tr(done ? words.done : words.planned);
                    }
                    return role == Qt::ForegroundRole
                               ? QVariant(accentColour(words.accent, QGuiApplication::palette()))
                               : QVariant();
                }},
         column(AccountImportDialog::tr("Note"),
                [](const auto& row) {
                    return row.note.empty() && row.overrides > 0
                               ? AccountImportDialog::tr("%1 overrides come along").arg(row.overrides)
                               : toQString(row.note);
                })},
        parent);
}

} // namespace

AccountImportDialog::AccountImportDialog(Context& context, std::string text, const QString& fileName,
                                         QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_text(std::move(text))
{
    setObjectName(QStringLiteral("importDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Import accounts"));
    resize(760, 440);
    build(fileName);
    ask(true);
}

void AccountImportDialog::build(const QString& fileName)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kWide, kWide, kWide, kWide);
    column->setSpacing(kMargin);
    auto* heading = new QLabel(tr("Import from %1").arg(fileName), this);
    heading->setFont(typeFont(Type::Heading));
    heading->setTextFormat(Qt::PlainText);
    heading->setWordWrap(true);
    m_summary = new QLabel(this);
    m_summary->setObjectName(QStringLiteral("importSummary"));
    m_summary->setWordWrap(true);
    m_model = makeImportModel(m_context.directory, m_done, this);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("importTable"));
    setUpTable(*m_table, tr("Accounts in the file"));
    m_table->setModel(m_model);
    column->addWidget(heading);
    column->addWidget(m_summary);
    column->addWidget(m_table, 1);
    m_sealing = new QWidget(this);
    auto* line = new QHBoxLayout(m_sealing);
    line->setContentsMargins(0, 0, 0, 0);
    auto* label = new QLabel(tr("The file's &passphrase"), m_sealing);
    m_passphrase = new QLineEdit(m_sealing);
    m_passphrase->setObjectName(QStringLiteral("importPassphrase"));
    m_passphrase->setAccessibleName(tr("The file's passphrase"));
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_passphrase->setPlaceholderText(tr("empty: import without the credentials"));
    label->setBuddy(m_passphrase);
    line->addWidget(label);
    line->addWidget(m_passphrase, 1);
    m_sealing->hide();
    column->addWidget(m_sealing);
    m_outcome = new QLabel(this);
    m_outcome->setObjectName(QStringLiteral("importOutcome"));
    m_outcome->setWordWrap(true);
    m_outcome->hide();
    column->addWidget(m_outcome);
    auto* row = new QHBoxLayout;
    m_import = new QPushButton(this);
    m_import->setObjectName(QStringLiteral("importButton"));
    m_import->setDefault(true);
    auto* close = new QPushButton(tr("&Close"), this);
    close->setObjectName(QStringLiteral("importClose"));
    close->setAutoDefault(false);
    row->addStretch(1);
    row->addWidget(m_import);
    row->addWidget(close);
    column->addLayout(row);
    connect(m_import, &QPushButton::clicked, this, [this] { ask(false); });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_passphrase, &QLineEdit::textChanged, m_outcome, &QWidget::hide);
}

void AccountImportDialog::ask(bool dryRun)
{
    m_busy = true;
    update();
    AccountImport given;
    given.text = m_text;
    given.dryRun = dryRun;
    given.passphrase = Secret(m_passphrase->text().toStdString());
    m_context.gateway.accountTransfer().importAccounts(
        std::move(given),
        m_context.mailbox.reply<ImportReport>(
            this, [this, dryRun](const Result<ImportReport>& report) { take(report, dryRun); }));
}

void AccountImportDialog::take(const Result<ImportReport>& report, bool dryRun)
{
    m_busy = false;
    if (!report) {
        update();
        say(Accent::Error, u"✗ " % errorText(report.error()));
        m_passphrase->selectAll();
        return;
    }
    m_report = *report;
    m_done = !dryRun;
    if (m_done) {
        m_passphrase->clear();
        m_context.directory.reload();
    }
    m_model->setRows(m_report.accounts);
    fitColumns(*m_table);
    update();
}

std::size_t AccountImportDialog::count(ImportOutcome outcome) const
{
    return static_cast<std::size_t>(
        std::count_if(m_report.accounts.begin(), m_report.accounts.end(),
                      [&](const ImportedAccount& one) { return one.outcome == outcome; }));
}

void AccountImportDialog::update()
{
    const auto created = count(ImportOutcome::Created) + count(ImportOutcome::Waiting);
    const auto number = [](std::size_t value) { return countText(static_cast<qint64>(value)); };
    m_sealing->setVisible(m_report.sealed && !m_done);
    QStringList parts{m_done ? tr("Imported: %1").arg(number(created))
                             : tr("To import: %1").arg(number(created))};
    const auto tell = [&](ImportOutcome outcome, const QString& words) {
        if (const auto these = count(outcome); these > 0) {
            parts.append(words.arg(number(these)));
        }
    };
    if (m_done) {
        tell(ImportOutcome::Waiting, tr("wait for a sign-in: %1"));
    }
    tell(ImportOutcome::Exists, tr("here already, left as they are: %1"));
    tell(ImportOutcome::Refused, tr("do not fit: %1"));
    m_summary->setText(m_report.accounts.empty() && m_busy ? tr("Reading…")
                                                           : parts.join(QStringLiteral(" · ")));
    m_import->setText(m_busy ? tr("Importing…") : tr("&Import %1").arg(number(created)));
    m_import->setVisible(!m_done);
    m_import->setEnabled(!m_busy && created > 0);
}

void AccountImportDialog::say(Accent meaning, const QString& text)
{
    m_outcome->setText(text);
    QPalette coloured = m_outcome->palette();
    coloured.setColor(QPalette::WindowText, accentColour(meaning, coloured));
    m_outcome->setPalette(coloured);
    m_outcome->show();
}

} // namespace gatehouse::ui
