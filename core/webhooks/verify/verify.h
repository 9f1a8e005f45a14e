// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/webhook_definition.h"
#include "core/webhooks/verify/checks.h"

namespace gatehouse::webhooks {

/// Whether a request is from who it says it is: the definition's verifiers in order, any may pass. With none
/// that applies nothing passes. Pure but for the time in `received`; thread-safe.
[[nodiscard]] VerificationReport verify(const config::WebhookDefinition& definition,
                                        const CheckContext& context);

/// In a few words, for the event: "hmac_sha256 x-signature (webhook_secret)".
[[nodiscard]] std::string verifiedBy(const VerificationReport& report);
/// Why it was refused, in one line: the last check's reason.
[[nodiscard]] std::string refusalOf(const VerificationReport& report);

} // namespace gatehouse::webhooks
