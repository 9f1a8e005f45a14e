// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/account_service.h"

#include "core/base/ids.h"
#include "core/gateway/account_fields.h"
#include "core/json/parse.h"
#include "core/pipeline/validate.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

namespace gatehouse {
namespace {

std::string textOf(const json::Value& value)
{
    return std::string(value.asString());
}

} // namespace

QCoro::Task<Status> AccountService::load()
{
    auto pendingEnvironments = runtime::awaitCompletion<std::vector<store::EnvironmentRow>>(
        *m_core.services.engine,
        [this](auto done) { m_core.services.store->environments().environments(std::move(done)); });
    auto environments = co_await pendingEnvironments;
    if (!environments) {
        co_return fail(std::move(environments).error());
    }
    for (const auto& row : *environments) {
        auto environment = environmentFromRow(row);
        if (!environment) {
            co_return fail(std::move(environment).error());
        }
        m_core.accounts.putEnvironment(std::move(*environment));
    }
    auto pendingAccounts =
        runtime::awaitCompletion<std::vector<store::AccountRow>>(*m_core.services.engine, [this](auto done) {
            m_core.services.store->accounts().accounts(std::move(done));
        });
    auto accounts = co_await pendingAccounts;
    if (!accounts) {
        co_return fail(std::move(accounts).error());
    }
    for (const auto& row : *accounts) {
        auto account = accountFromRow(row);
        if (!account) {
            co_return fail(std::move(account).error());
        }
        m_core.accounts.putAccount(std::move(*account));
    }
    co_return co_await loadOverrides();
}

QCoro::Task<Status> AccountService::loadOverrides()
{
    auto pendingRows =
        runtime::awaitCompletion<std::vector<store::OverrideRow>>(*m_core.services.engine, [this](auto done) {
            m_core.services.store->overrides().overrides(std::move(done));
        });
    auto rows = co_await pendingRows;
    if (!rows) {
        co_return fail(std::move(rows).error());
    }
    for (const auto& row : *rows) {
        auto document = json::parse(std::string_view(row.documentJson));
        if (!document) {
            co_return fail(Errc::Corrupt,
                           fmt::format("the stored override of {} is not JSON", row.id.ownerId));
        }
        m_core.accounts.putOverride(keyFromRow(row.id), std::move(*document));
    }
    co_return Status{};
}

QCoro::Task<Result<Environment>> AccountService::createEnvironment(std::string name, json::Document metadata)
{
    if (name.empty()) {
        co_return fail(
            Error{Errc::InvalidArgument, "an environment needs a name", "request body", "/name", {}});
    }
    Environment environment{makeId("env_", *m_core.services.random), std::move(name), std::move(metadata)};
    co_return co_await putEnvironment(std::move(environment));
}

QCoro::Task<Result<Environment>> AccountService::putEnvironment(Environment environment)
{
    auto row = toRow(environment, m_core.services.clock->now());
    auto pendingStored =
        runtime::awaitCompletion<store::EnvironmentRow>(*m_core.services.engine, [this, &row](auto done) {
            m_core.services.store->environments().putEnvironment(row, std::move(done));
        });
    auto stored = co_await pendingStored;
    if (!stored) {
        co_return fail(std::move(stored).error());
    }
    m_core.accounts.putEnvironment(environment);
    co_return environment;
}

QCoro::Task<Result<Account>> AccountService::create(json::Document fields)
{
    const json::Value& given = *fields;
    Account account;
    account.id = makeId("acc_", *m_core.services.random);
    account.environmentId = textOf(given["environment_id"]);
    account.integration = textOf(given["integration"]);
    account.createdAt = m_core.services.clock->now();
    if (m_core.accounts.environment(account.environmentId) == nullptr) {
        co_return fail(Error{Errc::InvalidArgument,
                             fmt::format("there is no environment \"{}\"", account.environmentId),
                             "request body",
                             "/environment_id",
                             {}});
    }
    const auto provider = m_core.definitions.snapshots().current()->provider(account.integration);
    if (!provider) {
        co_return fail(Error{Errc::InvalidArgument,
                             fmt::format("there is no integration \"{}\"", account.integration),
                             "request body",
                             "/integration",
                             {}});
    }
    account.label = given["label"].isString() ? textOf(given["label"]) : provider->label;
    const auto scheme = wishedScheme(*provider, given["auth"].asString());
    if (!scheme) {
        co_return fail(scheme.error());
    }
    account.authKind = (*scheme)->id;
    account.context = mergedContext({}, given["context"], *provider, **scheme);
    auto credentials = std::make_shared<auth::Credentials>();
    if (auto merged = mergeCredentials(*credentials, given["credentials"]); !merged) {
        co_return fail(std::move(merged).error());
    }
    if (auto checked = checkConnectFields(*provider, **scheme, *account.context, *credentials); !checked) {
        co_return fail(std::move(checked).error());
    }
    const bool ready = canAuthenticate(**scheme, *credentials, *account.context);
    account.status = ready ? AccountStatus::Active : AccountStatus::Connecting;
    account.statusReason = ready ? "" : "waiting for credentials";
    co_return co_await put(std::move(account), std::move(credentials));
}

QCoro::Task<Result<Account>> AccountService::put(Account account, auth::CredentialsPtr credentials)
{
    // The account first: credentials without one would be orphans in the vault.
    auto row = toRow(account);
    auto pendingStored =
        runtime::awaitCompletion<store::AccountRow>(*m_core.services.engine, [this, &row](auto done) {
            m_core.services.store->accounts().putAccount(row, std::move(done));
        });
    auto stored = co_await pendingStored;
    if (!stored) {
        co_return fail(std::move(stored).error());
    }
    if (credentials) {
        auto pendingSealed = runtime::awaitCompletion<bool>(
            *m_core.services.engine, [this, &account, &credentials](auto done) {
                m_core.services.credentials->save(account.id, credentials, std::move(done));
            });
        auto sealed = co_await pendingSealed;
        if (!sealed) {
            co_return fail(std::move(sealed).error());
        }
    }
    m_core.authorizer.forget(account.id);
    m_core.accounts.putAccount(account);
    m_core.events.publish(AccountChanged{account, false});
    co_return *m_core.accounts.account(account.id);
}

QCoro::Task<Result<auth::Credentials>> AccountService::storedCredentials(std::string id)
{
    auto pendingLoaded =
        runtime::awaitCompletion<auth::CredentialsPtr>(*m_core.services.engine, [this, &id](auto done) {
            m_core.services.credentials->load(id, std::move(done));
        });
    auto loaded = co_await pendingLoaded;
    if (!loaded && loaded.error().code != Errc::NotFound) {
        co_return fail(std::move(loaded).error());
    }
    co_return loaded ? (*loaded)->clone() : auth::Credentials{};
}

QCoro::Task<Result<Account>> AccountService::update(std::string id, json::Document fields)
{
    const json::Value& given = *fields;
    auto credentials = co_await storedCredentials(id);
    if (!credentials) {
        co_return fail(std::move(credentials).error());
    }
    auto account = m_core.accounts.account(id);
    if (!account) {
        co_return fail(Errc::NotFound, fmt::format("there is no account {}", id));
    }
    const auto provider = m_core.definitions.snapshots().current()->provider(account->integration);
    if (!provider) {
        co_return fail(Errc::ConfigError,
                       fmt::format("the integration \"{}\" is not defined", account->integration));
    }
    const auto scheme = wishedScheme(*provider, account->authKind);
    if (!scheme) {
        co_return fail(scheme.error());
    }
    if (given["label"].isString()) {
        account->label = textOf(given["label"]);
    }
    account->context = mergedContext(account->context, given["context"], *provider, **scheme);
    const bool newCredentials = given["credentials"].isObject();
    if (auto merged = mergeCredentials(*credentials, given["credentials"]); !merged) {
        co_return fail(std::move(merged).error());
    }
    if (auto checked = checkConnectFields(*provider, **scheme, *account->context, *credentials); !checked) {
        co_return fail(std::move(checked).error());
    }
    if (given["status"].isString()) {
        const auto status = accountStatusFromName(given["status"].asString());
        if (!status || (*status != AccountStatus::Active && *status != AccountStatus::Disabled)) {
            co_return fail(Error{Errc::InvalidArgument,
                                 "status may be set to active or disabled",
                                 "request body",
                                 "/status",
                                 {}});
        }
        account->status = *status;
        account->statusReason = *status == AccountStatus::Disabled ? "disabled by a person" : "";
    } else if (newCredentials && account->status != AccountStatus::Disabled
               && canAuthenticate(**scheme, *credentials, *account->context)) {
        account->status = AccountStatus::Active;
        account->statusReason.clear();
    }
    auth::CredentialsPtr changed =
        newCredentials ? std::make_shared<const auth::Credentials>(std::move(*credentials)) : nullptr;
    co_return co_await put(std::move(*account), std::move(changed));
}

QCoro::Task<Result<bool>> AccountService::remove(std::string id)
{
    const auto account = m_core.accounts.account(id);
    if (!account) {
        co_return fail(Errc::NotFound, fmt::format("there is no account {}", id));
    }
    // The secrets go first: should the rest fail, nothing is left that could be used.
    auto pendingForgotten = runtime::awaitCompletion<bool>(*m_core.services.engine, [this, &id](auto done) {
        m_core.services.credentials->remove(id, std::move(done));
    });
    auto forgotten = co_await pendingForgotten;
    if (!forgotten) {
        co_return fail(std::move(forgotten).error());
    }
    auto pendingRemoved = runtime::awaitCompletion<bool>(*m_core.services.engine, [this, &id](auto done) {
        m_core.services.store->accounts().removeAccount(id, std::move(done));
    });
    auto removed = co_await pendingRemoved;
    if (!removed) {
        co_return fail(std::move(removed).error());
    }
    m_core.authorizer.forget(id);
    m_core.accounts.removeAccount(id);
    m_core.events.publish(AccountChanged{*account, true});
    co_return true;
}

QCoro::Task<Result<bool>> AccountService::setStatus(std::string id, AccountStatus status, std::string reason)
{
    auto account = m_core.accounts.account(id);
    if (!account || account->status == status) {
        co_return false;
    }
    account->status = status;
    account->statusReason = std::move(reason);
    auto put = co_await this->put(std::move(*account), nullptr);
    co_return put ? Result<bool>(true) : fail(std::move(put).error());
}

QCoro::Task<Result<CallDetail>> AccountService::test(std::string id)
{
    if (!m_core.accounts.find(id)) {
        co_return fail(Errc::NotFound, fmt::format("there is no account {}", id));
    }
    auto outcome = co_await pipeline::validateAccount(m_core.pipeline, id, m_core.cutOff.get_token());
    const auto account = m_core.accounts.account(id);
    if (account && !outcome.problem && account->status != AccountStatus::Disabled) {
        auto proven = *account;
        proven.context = outcome.context;
        proven.status = AccountStatus::Active;
        proven.statusReason.clear();
        if (auto kept = co_await put(std::move(proven), nullptr); !kept) {
            co_return fail(std::move(kept).error());
        }
    }
    auto pending = runtime::awaitCompletion<CallDetail>(*m_core.services.engine, [this, &outcome](auto done) {
        m_core.callLog.detail(outcome.callId, std::move(done));
    });
    co_return co_await pending;
}

} // namespace gatehouse
