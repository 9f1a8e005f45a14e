// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/digest.h"
#include "core/sandbox/definition.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::sandbox {

class DefinitionNode;

/// One way in which a vendor shows that a webhook is its own. Made from the vendor's side alone: what the
/// gateway verifies by is in provider.json, so that a mistake there is seen.
struct WebhookSignature
{
    enum class Encoding : std::uint8_t
    {
        Hex,
        Base64,
        Base64Url
    };

    std::string name; ///< Headers see it as signatures.NAME.
    crypto::Digest digest = crypto::Digest::Sha256;
    bool keyed = true; ///< HMAC; else the bare digest of a text that holds the secret.
    Encoding encoding = Encoding::Hex;
    Expression key;  ///< Of an HMAC.
    Expression text; ///< What is signed.
};

/// The member "webhooks" of sandbox.json: how a vendor tells of changed records.
struct WebhookDefinition
{
    Expression secrets;   ///< What a person copies from the vendor's settings; an object.
    bool onChange = true; ///< Tells of each change as it happens; else only when asked for a test.
    Expression event;     ///< A change as the vendor tells it; nothing: it does not.
    std::string contentType = "application/json";
    Expression body; ///< Written as JSON …
    Expression text; ///< … or, when this is set, as it is.
    bool hasText = false;
    std::vector<WebhookSignature> signatures;
    std::vector<std::pair<std::string, Expression>> headers;
    std::vector<StepDefinition> test; ///< Changes a record, so that there is something to tell.
};

/// Null when the vendor has none.
[[nodiscard]] std::shared_ptr<const WebhookDefinition> readVendorWebhooks(const DefinitionNode& node);

} // namespace gatehouse::sandbox
