// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/net/message_parser.h"
#include "core/net/server.h"

#include <optional>

namespace gatehouse::net {

/// Fills path and query from target (RFC 9112 §3.2): origin form, absolute form (its scheme and authority are
/// dropped) or "*" for OPTIONS. Anything else is what a server must refuse.
[[nodiscard]] std::optional<ProtocolError> splitTarget(ServerRequest& request);

} // namespace gatehouse::net
