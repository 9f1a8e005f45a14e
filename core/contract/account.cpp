// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/contract/account.h"

namespace gatehouse {

std::string_view accountStatusName(AccountStatus status) noexcept
{
    switch (status) {
    case AccountStatus::Connecting:
        return "connecting";
    case AccountStatus::Active:
        return "active";
    case AccountStatus::NeedsReauth:
        return "needs_reauth";
    case AccountStatus::Disabled:
        return "disabled";
    }
    return "connecting";
}

} // namespace gatehouse
