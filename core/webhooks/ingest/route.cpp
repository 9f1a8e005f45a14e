// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/webhooks/ingest/route.h"

#include <algorithm>

namespace gatehouse::webhooks {
namespace {

/// Providers write the same id as a number here and as text there.
bool sameId(const json::Value& a, const json::Value& b)
{
    if (a.isNumber() && b.isString()) {
        return std::to_string(a.asInt()) == b.asString();
    }
    return a.isString() && b.isNumber() ? sameId(b, a) : a == b;
}

} // namespace

const RouteAccount* Route::accountFor(const json::Value& wanted) const
{
    if (!wanted.isObject() || wanted.members().empty()) {
        return nullptr;
    }
    const auto found = std::ranges::find_if(accounts, [&](const RouteAccount& account) {
        return std::ranges::all_of(wanted.members(), [&](const json::Member& member) {
            return sameId((*account.context)[member.name], member.value);
        });
    });
    return found == accounts.end() ? nullptr : &*found;
}

} // namespace gatehouse::webhooks
