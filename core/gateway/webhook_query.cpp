// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/webhook_query.h"

namespace gatehouse {

store::EventQuery toStoreQuery(const EventQuery& query)
{
    store::EventQuery out;
    out.after = query.window.after;
    if (query.window.before != 0) {
        out.before = query.window.before;
    }
    out.limit = query.window.limit;
    out.integration = query.integration;
    out.accountId = query.accountId;
    out.environmentId = query.environmentId;
    out.type = query.type;
    out.event = query.event;
    out.model = query.model;
    out.resource = query.resource;
    out.state = query.state;
    out.since = query.since;
    out.until = query.until;
    out.repeated = query.repeated;
    out.answeredOver = query.answeredOver;
    return out;
}

store::DeliveryQuery toStoreQuery(const DeliveryQuery& query)
{
    store::DeliveryQuery out;
    out.after = query.window.after;
    if (query.window.before != 0) {
        out.before = query.window.before;
    }
    out.limit = query.window.limit;
    out.endpointId = query.endpointId;
    out.eventId = query.eventId;
    out.accountId = query.accountId;
    out.environmentId = query.environmentId;
    out.integration = query.integration;
    out.event = query.event;
    out.state = query.state;
    out.since = query.since;
    return out;
}

} // namespace gatehouse
