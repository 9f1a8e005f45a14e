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
    KeyEntry{L("palette"), L(""), L("Ctrl+K"), "", "Go to anything: views, actions, accounts"},
    KeyEntry{L("help"), L(""), L("F1"), "F1 or ?", "The keys of this view"},
    KeyEntry{L("go"), L(""), L(""), "Ctrl+1 … Ctrl+8", "Go to a view"},
    KeyEntry{L("nextPane"), L(""), L("F6"), "", "Next pane"},
    KeyEntry{L("previousPane"), L(""), L("Shift+F6"), "", "Previous pane"},
    KeyEntry{L("closeDocument"), L(""), L("Ctrl+W"), "", "Close the open tab"},
    KeyEntry{L("nextDocument"), L(""), L("Ctrl+Tab"), "", "Next tab"},
    KeyEntry{L("navigation"), L(""), L("Ctrl+B"), "", "Narrow or widen the navigation"},
    KeyEntry{L("properties"), L(""), L("Alt+Return"), "", "Properties of what is selected"},
    KeyEntry{L("quit"), L(""), L("Ctrl+Q"), "", "Quit"},

    KeyEntry{L("calls.filter"), L("calls"), L("Ctrl+L | /"), "Ctrl+L or /", "Filter the list"},
    KeyEntry{L("calls.next"), L("calls"), L("J"), "J or ↓", "Next call; the detail follows"},
    KeyEntry{L("calls.previous"), L("calls"), L("K"), "K or ↑", "Previous call"},
    KeyEntry{L("calls.open"), L("calls"), L("Return | Enter"), "Enter", "Open the call in a tab of its own"},
    KeyEntry{L("calls.back"), L("calls"), L("Escape"), "Esc", "Back to the list"},
    KeyEntry{L("calls.follow"), L("calls"), L("F"), "F", "Follow the newest call"},
    KeyEntry{L("calls.order"), L("calls"), L("O"), "", "The newest on top, or at the bottom"},
    KeyEntry{L("calls.curl"), L("calls"), L("Ctrl+Shift+C"), "", "Copy the call as cURL"},
    KeyEntry{L("calls.copy"), L("calls"), L("Ctrl+C"), "", "Copy the selected rows (TSV)"},
    KeyEntry{L("calls.again"), L("calls"), L("Ctrl+E"), "", "Take the call into Try a call"},

    KeyEntry{L("try.run"), L("try"), L("Ctrl+Return | Ctrl+Enter"), "Ctrl+Enter", "Run the call"},
    KeyEntry{L("try.curl"), L("try"), L("Ctrl+Shift+C"), "", "Copy the call as cURL"},
    KeyEntry{L("try.field"), L("try"), L("Ctrl+O"), "", "Override the selected field"},
    KeyEntry{L("try.history"), L("try"), L("Ctrl+H"), "", "Go to the history of tried calls"},

    KeyEntry{L("accounts.filter"), L("accounts"), L("Ctrl+L | /"), "Ctrl+L or /", "Filter the list"},
    KeyEntry{L("accounts.try"), L("accounts"), L("Return | Enter"), "Enter", "Try a call with the account"},
    KeyEntry{L("accounts.test"), L("accounts"), L("T"), "", "Test what is selected"},
    KeyEntry{L("accounts.remove"), L("accounts"), L("Delete"), "Del", "Remove what is selected"},
    KeyEntry{L("accounts.tree"), L("accounts"), L("G"), "", "Group by customer, or one flat list"},
    KeyEntry{L("accounts.export"), L("accounts"), L("Ctrl+S"), "", "Export what is selected"},
    KeyEntry{L("accounts.import"), L("accounts"), L("Ctrl+I"), "", "Import accounts from a file"},
    KeyEntry{L("accounts.calendar"), L("accounts"), L("E"), "", "When credentials end"},
    KeyEntry{L("accounts.connect"), L("accounts"), L("Ctrl+N"), "", "Connect another account"},
    KeyEntry{L("accounts.back"), L("accounts"), L("Escape"), "Esc", "Back to the list"},
    KeyEntry{L("accounts.copy"), L("accounts"), L("Ctrl+C"), "", "Copy the selected rows (TSV)"},
    KeyEntry{L("accounts.refresh"), L("accounts"), L("F5"), "", "Read the accounts again"},

    KeyEntry{L("webhooks.filter"), L("webhooks"), L("Ctrl+L | /"), "Ctrl+L or /", "Filter the list"},
    KeyEntry{L("webhooks.next"), L("webhooks"), L("J"), "J or ↓", "Next webhook; the detail follows"},
    KeyEntry{L("webhooks.previous"), L("webhooks"), L("K"), "K or ↑", "Previous webhook"},
    KeyEntry{L("webhooks.open"), L("webhooks"), L("Return | Enter"), "Enter", "Go to the detail"},
    KeyEntry{L("webhooks.back"), L("webhooks"), L("Escape"), "Esc", "Back to the list"},
    KeyEntry{L("webhooks.follow"), L("webhooks"), L("F"), "F", "Follow the newest webhook"},
    KeyEntry{L("webhooks.order"), L("webhooks"), L("O"), "", "The newest on top, or at the bottom"},
    KeyEntry{L("webhooks.replay"), L("webhooks"), L("Ctrl+R"), "", "Replay the selected webhooks"},
    KeyEntry{L("webhooks.diff"), L("webhooks"), L("Ctrl+D"), "", "Compare the two selected webhooks"},
    KeyEntry{L("webhooks.edit"), L("webhooks"), L("Ctrl+Shift+R"), "", "Send the webhook again, edited"},
    KeyEntry{L("webhooks.drift"), L("webhooks"), L("Ctrl+Shift+D"), "",
             "Compare with the one before of its topic"},
    KeyEntry{L("webhooks.curl"), L("webhooks"), L("Ctrl+Shift+C"), "", "Copy the webhook as cURL"},
    KeyEntry{L("webhooks.mark"), L("webhooks"), L("M"), "", "Mark the selected webhooks, or unmark them"},
    KeyEntry{L("webhooks.marked"), L("webhooks"), L("Shift+M"), "",
             "Only the marked webhooks, and all again"},
    KeyEntry{L("webhooks.bookmark"), L("webhooks"), L("Shift+B"), "", "Keep the payload under a name"},
    KeyEntry{L("webhooks.bookmarks"), L("webhooks"), L("B"), "", "Bookmarked payloads; Enter fires one"},
    KeyEntry{L("webhooks.import"), L("webhooks"), L("Ctrl+I"), "",
             "Take webhooks in from a HAR or NDJSON file"},

    KeyEntry{L("endpoints.refresh"), L("endpoints"), L("F5"), "", "Read the endpoints again"},
    KeyEntry{L("endpoints.new"), L("endpoints"), L("Ctrl+N"), "", "Add an endpoint"},
    KeyEntry{L("endpoints.deliveries"), L("endpoints"), L("Return | Enter"), "Enter",
             "The deliveries to the selected one"},

    KeyEntry{L("deliveries.filter"), L("deliveries"), L("Ctrl+L | /"), "Ctrl+L or /", "Filter the list"},
    KeyEntry{L("deliveries.next"), L("deliveries"), L("J"), "J or ↓", "Next delivery; the detail follows"},
    KeyEntry{L("deliveries.previous"), L("deliveries"), L("K"), "K or ↑", "Previous delivery"},
    KeyEntry{L("deliveries.open"), L("deliveries"), L("Return | Enter"), "Enter", "Go to the attempts"},
    KeyEntry{L("deliveries.back"), L("deliveries"), L("Escape"), "Esc", "Back to the list"},
    KeyEntry{L("deliveries.follow"), L("deliveries"), L("F"), "F", "Follow the newest delivery"},
    KeyEntry{L("deliveries.order"), L("deliveries"), L("O"), "", "The newest on top, or at the bottom"},
    KeyEntry{L("deliveries.send"), L("deliveries"), L("Ctrl+R"), "", "Send the selected ones again"},
    KeyEntry{L("deliveries.edit"), L("deliveries"), L("Ctrl+Shift+R"), "", "Edit the body and send it again"},
    KeyEntry{L("deliveries.drop"), L("deliveries"), L("Delete"), "Del", "Drop the selected ones"},
    KeyEntry{L("deliveries.event"), L("deliveries"), L("E"), "", "Go to the webhook behind it"},
    KeyEntry{L("deliveries.refresh"), L("deliveries"), L("F5"), "", "Read the deliveries again"},

    KeyEntry{L("oauth.new"), L("oauth"), L("Ctrl+N"), "", "Connect an account"},
    KeyEntry{L("oauth.save"), L("oauth"), L("Ctrl+S"), "", "Save the sign-in as HAR"},
    KeyEntry{L("oauth.open"), L("oauth"), L("Ctrl+I"), "", "Show a sign-in from a HAR file"},
    KeyEntry{L("oauth.link"), L("oauth"), L("Ctrl+Shift+L"), "", "Copy the link of the sign-in"},
    KeyEntry{L("oauth.curl"), L("oauth"), L("Ctrl+Shift+C"), "", "Copy the step's request as cURL"},

    KeyEntry{L("body.find"), L("body"), L("Ctrl+F"), "", "Find in the body"},
    KeyEntry{L("body.findNext"), L("body"), L("F3"), "", "Next hit"},
    KeyEntry{L("body.findPrevious"), L("body"), L("Shift+F3"), "", "Previous hit"},
    KeyEntry{L("body.copy"), L("body"), L("Ctrl+C"), "", "Copy what is selected"},
    KeyEntry{L("body.all"), L("body"), L("Ctrl+A"), "", "Select the whole body"},
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

QString shownKeys(const KeyEntry& entry)
{
    return entry.shown.empty()
               ? QString(entry.keys)
               : QString::fromUtf8(entry.shown.data(), static_cast<qsizetype>(entry.shown.size()));
}

QString shownDeed(const KeyEntry& entry)
{
    return QString::fromUtf8(entry.does.data(), static_cast<qsizetype>(entry.does.size()));
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
