// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse {

/// How soon somebody has to look. In order: the later, the sooner.
enum class AlertSeverity : std::uint8_t
{
    Info,    ///< Good to know; nothing is held up.
    Warning, ///< Something of one customer or subscriber is held up, or will be.
    Critical ///< The node cannot keep what it is sent, has lost some of it, or works by a wrong clock.
};
/// "info", "warning", "critical".
[[nodiscard]] std::string_view alertSeverityName(AlertSeverity severity) noexcept;
/// Nothing for other words.
[[nodiscard]] std::optional<AlertSeverity> alertSeverityFrom(std::string_view name) noexcept;

} // namespace gatehouse
