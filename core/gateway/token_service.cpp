// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/token_service.h"

#include "core/base/ids.h"
#include "core/gateway/account_fields.h"
#include "core/gateway/credential_calendar.h"
#include "core/gateway/scope_use.h"
#include "core/json/write.h"
#include "core/net/client.h"
#include "core/observe/redactor.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace gatehouse {
namespace {

constexpr std::chrono::hours kCalendarInterval{1};
constexpr std::size_t kCallsLookedAt = 10'000;

/// The vault as a person has it read and written.
class PersonsCredentials final : public auth::CredentialStore
{
public:
    PersonsCredentials(AuditedCredentials& credentials, std::string actor)
        : m_credentials(credentials)
        , m_actor(std::move(actor))
    {}

    void load(std::string accountId, Completion<auth::CredentialsPtr> done) override
    {
        m_credentials.loadFor(m_actor, std::move(accountId), std::move(done));
    }

    void save(std::string accountId, auth::CredentialsPtr credentials, Completion<bool> done) override
    {
        m_credentials.saveFor(m_actor, std::move(accountId), std::move(credentials), std::move(done));
    }

    void replace(std::string accountId, auth::CredentialsPtr basis, auth::CredentialsPtr fresh,
                 Completion<bool> done) override
    {
        m_credentials.replaceFor(m_actor, std::move(accountId), {std::move(basis), std::move(fresh)},
                                 std::move(done));
    }

    void remove(std::string accountId, Completion<bool> done) override
    {
        m_credentials.removeFor(m_actor, std::move(accountId), std::move(done));
    }

private:
    AuditedCredentials& m_credentials;
    std::string m_actor;
};

std::string reauthReason(const auth::TokenRefusal& refusal, const std::string& note)
{
    std::string reason = refusal.description;
    if (!refusal.error.empty() && reason.find(refusal.error) == std::string::npos) {
        reason += fmt::format(" ({})", refusal.error);
    }
    if (!note.empty()) {
        reason += "; " + note;
    }
    return refusal.kind == auth::TokenFailure::Client
               ? fmt::format(
                   "The token endpoint refuses the app itself: {}. Correct the client ID and secret "
                   "of this account, or its registration at the provider, then refresh.",
                   reason)
               : fmt::format("The provider no longer renews this account's access: {}. Connect it again; its "
                             "id, overrides and history stay.",
                             reason);
}

} // namespace

TokenService::TokenService(NodeCore& core, AccountService& accounts, runtime::Timers& timers)
    : m_core(core)
    , m_accounts(accounts)
    , m_timers(timers)
    , m_keeper(tools(timers), events())
{
    m_core.authorizer.useTokens(m_keeper);
    m_core.accountPut = [this](const Account& account, const auth::CredentialsPtr& credentials) {
        accountPut(account, credentials);
    };
    m_core.scopesGranted = [this](const std::string& id, const std::vector<std::string>& scopes) {
        m_keeper.granted(id, scopes);
    };
    m_core.accountRemoved = [this](const std::string& id) { accountRemoved(id); };
}

auth::KeeperTools TokenService::tools(runtime::Timers& timers)
{
    return {*m_core.services.credentials,
            m_core.services.store->leases(),
            m_core.services.store->tokens(),
            *m_core.http,
            *m_core.services.engine,
            timers,
            *m_core.services.clock,
            *m_core.services.random,
            [this](const std::string& id) { return subject(id); },
            makeId("node_", *m_core.services.random),
            m_core.pipeline.allowPrivateTargets,
            m_core.cutOff.get_token(),
            [this]() -> std::shared_ptr<void> { return std::make_shared<InFlight::Token>(m_core.inFlight); }};
}

auth::TokenEvents TokenService::events()
{
    auth::TokenEvents events;
    events.refreshed = [this](const std::string& id, const auth::TokenNews& news) { refreshed(id, news); };
    events.dead = [this](const std::string& id, const auth::TokenRefusal& refusal, const std::string& note) {
        dead(id, refusal, note);
    };
    events.failing = [this](const std::string& id, const auth::TokenRefusal& refusal, UnixMillis /*next*/) {
        m_core.services.log->write(LogLevel::Warning, "a token could not be renewed yet",
                                   {{"account", id},
                                    {"error", refusal.error},
                                    {"reason", m_core.services.redactor->text(refusal.description)}});
    };
    events.attempted = [this](const TokenAttempt& attempt) { attempted(attempt); };
    return events;
}

std::optional<auth::TokenSubject> TokenService::subject(const std::string& id) const
{
    const auto record = m_core.accounts.find(id);
    if (!record || record->account.status == AccountStatus::Disabled) {
        return std::nullopt;
    }
    auto provider = m_core.definitions.snapshots().current()->provider(record->account.integration);
    const auto scheme = provider
                            ? wishedScheme(*provider, record->account.authKind)
                            : Result<const config::AuthScheme*>(fail(Errc::NotFound, "no such integration"));
    if (!scheme) {
        return std::nullopt;
    }
    auth::TokenSubject subject;
    subject.accountId = id;
    subject.scheme = *scheme;
    subject.keepsScheme = std::move(provider);
    subject.context = record->account.context;
    subject.waitsForPerson = record->account.status != AccountStatus::Active;
    subject.automatic = record->account.autoRefresh;
    return subject;
}

QCoro::Task<Status> TokenService::start()
{
    auto readingStates = runtime::awaitCompletion<std::vector<store::TokenStateRow>>(
        *m_core.services.engine,
        [this](auto done) { m_core.services.store->tokens().tokenStates(std::move(done)); });
    auto states = co_await readingStates;
    auto readingIntents = runtime::awaitCompletion<std::vector<store::RefreshIntentRow>>(
        *m_core.services.engine,
        [this](auto done) { m_core.services.store->tokens().refreshIntents(std::move(done)); });
    auto intents = co_await readingIntents;
    if (!states || !intents) {
        co_return fail(!states ? std::move(states).error() : std::move(intents).error());
    }
    std::unordered_map<std::string, const store::RefreshIntentRow*> cutOff;
    for (const auto& intent : *intents) {
        cutOff.emplace(intent.accountId, &intent);
    }
    for (const auto& state : *states) {
        const auto found = subject(state.accountId);
        if (found && found->scheme->oauth2 && !found->waitsForPerson) {
            const auto intent = cutOff.find(state.accountId);
            const bool interrupted = intent != cutOff.end();
            store::TokenStateRow known = state;
            if (!found->automatic) {
                known.dueAt.reset();
            }
            m_keeper.restore(known, interrupted ? intent->second : nullptr);
        }
    }
    m_core.alerts.resolveIf([this](const Alert& alert) {
        return !alert.accountId.empty() && !m_core.accounts.account(alert.accountId);
    });
    for (const Account& account : m_core.accounts.accounts()) {
        const auto found = subject(account.id);
        // Of one that nothing is planned for, only its credentials say whether it could be renewed.
        const bool unknown =
            found && found->scheme->oauth2 && (m_keeper.state(account.id) == nullptr || !found->automatic);
        checkStatus(account);
        if (found && !found->waitsForPerson && (unknown || found->scheme->clientCertificate)) {
            deliver(m_core, takeUp(account.id), Completion<bool>());
        } else {
            checkDates(account);
        }
    }
    checkLater();
    co_return Status{};
}

void TokenService::stop()
{
    m_stopped = true;
    m_keeper.stop();
}

QCoro::Task<Result<bool>> TokenService::takeUp(std::string id)
{
    auto reading =
        runtime::awaitCompletion<auth::CredentialsPtr>(*m_core.services.engine, [this, &id](auto done) {
            m_core.services.credentials->load(id, std::move(done));
        });
    auto read = co_await reading;
    const auto found = subject(id);
    if (!read || !found || found->waitsForPerson) {
        co_return false;
    }
    readCertificate(id, **read);
    if (found->scheme->oauth2) {
        m_keeper.loaded(*found, **read);
    }
    // Not before: what has not been read would pass for not ending.
    if (const auto account = m_core.accounts.account(id)) {
        checkDates(*account);
    }
    co_return true;
}

void TokenService::accountPut(const Account& account, const auth::CredentialsPtr& credentials)
{
    const auto found = subject(account.id);
    if (credentials) {
        readCertificate(account.id, *credentials);
        m_core.alerts.resolve("scope_lost:" + account.id); // whoever connected it was asked for them
    }
    checkStatus(account);
    if (!found || found->waitsForPerson || !found->scheme->oauth2 || (!found->automatic && !credentials)) {
        m_keeper.rest(account.id);
    } else if (credentials) {
        m_keeper.connected(*found, *credentials);
    } else if (!m_keeper.scheduler().due(account.id)) {
        deliver(m_core, takeUp(account.id), Completion<bool>());
    }
    checkDates(account);
}

void TokenService::accountRemoved(const std::string& id)
{
    m_keeper.forget(id);
    m_certificateEnds.erase(id);
    m_core.alerts.resolveIf([&id](const Alert& alert) { return alert.accountId == id; });
}

void TokenService::refreshed(const std::string& id, const auth::TokenNews& news)
{
    for (const auto& [name, secret] : news.credentials->secrets) {
        if (name != "client_id" && name != "username") {
            m_core.services.redactor->learn(secret);
        }
    }
    m_core.authorizer.forget(id);
    deliver(m_core, m_accounts.noteRenewed(id, news.credentials->tokenExpiresAt, news.context),
            Completion<bool>());
    const std::string alertId = "scope_lost:" + id;
    if (news.lostScopes.empty()) {
        return;
    }
    if (const auto account = m_core.accounts.account(id)) {
        Alert alert;
        alert.id = alertId;
        alert.kind = "scope_lost";
        alert.accountId = id;
        alert.environmentId = account->environmentId;
        alert.title = fmt::format("{} lost permissions at its provider", account->label);
        alert.detail = fmt::format("No longer granted: {}. Calls that need them will be refused; connect the "
                                   "account again to ask for them.",
                                   fmt::join(news.lostScopes, ", "));
        m_core.alerts.resolve(alertId);
        m_core.alerts.raise(std::move(alert));
    }
}

void TokenService::dead(const std::string& id, const auth::TokenRefusal& refusal, const std::string& note)
{
    json::Arena arena;
    store::AuditRow row;
    row.at = m_core.services.clock->now();
    row.actor = kSystemActor;
    row.action = "account.needs_reauth";
    row.subject = id;
    row.detailJson =
        json::write(json::ObjectBuilder(arena)
                        .set("error", refusal.error)
                        .set("reason", m_core.services.redactor->text(reauthReason(refusal, note)))
                        .build());
    m_core.audit.append(std::move(row));
    deliver(m_core, m_accounts.markNeedsReauth(id, reauthReason(refusal, note), m_core.services.clock->now()),
            Completion<bool>());
}

void TokenService::attempted(const TokenAttempt& attempt)
{
    const auto account = m_core.accounts.account(attempt.accountId);
    if (!account) {
        return;
    }
    m_core.events.publish(TokenAttempted{attempt, account->environmentId});
    if (!attempt.endedAt) {
        return;
    }
    json::Arena arena;
    json::ObjectBuilder detail(arena);
    detail.set("cause", tokenCauseName(attempt.cause)).set("by", attempt.by);
    detail.set("outcome", tokenOutcomeName(attempt.outcome));
    detail.set("fence", json::Value::unsignedInteger(attempt.fence));
    detail.set("waiters", json::Value::unsignedInteger(attempt.waitersInAll));
    if (!attempt.reason.empty()) {
        detail.set("reason", m_core.services.redactor->text(attempt.reason));
    }
    store::AuditRow row;
    row.at = *attempt.endedAt;
    row.actor = attempt.cause == TokenCause::Person ? attempt.by : std::string(kSystemActor);
    row.action = "token.refresh";
    row.subject = attempt.accountId;
    row.detailJson = json::write(detail.build());
    m_core.audit.append(std::move(row));
}

QCoro::Task<Result<Account>> TokenService::refresh(std::string id)
{
    const auto account = m_core.accounts.account(id);
    if (!account) {
        co_return fail(Errc::NotFound, fmt::format("there is no account {}", id));
    }
    if (account->status == AccountStatus::Disabled) {
        co_return fail(Errc::Forbidden, fmt::format("account {} is disabled", id));
    }
    const auto found = subject(id);
    if (!found || !found->scheme->oauth2) {
        co_return fail(
            Errc::Unsupported,
            fmt::format("account {} has no token to refresh: its credentials are used as they are", id));
    }
    auth::TokenAsk ask;
    ask.who = m_core.audit.actor();
    ask.store = std::make_shared<PersonsCredentials>(m_core.credentials, ask.who);
    auto refreshing = runtime::awaitCompletion<auth::CredentialsPtr>(
        *m_core.services.engine, [this, &id, &ask](Completion<auth::CredentialsPtr> done) {
            m_keeper.refresh(id, std::move(ask), std::move(done));
        });
    auto renewed = co_await refreshing;
    if (!renewed) {
        co_return fail(std::move(renewed).error());
    }
    // What the refresh led to is written under the account's turn; that of nothing comes after it.
    auto noting = m_accounts.noteRenewed(id, (*renewed)->tokenExpiresAt, {});
    auto noted = co_await noting;
    auto now = m_core.accounts.account(id);
    if (!noted) {
        co_return fail(std::move(noted).error());
    }
    if (!now) {
        co_return fail(Errc::NotFound, fmt::format("there is no account {}", id));
    }
    co_return std::move(*now);
}

Result<TokenHistory> TokenService::history(const std::string& id) const
{
    const auto account = m_core.accounts.account(id);
    if (!account) {
        return fail(Errc::NotFound, fmt::format("there is no account {}", id));
    }
    TokenHistory history = m_keeper.history(id);
    if (!history.tokenExpiresAt) {
        history.tokenExpiresAt = account->tokenExpiresAt;
    }
    const auto found = subject(id);
    if (found && found->scheme->oauth2 && !history.grantedScopes.empty()) {
        for (const std::string& scope : found->scheme->oauth2->scopes) {
            if (!isProtocolScope(scope)
                && std::ranges::find(history.grantedScopes, scope) == history.grantedScopes.end()) {
                history.missingScopes.push_back(scope);
            }
        }
    }
    return history;
}

Result<std::vector<ScopeUse>> TokenService::scopes(const std::string& id) const
{
    const auto account = m_core.accounts.account(id);
    if (!account) {
        return fail(Errc::NotFound, fmt::format("there is no account {}", id));
    }
    const auto snapshot = m_core.definitions.snapshots().current();
    const auto provider = snapshot->provider(account->integration);
    if (!provider) {
        return std::vector<ScopeUse>();
    }
    GH_ASSIGN(const auto scheme, wishedScheme(*provider, account->authKind));
    const auto granted = m_keeper.history(id).grantedScopes;
    const auto calls = m_core.callLog.recent(0, kCallsLookedAt);
    return scopeUse({*snapshot, *provider, *scheme, id, granted, calls});
}

std::vector<CredentialDate> TokenService::datesOf(const Account& account) const
{
    const auto provider = m_core.definitions.snapshots().current()->provider(account.integration);
    const auto scheme = provider
                            ? wishedScheme(*provider, account.authKind)
                            : Result<const config::AuthScheme*>(fail(Errc::NotFound, "no such integration"));
    if (!scheme) {
        return {};
    }
    const auto certificate = m_certificateEnds.find(account.id);
    const store::TokenStateRow* tokens = m_keeper.state(account.id);
    const bool active = account.status == AccountStatus::Active;
    return credentialDates(
        {account, **scheme, tokens, active && m_keeper.renews(account.id) && account.autoRefresh,
         active && m_keeper.canRenew(account.id),
         certificate == m_certificateEnds.end() ? std::nullopt : std::optional(certificate->second)});
}

Result<std::vector<CredentialDate>> TokenService::credentials(const std::string& id) const
{
    std::vector<CredentialDate> out;
    for (const Account& account : m_core.accounts.accounts()) {
        if (id.empty() || account.id == id) {
            std::ranges::move(datesOf(account), std::back_inserter(out));
        }
    }
    if (!id.empty() && !m_core.accounts.account(id)) {
        return fail(Errc::NotFound, fmt::format("there is no account {}", id));
    }
    std::ranges::stable_sort(
        out, {}, [](const CredentialDate& date) { return date.expiresAt.value_or(UnixMillis::max()); });
    return out;
}

void TokenService::readCertificate(const std::string& id, const auth::Credentials& credentials)
{
    const Secret* chain = credentials.find("client_certificate");
    const auto ends = chain != nullptr ? certificateEnd(chain->reveal()) : std::nullopt;
    if (ends) {
        m_certificateEnds.insert_or_assign(id, *ends);
    } else {
        m_certificateEnds.erase(id);
    }
}

void TokenService::checkStatus(const Account& account)
{
    Alert alert;
    alert.id = "account_needs_reauth:" + account.id;
    if (account.status != AccountStatus::NeedsReauth) {
        m_core.alerts.resolve(alert.id);
        return;
    }
    alert.kind = "account_needs_reauth";
    alert.accountId = account.id;
    alert.environmentId = account.environmentId;
    alert.title = fmt::format("{} must be connected again", account.label);
    alert.detail = account.statusReason;
    m_core.alerts.raise(std::move(alert));
}

void TokenService::checkDates(const Account& account)
{
    const UnixMillis now = m_core.services.clock->now();
    std::map<std::string, Alert> due;
    if (account.status == AccountStatus::Active) {
        for (const CredentialDate& date : datesOf(account)) {
            if (auto alert = expiryAlert(date, account, now)) {
                due.try_emplace(alert->id, std::move(*alert));
            }
        }
    }
    for (const CredentialKind kind :
         {CredentialKind::AccessToken, CredentialKind::RefreshToken, CredentialKind::ClientCertificate}) {
        const std::string id = fmt::format("credential_expiring:{}:{}", account.id, credentialKindName(kind));
        if (!due.contains(id)) {
            m_core.alerts.resolve(id);
        }
    }
    for (auto& [id, alert] : due) {
        m_core.alerts.raise(std::move(alert));
    }
}

void TokenService::checkLater()
{
    m_timers.after(kCalendarInterval, [this] {
        if (m_stopped) {
            return;
        }
        for (const Account& account : m_core.accounts.accounts()) {
            checkDates(account);
        }
        checkLater();
    });
}

} // namespace gatehouse
