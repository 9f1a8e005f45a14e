// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/connect.h"
#include "core/net/server.h"

namespace gatehouse::api {

/// The page as one self-contained HTML document: no scripts, nothing loaded, every text escaped. Its header
/// fields keep it out of caches and frames, and the callback's address out of Referer.
[[nodiscard]] net::ServerResponse callbackResponse(const CallbackPage& page);

} // namespace gatehouse::api
