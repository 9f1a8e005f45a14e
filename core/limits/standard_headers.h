// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/value.h"
#include "core/limits/normaliser.h"

namespace gatehouse::limits {

/// What the standard headers alone say, for providers that use them and as the answer of last resort:
/// RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers, also with a Beta- or X- in front),
/// RateLimit-Limit/-Remaining/-Reset of its older versions, X-RateLimit-* (reset as delta or epoch, by its
/// size), Retry-After (RFC 9110 §10.2.3), retry-after-ms and x-ms-retry-after-ms.
/// headers: lower-case names → text. now: Unix seconds.
[[nodiscard]] LimitReading readStandardHeaders(const json::Value& headers, double now);

} // namespace gatehouse::limits
