// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/webhook.h"
#include "core/webhooks/ingest/rejected_ring.h"
#include "core/webhooks/verify/jwk_set.h"

namespace gatehouse::webhooks {

/// Why a signature failed: tries the mistakes that people make, one by one and in a few pairs, and adds those
/// with which it would verify to report.findings. Bounded in attempts and in the size of the body; looks, and
/// never accepts anything. A few milliseconds.
void explain(const Rejection& rejection, const JwkSource& keys, VerificationReport& report);

/// Verifies it again with a secret that a person brings, at the time when it came.
[[nodiscard]] VerificationReport verifyWith(const Rejection& rejection, const Secret& secret,
                                            const JwkSource& keys);

} // namespace gatehouse::webhooks
