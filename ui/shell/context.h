// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/gateway.h"
#include "ui/bridge/event_feed.h"
#include "ui/bridge/mailbox.h"
#include "ui/bridge/workers.h"
#include "ui/models/directory.h"
#include "ui/models/node_state.h"
#include "ui/models/presenter.h"
#include "ui/models/progress.h"
#include "ui/models/vault_state.h"
#include "ui/shell/console.h"
#include "ui/shell/navigator.h"
#include "ui/theme/display_zone.h"
#include "ui/theme/theme.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/settings.h"

namespace gatehouse::ui {

/// What every view is given. All of it outlives the views and lives on the GUI thread.
struct Context
{
    Gateway& gateway;
    const Clock& clock;
    const ConsoleOptions& options;
    Mailbox& mailbox;
    Workers& workers;
    EventFeed& feed;
    Settings& settings;
    Theme& theme;
    DisplayZone& zone;
    Directory& directory;
    NodeState& node;
    VaultState& vault;
    Progress& progress;
    Presenter& presenter;
    Dialogs& dialogs;
    Navigator& navigator;
};

} // namespace gatehouse::ui
