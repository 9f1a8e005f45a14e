// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/base/secret.h"

#include <span>
#include <string>
#include <string_view>

namespace gatehouse::delivery {

/// Signatures as Standard Webhooks 1.0 has them (github.com/standard-webhooks/standard-webhooks,
/// spec/standard-webhooks.md): HMAC-SHA256 over "id.timestamp.body", key "whsec_" + base64 of 24–64 bytes.

/// A fresh secret with 32 bytes of chance, as the subscriber gets it ("whsec_…").
[[nodiscard]] Secret makeSigningSecret(Random& random);
/// Whether a text is such a secret: InvalidArgument says what is wrong with it.
[[nodiscard]] Status checkSigningSecret(std::string_view text);
/// The value of webhook-signature: "v1,…" for each secret in order, separated by spaces. Secrets that are not
/// well-formed are left out.
[[nodiscard]] std::string signMessage(std::span<const Secret> secrets, std::string_view messageId,
                                      UnixMillis at, std::string_view body);
/// The value of webhook-timestamp: whole seconds since 1970.
[[nodiscard]] std::string messageTimestamp(UnixMillis at);

} // namespace gatehouse::delivery
