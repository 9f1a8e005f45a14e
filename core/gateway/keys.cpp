// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/keys.h"

#include <algorithm>

namespace gatehouse {

std::string_view keyScopeName(KeyScope scope) noexcept
{
    switch (scope) {
    case KeyScope::Admin:
        return "admin";
    case KeyScope::Call:
        return "call";
    case KeyScope::Read:
        return "read";
    }
    return "read";
}

bool ApiKey::allowsEnvironment(std::string_view environmentId) const noexcept
{
    return environmentIds.empty() || std::ranges::find(environmentIds, environmentId) != environmentIds.end();
}

} // namespace gatehouse
