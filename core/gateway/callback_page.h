// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/connect.h"

#include <string_view>

namespace gatehouse {

/// What the browser is told when it comes back from a provider: who has to do what next, in plain words. No
/// text holds anything that came with the callback but the provider's name for its error.

[[nodiscard]] CallbackPage resultPage(const ConnectSession& session);
[[nodiscard]] CallbackPage stillWorkingPage(const ConnectSession& session);
/// The state belongs to a session that no longer waits.
[[nodiscard]] CallbackPage lateCallbackPage(const ConnectSession& session);
/// No session has this state.
[[nodiscard]] CallbackPage unknownStatePage(std::string_view error);
[[nodiscard]] CallbackPage unreadablePage(std::string_view why);

} // namespace gatehouse
