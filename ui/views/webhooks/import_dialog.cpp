// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/import_dialog.h"

#include "ui/models/text.h"
#include "ui/views/webhooks/account_choice.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace gatehouse::ui {

namespace {

constexpr qint64 kLargestFile = qint64{512} << 20U;

Result<EventFile> readFile(const QString& path, const std::shared_ptr<std::atomic<bool>>& stop)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(Errc::Unavailable, file.errorString().toStdString());
    }
    if (file.size() > kLargestFile) {
        return fail(Errc::LimitExceeded, "the file is larger than 512 MiB; split it");
    }
    if (file.size() == 0) {
        return fail(Errc::ParseError, "the file is empty");
    }
    // Mapped: half a gigabyte need not be copied to be read once.
    const auto* bytes = file.map(0, file.size());
    if (bytes == nullptr) {
        return fail(Errc::Unavailable, file.errorString().toStdString());
    }
    return readEventFile({reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(file.size())},
                         [&stop](std::size_t /*done*/) { return !stop->load(); });
}

} // namespace

EventImportDialog::EventImportDialog(Context& context, const std::vector<IngestUrl>& urls, QString path,
                                     QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_path(std::move(path))
{
    setObjectName(QStringLiteral("importDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Import %1").arg(QFileInfo(m_path).fileName()));
    build(urls);
    resize(560, 220);
    read();
}

EventImportDialog::~EventImportDialog()
{
    m_stop->store(true);
}

void EventImportDialog::build(const std::vector<IngestUrl>& urls)
{
    auto* column = new QVBoxLayout(this);
    m_says = new QLabel(tr("Reading…"), this);
    m_says->setObjectName(QStringLiteral("importSays"));
    m_says->setWordWrap(true);
    m_says->setTextFormat(Qt::PlainText);
    column->addWidget(m_says);
    auto* form = new QFormLayout;
    m_account = new AccountChoice(m_context, urls, {}, {}, this);
    form->addRow(tr("&Account, where the file names none"), m_account);
    column->addLayout(form);
    m_progress = new QProgressBar(this);
    m_progress->setObjectName(QStringLiteral("importProgress"));
    m_progress->setRange(0, 0);
    column->addWidget(m_progress);
    column->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_start = buttons->addButton(tr("Take in"), QDialogButtonBox::ActionRole);
    m_start->setObjectName(QStringLiteral("startImport"));
    m_start->setEnabled(false);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_start, &QPushButton::clicked, this, &EventImportDialog::start);
}

void EventImportDialog::read()
{
    m_context.workers.run(
        this, [path = m_path, stop = m_stop] { return readFile(path, stop); },
        [this](Result<EventFile> file) { onRead(std::move(file)); });
}

void EventImportDialog::onRead(Result<EventFile> file)
{
    m_progress->setRange(0, 1);
    if (!file) {
        end(errorText(file.error()));
        return;
    }
    m_file = *std::move(file);
    const int found = static_cast<int>(m_file.webhooks.size());
    QString text =
        found == 0 ? tr("There are no webhooks in it.") : tr("%n webhook(s) in it.", nullptr, found);
    if (m_file.skipped > 0) {
        text += u' ' + tr("%1 entries are none and are left out.").arg(m_file.skipped);
    }
    if (found > 0) {
        text += u' '
                + tr("They are taken in as new ones: mapped and delivered to those who subscribe, without a "
                     "look at their signatures.");
    }
    m_says->setText(text);
    m_progress->setRange(0, std::max(found, 1));
    m_start->setText(tr("Take in %1").arg(countText(found)));
    m_start->setEnabled(found > 0 && !m_account->account().empty());
}

std::string EventImportDialog::accountOf(const WebhookFromFile& webhook) const
{
    const bool known = m_context.directory.account(webhook.accountId) != nullptr;
    return known ? webhook.accountId : m_account->account();
}

void EventImportDialog::start()
{
    m_start->setEnabled(false);
    m_account->setEnabled(false);
    m_done = 0;
    m_failed = 0;
    next();
}

void EventImportDialog::next()
{
    m_progress->setValue(static_cast<int>(m_done));
    if (m_done == m_file.webhooks.size()) {
        const auto good = countText(static_cast<qint64>(m_done - m_failed));
        end(m_failed == 0 ? tr("✓ %1 taken in.").arg(good)
                          : tr("▲ %1 taken in, %2 not: %3").arg(good).arg(m_failed).arg(m_firstProblem));
        return;
    }
    auto& webhook = m_file.webhooks[m_done];
    EventImport event{accountOf(webhook), std::move(webhook.request), std::move(webhook.body)};
    // Closing the dialog stops it: the answer then finds nobody who would ask for the next one.
    m_context.gateway.webhooks().received().importEvent(
        std::move(event),
        m_context.mailbox.reply<WebhookEvent>(this, [this](const Result<WebhookEvent>& taken) {
            if (!taken) {
                m_firstProblem = m_failed == 0 ? errorText(taken.error()) : m_firstProblem;
                ++m_failed;
            }
            ++m_done;
            next();
        }));
}

void EventImportDialog::end(const QString& said)
{
    m_says->setText(said);
    if (auto* buttons = findChild<QDialogButtonBox*>()) {
        buttons->button(QDialogButtonBox::Cancel)->setText(tr("Close"));
    }
}

} // namespace gatehouse::ui
