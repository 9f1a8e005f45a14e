// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/secret.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::auth {

/// What an account proves itself with: secrets by the names that definitions use (access_token,
/// refresh_token, api_key, username, password, client_id, client_secret, …). Immutable once shared.
struct Credentials
{
    std::map<std::string, Secret, std::less<>> secrets;
    std::optional<UnixMillis> tokenExpiresAt; ///< Of access_token; unset: unknown or never.
    std::uint64_t fence = 0; ///< Of the lease under which the tokens were written; 0: by a person.

    /// Null when there is none of that name.
    [[nodiscard]] const Secret* find(std::string_view name) const
    {
        const auto found = secrets.find(name);
        return found == secrets.end() ? nullptr : &found->second;
    }

    /// A deliberate second copy, to change.
    [[nodiscard]] Credentials clone() const
    {
        Credentials copy;
        for (const auto& [name, secret] : secrets) {
            copy.secrets.emplace(name, secret.clone());
        }
        copy.tokenExpiresAt = tokenExpiresAt;
        copy.fence = fence;
        return copy;
    }

    /// Whether both hold the same secrets.
    [[nodiscard]] bool sameSecrets(const Credentials& other) const
    {
        return std::equal(secrets.begin(), secrets.end(), other.secrets.begin(), other.secrets.end(),
                          [](const auto& a, const auto& b) {
                              return a.first == b.first && a.second.reveal() == b.second.reveal();
                          });
    }
};

using CredentialsPtr = std::shared_ptr<const Credentials>;

} // namespace gatehouse::auth
