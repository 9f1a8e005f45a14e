// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/problem.h"
#include "core/net/body.h"
#include "core/net/http.h"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace gatehouse {

/// A call passed through to the provider with the account's credentials put on it.
struct ProxyRequest
{
    std::string accountId;
    std::string method; ///< Any token; passed on as it is.
    std::string path;   ///< What follows /v1/proxy/{account_id}, exactly as received; resolved under the base
                        ///< URL of the account and refused when it would leave it.
    std::string query;  ///< As received, without '?'.
    net::Headers headers;                        ///< As received. Hop-by-hop fields, Authorization, Cookie,
                                                 ///< Host and Gatehouse-* are dropped, the rest goes on.
    std::string body;                            ///< When it is there whole, and
    std::shared_ptr<net::BodySource> bodyStream; ///< when it is not. Never both.
    std::string requestId;                       ///< Empty: made.
    std::string traceparent;
    std::chrono::milliseconds timeout{30'000}; ///< To the end of the answer's head.
    std::stop_token stop;                      ///< The caller went away: the upstream call is cut off.
};

/// The provider's answer with its body untouched, or a problem (body and Content-Type then say so). Headers
/// hold the contract's own (ratelimit-*, Gatehouse-*, …) and the provider's without the hop-by-hop ones.
struct ProxyResponse
{
    int status = 200;
    net::Headers headers;
    std::string body;                            ///< Small answers come whole, …
    std::shared_ptr<net::BodySource> bodyStream; ///< … long or endless ones as a stream, to be read to its
                                                 ///< end or dropped; dropping cuts the upstream off.
    std::optional<Problem> problem;
    std::string callId;
};

} // namespace gatehouse
