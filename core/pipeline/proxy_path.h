// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/url.h"
#include "core/net/http.h"

#include <string_view>

namespace gatehouse::pipeline {

/// The URL a proxied path means: always beneath the base URL, whatever the caller writes. Refused with
/// Errc::InvalidArgument: "." and ".." segments in any spelling, empty first segments ("//host"),
/// backslashes, control characters and white space. The bytes are passed on as they were written.
[[nodiscard]] Result<Url> proxyUrl(const Url& base, std::string_view path, std::string_view query);

/// What of a caller's headers goes on to the provider: not the hop-by-hop ones (RFC 9110 §7.6.1) and those
/// Connection names, not what would reveal the caller's key (Authorization, Cookie, …), not Host, and nothing
/// of Gatehouse's own. Accept-Encoding is left out so that errors and limits in bodies can be read.
[[nodiscard]] net::Headers forwardedRequestHeaders(const net::Headers& headers);
/// What of a provider's headers goes back: not the hop-by-hop ones, not cookies, and none that the contract's
/// own stand for.
[[nodiscard]] net::Headers forwardedResponseHeaders(const net::Headers& headers);

} // namespace gatehouse::pipeline
