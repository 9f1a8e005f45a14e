// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/problem.h"
#include "core/pipeline/services.h"

#include <qcoro/qcorotask.h>

#include <optional>
#include <stop_token>
#include <string>

namespace gatehouse::pipeline {

struct ValidationOutcome
{
    std::string callId;             ///< The call's record.
    std::optional<Problem> problem; ///< Unset: the account works.
    json::Document context;         ///< The account's context with what the call told about it.
};

/// Runs the definition's validation call for an account, whatever its status. A definition without one gives
/// the problem unsupported.
[[nodiscard]] QCoro::Task<ValidationOutcome> validateAccount(const Services& services, std::string accountId,
                                                             std::stop_token stop);

} // namespace gatehouse::pipeline
