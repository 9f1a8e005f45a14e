// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/exchange_recorder.h"
#include "core/auth/oauth2/token_endpoint.h"
#include "core/auth/oauth2/token_response.h"

#include <cstddef>

namespace gatehouse::auth {

struct WatchedAnswer
{
    Result<net::ClientResponse> response;
    ExchangeRecorder recorder; ///< Knows the secrets that were sent.
};

/// Sends one request of an authorization server's endpoints as the call says (time, certificate, stop) and
/// tells the call's watcher of it. What tools and call refer to must outlive the task.
[[nodiscard]] QCoro::Task<WatchedAnswer> exchangeWatched(TokenTools tools, const TokenCall& call,
                                                         net::ClientRequest request,
                                                         std::size_t maxBodyBytes);

[[nodiscard]] TokenAnswer answerOf(net::ClientResponse&& response);

/// For what failed before there was an answer to read.
[[nodiscard]] TokenRefusal refusalFrom(const Error& error, TokenFailure kind);

} // namespace gatehouse::auth
