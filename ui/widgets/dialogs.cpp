// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/dialogs.h"

#include <QDesktopServices>
#include <QFileDialog>
#include <QUrl>

namespace gatehouse::ui {

namespace {

void ask(QFileDialog* dialog, Dialogs::Path chosen)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog, std::move(chosen));
    dialog->open();
}

} // namespace

void DesktopDialogs::saveFile(QWidget* parent, const QString& title, const QString& suggestedName,
                              Path chosen)
{
    auto* dialog = new QFileDialog(parent, title);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(suggestedName);
    ask(dialog, std::move(chosen));
}

void DesktopDialogs::openFile(QWidget* parent, const QString& title, const QString& filter, Path chosen)
{
    auto* dialog = new QFileDialog(parent, title);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(filter);
    ask(dialog, std::move(chosen));
}

void DesktopDialogs::openFolder(QWidget* parent, const QString& title, const QString& from, Path chosen)
{
    auto* dialog = new QFileDialog(parent, title, from);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    ask(dialog, std::move(chosen));
}

void DesktopDialogs::reveal(const QString& path)
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(path));
}

bool DesktopDialogs::browse(const QString& url)
{
    const QUrl address(url, QUrl::StrictMode);
    const bool web =
        address.scheme() == QStringLiteral("https") || address.scheme() == QStringLiteral("http");
    return web && QDesktopServices::openUrl(address);
}

} // namespace gatehouse::ui
