// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace gatehouse::net {

/// "name (process 123)" of whoever listens on a TCP port of this machine, from /proc; "" when nobody does or
/// when it is another user's, whose processes cannot be looked into.
[[nodiscard]] std::string portHolder(std::uint16_t port);

} // namespace gatehouse::net
