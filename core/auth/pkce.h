// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/base/secret.h"

#include <string>

namespace gatehouse::auth {

/// A proof key for one authorization request (RFC 7636, S256 only).
struct Pkce
{
    Secret verifier;       ///< 43 characters, 256 bits of chance.
    std::string challenge; ///< BASE64URL(SHA-256(verifier)).
};

[[nodiscard]] Pkce makePkce(Random& random);
/// An unguessable state value (RFC 6749 §10.12): 43 base64url characters.
[[nodiscard]] std::string makeState(Random& random);

} // namespace gatehouse::auth
