// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/crypto/signature.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::webhooks {

/// The public keys behind a jwks_url (RFC 7517). Immutable.
class JwkSet
{
public:
    struct Key
    {
        std::string id; ///< kid; may be empty.
        crypto::SignatureScheme scheme = crypto::SignatureScheme::Rs256;
        std::string algorithm; ///< alg, when the key is for one alone.
        std::string pem;
    };

    /// Keys of kinds we do not know are left out. Errc::ParseError when it is no key set.
    [[nodiscard]] static Result<JwkSet> parse(std::string_view text);

    /// The key of that id for that algorithm (RS256, PS256, ES256, EdDSA); without an id the only one that
    /// fits. Null when there is none.
    [[nodiscard]] const Key* find(std::string_view id, std::string_view algorithm) const;

private:
    std::vector<Key> m_keys;
};

using JwkSetPtr = std::shared_ptr<const JwkSet>;

/// Where checks find key sets. A check that misses one says so in its reason and is made again once it is
/// there.
class JwkSource
{
public:
    JwkSource() = default;
    JwkSource(const JwkSource&) = delete;
    JwkSource& operator=(const JwkSource&) = delete;
    virtual ~JwkSource() = default;

    /// What is known of that URL now; null: nothing yet.
    [[nodiscard]] virtual JwkSetPtr keys(std::string_view url) const = 0;
};

} // namespace gatehouse::webhooks
