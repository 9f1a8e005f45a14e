// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/workspaces.h"

#include "ui/models/text.h"
#include "ui/shell/context.h"

#include <QCoreApplication>
#include <QDir>

namespace gatehouse::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Workspaces", text);
}

void start(Context& context, const std::filesystem::path& dataDir, bool sandbox)
{
    // Port 0: this console keeps the usual port.
    std::vector<std::string> arguments{"--data-dir", dataDir.string(), "--listen", "127.0.0.1:0"};
    if (sandbox) {
        arguments.emplace_back("--sandbox");
    }
    const QString folder = toQString(dataDir.string());
    if (context.options.startAnother && context.options.startAnother(arguments)) {
        context.navigator.tell(Accent::Ok, tr("Opening %1 in a window of its own").arg(folder));
    } else {
        context.navigator.tell(Accent::Error,
                               tr("A second console could not be started for %1. Start it by hand: "
                                  "gatehouse --data-dir %1")
                                   .arg(folder));
    }
}

} // namespace

void trySandbox(Context& context)
{
    if (context.node.status().sandbox) {
        context.navigator.go(QStringLiteral("try"), {{QStringLiteral("sandbox"), true}});
        return;
    }
    start(context, context.options.dataDir / "sandbox", true);
}

void openWorkspace(Context& context, QWidget* parent)
{
    context.dialogs.openFolder(
        parent, tr("Open a workspace: choose a data directory"), toQString(context.options.dataDir.string()),
        [&context](const QString& path) { start(context, path.toStdString(), false); });
}

void openProvidersFolder(Context& context)
{
    const auto& given = context.options.providersDir;
    const QString folder =
        toQString((given.empty() ? context.options.dataDir / "providers" : given).string());
    if (!QDir().mkpath(folder)) {
        context.navigator.tell(Accent::Error, tr("%1 cannot be made; check who may write there").arg(folder));
        return;
    }
    context.dialogs.reveal(folder);
    context.navigator.tell(Accent::Info, tr("Definitions put into %1 are read at once").arg(folder));
}

} // namespace gatehouse::ui
