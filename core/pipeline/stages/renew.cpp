// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stages/renew.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

constexpr std::size_t kLargestSpare = std::size_t{1} << 20U;
constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;
/// A younger token is not exchanged because of a 401: its successor would be refused as well.
constexpr std::chrono::seconds kMinimumAge{60};
/// A 403 is about a permission more often than about the token.
constexpr std::chrono::seconds kMinimumAgeForbidden{300};
/// What a caller is asked to wait when the token cannot be renewed now.
constexpr std::chrono::seconds kShortestWait{1};
constexpr std::chrono::seconds kLongestWait{60};

/// RFC 9110 §9.2.2, and requests that name themselves.
bool idempotent(const net::ClientRequest& request)
{
    return request.method == "GET" || request.method == "HEAD" || request.method == "OPTIONS"
           || request.method == "PUT" || request.method == "DELETE" || request.headers.has("Idempotency-Key");
}

/// Whether the answer says that nothing was done. A status of its own for refused credentials does; an error
/// inside of a success may come after the work.
bool nothingProcessed(int status)
{
    return status == kUnauthorized || status == kForbidden;
}

void mustReconnect(Upstream& upstream, Problem& problem, std::string_view why)
{
    if (upstream.error->keepsAccount || upstream.response.status == kForbidden) {
        return;
    }
    problem.reauth = true;
    problem.retryable = false;
    problem.detail += fmt::format(" – {}", why);
}

/// The provider's 401 is not about the caller, and the account may be as good as ever: only its token cannot
/// be had at this moment. The same answer as to a call that finds its token used up.
void notNow(Call& call, const Upstream& upstream, Problem& problem, const Error& error)
{
    Problem told = call.problem(error);
    told.providerStatus = problem.providerStatus;
    told.providerError = std::move(problem.providerError);
    askToWait(call, upstream, told);
    problem = std::move(told);
}

} // namespace

void askToWait(Call& call, const Upstream& upstream, Problem& problem)
{
    const auto wait = call.services.authorizer->nextTry(upstream.target->account->account.id);
    problem.retryAfter = std::clamp(std::chrono::ceil<std::chrono::seconds>(wait.value_or(kShortestWait)),
                                    kShortestWait, kLongestWait)
                             .count();
    call.retryAfter = problem.retryAfter;
}

void keepSpare(Upstream& upstream)
{
    const net::ClientRequest& request = upstream.request;
    upstream.spare.reset();
    if (!upstream.renewed && upstream.target->auth->oauth2 && !request.bodyStream
        && request.body.size() <= kLargestSpare) {
        upstream.spare = std::make_shared<net::ClientRequest>(request);
    }
}

bool tokenRefused(Upstream& upstream, Problem& problem)
{
    if (!upstream.error || !upstream.error->tokenRefused || !upstream.target->auth->oauth2) {
        return false;
    }
    if (upstream.renewed) {
        mustReconnect(upstream, problem, "also with a token that was renewed a moment ago");
        return false;
    }
    return true;
}

QCoro::Task<bool> renew(Call& call, Upstream& upstream, Problem& problem)
{
    StageTimer timer(call, "renew");
    const Target& target = *upstream.target;
    const Account& account = target.account->account;
    const int status = upstream.response.status;
    auth::AuthSubject subject{account.id, target.auth, account.context, target.revision,
                              call.detail.summary.id};
    auto renewing = call.services.authorizer->renew(
        std::move(subject), upstream.auth, status == kForbidden ? kMinimumAgeForbidden : kMinimumAge);
    auto fresh = co_await renewing;
    if (!fresh) {
        timer.note(fresh.error().message);
        if (fresh.error().code == Errc::Conflict) {
            mustReconnect(upstream, problem, "although its token was issued a moment ago");
        } else if (fresh.error().code == Errc::Unavailable) {
            notNow(call, upstream, problem, fresh.error());
        } else if (fresh.error().code != Errc::Unsupported) {
            problem.retryable = false;
            problem.detail += fmt::format(" – {}", fresh.error().message);
        }
        co_return false;
    }
    if (!upstream.spare || !(idempotent(*upstream.spare) || nothingProcessed(status))) {
        timer.note("token renewed; the request is not one to send twice");
        problem.retryable = true;
        co_return false;
    }
    timer.note("token renewed, sending again");
    upstream.request = std::move(*upstream.spare);
    upstream.spare.reset();
    upstream.auth = std::move(*fresh);
    upstream.renewed = true;
    upstream.response = {};
    upstream.doneUnread = false;
    upstream.body = {};
    upstream.records.reset();
    upstream.input = {};
    upstream.limits = {};
    upstream.error.reset();
    co_return true;
}

} // namespace gatehouse::pipeline
