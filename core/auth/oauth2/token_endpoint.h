// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/oauth2/token_request.h"
#include "core/auth/oauth2/token_set.h"
#include "core/contract/call.h"
#include "core/net/client.h"

#include <qcoro/qcorotask.h>

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::auth {

/// How a token endpoint is asked.
struct TokenCall
{
    const config::OAuth2Definition& definition;
    CredentialsPtr credentials;
    json::Document context; ///< The account's.
    TokenGrant grant;
    std::vector<std::pair<std::string, std::string>> redirectQuery;
    /// Of the whole exchange: an endpoint that hangs must not hold the account's lock for longer.
    std::chrono::milliseconds timeout{20'000};
    bool allowPrivateTargets = false;
    std::shared_ptr<const net::ClientCertificate> certificate = nullptr; ///< For mTLS (RFC 8705); null: none.
    std::stop_token stop = {};
    /// Is told of the exchange when it is over, with every secret replaced; may be empty.
    std::function<void(Exchange)> watch = {};
};

/// What an exchange needs besides.
struct TokenTools
{
    net::HttpClient& http;
    const Clock& clock;
    Random& random;
};

/// Sends one request to a token endpoint and reads the answer. Never retries. call.definition must outlive
/// the task. Lives on the client's thread.
[[nodiscard]] QCoro::Task<TokenResult<TokenSet>> exchangeToken(TokenTools tools, TokenCall call);

} // namespace gatehouse::auth
