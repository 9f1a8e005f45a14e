// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/contract/account.h"
#include "core/contract/token.h"

#include <string>
#include <vector>

namespace gatehouse {

/// The tokens of the connected accounts: their refreshes, the lock around each, and the days on which
/// credentials end. A role of the façade; threads as Gateway says. While a refresh runs, and when it ends,
/// TokenAttempted is published (core/gateway/events.h).
class Tokens
{
public:
    virtual ~Tokens() = default;

    /// Refreshes now, or joins the refresh that runs; also the way back from needs_reauth when the grant
    /// turns out to live. Unauthorized: a person must connect again; Unavailable: the endpoint cannot answer
    /// now; Unsupported: the account has no token of its own to refresh; Forbidden: the account is disabled.
    virtual void refresh(std::string accountId, Completion<Account> done) = 0;
    /// NotFound.
    virtual void history(std::string accountId, Completion<TokenHistory> done) = 0;
    /// Its scopes: asked for, granted, needed by an operation, used by calls; alphabetical. Empty where the
    /// scheme knows no scopes. Proxied calls are not counted: nobody knows what they need. NotFound.
    virtual void scopes(std::string accountId, Completion<std::vector<ScopeUse>> done) = 0;
    /// The credential calendar of one account, or (empty) of all; soonest end first. NotFound.
    virtual void credentials(std::string accountId, Completion<std::vector<CredentialDate>> done) = 0;
};

} // namespace gatehouse
