// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/api_call.h"
#include "core/api/handlers.h"
#include "core/api/render.h"
#include "core/gateway/backups.h"

namespace gatehouse::api {
namespace {

void makeBackup(Gateway& gateway, const ApiCallPtr& call)
{
    const auto body = call->jsonObject();
    if (!body) {
        call->fail(body.error());
    } else if (mayTouchWholeNode(call)) {
        gateway.backups().backup(std::filesystem::path((**body)["file"].asString()),
                                 answerWith<BackupReport>(call, renderBackup, 201));
    }
}

} // namespace

std::vector<Route> backupRoutes(const ApiServices& services)
{
    std::vector<Route> routes;
    routes.push_back(Route("POST", "/v1/backup", KeyScope::Admin, on(services.gateway, makeBackup))
                         .withBody(BodyKind::Json));
    return routes;
}

} // namespace gatehouse::api
