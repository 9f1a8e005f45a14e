// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/stages/resolve.h"

#include <fmt/format.h>

namespace gatehouse::pipeline {
namespace {

/// Whether the account's state lets it be used.
Verdict usable(const Call& call, const Account& account)
{
    switch (account.status) {
    case AccountStatus::Active:
        return {};
    case AccountStatus::Connecting:
        return tl::make_unexpected(call.problem(
            {Errc::Conflict, fmt::format("account {} is not connected yet", account.id), {}, {}, {}}));
    case AccountStatus::Disabled:
        return tl::make_unexpected(
            call.problem({Errc::Forbidden, fmt::format("account {} is disabled", account.id), {}, {}, {}}));
    case AccountStatus::NeedsReauth:
        break;
    }
    Problem problem =
        call.problem({Errc::Unauthorized,
                      fmt::format("account {} must be connected again: {}", account.id, account.statusReason),
                      {},
                      {},
                      {}});
    problem.type = config::errorCategoryName(config::ErrorCategory::AuthFailure);
    problem.category = problem.type;
    problem.title = "The account must be connected again";
    problem.reauth = true;
    return tl::make_unexpected(std::move(problem));
}

} // namespace

VerdictOf<PlanPtr> resolvePlan(Call& call, std::string_view accountId, const OperationName& operation)
{
    StageTimer timer(call, "resolve");
    auto plan = call.services.planner->plan(accountId, operation);
    if (!plan) {
        // The account may be fine although the operation is not: then the problem still names it.
        if (const auto target = call.services.planner->target(accountId)) {
            call.bind(*target);
        }
        return tl::make_unexpected(call.problem(plan.error()));
    }
    call.memory->owners.push_back(*plan);
    call.bind((*plan)->target);
    if (auto verdict = usable(call, (*plan)->target->account->account); !verdict) {
        return tl::make_unexpected(std::move(verdict).error());
    }
    return *plan;
}

VerdictOf<TargetPtr> resolveTarget(Call& call, std::string_view accountId)
{
    auto target = findTarget(call, accountId);
    if (!target) {
        return target;
    }
    if (auto verdict = usable(call, (*target)->account->account); !verdict) {
        return tl::make_unexpected(std::move(verdict).error());
    }
    return target;
}

VerdictOf<TargetPtr> findTarget(Call& call, std::string_view accountId)
{
    StageTimer timer(call, "resolve");
    auto target = call.services.planner->target(accountId);
    if (!target) {
        return tl::make_unexpected(call.problem(target.error()));
    }
    call.bind(*target);
    return *target;
}

} // namespace gatehouse::pipeline
