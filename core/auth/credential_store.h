// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/credentials.h"
#include "core/base/completion.h"

#include <string>

namespace gatehouse::auth {

/// Where credentials are kept, sealed (core/vault). Called on the engine thread and answers there, after what
/// it was told is durable.
class CredentialStore
{
public:
    CredentialStore() = default;
    CredentialStore(const CredentialStore&) = delete;
    CredentialStore& operator=(const CredentialStore&) = delete;
    virtual ~CredentialStore() = default;

    /// NotFound: nothing is kept for it. Unavailable: the vault is locked. Corrupt: the seal is broken.
    virtual void load(std::string accountId, Completion<CredentialsPtr> done) = 0;
    /// Replaces what was there.
    virtual void save(std::string accountId, CredentialsPtr credentials, Completion<bool> done) = 0;
    /// The same, but only while what is kept are still the secrets of basis, written under no higher fence
    /// than that of the new ones. Conflict: somebody else wrote meanwhile, and nothing was changed.
    virtual void replace(std::string accountId, CredentialsPtr basis, CredentialsPtr fresh,
                         Completion<bool> done) = 0;
    /// False: there was nothing.
    virtual void remove(std::string accountId, Completion<bool> done) = 0;
};

} // namespace gatehouse::auth
