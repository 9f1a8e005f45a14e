// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/edit_dialog.h"

#include "core/gateway/webhooks.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/metrics.h"
#include "ui/views/webhooks/account_choice.h"
#include "ui/widgets/tables.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kLargestEdited = std::size_t{1} << 20U; // an editor is no place for more

/// Indented when it is JSON, else as it is.
std::string readable(const std::string& body)
{
    const auto document = json::parse(body);
    return document ? json::writePretty(document->root()) : body;
}

} // namespace

EditDialog::EditDialog(Context& context, Bookmarks& bookmarks, const std::vector<IngestUrl>& urls,
                       Bookmark draft, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_bookmarks(bookmarks)
    , m_draft(std::move(draft))
    , m_shown(m_draft.body.size() <= kLargestEdited ? readable(m_draft.body) : std::string())
{
    setObjectName(QStringLiteral("editDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(m_draft.type.empty() ? tr("Send again, edited")
                                        : tr("Send again, edited: %1").arg(toQString(m_draft.type)));
    build(urls);
    check();
    resize(820, 640);
}

void EditDialog::build(const std::vector<IngestUrl>& urls)
{
    auto* column = new QVBoxLayout(this);
    auto* form = new QFormLayout;
    m_account = new AccountChoice(m_context, urls, m_draft.accountId, m_draft.integration, this);
    m_name = new QLineEdit(m_draft.name, this);
    m_name->setObjectName(QStringLiteral("bookmarkName"));
    m_name->setPlaceholderText(tr("A name, to keep it as a bookmark"));
    form->addRow(tr("&Account"), m_account);
    form->addRow(tr("&Name"), m_name);
    column->addLayout(form);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    m_edit = new QPlainTextEdit(splitter);
    m_edit->setObjectName(QStringLiteral("editedBody"));
    m_edit->setAccessibleName(tr("Body"));
    m_edit->setFont(monoFont());
    m_edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_edit->setTabChangesFocus(true);
    m_edit->setPlainText(toQString(m_shown));
    m_table = new QTableView(splitter);
    m_table->setObjectName(QStringLiteral("editChanges"));
    setUpTable(*m_table, tr("What differs from what came"));
    m_changes = makeJsonChangeModel(this);
    m_table->setModel(m_changes);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 1);
    column->addWidget(splitter, 1);
    m_says = new QLabel(this);
    m_says->setObjectName(QStringLiteral("editSays"));
    m_says->setWordWrap(true);
    m_says->setTextFormat(Qt::PlainText);
    column->addWidget(m_says);
    buildButtons();
    // Looked at when the typing pauses: the comparison walks the whole document.
    auto* pause = new QTimer(this);
    pause->setSingleShot(true);
    pause->setInterval(150);
    connect(m_edit, &QPlainTextEdit::textChanged, pause, qOverload<>(&QTimer::start));
    connect(pause, &QTimer::timeout, this, &EditDialog::check);
    m_edit->setFocus();
}

void EditDialog::buildButtons()
{
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_send = buttons->addButton(tr("Send"), QDialogButtonBox::ActionRole);
    m_send->setObjectName(QStringLiteral("sendEdited"));
    m_send->setIcon(icon(QLatin1String("run")));
    m_send->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
    m_send->setToolTip(tr("Take it in as a new webhook: it is mapped and delivered (Ctrl+Enter)"));
    auto* keep = buttons->addButton(tr("Bookmark"), QDialogButtonBox::ActionRole);
    keep->setObjectName(QStringLiteral("keepBookmark"));
    keep->setAutoDefault(false);
    auto* back = buttons->addButton(tr("Revert"), QDialogButtonBox::ResetRole);
    back->setObjectName(QStringLiteral("revertEdits"));
    back->setAutoDefault(false);
    layout()->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_send, &QPushButton::clicked, this, &EditDialog::send);
    connect(keep, &QPushButton::clicked, this, &EditDialog::bookmark);
    connect(back, &QPushButton::clicked, this, &EditDialog::revert);
}

std::string EditDialog::text() const
{
    auto edited = m_edit->toPlainText().toStdString();
    // Untouched, the very bytes that came are sent, however they were indented.
    return edited == m_shown ? m_draft.body : edited;
}

void EditDialog::check()
{
    const auto body = text();
    const auto document = json::parse(body);
    const bool wasJson = json::parse(m_draft.body).has_value();
    auto changes = jsonChanges(m_draft.body, body);
    m_send->setEnabled(!body.empty() && !m_account->account().empty() && (document || !wasJson));
    if (m_account->account().empty()) {
        m_says->setText(tr("No connected account takes webhooks."));
    } else if (!document && wasJson) {
        m_says->setText(tr("✗ This is not JSON any more: %1").arg(errorText(document.error())));
    } else if (!changes) {
        m_says->setText(tr("This is not JSON; it is sent as it stands here."));
    } else if (changes->empty()) {
        m_says->setText(tr("✓ As it came. It will be mapped and delivered to those who subscribe; its "
                           "signature is not looked at."));
    } else {
        m_says->setText(
            tr("✓ %n field(s) differ from what came.", nullptr, static_cast<int>(changes->size())));
    }
    m_changes->setRows(changes ? *std::move(changes) : std::vector<JsonChangeRow>());
    fitColumns(*m_table);
}

void EditDialog::send()
{
    check();
    if (!m_send->isEnabled()) {
        return;
    }
    m_send->setEnabled(false);
    EventImport event{m_account->account(), m_draft.request, text()};
    m_context.gateway.webhooks().received().importEvent(
        std::move(event),
        m_context.mailbox.reply<WebhookEvent>(this, [this](const Result<WebhookEvent>& taken) {
            m_send->setEnabled(true);
            m_says->setText(taken ? tr("✓ Taken in as %1.").arg(toQString(taken->id))
                                  : errorText(taken.error()));
        }));
}

void EditDialog::bookmark()
{
    if (m_name->text().trimmed().isEmpty()) {
        m_says->setText(tr("Give it a name first."));
        m_name->setFocus();
        return;
    }
    auto kept = m_draft;
    kept.name = m_name->text().trimmed();
    kept.accountId = m_account->account();
    kept.body = text();
    const auto saved = m_bookmarks.put(std::move(kept));
    m_says->setText(saved ? tr("✓ Kept as “%1”; B opens the bookmarks.").arg(m_name->text().trimmed())
                          : errorText(saved.error()));
    if (saved) {
        Q_EMIT
        bookmarked();
    }
}

void EditDialog::revert()
{
    // Through the cursor, so that it can be undone.
    QTextCursor cursor(m_edit->document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(toQString(m_shown));
}

} // namespace gatehouse::ui
