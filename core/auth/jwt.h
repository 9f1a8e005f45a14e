// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/secret.h"
#include "core/json/document.h"

#include <string>
#include <string_view>

namespace gatehouse::auth {

/// A signed JWT in compact form (RFC 7519, RFC 7515). algorithm: RS256, PS256, ES256 or EdDSA with a PEM
/// private key, or HS256 with a shared secret. header may add members such as kid; alg and typ are set here.
[[nodiscard]] Result<std::string> signJwt(std::string_view algorithm, const Secret& key,
                                          const json::Value& claims, const json::Value& header = {});

/// The parts of a JWT, unverified: for looking at, never for trusting.
struct JwtParts
{
    json::Document header;
    json::Document claims;
    std::string signedText; ///< header.payload, as it was signed.
    std::string signature;  ///< Raw bytes.
};

[[nodiscard]] Result<JwtParts> peekJwt(std::string_view token);

} // namespace gatehouse::auth
