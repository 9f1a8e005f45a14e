// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/main_menu.h"

#include "ui/models/text.h"
#include "ui/shell/main_window.h"
#include "ui/shell/properties_dock.h"
#include "ui/shell/workspaces.h"
#include "ui/theme/icons.h"
#include "ui/widgets/keys.h"

#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>

namespace gatehouse::ui {

namespace {

QAction* add(QMenu* menu, const char* name, const QString& text, std::function<void()> act)
{
    auto* action = menu->addAction(text, menu, std::move(act));
    action->setObjectName(QLatin1String(name));
    return action;
}

void addThemes(QMenu* menu, Context& context)
{
    auto* themes = menu->addMenu(MainWindow::tr("&Theme"));
    auto* group = new QActionGroup(themes);
    const std::pair<Theme::Mode, QString> modes[] = {{Theme::Mode::System, MainWindow::tr("As the &system")},
                                                     {Theme::Mode::Light, MainWindow::tr("&Light")},
                                                     {Theme::Mode::Dark, MainWindow::tr("&Dark")}};
    for (const auto& [mode, text] : modes) {
        auto* action = themes->addAction(text, themes, [&context, mode = mode] {
            context.settings.set(QStringLiteral("theme"), Theme::modeName(mode));
            context.theme.setMode(mode);
        });
        action->setObjectName(QStringLiteral("actionTheme_") + Theme::modeName(mode));
        action->setCheckable(true);
        action->setChecked(context.theme.mode() == mode);
        group->addAction(action);
    }
}

void buildFile(QMenu* menu, MainWindow& window, Context& context)
{
    add(menu, "actionConnect", MainWindow::tr("&Connect an account…"), [&context] {
        context.navigator.go(QStringLiteral("oauth"), {{QStringLiteral("connect"), true}});
    });
    add(menu, "actionImport", MainWindow::tr("&Import accounts…"), [&context] {
        context.navigator.go(QStringLiteral("accounts"), {{QStringLiteral("import"), true}});
    });
    if (context.options.startAnother) {
        add(menu, "actionSandbox", MainWindow::tr("Try the &sandbox"), [&context] { trySandbox(context); });
        add(menu, "actionWorkspace", MainWindow::tr("&Open a workspace…"),
            [&context, &window] { openWorkspace(context, &window); });
    }
    add(menu, "actionProviders", MainWindow::tr("Open the &providers folder"),
        [&context] { openProvidersFolder(context); });
    menu->addSeparator();
    auto* quit = add(menu, "actionQuit", MainWindow::tr("&Quit"), [&window] { window.close(); });
    quit->setShortcuts(keySequences(QLatin1String("quit")));
}

void buildView(QMenu* menu, MainWindow& window, Context& context, const MenuParts& parts)
{
    addThemes(menu, context);
    menu->addMenu(parts.zoneMenu);
    menu->addSeparator();
    auto* narrow =
        add(menu, "actionNavigation", MainWindow::tr("&Narrow navigation"), parts.toggleNavigation);
    narrow->setShortcuts(keySequences(QLatin1String("navigation")));
    auto* properties = window.findChild<PropertiesDock*>()->toggleViewAction();
    properties->setObjectName(QStringLiteral("actionProperties"));
    properties->setShortcuts(keySequences(QLatin1String("properties")));
    menu->addAction(properties);
    menu->addSeparator();
    auto* presenter = menu->addAction(MainWindow::tr("&Presenter mode: reveal no secrets"));
    presenter->setObjectName(QStringLiteral("actionPresenter"));
    presenter->setCheckable(true);
    QObject::connect(presenter, &QAction::toggled, &context.presenter, &Presenter::set);
    QObject::connect(&context.presenter, &Presenter::changed, presenter, &QAction::setChecked);
    menu->addSeparator();
    add(menu, "actionResetLayout", MainWindow::tr("&Reset layout"), [&window] { window.resetLayout(); });
}

void buildGo(QMenu* menu, Context& context, const std::vector<ViewEntry>& views, const MenuParts& parts)
{
    auto* palette = add(menu, "actionPalette", MainWindow::tr("Go to &anything…"), parts.openPalette);
    palette->setShortcuts(keySequences(QLatin1String("palette")));
    palette->setIcon(icon(QLatin1String("command")));
    menu->addSeparator();
    int number = 1;
    for (const auto& view : views) {
        const QString id = view.id;
        auto* action = add(menu, "", view.title, [&context, id] { context.navigator.go(id); });
        action->setObjectName(u"actionGo_" % id);
        action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number++)));
        action->setIcon(icon(view.icon));
    }
    menu->addSeparator();
    auto* alerts = add(menu, "actionAlerts", MainWindow::tr("A&lerts…"), parts.showAlerts);
    alerts->setIcon(icon(QLatin1String("warning")));
}

} // namespace

void buildMainMenu(MainWindow& window, Context& context, const std::vector<ViewEntry>& views,
                   const MenuParts& parts)
{
    auto* bar = window.menuBar();
    buildFile(bar->addMenu(MainWindow::tr("&File")), window, context);
    buildView(bar->addMenu(MainWindow::tr("&View")), window, context, parts);
    buildGo(bar->addMenu(MainWindow::tr("&Go")), context, views, parts);
    auto* help = bar->addMenu(MainWindow::tr("&Help"));
    auto* keys =
        add(help, "actionKeys", MainWindow::tr("&Keys of this view"), [&window] { window.showKeys(); });
    keys->setShortcuts(keySequences(QLatin1String("help")));
    add(help, "actionAbout", MainWindow::tr("&About Gatehouse"), [&context] {
        context.navigator.tell(
            Accent::Info,
            MainWindow::tr("Gatehouse %1 — free software under the GNU GPL, version 3 or later. "
                           "Data is kept in %2.")
                .arg(toQString(context.options.version), toQString(context.options.dataDir.string())));
    });
}

} // namespace gatehouse::ui
