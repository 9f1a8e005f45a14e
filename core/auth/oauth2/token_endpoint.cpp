// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth2/token_endpoint.h"

#include "core/auth/oauth2/watched_exchange.h"

namespace gatehouse::auth {
namespace {

constexpr std::size_t kMaxAnswer = std::size_t{1} << 20U;

} // namespace

QCoro::Task<TokenResult<TokenSet>> exchangeToken(TokenTools tools, TokenCall call)
{
    const TokenAsker asker{call.definition, *call.credentials, *call.context, tools.clock.now(),
                           tools.random};
    auto request = buildTokenRequest(asker, call.grant);
    if (!request) {
        // Our own side is incomplete: nothing that another try would change.
        co_return tl::unexpected(refusalFrom(request.error(), TokenFailure::Client));
    }
    auto pending = exchangeWatched(tools, call, std::move(*request), kMaxAnswer);
    auto answer = co_await pending;
    if (!answer.response) {
        co_return tl::unexpected(refusalFrom(answer.response.error(), TokenFailure::Transient));
    }
    const TokenSurroundings surroundings{std::move(call.redirectQuery), *call.context, tools.clock.now()};
    auto read = readTokenAnswer(call.definition, answerOf(std::move(*answer.response)), surroundings);
    if (!read) {
        // Some servers repeat in their complaint what they were sent.
        read.error().description = answer.recorder.clean(std::move(read.error().description));
    }
    co_return read;
}

} // namespace gatehouse::auth
