// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/call.h"

#include <QString>

#include <optional>

namespace gatehouse::ui {

/// Signatures and tokens carry times: from here on providers begin to refuse them.
inline constexpr std::chrono::seconds kSkewTold{30};

/// How far this machine's clock is ahead of the provider's (negative: behind), by the Date header of an
/// answer (RFC 9110 §6.6.1) that came then. Nothing without one, or when a cache answered.
[[nodiscard]] std::optional<std::chrono::seconds> clockSkew(const Exchange& exchange, UnixMillis receivedAt);
/// Empty while the clocks agree to within kSkewTold.
[[nodiscard]] QString skewText(std::optional<std::chrono::seconds> skew);

} // namespace gatehouse::ui
