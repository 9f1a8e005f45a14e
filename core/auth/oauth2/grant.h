// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/oauth2/token_request.h"

#include <optional>
#include <string>

namespace gatehouse::auth {

/// How the scheme gets its next token with these credentials; nullopt when it cannot by itself.
[[nodiscard]] std::optional<TokenGrant> grantFor(const config::AuthScheme& scheme,
                                                 const Credentials& credentials);
/// Tells whether two grants of one account are the same, without telling the grant: SHA-256 in hex, over the
/// account too, so that equal tokens of two accounts differ.
[[nodiscard]] std::string grantHash(const std::string& account, const TokenGrant& grant,
                                    const Credentials& credentials);

} // namespace gatehouse::auth
