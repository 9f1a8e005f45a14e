// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/connect_definition.h"
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

/// An account as it would be with these credentials, before anything of it is kept.
struct Candidate
{
    AccountRecordPtr record;
    auth::CredentialsPtr credentials;
};

/// Makes one call of the definition's connect block for a candidate. The call is recorded like any other.
[[nodiscard]] QCoro::Task<ValidationOutcome> tryCandidate(const Services& services, Candidate candidate,
                                                          const config::ConnectStep& step,
                                                          std::stop_token stop);

} // namespace gatehouse::pipeline
