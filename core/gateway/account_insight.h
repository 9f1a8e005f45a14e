// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/base/secret.h"
#include "core/json/document.h"

#include <cstddef>
#include <string>
#include <vector>

namespace gatehouse {

/// What a JWT (RFC 7519) says of itself. Not verified, and without its signature: for looking at, never for
/// trusting, and nothing that could be used.
struct TokenClaims
{
    std::string name; ///< The credential it is kept as ("access_token"); empty: a person gave it.
    json::Document header;
    json::Document claims;
};

/// Fields of an account's mappings that are not the platform's.
struct OverrideCount
{
    std::string accountId;
    std::size_t environment = 0; ///< Operations that its customer overrides.
    std::size_t account = 0;     ///< Operations that it overrides itself.
};

/// What can be said of accounts without giving a secret away. A role of the façade; threads as Gateway says.
class AccountInsight
{
public:
    AccountInsight() = default;
    AccountInsight(const AccountInsight&) = delete;
    AccountInsight& operator=(const AccountInsight&) = delete;
    virtual ~AccountInsight() = default;

    /// Those of its tokens that are JWTs; many are opaque. NotFound; Unavailable: the vault is locked.
    virtual void tokenClaims(std::string accountId, Completion<std::vector<TokenClaims>> done) = 0;
    /// The same of a token that a person gave; it is not kept. InvalidArgument: not a JWT, and why.
    virtual void peekToken(Secret token, Completion<TokenClaims> done) = 0;
    /// Of the accounts that have any.
    virtual void overrideCounts(Completion<std::vector<OverrideCount>> done) = 0;
};

} // namespace gatehouse
