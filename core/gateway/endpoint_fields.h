// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/webhook.h"
#include "core/json/document.h"

namespace gatehouse {

/// Takes what the fields say over into the endpoint; members that are not there stay. InvalidArgument with
/// the pointer to what is wrong (unknown members too); Forbidden: the URL names a private address and those
/// are not allowed. Expressions are not compiled here.
[[nodiscard]] Status mergeEndpointFields(Endpoint& endpoint, const json::Value& fields,
                                         bool allowPrivateTargets);
/// Whether a URL can be delivered to as far as its text says.
[[nodiscard]] Status checkTargetUrl(std::string_view url, bool allowPrivateTargets, std::string_view pointer);

} // namespace gatehouse
