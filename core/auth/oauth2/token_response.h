// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/oauth2/token_set.h"
#include "core/config/auth_definition.h"

#include <string>
#include <utility>
#include <vector>

namespace gatehouse::auth {

/// An answer as it came from a token endpoint.
struct TokenAnswer
{
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

/// What else the definition's expressions see.
struct TokenSurroundings
{
    std::vector<std::pair<std::string, std::string>> redirectQuery; ///< Of the callback; empty on a refresh.
    json::Value accountContext;
    UnixMillis now; ///< When the answer arrived; lifetimes count from here.
};

/// Reads an answer: JSON (RFC 6749 §5.1), or form encoded as older servers write it; an error with status
/// 200; expires_in as number or string; vendor-named fields by the definition's expressions.
[[nodiscard]] TokenResult<TokenSet> readTokenAnswer(const config::OAuth2Definition& definition,
                                                    const TokenAnswer& answer,
                                                    const TokenSurroundings& surroundings);

} // namespace gatehouse::auth
