// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth2/token_endpoint.h"

#include "core/auth/exchange_recorder.h"
#include "core/auth/oauth2/token_response.h"

namespace gatehouse::auth {
namespace {

constexpr std::size_t kMaxAnswer = std::size_t{1} << 20U;

TokenRefusal unreachable(const Error& error)
{
    return {TokenFailure::Transient, std::string(errcName(error.code)), error.message, 0, {}};
}

/// Our own side is incomplete: nothing that another try would change.
TokenRefusal unaskable(const Error& error)
{
    return {TokenFailure::Client, std::string(errcName(error.code)), error.message, 0, {}};
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

} // namespace

QCoro::Task<TokenResult<TokenSet>> exchangeToken(TokenTools tools, TokenCall call)
{
    const TokenAsker asker{call.definition, *call.credentials, *call.context, tools.clock.now(),
                           tools.random};
    auto request = buildTokenRequest(asker, call.grant);
    if (!request) {
        co_return tl::unexpected(unaskable(request.error()));
    }
    request->timeout = call.timeout;
    request->maxBodyBytes = kMaxAnswer;
    request->allowPrivateTargets = call.allowPrivateTargets;
    request->certificate = call.certificate;
    request->stop = call.stop;
    ExchangeRecorder recorder(tools.clock, *request, *call.credentials);
    auto pending = tools.http.send(std::move(*request));
    auto response = co_await pending;
    if (call.watch) {
        call.watch(recorder.finish(response));
    }
    if (!response) {
        co_return tl::unexpected(unreachable(response.error()));
    }
    const TokenSurroundings surroundings{std::move(call.redirectQuery), *call.context, tools.clock.now()};
    auto read = readTokenAnswer(call.definition, answerOf(std::move(*response)), surroundings);
    if (!read) {
        // Some servers repeat in their complaint what they were sent.
        read.error().description = recorder.clean(std::move(read.error().description));
    }
    co_return read;
}

} // namespace gatehouse::auth
