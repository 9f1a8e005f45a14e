// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/webhook_definition.h"
#include "core/contract/webhook.h"
#include "core/webhooks/verify/jwk_set.h"
#include "core/webhooks/verify/received.h"
#include "core/webhooks/verify/secret_set.h"

#include <string>
#include <vector>

namespace gatehouse::webhooks {

/// What every check stands on.
struct CheckContext
{
    const Received& received;
    const SecretSet& secrets;
    const JwkSource& keys;
    json::Value context; ///< The account's; for templates.
    RequestInput& input;
};

/// One function per kind of verifier. Each adds what it did to `checks` (one entry a secret, the passing one
/// last) and says whether it passed. Comparisons take the same time wherever the difference is.
[[nodiscard]] bool checkHmac(const config::HmacVerifier& verifier, const CheckContext& context,
                             std::vector<SignatureCheck>& checks);
[[nodiscard]] bool checkJwt(const config::JwtVerifier& verifier, const CheckContext& context,
                            std::vector<SignatureCheck>& checks);
[[nodiscard]] bool checkBasic(const config::BasicVerifier& verifier, const CheckContext& context,
                              std::vector<SignatureCheck>& checks);
[[nodiscard]] bool checkStaticToken(const config::StaticTokenVerifier& verifier, const CheckContext& context,
                                    std::vector<SignatureCheck>& checks);
[[nodiscard]] bool checkPublicKey(const config::PublicKeyVerifier& verifier, const CheckContext& context,
                                  std::vector<SignatureCheck>& checks);

/// An entry for a check that could not be made at all; gives false.
inline bool refuse(std::vector<SignatureCheck>& checks, SignatureCheck check, std::string reason)
{
    check.reason = std::move(reason);
    checks.push_back(std::move(check));
    return false;
}

/// Bytes of a keyed or plain digest as an HmacVerifier computes it.
[[nodiscard]] std::string macOf(config::DigestAlgorithm algorithm, std::string_view key,
                                std::string_view data);
[[nodiscard]] std::string_view algorithmName(config::DigestAlgorithm algorithm) noexcept;

} // namespace gatehouse::webhooks
