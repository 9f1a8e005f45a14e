// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/base/secret.h"
#include "core/contract/token.h"
#include "core/json/document.h"

#include <cstddef>
#include <string>
#include <vector>

namespace gatehouse {

/// A credential that the vault keeps, so that people can tell it from another.
struct CredentialHint
{
    std::string name;     ///< "client_secret", "access_token", …
    std::size_t size = 0; ///< Bytes.
    std::string masked;   ///< Secret::masked().
};

/// Fields of an account's mappings that are not the platform's.
struct OverrideCount
{
    std::string accountId;
    std::size_t environment = 0; ///< Operations that its customer overrides.
    std::size_t account = 0;     ///< Operations that it overrides itself.
};

/// What can be said of accounts without giving a secret away, and the one door through which one is given. A
/// role of the façade; threads as Gateway says.
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
    /// What the vault keeps for it, by name. NotFound; Unavailable: the vault is locked.
    virtual void credentialHints(std::string accountId, Completion<std::vector<CredentialHint>> done) = 0;
    /// One credential as it is, for the person at the console alone: no API gives it. credential.reveal, with
    /// its name, stands in the audit log before it is given. NotFound; Unavailable: the vault is locked.
    virtual void revealCredential(std::string accountId, std::string name, Completion<Secret> done) = 0;
    /// Of the accounts that have any.
    virtual void overrideCounts(Completion<std::vector<OverrideCount>> done) = 0;
};

} // namespace gatehouse
