// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/console.h"

#include "ui/models/text.h"
#include "ui/shell/context.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/payload_area.h"

namespace gatehouse::ui {

struct Console::Parts
{
    Parts(Gateway& gateway, const Clock& clock, ConsoleOptions given)
        : options(std::move(given))
        , workers(mailbox)
        , settings(toQString((options.dataDir / "console.ini").string()))
        , zone(clock)
        , feed(gateway.monitor(), mailbox)
        , directory(gateway, mailbox, feed)
        , node(gateway, mailbox, feed, clock)
        , vault(gateway, mailbox)
        , progress(settings, feed)
        , context{gateway,   clock,     options,
                  mailbox,   workers,   feed,
                  settings,  theme,     zone,
                  directory, node,      vault,
                  progress,  presenter, options.dialogs != nullptr ? *options.dialogs : desktopDialogs,
                  window}
    {}

    ConsoleOptions options;
    Mailbox mailbox;
    Workers workers;
    Settings settings;
    Theme theme;
    DisplayZone zone;
    EventFeed feed;
    Directory directory;
    NodeState node;
    VaultState vault;
    Progress progress;
    Presenter presenter;
    DesktopDialogs desktopDialogs;
    Context context; ///< Holds references only; the window's comes before the window.
    MainWindow window;
};

Console::Console(Gateway& gateway, const Clock& clock, ConsoleOptions options)
    : m_parts(std::make_unique<Parts>(gateway, clock, std::move(options)))
{
    installPayloadAccessibility();
    const auto& settings = m_parts->settings;
    m_parts->theme.setMode(Theme::modeFromName(settings.value(QStringLiteral("theme")).toString()));
    m_parts->zone.setZone(QTimeZone(settings.value(QStringLiteral("zone")).toByteArray()));
    m_parts->window.build(m_parts->context);
}

Console::~Console() = default;

void Console::show()
{
    m_parts->window.restoreWindow();
    m_parts->window.show();
    m_parts->node.refresh();
    m_parts->vault.refresh();
    m_parts->directory.reload();
    m_parts->window.loadBadges();
}

MainWindow& Console::window()
{
    return m_parts->window;
}

} // namespace gatehouse::ui
