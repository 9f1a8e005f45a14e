// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/render.h"
#include "core/contract/connect_json.h"

namespace gatehouse::api {

json::Value renderConnectForm(json::Arena& arena, const ConnectForm& form)
{
    return toJson(form, arena);
}

json::Value renderConnectSession(json::Arena& arena, const ConnectSession& session)
{
    return toJson(session, arena);
}

json::Value renderConnectProgress(json::Arena& arena, const ConnectSession& session)
{
    return progressToJson(session, arena);
}

} // namespace gatehouse::api
