// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/view.h"
#include "ui/views/accounts/accounts_view.h"
#include "ui/views/calls/calls_view.h"
#include "ui/views/deliveries/deliveries_view.h"
#include "ui/views/endpoints/endpoints_view.h"
#include "ui/views/oauth/oauth_view.h"
#include "ui/views/start/start_view.h"
#include "ui/views/trycall/try_view.h"
#include "ui/views/webhooks/webhooks_view.h"

namespace gatehouse::ui {

std::vector<ViewEntry> viewEntries()
{
    return {startViewEntry(), callsViewEntry(),    tryViewEntry(),       accountsViewEntry(),
            oauthViewEntry(), webhooksViewEntry(), endpointsViewEntry(), deliveriesViewEntry()};
}

} // namespace gatehouse::ui
