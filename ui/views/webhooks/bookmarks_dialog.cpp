// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/bookmarks_dialog.h"

#include "core/gateway/webhooks.h"
#include "ui/models/text.h"
#include "ui/theme/icons.h"
#include "ui/widgets/tables.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSaveFile>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>

namespace gatehouse::ui {

namespace {

constexpr qint64 kLargestBookmarkFile = qint64{64} << 20U;

} // namespace

BookmarksDialog::BookmarksDialog(Context& context, Bookmarks& bookmarks, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_bookmarks(bookmarks)
{
    setObjectName(QStringLiteral("bookmarksDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Bookmarked webhooks"));
    build();
    fill();
    connect(&bookmarks, &Bookmarks::changed, this, &BookmarksDialog::fill);
    resize(720, 420);
}

void BookmarksDialog::build()
{
    auto* column = new QVBoxLayout(this);
    const auto shown = [](auto text) {
        return [text](const Bookmark& row, int role) -> QVariant {
            return role == Qt::DisplayRole ? QVariant(text(row)) : QVariant();
        };
    };
    m_rows = new RowModel<Bookmark>(
        {{tr("Name"), shown([](const Bookmark& row) { return row.name; })},
         {tr("Topic"), shown([](const Bookmark& row) { return toQString(row.type); })},
         {tr("Account"), shown([this](const Bookmark& row) {
              return toQString(m_context.directory.accountTitle(row.accountId));
          })},
         {tr("Size"),
          shown([](const Bookmark& row) { return sizeText(static_cast<std::int64_t>(row.body.size())); })}},
        this);
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("bookmarkTable"));
    setUpTable(*m_table, tr("Bookmarked webhooks"));
    m_table->setModel(m_rows);
    column->addWidget(m_table, 1);
    m_says = new QLabel(this);
    m_says->setObjectName(QStringLiteral("bookmarkSays"));
    m_says->setWordWrap(true);
    m_says->setTextFormat(Qt::PlainText);
    column->addWidget(m_says);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    const auto add = [&](const QString& text, const char* name, void (BookmarksDialog::*act)()) {
        auto* button = buttons->addButton(text, QDialogButtonBox::ActionRole);
        button->setObjectName(QLatin1String(name));
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, act);
        return button;
    };
    m_forOne = {add(tr("Fire"), "fireBookmark", &BookmarksDialog::fire),
                add(tr("Edit…"), "editBookmark", &BookmarksDialog::edit),
                add(tr("Remove"), "removeBookmark", &BookmarksDialog::remove)};
    m_forOne.front()->setIcon(icon(QLatin1String("run")));
    m_forOne.front()->setToolTip(tr("Take it in as a new webhook of its account (Enter)"));
    add(tr("Import…"), "importBookmarks", &BookmarksDialog::importFile);
    add(tr("Export…"), "exportBookmarks", &BookmarksDialog::exportFile);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_table, &QTableView::doubleClicked, this, &BookmarksDialog::edit);
    for (const auto key : {Qt::Key_Return, Qt::Key_Enter}) {
        auto* shortcut = new QShortcut(QKeySequence(key), m_table);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, &BookmarksDialog::fire);
    }
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false); // Enter fires
    m_table->setFocus();
}

void BookmarksDialog::fill()
{
    const int kept = std::max(0, row());
    m_rows->setRows(m_bookmarks.all());
    fitColumns(*m_table);
    const int rows = m_rows->rowCount();
    if (rows > 0) {
        m_table->selectRow(std::min(kept, rows - 1));
    }
    for (auto* button : m_forOne) {
        button->setEnabled(rows > 0);
    }
    if (rows == 0) {
        m_says->setText(
            tr("None yet. Select a webhook in the list and press Shift+B to keep its payload under "
               "a name."));
    } else {
        m_says->clear();
    }
}

int BookmarksDialog::row() const
{
    return m_table->currentIndex().isValid() ? m_table->currentIndex().row() : -1;
}

void BookmarksDialog::fire()
{
    if (row() < 0) {
        return;
    }
    const auto& bookmark = m_bookmarks.all()[static_cast<std::size_t>(row())];
    m_context.gateway.webhooks().received().importEvent(
        {bookmark.accountId, bookmark.request, bookmark.body},
        m_context.mailbox.reply<WebhookEvent>(
            this, [this, name = bookmark.name](const Result<WebhookEvent>& taken) {
                m_says->setText(taken ? tr("✓ “%1” was taken in as %2.").arg(name, toQString(taken->id))
                                      : errorText(taken.error()));
            }));
}

void BookmarksDialog::edit()
{
    if (row() >= 0) {
        const auto bookmark = m_bookmarks.all()[static_cast<std::size_t>(row())];
        Q_EMIT
        editWanted(bookmark);
    }
}

void BookmarksDialog::remove()
{
    if (row() >= 0) {
        const auto removed = m_bookmarks.remove(static_cast<std::size_t>(row()));
        if (!removed) {
            m_says->setText(errorText(removed.error()));
        }
    }
}

void BookmarksDialog::importFile()
{
    m_context.dialogs.openFile(
        this, tr("Import bookmarks"), tr("Bookmarks (*.json)"), [this](const QString& path) {
            QFile file(path);
            if (!file.open(QIODevice::ReadOnly) || file.size() > kLargestBookmarkFile) {
                m_says->setText(tr("%1 cannot be read").arg(path));
                return;
            }
            const auto bytes = file.readAll().toStdString();
            const auto added = m_bookmarks.addFrom(bytes);
            m_says->setText(added ? tr("✓ %n taken over.", nullptr, static_cast<int>(*added))
                                  : errorText(added.error()));
        });
}

void BookmarksDialog::exportFile()
{
    m_context.dialogs.saveFile(
        this, tr("Export bookmarks"), QStringLiteral("bookmarks.json"), [this](const QString& path) {
            const auto text = m_bookmarks.toJson();
            QSaveFile file(path);
            const auto size = static_cast<qint64>(text.size());
            const bool good =
                file.open(QIODevice::WriteOnly) && file.write(text.data(), size) == size && file.commit();
            m_says->setText(good ? tr("✓ Exported to %1.").arg(path) : file.errorString());
        });
}

} // namespace gatehouse::ui
