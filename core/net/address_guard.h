// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>

namespace gatehouse::net {

/// True when an address is reachable over the public internet, so that a request made on somebody's behalf
/// may go there: not loopback, private (RFC 1918, RFC 4193), link-local (the clouds' metadata services),
/// shared (RFC 6598), multicast, documentation, reserved or unspecified (IANA special-purpose registries),
/// and, for IPv6 forms that carry an IPv4 address (mapped, compatible, NAT64, 6to4), only when that one is
/// public too.
[[nodiscard]] bool isPublicAddress(const QHostAddress& address);

} // namespace gatehouse::net
