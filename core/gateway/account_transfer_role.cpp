// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/account_transfer_role.h"

#include "core/base/ids.h"
#include "core/base/time_format.h"
#include "core/gateway/account_fields.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace gatehouse {
namespace {

std::string memberText(const json::Value& value)
{
    return std::string(value.asString());
}

json::Value environmentIn(const json::Value& file, std::string_view id)
{
    const auto all = file["environments"].items();
    const auto found =
        std::ranges::find_if(all, [&](const json::Value& one) { return one["id"].asString() == id; });
    return found == all.end() ? json::Value() : *found;
}

} // namespace

void AccountTransferRole::exportAccounts(AccountExport wanted, Completion<std::string> done)
{
    auto shared = std::make_shared<AccountExport>(std::move(wanted));
    onEngine(m_core, [this, shared, done = std::move(done)]() mutable {
        deliver(m_core, write(std::move(shared)), std::move(done));
    });
}

void AccountTransferRole::importAccounts(AccountImport given, Completion<ImportReport> done)
{
    auto shared = std::make_shared<AccountImport>(std::move(given));
    onEngine(m_core, [this, shared, done = std::move(done)]() mutable {
        deliver(m_core, read(std::move(shared)), std::move(done));
    });
}

QCoro::Task<Result<AccountTransferRole::KeyPtr>>
AccountTransferRole::derive(std::shared_ptr<const Secret> passphrase, vault::PassphraseParameters parameters)
{
    auto pending = runtime::awaitCompletion<KeyPtr>(
        *m_core.services.engine, [this, &passphrase, &parameters](Completion<KeyPtr> done) {
            auto shared = std::make_shared<Completion<KeyPtr>>(std::move(done));
            m_core.pool.submit([shared, passphrase, parameters](const std::stop_token&) {
                auto key = vault::deriveKey(*passphrase, parameters);
                (*shared)(key ? Result<KeyPtr>(std::make_shared<const vault::Key>(std::move(*key)))
                              : fail(std::move(key).error()));
            });
        });
    co_return co_await pending;
}

QCoro::Task<Result<std::string>> AccountTransferRole::write(Wanted wanted)
{
    const std::string actor = m_core.audit.actor();
    std::optional<FileKey> key;
    if (!wanted->passphrase.empty()) {
        if (wanted->passphrase.size() < AccountExport::kShortestPassphrase) {
            co_return fail(Errc::InvalidArgument, fmt::format("the passphrase needs at least {} characters",
                                                              AccountExport::kShortestPassphrase));
        }
        auto parameters = vault::PassphraseParameters::withNewSalt(*m_core.services.random);
        auto passphrase = std::make_shared<const Secret>(wanted->passphrase.clone());
        auto deriving = derive(std::move(passphrase), parameters);
        auto derived = co_await deriving;
        if (!derived) {
            co_return fail(std::move(derived).error());
        }
        key.emplace(FileKey{std::move(parameters), std::move(*derived)});
    }
    if (wanted->accountIds.empty()) {
        for (const Account& account : m_core.accounts.accounts()) {
            wanted->accountIds.push_back(account.id);
        }
    }
    std::vector<AccountToWrite> accounts;
    std::set<std::string> customers;
    for (const std::string& id : wanted->accountIds) {
        AccountToWrite one{m_core.accounts.find(id), nullptr};
        if (!one.record) {
            co_return fail(Errc::NotFound, fmt::format("there is no account {}", id));
        }
        if (key) {
            auto loading = m_accounts.storedCredentials(id);
            auto stored = co_await loading;
            if (!stored) {
                co_return fail(std::move(stored).error());
            }
            one.credentials = std::make_shared<const auth::Credentials>(std::move(*stored));
            m_core.audit.note(actor, "credential.export", id);
        }
        customers.insert(one.record->account.environmentId);
        accounts.push_back(std::move(one));
    }
    auto environments = m_core.accounts.environments();
    std::erase_if(environments, [&](const Environment& one) { return !customers.contains(one.id); });
    co_return writeAccountFile(environments, accounts, key ? &*key : nullptr, m_core.services.clock->now(),
                               *m_core.services.random);
}

QCoro::Task<Result<AccountTransferRole::KeyPtr>> AccountTransferRole::keyOf(json::Document file, Given given)
{
    const auto parameters = keyParameters(*file);
    if (!parameters) {
        co_return fail(parameters.error());
    }
    if (given->passphrase.empty()) {
        co_return KeyPtr();
    }
    if (!*parameters) {
        co_return fail(Errc::InvalidArgument, "the file holds no credentials, so it takes no passphrase");
    }
    auto passphrase = std::make_shared<const Secret>(given->passphrase.clone());
    auto deriving = derive(std::move(passphrase), **parameters);
    auto key = co_await deriving;
    if (!key) {
        co_return fail(std::move(key).error());
    }
    if (auto right = checkFileKey(*file, **key); !right) {
        co_return fail(std::move(right).error());
    }
    co_return *key;
}

QCoro::Task<Result<ImportReport>> AccountTransferRole::read(Given given)
{
    const std::string actor = m_core.audit.actor();
    const auto still = co_await m_core.definitions.holdStill(); // nobody removes an integration meanwhile
    auto file = readAccountFile(given->text);
    if (!file) {
        co_return fail(std::move(file).error());
    }
    auto deriving = keyOf(*file, given);
    auto key = co_await deriving;
    if (!key) {
        co_return fail(std::move(key).error());
    }
    ImportReport report;
    report.sealed = (**file)["key"].isString();
    for (const json::Value& account : (**file)["accounts"].items()) {
        auto taking = take(*file, account, *key, given->dryRun);
        auto taken = co_await taking;
        report.accounts.push_back(std::move(taken));
    }
    if (!given->dryRun) {
        m_core.audit.note(actor, "account.import", fmt::format("{} accounts", report.accounts.size()));
    }
    co_return report;
}

std::shared_ptr<Account> AccountTransferRole::decide(const json::Value& file, const json::Value& given,
                                                     ImportedAccount& told) const
{
    told.id = memberText(given["id"]);
    told.label = memberText(given["label"]);
    told.integration = memberText(given["integration"]);
    const json::Value customer = environmentIn(file, given["environment_id"].asString());
    told.environment = memberText(customer["name"]);
    told.overrides = given["overrides"].size();
    const auto refuse = [&](std::string why) {
        told.outcome = ImportOutcome::Refused;
        told.note = std::move(why);
        return nullptr;
    };
    const auto provider = m_core.definitions.snapshots().current()->provider(told.integration);
    if (!provider) {
        return refuse(fmt::format("there is no integration \"{}\" here", told.integration));
    }
    const auto scheme = wishedScheme(*provider, given["auth"].asString());
    if (!scheme) {
        return refuse(scheme.error().message);
    }
    if (told.environment.empty() || !told.id.starts_with("acc_")) {
        return refuse("the file does not say whose account it is");
    }
    if (m_core.accounts.find(told.id)) {
        told.outcome = ImportOutcome::Exists;
        told.note = "it is here already, and stays as it is";
        return nullptr;
    }
    auto account = std::make_shared<Account>();
    account->id = told.id;
    account->environmentId = memberText(given["environment_id"]);
    account->integration = told.integration;
    account->label = told.label.empty() ? provider->label : told.label;
    account->authKind = (*scheme)->id;
    account->context = mergedContext({}, given["context"], *provider, **scheme);
    account->sandbox = given["sandbox"].asBool();
    account->autoRefresh = !given["auto_refresh"].isBool() || given["auto_refresh"].asBool();
    const auto created = parseRfc3339(given["created_at"].asString());
    account->createdAt = created ? *created : m_core.services.clock->now();
    account->status = AccountStatus::Connecting;
    account->statusReason = "imported without credentials: sign in again, or put them in";
    return account;
}

QCoro::Task<ImportedAccount> AccountTransferRole::take(json::Document file, json::Value given, KeyPtr key,
                                                       bool dryRun)
{
    ImportedAccount told;
    const auto account = decide(*file, given, told);
    if (!account) {
        co_return told;
    }
    auto credentials = std::make_shared<auth::Credentials>();
    if (key && given["credentials"].isObject()) {
        auto opened = openCredentials(given, *key);
        if (!opened) {
            told.note = opened.error().message;
            co_return told;
        }
        *credentials = std::move(*opened);
        const auto provider = m_core.definitions.snapshots().current()->provider(account->integration);
        const auto scheme = wishedScheme(*provider, account->authKind);
        if (scheme && canAuthenticate(**scheme, *credentials, *account->context)) {
            const auto before = accountStatusFromName(given["status"].asString());
            account->status = before.value_or(AccountStatus::Active);
            account->statusReason = account->status == AccountStatus::NeedsReauth
                                        ? "it waited for somebody to sign in when it was exported"
                                        : "";
        }
    }
    told.outcome =
        account->status == AccountStatus::Connecting ? ImportOutcome::Waiting : ImportOutcome::Created;
    if (dryRun) {
        co_return told;
    }
    auto finding = environmentFor(file, account->environmentId);
    auto environment = co_await finding;
    if (!environment) {
        told.outcome = ImportOutcome::Refused;
        told.note = environment.error().message;
        co_return told;
    }
    account->environmentId = *environment;
    auto putting = m_accounts.put(*account, std::move(credentials));
    const auto put = co_await putting;
    if (!put) {
        told.outcome = ImportOutcome::Refused;
        told.note = put.error().message;
        co_return told;
    }
    auto overriding = takeOverrides(file, given["overrides"], OverrideLevel::Account, account->id);
    const auto kept = co_await overriding;
    if (kept < told.overrides) {
        told.note = fmt::format("{} of its overrides do not fit the mappings here", told.overrides - kept);
    }
    told.overrides = kept;
    co_return told;
}

/// By id, else by name: the same customer may have been made on both sides.
QCoro::Task<Result<std::string>> AccountTransferRole::environmentFor(json::Document file, std::string id)
{
    const json::Value given = environmentIn(*file, id);
    const auto known = m_core.accounts.environments();
    const auto same = std::ranges::find_if(
        known, [&](const Environment& one) { return one.id == id || one.name == given["name"].asString(); });
    if (same != known.end()) {
        co_return same->id;
    }
    Environment made{id.starts_with("env_") ? id : makeId("env_", *m_core.services.random),
                     memberText(given["name"]), json::Document::copyOf(given["metadata"])};
    auto putting = m_accounts.putEnvironment(std::move(made));
    auto put = co_await putting;
    if (!put) {
        co_return fail(std::move(put).error());
    }
    auto overriding = takeOverrides(file, given["overrides"], OverrideLevel::Environment, put->id);
    co_await overriding;
    co_return put->id;
}

QCoro::Task<std::size_t> AccountTransferRole::takeOverrides(json::Document owner, json::Value list,
                                                            OverrideLevel level, std::string ownerId)
{
    std::size_t kept = 0;
    for (const json::Value& one : list.items()) {
        const std::string operation = memberText(one["operation"]);
        const auto first = operation.find('.');
        const auto last = operation.rfind('.');
        if (first == std::string::npos || first == last) {
            continue;
        }
        OverrideKey key{level, ownerId, operation.substr(0, first),
                        operation.substr(first + 1, last - first - 1), operation.substr(last + 1)};
        auto putting = m_mappings.putOverride(std::move(key), owner.sub(one["mapping"]));
        const auto put = co_await putting;
        kept += put ? 1U : 0U;
    }
    co_return kept;
}

} // namespace gatehouse
