// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QLatin1String>
#include <QString>

#include <functional>
#include <span>
#include <vector>

class QWidget;
class QShortcut;

namespace gatehouse::ui {

/// One key of the console. The table below is the only place where keys are written: shortcuts are made from
/// it and the help overlay prints it.
struct KeyEntry
{
    QLatin1String id;    ///< "calls.follow"; also the shortcut's objectName.
    QLatin1String scope; ///< View id; "" everywhere.
    QLatin1String keys; ///< Portable text, alternatives separated by " | "; "" for those of Qt's own widgets.
    QLatin1String shown; ///< How the overlay writes it; "" the same as keys.
    QLatin1String does;
};

[[nodiscard]] std::span<const KeyEntry> keyTable();
[[nodiscard]] const KeyEntry& keyEntry(QLatin1String id);
[[nodiscard]] QList<QKeySequence> keySequences(QLatin1String id);

/// Makes the table's shortcut for that id work while focus is in the widget, and only there: a letter typed
/// into an edit elsewhere must stay a letter. onlyWidget narrows it to the widget itself, for single letters.
void bindKey(QWidget* widget, QLatin1String id, std::function<void()> action, bool onlyWidget = false);

} // namespace gatehouse::ui
