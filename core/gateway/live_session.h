// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/credentials.h"
#include "core/base/completion.h"
#include "core/contract/connect.h"

#include <memory>
#include <vector>

namespace gatehouse {

/// A session with what nobody may see of it. The credentials and the context are a candidate's: the account
/// gets them when they have proved themselves. Engine thread.
struct LiveSession
{
    ConnectSession view;
    auth::Credentials credentials;
    json::Document context;
    std::string actor = "system"; ///< Who started it.
    Secret verifier;              ///< Of the proof key; empty: none.
    Secret deviceCode;            ///< RFC 8628.
    bool unsealed = true;         ///< False: the secrets lie in the vault and were not read yet.
    std::vector<Completion<ConnectSession>> whenOver; ///< Whoever waits for the end.
};

using LiveSessionPtr = std::shared_ptr<LiveSession>;

} // namespace gatehouse
