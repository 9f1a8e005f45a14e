// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/accounts/account_tools.h"

#include "core/gateway/connect.h"
#include "ui/models/account_model.h"
#include "ui/models/text.h"
#include "ui/text/csv.h"
#include "ui/theme/icons.h"
#include "ui/views/accounts/calendar_pane.h"
#include "ui/views/accounts/claims_pane.h"
#include "ui/views/accounts/import_dialog.h"
#include "ui/widgets/files.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QTreeView>

namespace gatehouse::ui {

namespace {

constexpr qint64 kLargestImport = qint64{64} << 20;
constexpr int kRowsASlice = 1'000;

} // namespace

void openCalendar(Context& context)
{
    context.navigator.openDocument(
        {QStringLiteral("calendar"), CalendarPane::tr("Credentials"), icon(QLatin1String("clock")),
         [&context](QWidget* parent) -> QWidget* { return new CalendarPane(context, parent); }});
}

void askImport(Context& context, QWidget* parent)
{
    context.dialogs.openFile(
        parent, AccountImportDialog::tr("Import accounts"), QStringLiteral("JSON (*.json)"),
        [&context, parent](const QString& path) {
            context.workers.run(
                parent, [path] { return readWholeFile(path, kLargestImport); },
                [&context, parent, path](Result<std::string> text) {
                    if (!text) {
                        context.navigator.tell(Accent::Error, errorText(text.error()));
                        return;
                    }
                    (new AccountImportDialog(context, *std::move(text), QFileInfo(path).fileName(), parent))
                        ->open();
                });
        });
}

void duplicateAsSandbox(Context& context, const Account& account)
{
    context.navigator.go(QStringLiteral("oauth"), {{QStringLiteral("connect"), true},
                                                   {QStringLiteral("duplicate"), toQString(account.id)}});
}

void copySignInLink(Context& context, QObject* receiver, const Account& account)
{
    ConnectRequest request;
    request.accountId = account.id;
    context.gateway.connect().startConnect(
        std::move(request),
        context.mailbox.reply<ConnectSession>(receiver, [&context](const Result<ConnectSession>& session) {
            if (!session) {
                context.navigator.tell(Accent::Warning, errorText(session.error()));
                return;
            }
            const QVariantMap arguments{{QStringLiteral("session"), toQString(session->id)}};
            const auto follow = [&context, arguments] {
                context.navigator.go(QStringLiteral("oauth"), arguments);
            };
            if (session->authorizeUrl.empty()) {
                context.navigator.tell(
                    Accent::Info,
                    AccountCsv::tr("This account signs in without a browser, so there is no link"),
                    AccountCsv::tr("Show"), follow);
                return;
            }
            QGuiApplication::clipboard()->setText(toQString(session->authorizeUrl));
            context.navigator.tell(
                Accent::Ok,
                AccountCsv::tr(
                    "Copied a link for whoever signs in at the provider, good until %1. The account "
                    "keeps its id, overrides and history.")
                    .arg(context.zone.shortTime(session->expiresAt).section(u'.', 0, 0)),
                AccountCsv::tr("Follow it"), follow);
        }));
}

void addAccountTools(QMenu& menu, Context& context, QWidget* parent)
{
    menu.addAction(icon(QLatin1String("clock")), AccountCsv::tr("&When credentials end…"), parent,
                   [&context] { openCalendar(context); })
        ->setObjectName(QStringLiteral("actionCalendar"));
    menu.addAction(icon(QLatin1String("search")), AccountCsv::tr("&Look into a token…"), parent,
                   [&context, parent] { (new PeekDialog(context, parent))->open(); })
        ->setObjectName(QStringLiteral("actionPeek"));
    menu.addAction(icon(QLatin1String("folder")), AccountCsv::tr("&Import accounts…"), parent,
                   [&context, parent] { askImport(context, parent); })
        ->setObjectName(QStringLiteral("actionImportAccounts"));
}

AccountCsv::AccountCsv(Context& context, QTreeView& tree, const QString& path)
    : QObject(&tree)
    , m_context(context)
    , m_tree(tree)
    , m_path(path)
{
    auto* header = tree.header();
    std::vector<std::string> titles;
    // While accounts stand under their customers, each line names the customer all the same.
    if (header->isSectionHidden(AccountModel::CustomerColumn)) {
        m_columns.push_back(AccountModel::CustomerColumn);
    }
    for (int visual = 0; visual < header->count(); ++visual) {
        const int column = header->logicalIndex(visual);
        if (!header->isSectionHidden(column)) {
            m_columns.push_back(column);
        }
    }
    for (const int column : m_columns) {
        const QString title =
            column == AccountModel::NameColumn
                ? tr("Account")
                : tree.model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        titles.push_back(title.toStdString());
    }
    m_text = csvLine(titles);
    connect(&m_slices, &QTimer::timeout, this, &AccountCsv::slice);
    // The rows that were asked for are no longer there: what is written so far would be a lie.
    connect(tree.model(), &QAbstractItemModel::modelReset, this, [this] {
        m_context.navigator.tell(Accent::Warning,
                                 tr("The list has changed meanwhile; nothing was exported. Try again."));
        deleteLater();
    });
    m_slices.start(0);
}

void AccountCsv::addLine(const QModelIndex& row)
{
    std::vector<std::string> cells;
    cells.reserve(m_columns.size());
    for (const int column : m_columns) {
        cells.push_back(row.siblingAtColumn(column).data().toString().toStdString());
    }
    m_text += csvLine(cells);
    ++m_lines;
}

void AccountCsv::slice()
{
    const auto& model = *m_tree.model();
    for (int count = 0; count < kRowsASlice; ++count) {
        if (m_group >= model.rowCount()) {
            m_slices.stop();
            write();
            return;
        }
        const auto top = model.index(m_group, 0);
        const int members = model.rowCount(top);
        if (members == 0) {
            addLine(top);
            ++m_group;
        } else if (m_row < members) {
            addLine(model.index(m_row++, 0, top));
        } else {
            m_row = 0;
            ++m_group;
        }
    }
}

void AccountCsv::write()
{
    disconnect(m_tree.model(), nullptr, this, nullptr);
    m_context.workers.run(
        this, [path = m_path, text = std::move(m_text)] { return writeWholeFile(path, text); },
        [this](const QString& problem) {
            m_context.navigator.tell(problem.isEmpty() ? Accent::Ok : Accent::Error,
                                     problem.isEmpty() ? tr("Exported %1 accounts to %2")
                                                             .arg(countText(static_cast<qint64>(m_lines)))
                                                             .arg(m_path)
                                                       : problem);
            deleteLater();
        });
}

} // namespace gatehouse::ui
