// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/account_book.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse {
namespace {

std::string operationOf(const OverrideKey& key)
{
    return fmt::format("{}.{}.{}", key.model, key.resource, key.method);
}

const std::shared_ptr<const pipeline::OverrideSet>& noOverrides()
{
    static const auto none = std::make_shared<const pipeline::OverrideSet>();
    return none;
}

} // namespace

std::map<std::string, AccountBook::OverrideSetPtr, std::less<>>& AccountBook::sets(OverrideLevel level)
{
    return level == OverrideLevel::Environment ? m_environmentOverrides : m_accountOverrides;
}

const std::map<std::string, AccountBook::OverrideSetPtr, std::less<>>&
AccountBook::sets(OverrideLevel level) const
{
    return level == OverrideLevel::Environment ? m_environmentOverrides : m_accountOverrides;
}

AccountBook::OverrideSetPtr AccountBook::overridesOf(OverrideLevel level, std::string_view ownerId) const
{
    const auto& owners = sets(level);
    const auto found = owners.find(ownerId);
    return found == owners.end() ? noOverrides() : found->second;
}

pipeline::AccountRecordPtr AccountBook::find(std::string_view accountId) const
{
    const auto found = m_records.find(accountId);
    return found == m_records.end() ? nullptr : found->second;
}

std::vector<Environment> AccountBook::environments() const
{
    return m_environments;
}

const Environment* AccountBook::environment(std::string_view id) const
{
    const auto found = std::ranges::find(m_environments, id, &Environment::id);
    return found == m_environments.end() ? nullptr : &*found;
}

void AccountBook::putEnvironment(Environment environment)
{
    const auto found = std::ranges::find(m_environments, environment.id, &Environment::id);
    if (found == m_environments.end()) {
        m_environments.push_back(std::move(environment));
    } else {
        *found = std::move(environment);
    }
}

std::vector<Account> AccountBook::accounts() const
{
    std::vector<Account> out;
    out.reserve(m_order.size());
    for (const std::string& id : m_order) {
        out.push_back(*account(id));
    }
    return out;
}

std::optional<Account> AccountBook::account(std::string_view id) const
{
    const auto record = find(id);
    if (!record) {
        return std::nullopt;
    }
    Account out = record->account;
    if (const auto success = m_lastSuccess.find(id); success != m_lastSuccess.end()) {
        out.lastSuccessAt = std::max(out.lastSuccessAt.value_or(UnixMillis{}), success->second);
    }
    return out;
}

void AccountBook::putAccount(Account account)
{
    const std::string id = account.id;
    if (!m_records.contains(id)) {
        m_order.push_back(id);
    }
    rebuild(id, std::move(account));
}

bool AccountBook::removeAccount(std::string_view id)
{
    const auto found = m_records.find(id);
    if (found == m_records.end()) {
        return false;
    }
    m_records.erase(found);
    std::erase(m_order, id);
    for (auto* times : {&m_lastSuccess, &m_unwritten}) {
        if (const auto success = times->find(id); success != times->end()) {
            times->erase(success);
        }
    }
    if (const auto own = m_accountOverrides.find(id); own != m_accountOverrides.end()) {
        m_accountOverrides.erase(own);
    }
    return true;
}

bool AccountBook::usesIntegration(std::string_view slug) const
{
    return std::ranges::any_of(m_records,
                               [&](const auto& entry) { return entry.second->account.integration == slug; });
}

void AccountBook::noteSuccess(std::string_view accountId, UnixMillis at)
{
    for (auto* times : {&m_lastSuccess, &m_unwritten}) {
        if (const auto found = times->find(accountId); found != times->end()) {
            found->second = std::max(found->second, at);
        } else {
            times->emplace(accountId, at);
        }
    }
}

std::vector<std::pair<std::string, UnixMillis>> AccountBook::takeSuccesses(std::size_t most)
{
    std::vector<std::pair<std::string, UnixMillis>> out;
    while (out.size() < most && !m_unwritten.empty()) {
        auto taken = m_unwritten.extract(m_unwritten.begin());
        out.emplace_back(std::move(taken.key()), taken.mapped());
    }
    return out;
}

void AccountBook::rebuild(std::string_view accountId, std::optional<Account> account)
{
    auto record = std::make_shared<pipeline::AccountRecord>();
    record->account = account ? std::move(*account) : m_records.find(accountId)->second->account;
    record->environmentOverrides = overridesOf(OverrideLevel::Environment, record->account.environmentId);
    record->accountOverrides = overridesOf(OverrideLevel::Account, accountId);
    record->revision = ++m_revision;
    m_records.insert_or_assign(std::string(accountId), std::move(record));
}

void AccountBook::rebuildOwned(const OverrideKey& key)
{
    for (const std::string& id : m_order) {
        const Account& account = m_records.find(id)->second->account;
        const std::string& owner =
            key.level == OverrideLevel::Environment ? account.environmentId : account.id;
        if (owner == key.ownerId) {
            rebuild(id);
        }
    }
}

std::optional<json::Document> AccountBook::findOverride(const OverrideKey& key) const
{
    const auto set = overridesOf(key.level, key.ownerId);
    const auto found = set->find(operationOf(key));
    return found == set->end() ? std::nullopt : std::optional(found->second.document);
}

void AccountBook::putOverride(const OverrideKey& key, json::Document document)
{
    pipeline::OverrideSet next = *overridesOf(key.level, key.ownerId);
    config::MappingSource source;
    source.origin.level = key.level == OverrideLevel::Environment ? config::MappingLevel::Environment
                                                                  : config::MappingLevel::Account;
    source.origin.source = "override";
    source.revision = ++m_revision;
    source.document = std::move(document);
    next.insert_or_assign(operationOf(key), std::move(source));
    sets(key.level).insert_or_assign(key.ownerId,
                                     std::make_shared<const pipeline::OverrideSet>(std::move(next)));
    rebuildOwned(key);
}

bool AccountBook::removeOverride(const OverrideKey& key)
{
    pipeline::OverrideSet next = *overridesOf(key.level, key.ownerId);
    if (next.erase(operationOf(key)) == 0) {
        return false;
    }
    sets(key.level).insert_or_assign(key.ownerId,
                                     std::make_shared<const pipeline::OverrideSet>(std::move(next)));
    rebuildOwned(key);
    return true;
}

std::size_t AccountBook::overrideCount() const
{
    std::size_t count = 0;
    for (const auto* owners : {&m_environmentOverrides, &m_accountOverrides}) {
        for (const auto& [owner, set] : *owners) {
            count += set->size();
        }
    }
    return count;
}

} // namespace gatehouse
