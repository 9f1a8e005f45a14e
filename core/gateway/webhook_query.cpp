// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/webhook_query.h"

namespace gatehouse {

namespace {

/// What both kinds of queries have.
template <class Wanted, class Query>
Wanted windowed(const Query& query)
{
    Wanted out;
    out.after = query.window.after;
    if (query.window.before != 0) {
        out.before = query.window.before;
    }
    out.limit = query.window.limit;
    out.integration = query.integration;
    out.accountId = query.accountId;
    out.environmentId = query.environmentId;
    out.event = query.event;
    out.state = query.state;
    out.since = query.since;
    out.until = query.until;
    return out;
}

} // namespace

store::EventQuery toStoreQuery(const EventQuery& query)
{
    auto out = windowed<store::EventQuery>(query);
    out.type = query.type;
    out.model = query.model;
    out.resource = query.resource;
    out.repeated = query.repeated;
    out.answeredOver = query.answeredOver;
    return out;
}

store::DeliveryQuery toStoreQuery(const DeliveryQuery& query)
{
    auto out = windowed<store::DeliveryQuery>(query);
    out.endpointId = query.endpointId;
    out.eventId = query.eventId;
    return out;
}

} // namespace gatehouse
