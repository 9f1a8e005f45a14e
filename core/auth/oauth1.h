// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/secret.h"
#include "core/base/url.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::auth {

/// What an OAuth 1.0a signature is made of (RFC 5849 §3). Static tokens: the three-legged dance is not part
/// of it.
struct OAuth1Credentials
{
    std::string consumerKey;
    Secret consumerSecret;
    std::string token;
    Secret tokenSecret;
};

struct OAuth1Request
{
    std::string method; ///< Upper case.
    Url url;            ///< Its query parameters are signed.
    /// Parameters of an application/x-www-form-urlencoded body, decoded; empty for any other body.
    std::vector<std::pair<std::string, std::string>> formParameters;
    std::string realm;          ///< Sent, not signed; empty: left out.
    std::string nonce;          ///< Unique per timestamp.
    std::int64_t timestamp = 0; ///< Unix seconds.
};

/// The text that is signed: METHOD & url & sorted parameters (RFC 5849 §3.4.1).
[[nodiscard]] std::string oauth1BaseString(const OAuth1Request& request, const OAuth1Credentials& credentials,
                                           std::string_view signatureMethod);
/// The value of the Authorization header. signatureMethod: HMAC-SHA256 or HMAC-SHA1; Errc::Unsupported
/// otherwise.
[[nodiscard]] Result<std::string> oauth1Authorization(const OAuth1Request& request,
                                                      const OAuth1Credentials& credentials,
                                                      std::string_view signatureMethod);

} // namespace gatehouse::auth
