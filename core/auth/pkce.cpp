// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/pkce.h"

#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"

#include <array>
#include <span>

namespace gatehouse::auth {

std::string makeState(Random& random)
{
    std::array<std::byte, 32> bytes{};
    random.fill(bytes);
    return crypto::toBase64Url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Pkce makePkce(Random& random)
{
    Secret verifier(makeState(random));
    auto challenge = crypto::toBase64Url(crypto::digest(crypto::Digest::Sha256, verifier.reveal()));
    return {std::move(verifier), std::move(challenge)};
}

} // namespace gatehouse::auth
