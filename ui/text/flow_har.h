// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/connect.h"

#include <string>
#include <string_view>

namespace gatehouse::ui {

/// A sign-in as an HTTP archive (HAR 1.2) for a support ticket: one page a step, one entry an exchange. What
/// was recorded is redacted already; the state and the challenge of the authorization URL, which nobody
/// needs, are taken out as well. The session itself stands in a member that begins with an underscore, as the
/// format asks of extensions, so that flowFromHar() can draw the picture again.
[[nodiscard]] std::string flowHar(const ConnectSession& session);
/// ParseError, or Unsupported: an archive of something else.
[[nodiscard]] Result<ConnectSession> flowFromHar(std::string_view text);

} // namespace gatehouse::ui
