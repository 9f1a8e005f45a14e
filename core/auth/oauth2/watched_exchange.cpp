// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth2/watched_exchange.h"

namespace gatehouse::auth {

QCoro::Task<WatchedAnswer> exchangeWatched(TokenTools tools, const TokenCall& call,
                                           net::ClientRequest request, std::size_t maxBodyBytes)
{
    request.timeout = call.timeout;
    request.maxBodyBytes = maxBodyBytes;
    request.allowPrivateTargets = call.allowPrivateTargets;
    request.certificate = call.certificate;
    request.stop = call.stop;
    ExchangeRecorder recorder(tools.clock, request, *call.credentials);
    auto pending = tools.http.send(std::move(request));
    auto response = co_await pending;
    if (call.watch) {
        call.watch(recorder.finish(response));
    }
    WatchedAnswer out{std::move(response), std::move(recorder)};
    co_return out;
}

TokenAnswer answerOf(net::ClientResponse&& response)
{
    TokenAnswer answer;
    answer.status = response.status;
    for (const auto& field : response.headers) {
        answer.headers.emplace_back(field.name, field.value);
    }
    answer.body = std::move(response.body);
    return answer;
}

TokenRefusal refusalFrom(const Error& error, TokenFailure kind)
{
    return {kind, std::string(errcName(error.code)), error.message, 0, {}};
}

} // namespace gatehouse::auth
