// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/secret.h"
#include "core/json/value.h"
#include "core/sandbox/oauth_state.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace gatehouse::sandbox {

/// Something that is to happen at a simulated authorization server.
struct OAuthOrder
{
    enum class Kind : std::uint8_t
    {
        Expire,   ///< The access tokens of a grant are over.
        Revoke,   ///< A grant is withdrawn.
        Hang,     ///< The token endpoint answers only after duration.
        Fail,     ///< The next count token calls are refused with error.
        Deny,     ///< The next count consents are denied.
        Lifetime, ///< Access tokens live for duration from now on; 0: as the vendor's do.
        Register, ///< A key or certificate (PEM) is uploaded for the app's assertions.
        Clear     ///< Everything is as it should be again, faults too.
    };

    Kind kind = Kind::Clear;
    Secret token;            ///< Expire, Revoke: any token of the grant …
    std::string customerKey; ///< … or all grants of this customer.
    std::chrono::seconds duration{0};
    std::uint32_t count = 1;
    std::string error; ///< OAuth 2's code; empty: invalid_grant.
    std::string publicKey;
};

/// From the control path's JSON. InvalidArgument says what it takes.
[[nodiscard]] Result<OAuthOrder> readOAuthOrder(const json::Value& body);

} // namespace gatehouse::sandbox
