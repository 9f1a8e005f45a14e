// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/keys.h"

#include <QShortcut>
#include <QStringList>
#include <QWidget>

#include <algorithm>
#include <array>

namespace gatehouse::ui {

namespace {

using L = QLatin1String;

constexpr std::array kKeys{
    KeyEntry{L("palette"), L(""), L("Ctrl+K"), L(""), L("Go to anything: views, actions, accounts, calls")},
    KeyEntry{L("help"), L(""), L("F1"), L("F1 or ?"), L("The keys of this view")},
    KeyEntry{L("go"), L(""), L(""), L("Ctrl+1 … Ctrl+4"), L("Go to a view")},
    KeyEntry{L("nextPane"), L(""), L("F6"), L(""), L("Next pane")},
    KeyEntry{L("previousPane"), L(""), L("Shift+F6"), L(""), L("Previous pane")},
    KeyEntry{L("closeDocument"), L(""), L("Ctrl+W"), L(""), L("Close the open tab")},
    KeyEntry{L("nextDocument"), L(""), L("Ctrl+Tab"), L(""), L("Next tab")},
    KeyEntry{L("navigation"), L(""), L("Ctrl+B"), L(""), L("Narrow or widen the navigation")},
    KeyEntry{L("properties"), L(""), L("Alt+Return"), L(""), L("Properties of what is selected")},
    KeyEntry{L("quit"), L(""), L("Ctrl+Q"), L(""), L("Quit")},

    KeyEntry{L("calls.filter"), L("calls"), L("Ctrl+L | /"), L("Ctrl+L or /"), L("Filter the list")},
    KeyEntry{L("calls.next"), L("calls"), L("J"), L("J or ↓"), L("Next call; the detail follows")},
    KeyEntry{L("calls.previous"), L("calls"), L("K"), L("K or ↑"), L("Previous call")},
    KeyEntry{L("calls.open"), L("calls"), L("Return | Enter"), L("Enter"),
             L("Open the call in a tab of its own")},
    KeyEntry{L("calls.back"), L("calls"), L("Escape"), L("Esc"), L("Back to the list")},
    KeyEntry{L("calls.follow"), L("calls"), L("F"), L("F or End"), L("Follow the newest call")},
    KeyEntry{L("calls.curl"), L("calls"), L("Ctrl+Shift+C"), L(""), L("Copy the call as cURL")},
    KeyEntry{L("calls.copy"), L("calls"), L("Ctrl+C"), L(""), L("Copy the selected rows (TSV)")},
    KeyEntry{L("calls.again"), L("calls"), L("Ctrl+E"), L(""), L("Take the call into Try a call")},

    KeyEntry{L("try.run"), L("try"), L("Ctrl+Return | Ctrl+Enter"), L("Ctrl+Enter"), L("Run the call")},
    KeyEntry{L("try.curl"), L("try"), L("Ctrl+Shift+C"), L(""), L("Copy the call as cURL")},
    KeyEntry{L("try.field"), L("try"), L("Ctrl+O"), L(""), L("Override the selected field")},
    KeyEntry{L("try.history"), L("try"), L("Ctrl+H"), L(""), L("Go to the history of tried calls")},

    KeyEntry{L("accounts.filter"), L("accounts"), L("Ctrl+L | /"), L("Ctrl+L or /"), L("Filter the list")},
    KeyEntry{L("accounts.try"), L("accounts"), L("Return | Enter"), L("Enter"),
             L("Try a call with the account")},
    KeyEntry{L("accounts.refresh"), L("accounts"), L("F5"), L(""), L("Read the accounts again")},

    KeyEntry{L("body.find"), L("body"), L("Ctrl+F"), L(""), L("Find in the body")},
    KeyEntry{L("body.findNext"), L("body"), L("F3"), L(""), L("Next hit")},
    KeyEntry{L("body.findPrevious"), L("body"), L("Shift+F3"), L(""), L("Previous hit")},
    KeyEntry{L("body.copy"), L("body"), L("Ctrl+C"), L(""), L("Copy what is selected")},
    KeyEntry{L("body.all"), L("body"), L("Ctrl+A"), L(""), L("Select the whole body")},
};

} // namespace

std::span<const KeyEntry> keyTable()
{
    return kKeys;
}

const KeyEntry& keyEntry(QLatin1String id)
{
    const auto* found =
        std::find_if(kKeys.begin(), kKeys.end(), [&](const KeyEntry& e) { return e.id == id; });
    Q_ASSERT_X(found != kKeys.end(), "keyEntry", "a key that is not in the table");
    return *found;
}

QList<QKeySequence> keySequences(QLatin1String id)
{
    QList<QKeySequence> sequences;
    const auto alternatives = QString(keyEntry(id).keys).split(QStringLiteral(" | "), Qt::SkipEmptyParts);
    for (const auto& text : alternatives) {
        sequences.append(QKeySequence::fromString(text, QKeySequence::PortableText));
    }
    return sequences;
}

void bindKey(QWidget* widget, QLatin1String id, std::function<void()> action, bool onlyWidget)
{
    for (const auto& sequence : keySequences(id)) {
        auto* shortcut = new QShortcut(sequence, widget);
        shortcut->setObjectName(id);
        shortcut->setContext(onlyWidget ? Qt::WidgetShortcut : Qt::WidgetWithChildrenShortcut);
        QObject::connect(shortcut, &QShortcut::activated, widget, action);
    }
}

} // namespace gatehouse::ui
