// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/call.h"
#include "core/pipeline/upstream.h"

namespace gatehouse::pipeline {

/// A provider's error as the caller gets it: the provider's own 4xx where that names the category, otherwise
/// the category's usual status (401, 429, 422, 404, 409, 502, 504). upstream.error must be set.
[[nodiscard]] Problem providerProblem(const Call& call, const Upstream& upstream);
/// No answer came: time ran out (504), the provider cannot be reached or talks nonsense (502), or the address
/// is one that must not be called (403, origin gateway).
[[nodiscard]] Problem transportProblem(const Call& call, const Error& error);
/// Whoever asked is gone (499, which only the record shows), or the node is stopping (503).
[[nodiscard]] Problem cancelledProblem(const Call& call);
/// A call that was not sent because the provider's limit is known to be spent.
[[nodiscard]] Problem spentLimitProblem(const Call& call, std::int64_t retryAfter);
/// An answer that is not what it claims to be (502).
[[nodiscard]] Problem unreadableAnswer(const Call& call, const Upstream& upstream, const Error& error);
/// A redirect where records were asked for (502): it is not followed.
[[nodiscard]] Problem redirected(const Call& call, const Upstream& upstream);

/// The status a caller gets for a provider's error.
[[nodiscard]] int callerStatus(config::ErrorCategory category, int providerStatus) noexcept;

} // namespace gatehouse::pipeline
