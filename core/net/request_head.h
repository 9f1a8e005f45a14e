// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/net/client.h"
#include "core/net/response_head.h"

#include <string>
#include <string_view>

namespace gatehouse::net {

/// Refuses a method, target or header that would break the framing of the request. InvalidArgument; never
/// names a value.
[[nodiscard]] Status checkRequest(const ClientRequest& request);

/// How the request's body is told to the server: a length when known, none for a request without a body.
[[nodiscard]] BodyFraming requestFraming(const ClientRequest& request);

/// Appends request line and fields, in absolute form for an HTTP proxy. The request was checked.
void appendRequestHead(std::string& out, const ClientRequest& request, const BodyFraming& framing,
                       bool absoluteForm, std::string_view proxyAuthorization);

/// True when sending the request twice cannot do harm (RFC 9110 §9.2.2): its method is idempotent, or it has
/// an Idempotency-Key; and its body is at hand for a second time.
[[nodiscard]] bool isReplayable(const ClientRequest& request);

} // namespace gatehouse::net
