// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/credential_store.h"

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace gatehouse::test {

/// Credentials in plain memory; answers at once.
class MemoryCredentials final : public auth::CredentialStore
{
public:
    void load(std::string accountId, Completion<auth::CredentialsPtr> done) override
    {
        ++loads;
        if (refused) {
            done(fail(*refused));
            return;
        }
        const auto found = kept.find(accountId);
        done(found == kept.end() ? fail(Errc::NotFound, "nothing is kept for " + accountId)
                                 : Result<auth::CredentialsPtr>(found->second));
    }

    void save(std::string accountId, auth::CredentialsPtr credentials, Completion<bool> done) override
    {
        if (refused) {
            done(fail(*refused));
            return;
        }
        kept[std::move(accountId)] = std::move(credentials);
        done(true);
    }

    void replace(std::string accountId, auth::CredentialsPtr basis, auth::CredentialsPtr fresh,
                 Completion<bool> done) override
    {
        const auto found = kept.find(accountId);
        if (found == kept.end() || found->second->fence > fresh->fence
            || !found->second->sameSecrets(*basis)) {
            done(fail(Errc::Conflict, "somebody else wrote the credentials of " + accountId));
            return;
        }
        save(std::move(accountId), std::move(fresh), std::move(done));
    }

    void remove(std::string accountId, Completion<bool> done) override { done(kept.erase(accountId) > 0); }

    void put(const std::string& accountId, std::initializer_list<std::pair<const char*, const char*>> secrets)
    {
        auto credentials = std::make_shared<auth::Credentials>();
        for (const auto& [name, text] : secrets) {
            credentials->secrets.emplace(name, Secret(std::string(text)));
        }
        kept[accountId] = std::move(credentials);
    }

    std::map<std::string, auth::CredentialsPtr> kept;
    int loads = 0;
    std::optional<Error> refused; ///< While set, the answer to reading and writing: a locked vault.
};

} // namespace gatehouse::test
