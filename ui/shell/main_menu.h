// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>
#include <vector>

class QMenu;

namespace gatehouse::ui {

struct Context;
struct ViewEntry;
class MainWindow;

/// Parts of the window that the menu shows or switches.
struct MenuParts
{
    QMenu* zoneMenu = nullptr;
    std::function<void()> openPalette;
    std::function<void()> toggleNavigation;
    std::function<void()> showAlerts;
};

/// File, View, Go and Help. Every action has an objectName; the palette offers them all.
void buildMainMenu(MainWindow& window, Context& context, const std::vector<ViewEntry>& views,
                   const MenuParts& parts);

} // namespace gatehouse::ui
