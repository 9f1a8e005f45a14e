// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/oauth2/token_set.h"
#include "core/contract/connect.h"
#include "core/contract/problem.h"

#include <string>
#include <string_view>

namespace gatehouse::auth {

/// What an error code of an authorization server, or one of ours, means to people: in plain words, with what
/// to do and who must do it. The description sharpens it where a provider hides the reason there.
[[nodiscard]] ConnectFailure explainFailure(std::string_view code, std::string description);
/// The same for a refusal of a token endpoint.
[[nodiscard]] ConnectFailure explainRefusal(const TokenRefusal& refusal);
/// The same for a validation call that failed.
[[nodiscard]] ConnectFailure explainProblem(const Problem& problem);

} // namespace gatehouse::auth
