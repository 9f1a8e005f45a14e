// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/oauth2/token_endpoint.h"
#include "core/contract/connect.h"

namespace gatehouse::auth {

/// What a device authorization endpoint gave (RFC 8628 §3.2).
struct DeviceAuthorization
{
    Secret deviceCode;
    DevicePrompt prompt;
};

/// Asks the device authorization endpoint; call.grant is not used. Errors as of exchangeToken.
[[nodiscard]] QCoro::Task<TokenResult<DeviceAuthorization>> authorizeDevice(TokenTools tools, TokenCall call);

/// Has the provider forget a token (RFC 7009): true when it did, also when it did not know the token.
/// Errors as of exchangeToken; TokenFailure::Client with error "unsupported" when there is no endpoint.
[[nodiscard]] QCoro::Task<TokenResult<bool>> revokeToken(TokenTools tools, TokenCall call, Secret token,
                                                         std::string hint);

/// What an answer to a poll means (RFC 8628 §3.5).
enum class DevicePoll : std::uint8_t
{
    Wait,     ///< Nobody has decided yet.
    SlowDown, ///< The same, and five seconds more between polls from now on.
    Denied,
    Expired,
    Failed, ///< Any other refusal that another poll would not change.
};
[[nodiscard]] DevicePoll readDevicePoll(const TokenRefusal& refusal) noexcept;

} // namespace gatehouse::auth
