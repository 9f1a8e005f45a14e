// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/secret.h"

#include <string>
#include <string_view>

namespace gatehouse::auth {

/// The Security header block of a SOAP envelope with a UsernameToken (OASIS WSS UsernameToken Profile 1.1):
/// the password digest is Base64(SHA-1(nonce + created + password)). nonce: raw bytes, unique per request.
[[nodiscard]] std::string wsseDigestHeader(std::string_view username, const Secret& password,
                                           std::string_view nonce, UnixMillis created);
/// The same with the password in clear, which some services demand; only ever sent over TLS.
[[nodiscard]] Secret wsseTextHeader(std::string_view username, const Secret& password);

} // namespace gatehouse::auth
