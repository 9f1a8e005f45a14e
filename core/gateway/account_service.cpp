// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/account_service.h"

#include "core/base/ids.h"
#include "core/config/merge.h"
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

Status readAutoRefresh(Account& account, const json::Value& fields)
{
    const json::Value wanted = fields["auto_refresh"];
    if (wanted.isUndefined()) {
        return {};
    }
    if (!wanted.isBool()) {
        return fail(Error{Errc::InvalidArgument,
                          "auto_refresh must be true or false",
                          "request body",
                          "/auto_refresh",
                          {}});
    }
    account.autoRefresh = wanted.asBool();
    return {};
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
    const std::string actor = m_core.audit.actor();
    const auto still = co_await m_core.definitions.holdStill(); // nobody removes the integration meanwhile
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
    if (auto read = readAutoRefresh(account, given); !read) {
        co_return fail(std::move(read).error());
    }
    auto credentials = std::make_shared<auth::Credentials>();
    if (auto merged = mergeCredentials(*credentials, given["credentials"]); !merged) {
        co_return fail(std::move(merged).error());
    }
    if (auto read = readTokenEnd(*credentials, given); !read) {
        co_return fail(std::move(read).error());
    }
    if (auto checked = checkConnectFields(*provider, **scheme, *account.context, *credentials); !checked) {
        co_return fail(std::move(checked).error());
    }
    const bool ready = canAuthenticate(**scheme, *credentials, *account.context);
    account.status = ready ? AccountStatus::Active : AccountStatus::Connecting;
    account.statusReason = ready ? "" : "waiting for credentials";
    auto putting = put(std::move(account), std::move(credentials), nullptr, actor);
    co_return co_await putting;
}

QCoro::Task<Status> AccountService::storeRow(const Account& account)
{
    auto row = toRow(account);
    auto pendingStored =
        runtime::awaitCompletion<store::AccountRow>(*m_core.services.engine, [this, &row](auto done) {
            m_core.services.store->accounts().putAccount(row, std::move(done));
        });
    auto stored = co_await pendingStored;
    co_return stored ? Status{} : Status(fail(std::move(stored).error()));
}

QCoro::Task<Status> AccountService::seal(std::string id, AuditedCredentials::Change change, std::string actor)
{
    auto pendingSealed =
        runtime::awaitCompletion<bool>(*m_core.services.engine, [this, &id, &change, &actor](auto done) {
            if (change.basis) {
                m_core.credentials.replaceFor(actor, id, change, std::move(done));
            } else {
                m_core.credentials.saveFor(actor, id, change.fresh, std::move(done));
            }
        });
    auto sealed = co_await pendingSealed;
    co_return sealed ? Status{} : Status(fail(std::move(sealed).error()));
}

/// The account first: credentials without one would be orphans in the vault. An account whose credentials
/// cannot be kept is taken back.
QCoro::Task<Status> AccountService::storeNew(const Account& account, auth::CredentialsPtr credentials,
                                             std::string actor)
{
    auto stored = co_await storeRow(account);
    if (!stored || !credentials) {
        co_return stored;
    }
    auto sealing = seal(account.id, {nullptr, std::move(credentials)}, std::move(actor));
    auto sealed = co_await sealing;
    if (!sealed) {
        auto pendingRemoved =
            runtime::awaitCompletion<bool>(*m_core.services.engine, [this, &account](auto done) {
                m_core.services.store->accounts().removeAccount(account.id, std::move(done));
            });
        if (const auto removed = co_await pendingRemoved; !removed) {
            m_core.services.log->write(LogLevel::Error, "an account without credentials was left behind",
                                       {{"account", account.id}, {"reason", removed.error().describe()}});
        }
    }
    co_return sealed;
}

QCoro::Task<Result<Account>> AccountService::put(Account account, auth::CredentialsPtr credentials,
                                                 auth::CredentialsPtr basis, std::string actor)
{
    const auth::CredentialsPtr given = credentials;
    if (given) {
        account.tokenExpiresAt = given->tokenExpiresAt;
    }
    Status kept;
    if (!m_core.accounts.find(account.id)) {
        auto storing = storeNew(account, std::move(credentials), std::move(actor));
        kept = co_await storing;
    } else {
        // The credentials first: a row that says "active" must not get ahead of a vault that refuses.
        if (credentials) {
            auto sealing = seal(account.id, {std::move(basis), std::move(credentials)}, std::move(actor));
            kept = co_await sealing;
            if (kept) {
                m_core.authorizer.forget(account.id);
                m_credentialsSince[account.id] = m_core.services.clock->now();
            }
        }
        if (kept) {
            kept = co_await storeRow(account);
        }
    }
    if (!kept) {
        co_return fail(std::move(kept).error());
    }
    m_core.authorizer.forget(account.id);
    m_core.accounts.putAccount(account);
    m_core.events.publish(AccountChanged{account, false});
    if (m_core.accountPut) {
        m_core.accountPut(account, given);
    }
    co_return *m_core.accounts.account(account.id);
}

QCoro::Task<Result<auth::CredentialsPtr>> AccountService::keptCredentials(std::string id, std::string actor)
{
    auto pendingLoaded = runtime::awaitCompletion<auth::CredentialsPtr>(
        *m_core.services.engine,
        [this, &id, &actor](auto done) { m_core.credentials.loadFor(actor, id, std::move(done)); });
    auto loaded = co_await pendingLoaded;
    if (!loaded && loaded.error().code == Errc::NotFound) {
        co_return auth::CredentialsPtr();
    }
    co_return loaded;
}

QCoro::Task<Result<auth::Credentials>> AccountService::storedCredentials(std::string id)
{
    auto loading = keptCredentials(std::move(id), m_core.audit.actor());
    auto kept = co_await loading;
    if (!kept) {
        co_return fail(std::move(kept).error());
    }
    co_return *kept ? (*kept)->clone() : auth::Credentials{};
}

QCoro::Task<Result<AccountService::Change>> AccountService::reconnect(Account& account, json::Document given,
                                                                      std::string actor)
{
    const auto provider = m_core.definitions.snapshots().current()->provider(account.integration);
    if (!provider) {
        co_return fail(Errc::ConfigError,
                       fmt::format("the integration \"{}\" is not defined", account.integration));
    }
    const auto scheme = wishedScheme(*provider, account.authKind);
    if (!scheme) {
        co_return fail(scheme.error());
    }
    auto loading = keptCredentials(account.id, std::move(actor));
    auto stored = co_await loading;
    if (!stored) {
        co_return fail(std::move(stored).error());
    }
    auth::Credentials credentials = *stored ? (*stored)->clone() : auth::Credentials{};
    account.context = mergedContext(account.context, (*given)["context"], *provider, **scheme);
    if (auto merged = mergeCredentials(credentials, (*given)["credentials"]); !merged) {
        co_return fail(std::move(merged).error());
    }
    if (auto read = readTokenEnd(credentials, *given); !read) {
        co_return fail(std::move(read).error());
    }
    if (auto checked = checkConnectFields(*provider, **scheme, *account.context, credentials); !checked) {
        co_return fail(std::move(checked).error());
    }
    if (!(*given)["credentials"].isObject()) {
        co_return Change{};
    }
    if (account.status != AccountStatus::Disabled
        && canAuthenticate(**scheme, credentials, *account.context)) {
        account.status = AccountStatus::Active;
        account.statusReason.clear();
    }
    co_return Change{*stored, std::make_shared<const auth::Credentials>(std::move(credentials))};
}

/// A refresh may write between the reading of the credentials and the writing: then it is done again, over
/// what the refresh left.
QCoro::Task<Result<Account>> AccountService::update(std::string id, json::Document fields)
{
    const std::string actor = m_core.audit.actor();
    const auto turn = co_await m_turns.take(id);
    const auto before = m_core.accounts.account(id);
    for (int tries = 0;; ++tries) {
        auto trying = updateOnce(id, fields, actor);
        auto updated = co_await trying;
        if (!updated && updated.error().code == Errc::Conflict && tries < 3) {
            continue;
        }
        if (updated && before && before->status == AccountStatus::NeedsReauth
            && updated->status == AccountStatus::Active) {
            m_core.events.publish(AccountReactivated{*updated});
        }
        if (updated && before && before->autoRefresh != updated->autoRefresh) {
            m_core.audit.note(
                actor, updated->autoRefresh ? "account.auto_refresh.on" : "account.auto_refresh.off", id);
        }
        co_return updated;
    }
}

QCoro::Task<Result<Account>> AccountService::updateOnce(std::string id, json::Document fields,
                                                        std::string actor)
{
    const json::Value& given = *fields;
    auto account = m_core.accounts.account(id);
    if (!account) {
        co_return fail(Errc::NotFound, fmt::format("there is no account {}", id));
    }
    if (given["label"].isString()) {
        account->label = textOf(given["label"]);
    }
    if (auto read = readAutoRefresh(*account, given); !read) {
        co_return fail(std::move(read).error());
    }
    Change changed;
    // Only these need the vault: an account can be disabled while it is locked.
    if (!given["credentials"].isUndefined() || !given["context"].isUndefined()) {
        auto reconnecting = reconnect(*account, fields, actor);
        auto reconnected = co_await reconnecting;
        if (!reconnected) {
            co_return fail(std::move(reconnected).error());
        }
        changed = std::move(*reconnected);
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
    }
    auto putting =
        put(std::move(*account), std::move(changed.fresh), std::move(changed.basis), std::move(actor));
    co_return co_await putting;
}

QCoro::Task<Result<bool>> AccountService::remove(std::string id)
{
    const std::string actor = m_core.audit.actor();
    const auto turn = co_await m_turns.take(id);
    const auto account = m_core.accounts.account(id);
    if (!account) {
        co_return fail(Errc::NotFound, fmt::format("there is no account {}", id));
    }
    // The secrets go first: should the rest fail, nothing is left that could be used.
    auto pendingForgotten =
        runtime::awaitCompletion<bool>(*m_core.services.engine, [this, &id, &actor](auto done) {
            m_core.credentials.removeFor(actor, id, std::move(done));
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
    m_credentialsSince.erase(id);
    m_core.accounts.removeAccount(id);
    if (m_core.accountRemoved) {
        m_core.accountRemoved(id);
    }
    m_core.events.publish(AccountChanged{*account, true});
    co_return true;
}

QCoro::Task<Result<bool>> AccountService::markNeedsReauth(std::string id, std::string reason,
                                                          UnixMillis begun)
{
    const auto turn = co_await m_turns.take(id);
    auto account = m_core.accounts.account(id);
    if (!account || account->status == AccountStatus::NeedsReauth
        || account->status == AccountStatus::Disabled) {
        co_return false;
    }
    if (const auto since = m_credentialsSince.find(id);
        since != m_credentialsSince.end() && begun <= since->second) {
        co_return false;
    }
    account->status = AccountStatus::NeedsReauth;
    account->statusReason = m_core.services.redactor->text(std::move(reason));
    auto marked = co_await put(std::move(*account), nullptr);
    if (!marked) {
        co_return fail(std::move(marked).error());
    }
    m_core.events.publish(AccountNeedsReauth{*marked});
    co_return true;
}

QCoro::Task<Result<bool>> AccountService::noteRenewed(std::string id, std::optional<UnixMillis> expiresAt,
                                                      json::Document told)
{
    const auto turn = co_await m_turns.take(id);
    auto account = m_core.accounts.account(id);
    if (!account || account->status == AccountStatus::Disabled) {
        co_return false;
    }
    json::Arena arena;
    const bool news =
        told->isObject() && !(config::deepMerge(*account->context, *told, arena) == *account->context);
    const bool waited = account->status == AccountStatus::NeedsReauth;
    if (!news && account->status == AccountStatus::Active && account->tokenExpiresAt == expiresAt) {
        co_return false;
    }
    if (news) {
        account->context = json::Document::copyOf(config::deepMerge(*account->context, *told, arena));
    }
    account->status = AccountStatus::Active;
    account->statusReason.clear();
    account->tokenExpiresAt = expiresAt;
    auto kept = co_await put(std::move(*account), nullptr);
    if (!kept) {
        co_return fail(std::move(kept).error());
    }
    if (waited) {
        m_core.events.publish(AccountReactivated{*kept});
    }
    co_return true;
}

QCoro::Task<Result<CallDetail>> AccountService::test(std::string id)
{
    const auto before = m_core.accounts.find(id);
    if (!before) {
        co_return fail(Errc::NotFound, fmt::format("there is no account {}", id));
    }
    auto outcome = co_await pipeline::validateAccount(m_core.pipeline, id, std::stop_token());
    if (!outcome.problem) {
        if (auto kept = co_await keepProven(before, std::move(outcome.context)); !kept) {
            co_return fail(std::move(kept).error());
        }
    }
    auto pending = runtime::awaitCompletion<CallDetail>(*m_core.services.engine, [this, &outcome](auto done) {
        m_core.callLog.detail(outcome.callId, std::move(done));
    });
    co_return co_await pending;
}

/// told: the context of the account as it was, with what the provider said. What others changed meanwhile
/// stays.
QCoro::Task<Status> AccountService::keepProven(pipeline::AccountRecordPtr before, json::Document told)
{
    const std::string id = before->account.id;
    const auto turn = co_await m_turns.take(id);
    auto account = m_core.accounts.account(id);
    if (!account || account->status == AccountStatus::Disabled) {
        co_return Status{};
    }
    json::Arena arena;
    json::ObjectBuilder news(arena);
    for (const auto& [name, value] : told->members()) {
        if (!(value == (*before->account.context)[name])) {
            news.set(name, value);
        }
    }
    account->context = json::Document::copyOf(config::deepMerge(*account->context, news.build(), arena));
    account->status = AccountStatus::Active;
    account->statusReason.clear();
    auto kept = co_await put(std::move(*account), nullptr);
    co_return kept ? Status{} : Status(fail(std::move(kept).error()));
}

} // namespace gatehouse
