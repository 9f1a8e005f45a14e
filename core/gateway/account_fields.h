// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/credentials.h"
#include "core/config/provider_definition.h"
#include "core/contract/account.h"

#include <string>

namespace gatehouse {

/// The auth scheme a wish names: by id, by kind, or (empty) the first. Errc::InvalidArgument lists them.
[[nodiscard]] Result<const config::AuthScheme*> wishedScheme(const config::ProviderDefinition& provider,
                                                             std::string_view wish);
/// A JSON object of strings as secrets, put over what is there; null takes one away.
[[nodiscard]] Status mergeCredentials(auth::Credentials& credentials, const json::Value& fields);
/// token_expires_at of the fields, when an access token is given with it: RFC 3339. A new access token whose
/// end is not told has none.
[[nodiscard]] Status readTokenEnd(auth::Credentials& credentials, const json::Value& fields);
/// The context after a change: members replaced, null takes one away, defaults of connect fields filled in.
[[nodiscard]] json::Document mergedContext(const json::Document& before, const json::Value& change,
                                           const config::ProviderDefinition& provider,
                                           const config::AuthScheme& scheme);
/// Whether the whole text matches a connect field's pattern; an empty pattern lets everything pass.
[[nodiscard]] bool matchesPattern(const std::string& pattern, std::string_view text);
/// Whether the connect fields of the scheme are there and match their patterns (Errc::InvalidArgument with a
/// pointer to the field).
[[nodiscard]] Status checkConnectFields(const config::ProviderDefinition& provider,
                                        const config::AuthScheme& scheme, const json::Value& context,
                                        const auth::Credentials& credentials);
/// Whether the scheme has the credential it cannot do without, or can get its token by itself.
[[nodiscard]] bool canAuthenticate(const config::AuthScheme& scheme, const auth::Credentials& credentials,
                                   const json::Value& context);

} // namespace gatehouse
