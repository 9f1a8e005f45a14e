// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/roles.h"

#include "core/gateway/preview.h"

#include <fmt/format.h>

namespace gatehouse {

void AccountsRole::environments(Completion<std::vector<Environment>> done)
{
    onEngine(m_core, [this, done = std::move(done)]() mutable { done(m_core.accounts.environments()); });
}

void AccountsRole::createEnvironment(std::string name, json::Document metadata, Completion<Environment> done)
{
    onEngine(m_core, [this, name = std::move(name), metadata = std::move(metadata),
                      done = std::move(done)]() mutable {
        deliver(m_core, m_service.createEnvironment(std::move(name), std::move(metadata)), std::move(done));
    });
}

void AccountsRole::accounts(Completion<std::vector<Account>> done)
{
    onEngine(m_core, [this, done = std::move(done)]() mutable { done(m_core.accounts.accounts()); });
}

void AccountsRole::account(std::string id, Completion<Account> done)
{
    onEngine(m_core, [this, id = std::move(id), done = std::move(done)]() mutable {
        auto found = m_core.accounts.account(id);
        done(found ? Result<Account>(std::move(*found))
                   : fail(Errc::NotFound, fmt::format("there is no account {}", id)));
    });
}

void AccountsRole::createAccount(json::Document fields, Completion<Account> done)
{
    onEngine(m_core, [this, fields = std::move(fields), done = std::move(done)]() mutable {
        deliver(m_core, m_service.create(std::move(fields)), std::move(done));
    });
}

void AccountsRole::updateAccount(std::string id, json::Document fields, Completion<Account> done)
{
    onEngine(m_core,
             [this, id = std::move(id), fields = std::move(fields), done = std::move(done)]() mutable {
                 deliver(m_core, m_service.update(std::move(id), std::move(fields)), std::move(done));
             });
}

void AccountsRole::removeAccount(std::string id, Completion<bool> done)
{
    onEngine(m_core, [this, id = std::move(id), done = std::move(done)]() mutable {
        deliver(m_core, m_service.remove(std::move(id)), std::move(done));
    });
}

void AccountsRole::testAccount(std::string id, Completion<CallDetail> done)
{
    onEngine(m_core, [this, id = std::move(id), done = std::move(done)]() mutable {
        deliver(m_core, m_service.test(std::move(id)), std::move(done));
    });
}

void MappingsRole::platformMapping(std::string integration, std::string model, std::string resource,
                                   std::string method, Completion<json::Document> done)
{
    config::MappingKey key{std::move(integration), std::move(model), std::move(resource)};
    onEngine(m_core, [this, key = std::move(key), method = std::move(method),
                      done = std::move(done)]() mutable { done(m_service.platform(key, method)); });
}

void MappingsRole::resolve(std::string accountId, std::string model, std::string resource, std::string method,
                           Completion<ResolvedMapping> done)
{
    onEngine(m_core,
             [this, accountId = std::move(accountId), model = std::move(model),
              resource = std::move(resource), method = std::move(method), done = std::move(done)]() mutable {
                 done(m_service.resolve(accountId, {model, resource, method}));
             });
}

void MappingsRole::getOverride(OverrideKey key, Completion<json::Document> done)
{
    onEngine(m_core, [this, key = std::move(key), done = std::move(done)]() mutable {
        done(m_service.findOverride(key));
    });
}

void MappingsRole::putOverride(OverrideKey key, json::Document mapping, Completion<json::Document> done)
{
    onEngine(m_core,
             [this, key = std::move(key), mapping = std::move(mapping), done = std::move(done)]() mutable {
                 deliver(m_core, m_service.putOverride(std::move(key), std::move(mapping)), std::move(done));
             });
}

void MappingsRole::removeOverride(OverrideKey key, Completion<bool> done)
{
    onEngine(m_core, [this, key = std::move(key), done = std::move(done)]() mutable {
        deliver(m_core, m_service.removeOverride(std::move(key)), std::move(done));
    });
}

void MappingsRole::preview(json::Document request, Completion<json::Document> done)
{
    onEngine(m_core, [this, request = std::move(request), done = std::move(done)]() mutable {
        done(previewMapping(m_core, *request));
    });
}

Result<std::shared_ptr<const ApiKey>> KeysRole::check(std::string_view presented,
                                                      std::string_view peerAddress) const
{
    return m_core.keys.check(presented, peerAddress);
}

void KeysRole::keys(Completion<std::vector<ApiKey>> done)
{
    onEngine(m_core, [this, done = std::move(done)]() mutable { done(m_core.keys.all()); });
}

void KeysRole::createKey(ApiKey wanted, Completion<CreatedKey> done)
{
    onEngine(m_core, [this, wanted = std::move(wanted), done = std::move(done)]() mutable {
        deliver(m_core, m_core.keys.create(std::move(wanted)), std::move(done));
    });
}

void KeysRole::revokeKey(std::string id, Completion<bool> done)
{
    onEngine(m_core, [this, id = std::move(id), done = std::move(done)]() mutable {
        deliver(m_core, m_core.keys.revoke(std::move(id)), std::move(done));
    });
}

void TokensRole::refresh(std::string accountId, Completion<Account> done)
{
    onEngine(m_core, [this, id = std::move(accountId), done = std::move(done)]() mutable {
        deliver(m_core, m_service.refresh(std::move(id)), std::move(done));
    });
}

void TokensRole::history(std::string accountId, Completion<TokenHistory> done)
{
    onEngine(m_core, [this, id = std::move(accountId), done = std::move(done)]() mutable {
        done(m_service.history(id));
    });
}

void TokensRole::scopes(std::string accountId, Completion<std::vector<ScopeUse>> done)
{
    onEngine(m_core, [this, id = std::move(accountId), done = std::move(done)]() mutable {
        done(m_service.scopes(id));
    });
}

void TokensRole::credentials(std::string accountId, Completion<std::vector<CredentialDate>> done)
{
    onEngine(m_core, [this, id = std::move(accountId), done = std::move(done)]() mutable {
        done(m_service.credentials(id));
    });
}

} // namespace gatehouse
