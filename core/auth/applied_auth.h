// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/credentials.h"
#include "core/base/error.h"
#include "core/config/auth_definition.h"
#include "core/net/client.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::auth {

/// What is put on a request so that the provider lets it in. Made once for a set of credentials and used for
/// every request until they change.
struct AppliedAuth
{
    using Field = std::pair<std::string, Secret>;

    const config::AuthScheme* scheme = nullptr;
    std::vector<Field> headers;
    std::vector<Field> query;
    std::shared_ptr<const net::ClientCertificate> certificate; ///< Null: the scheme shows none.
    CredentialsPtr credentials; ///< For schemes that sign each request (OAuth 1, WSSE).
};

using AppliedAuthPtr = std::shared_ptr<const AppliedAuth>;

/// The certificate and key among the credentials (client_certificate, client_key; both PEM).
/// Errc::Unauthorized names the one that is missing.
[[nodiscard]] Result<std::shared_ptr<const net::ClientCertificate>>
clientCertificate(const Credentials& credentials);

/// Fills a scheme's headers and query from the credentials. context is the account's. Errc::Unauthorized
/// names a credential that is missing; Errc::ConfigError a template that cannot be filled.
[[nodiscard]] Result<AppliedAuthPtr> applyScheme(const config::AuthScheme& scheme, CredentialsPtr credentials,
                                                 const json::Value& context);

} // namespace gatehouse::auth
