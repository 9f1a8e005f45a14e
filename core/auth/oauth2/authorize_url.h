// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/credentials.h"
#include "core/base/error.h"
#include "core/config/auth_definition.h"
#include "core/json/document.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::auth {

/// An authorization request (RFC 6749 §4.1.1 with RFC 7636 §4.3).
struct AuthorizeRequest
{
    const config::OAuth2Definition& definition;
    const Credentials& credentials; ///< client_id.
    json::Value context;            ///< The account's.
    std::string redirectUri;
    std::string state;
    std::string codeChallenge; ///< S256; empty: no proof key.
};

/// The URL to send the user to. Errc::Unauthorized: no client_id; Errc::ConfigError: a template cannot be
/// filled or the endpoint is no URL.
[[nodiscard]] Result<std::string> authorizeUrl(const AuthorizeRequest& request);

/// What the provider sent back with the browser (RFC 6749 §4.1.2).
struct AuthorizeAnswer
{
    Secret code;
    std::string state;
    std::optional<std::string> issuer; ///< RFC 9207.
    std::string error;                 ///< "access_denied", …; empty: none.
    std::string errorDescription;
    /// Everything else, for the definition's capture (realmId, company, …).
    std::vector<std::pair<std::string, std::string>> query;
};

/// Reads a query string. InvalidArgument: a parameter of the protocol stands there twice (RFC 6749 §3.1), or
/// it is longer than any provider makes it.
[[nodiscard]] Result<AuthorizeAnswer> readAuthorizeAnswer(std::string_view query);

/// Compares the issuer of an answer with the definition's (RFC 9207 §2.4): true when the definition names
/// none. Errc::ConfigError when its template cannot be filled.
[[nodiscard]] Result<bool> issuerMatches(const config::OAuth2Definition& definition,
                                         const json::Value& context, const AuthorizeAnswer& answer);

} // namespace gatehouse::auth
