// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/render.h"
#include "core/contract/call_json.h"

namespace gatehouse::api {

json::Value renderCallSummary(json::Arena& arena, const CallSummary& call)
{
    return toJson(call, arena);
}

json::Value renderCallDetail(json::Arena& arena, const CallDetail& call)
{
    return toJson(call, arena);
}

json::Value renderLimit(json::Arena& arena, const RateLimitState& limit)
{
    return toJson(limit, arena);
}

} // namespace gatehouse::api
