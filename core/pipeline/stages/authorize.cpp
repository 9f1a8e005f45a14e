// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stages/authorize.h"

#include "core/pipeline/stages/renew.h"

namespace gatehouse::pipeline {
namespace {

/// Missing credentials are the account's problem, not the caller's API key: told as auth_failure.
Problem authProblem(const Call& call, const Error& error)
{
    Problem problem = call.problem(error);
    if (error.code == Errc::Unauthorized) {
        problem.type = config::errorCategoryName(config::ErrorCategory::AuthFailure);
        problem.category = problem.type;
        problem.title = "The account cannot be used";
        problem.reauth = true;
    }
    return problem;
}

} // namespace

bool useReadyAuth(Call& call, Upstream& upstream)
{
    const Target& target = *upstream.target;
    upstream.auth = call.services.authorizer->ready(target.account->account.id, target.revision,
                                                    call.services.clock->now());
    if (upstream.auth) {
        StageTimer timer(call, "authorize");
        timer.note(std::string(config::authKindName(target.auth->kind)));
    }
    return upstream.auth != nullptr;
}

QCoro::Task<Verdict> authorize(Call& call, Upstream& upstream)
{
    StageTimer timer(call, "authorize");
    const Target& target = *upstream.target;
    const Account& account = target.account->account;
    auth::AuthSubject subject{account.id, target.auth, account.context, target.revision,
                              call.detail.summary.id};
    auto applied = co_await call.services.authorizer->obtain(std::move(subject));
    if (!applied) {
        timer.note(applied.error().message);
        Problem problem = authProblem(call, applied.error());
        if (applied.error().code == Errc::Unavailable) {
            askToWait(call, upstream, problem);
        }
        co_return tl::make_unexpected(std::move(problem));
    }
    timer.note(std::string(config::authKindName(target.auth->kind)));
    upstream.auth = std::move(*applied);
    co_return Verdict{};
}

} // namespace gatehouse::pipeline
