// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QLatin1String>
#include <QString>

#include <functional>
#include <span>
#include <string_view>
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
    std::string_view shown; ///< How the overlay writes it (UTF-8); "" the same as keys.
    std::string_view does;
};

[[nodiscard]] std::span<const KeyEntry> keyTable();
[[nodiscard]] const KeyEntry& keyEntry(QLatin1String id);
[[nodiscard]] QList<QKeySequence> keySequences(QLatin1String id);

/// How the overlay writes the keys and what they do.
[[nodiscard]] QString shownKeys(const KeyEntry& entry);
[[nodiscard]] QString shownDeed(const KeyEntry& entry);

/// Makes the table's shortcut for that id work while focus is in the widget, and only there: a letter typed
/// into an edit elsewhere must stay a letter. onlyWidget narrows it to the widget itself, for single letters.
void bindKey(QWidget* widget, QLatin1String id, std::function<void()> action, bool onlyWidget = false);

} // namespace gatehouse::ui
