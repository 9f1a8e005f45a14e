// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/contract/alert.h"

namespace gatehouse {

std::string_view alertSeverityName(AlertSeverity severity) noexcept
{
    switch (severity) {
    case AlertSeverity::Info:
        return "info";
    case AlertSeverity::Warning:
        return "warning";
    case AlertSeverity::Critical:
        return "critical";
    }
    return "warning";
}

std::optional<AlertSeverity> alertSeverityFrom(std::string_view name) noexcept
{
    for (const AlertSeverity severity :
         {AlertSeverity::Info, AlertSeverity::Warning, AlertSeverity::Critical}) {
        if (name == alertSeverityName(severity)) {
            return severity;
        }
    }
    return std::nullopt;
}

} // namespace gatehouse
