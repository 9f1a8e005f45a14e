// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/net/server.h"

#include <functional>
#include <string_view>

namespace gatehouse::api {

/// What the server refuses before anything of the API sees it (malformed framing, a body that is too large or
/// too slow), worded as every other problem of the contract. For net::ServerOptions::refusal; any thread.
/// Clock and chance outlive it.
[[nodiscard]] std::function<net::ServerResponse(int status, std::string_view why)>
refusalWording(const Clock& clock, Random& random);

} // namespace gatehouse::api
