// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/connect_flow.h"

#include "core/auth/exchange_recorder.h"
#include "core/auth/failure_words.h"
#include "core/auth/pkce.h"
#include "core/base/time_format.h"
#include "core/config/merge.h"
#include "core/gateway/account_fields.h"
#include "core/observe/redactor.h"
#include "core/pipeline/validate.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse {
namespace {

using config::AuthKind;
using Kind = ConnectStepKind;

/// Enough of a value to compare two of them by eye.
std::string masked(std::string_view value)
{
    return Secret(value).masked();
}

auth::TokenGrant grantOf(AuthKind kind)
{
    auth::TokenGrant grant;
    grant.kind =
        kind == AuthKind::OAuth2JwtBearer ? auth::GrantKind::JwtBearer : auth::GrantKind::ClientCredentials;
    return grant;
}

std::string joined(const std::vector<std::string>& texts)
{
    return fmt::format("{}", fmt::join(texts, " "));
}

/// What was asked for and not given.
std::vector<std::string> missingScopes(const ConnectSession& session)
{
    std::vector<std::string> out;
    for (const std::string& scope : session.scopesRequested) {
        if (std::ranges::find(session.scopesGranted, scope) == session.scopesGranted.end()) {
            out.push_back(scope);
        }
    }
    return out;
}

} // namespace

ConnectFlow::ConnectFlow(NodeCore& core, AccountService& accounts, ConnectBook& book, runtime::Timers& timers)
    : m_core(core)
    , m_accounts(accounts)
    , m_book(book)
    , m_timers(timers)
{}

Result<FlowScheme> ConnectFlow::schemeOf(const ConnectSession& session) const
{
    FlowScheme out;
    out.provider = m_core.definitions.snapshots().current()->provider(session.integration);
    if (!out.provider) {
        return fail(Errc::ConfigError,
                    fmt::format("the integration \"{}\" is not defined any more", session.integration));
    }
    GH_ASSIGN(out.scheme, wishedScheme(*out.provider, session.auth));
    if (out.scheme->oauth2) {
        auto copy = std::make_shared<config::OAuth2Definition>(*out.scheme->oauth2);
        copy->scopes = session.scopesRequested;
        out.oauth = std::move(copy);
    }
    return out;
}

Status ConnectFlow::makeUrl(LiveSession& live, const FlowScheme& scheme) const
{
    ConnectSession& view = live.view;
    view.state = auth::makeState(*m_core.services.random);
    auth::Pkce proof;
    if (scheme.oauth->pkce) {
        proof = auth::makePkce(*m_core.services.random);
    }
    GH_ASSIGN(view.authorizeUrl, auth::authorizeUrl({*scheme.oauth, live.credentials, *live.context,
                                                     view.redirectUri, view.state, proof.challenge}));
    ConnectStep& step = view.step(Kind::BuildUrl);
    step.state = ConnectStepState::Done;
    step.startedAt = step.endedAt = m_book.now();
    step.note = fmt::format("redirect URI {}", view.redirectUri);
    step.checks.push_back({"state", true, fmt::format("{}, good for one answer", masked(view.state))});
    step.checks.push_back({"PKCE S256", scheme.oauth->pkce,
                           scheme.oauth->pkce ? fmt::format("challenge {}", masked(proof.challenge))
                                              : "this provider's definition does without"});
    step.checks.push_back({"scopes", true, joined(view.scopesRequested)});
    live.verifier = std::move(proof.verifier);
    view.status = ConnectStatus::Waiting;
    ConnectStep& browser = view.step(Kind::OpenBrowser);
    browser.state = ConnectStepState::Running;
    browser.startedAt = m_book.now();
    browser.note = "open the link and sign in";
    return {};
}

auth::TokenTools ConnectFlow::tools() const
{
    return {*m_core.http, *m_core.services.clock, *m_core.services.random};
}

Result<auth::TokenCall> ConnectFlow::tokenCall(const LiveSessionPtr& live, const FlowScheme& scheme,
                                               ConnectStepKind step)
{
    auto credentials = std::make_shared<const auth::Credentials>(live->credentials.clone());
    auth::TokenCall call{*scheme.oauth, credentials, live->context, {}, {}};
    call.allowPrivateTargets = m_core.pipeline.allowPrivateTargets;
    call.stop = m_core.cutOff.get_token();
    if (scheme.scheme->clientCertificate) {
        GH_ASSIGN(call.certificate, auth::clientCertificate(live->credentials));
    }
    call.watch = [this, live, step](Exchange exchange) { m_book.record(live, step, std::move(exchange)); };
    return call;
}

void ConnectFlow::start(const LiveSessionPtr& live)
{
    runStart(live);
}

void ConnectFlow::resumeWithCode(const LiveSessionPtr& live, auth::AuthorizeAnswer answer)
{
    runCode(live, std::make_shared<auth::AuthorizeAnswer>(std::move(answer)));
}

void ConnectFlow::resumeWithCredentials(const LiveSessionPtr& live)
{
    runRest(live);
}

QCoro::Task<> ConnectFlow::runStart(LiveSessionPtr live)
{
    const InFlight::Token token(m_core.inFlight);
    auto scheme = schemeOf(live->view);
    if (!scheme) {
        m_book.fail(live, Kind::BuildUrl, auth::explainFailure("config_error", scheme.error().message));
        co_return;
    }
    if (scheme->scheme->kind == AuthKind::OAuth2DeviceCode) {
        auto device = runDevice(live, *scheme);
        co_await device;
        co_return;
    }
    for (const auto step : {Kind::BuildUrl, Kind::OpenBrowser, Kind::Callback}) {
        m_book.skip(live, step, "not needed: nobody has to sign in");
    }
    if (!scheme->oauth) {
        m_book.skip(live, Kind::Exchange, "not needed: these credentials are used as they are");
    } else {
        auto call = tokenCall(live, *scheme, Kind::Exchange);
        if (!call) {
            m_book.fail(live, Kind::Exchange,
                        auth::explainFailure("missing_credential", call.error().message));
            co_return;
        }
        call->grant = grantOf(scheme->scheme->kind);
        auto exchanging = exchange(live, *scheme, std::move(*call));
        const bool exchanged = co_await exchanging;
        if (!exchanged) {
            co_return;
        }
    }
    auto rest = runRest(live);
    co_await rest;
}

QCoro::Task<> ConnectFlow::runCode(LiveSessionPtr live, std::shared_ptr<auth::AuthorizeAnswer> answer)
{
    const InFlight::Token token(m_core.inFlight);
    // Durable before the code goes out: after a crash nobody tries it a second time.
    auto keeping = m_book.keep(live);
    const auto kept = co_await keeping;
    auto scheme = schemeOf(live->view);
    if (!kept || !scheme) {
        m_book.fail(live, Kind::Exchange,
                    auth::explainFailure(kept ? "config_error" : "vault_unavailable",
                                         kept ? scheme.error().message : kept.error().message));
        co_return;
    }
    auto call = tokenCall(live, *scheme, Kind::Exchange);
    if (!call) {
        m_book.fail(live, Kind::Exchange, auth::explainFailure("missing_credential", call.error().message));
        co_return;
    }
    m_core.services.redactor->learn(answer->code);
    call->grant.kind = auth::GrantKind::AuthorizationCode;
    call->grant.code = std::move(answer->code);
    call->grant.redirectUri = live->view.redirectUri;
    call->grant.codeVerifier = live->verifier.clone();
    call->redirectQuery = std::move(answer->query);
    auto exchanging = exchange(live, *scheme, std::move(*call));
    const bool exchanged = co_await exchanging;
    if (exchanged) {
        auto rest = runRest(live);
        co_await rest;
    }
}

QCoro::Task<bool> ConnectFlow::exchange(LiveSessionPtr live, FlowScheme scheme, auth::TokenCall call)
{
    m_book.begin(live, Kind::Exchange, "asking for a token");
    auto asking = exchangeToken(tools(), std::move(call));
    auto set = co_await asking;
    if (!goesOn(live)) {
        co_return false;
    }
    if (!set) {
        m_book.fail(live, Kind::Exchange, auth::explainRefusal(set.error()));
        co_return false;
    }
    takeTokens(live, *scheme.oauth, std::move(*set));
    co_return true;
}

void ConnectFlow::takeTokens(const LiveSessionPtr& live, const config::OAuth2Definition& oauth,
                             auth::TokenSet set)
{
    observe::Redactor& redactor = *m_core.services.redactor;
    redactor.learn(set.accessToken);
    live->credentials.secrets.insert_or_assign("access_token", std::move(set.accessToken));
    const bool refreshable = !set.refreshToken.empty();
    if (refreshable) {
        redactor.learn(set.refreshToken);
        live->credentials.secrets.insert_or_assign("refresh_token", std::move(set.refreshToken));
    }
    live->credentials.tokenExpiresAt = set.expiresAt;
    live->view.tokenExpiresAt = set.expiresAt;
    live->view.scopesGranted = std::move(set.scopes);
    live->view.step(Kind::Exchange).claims = std::move(set.claims);
    if (set.context->isObject()) {
        json::Arena arena;
        live->context = json::Document::copyOf(config::deepMerge(*live->context, *set.context, arena));
    }
    if (!live->view.scopesGranted.empty()) {
        const auto missing = missingScopes(live->view);
        m_book.check(
            live, Kind::Exchange,
            {"scopes", missing.empty(),
             missing.empty() ? "all that were asked for" : fmt::format("not granted: {}", joined(missing))});
    }
    const bool wanted = oauth.refresh.supported;
    m_book.done(live, Kind::Exchange,
                fmt::format("access token, {}; {}",
                            set.expiresAt ? "good until " + formatRfc3339(*set.expiresAt)
                                          : std::string("without an end that is known"),
                            refreshable ? "refresh token"
                            : wanted    ? "no refresh token: sign in again when it ends"
                                        : "no refresh token, as expected"));
}

QCoro::Task<> ConnectFlow::runRest(LiveSessionPtr live)
{
    const InFlight::Token token(m_core.inFlight);
    auto storing = storeSecrets(live);
    const bool stored = co_await storing;
    if (!stored) {
        co_return;
    }
    auto scheme = schemeOf(live->view);
    if (!scheme) {
        m_book.fail(live, Kind::FirstCall, auth::explainFailure("config_error", scheme.error().message));
        co_return;
    }
    auto calling = firstCalls(live, *scheme);
    const bool proved = co_await calling;
    if (proved) {
        auto finishing = putInForce(live, *scheme);
        co_await finishing;
    }
}

QCoro::Task<bool> ConnectFlow::storeSecrets(LiveSessionPtr live)
{
    m_book.begin(live, Kind::Store, "sealing the credentials");
    auto sealing = m_book.seal(live);
    const auto sealed = co_await sealing;
    if (!goesOn(live)) {
        co_return false;
    }
    if (!sealed) {
        m_book.fail(live, Kind::Store, auth::explainFailure("vault_unavailable", sealed.error().message));
        co_return false;
    }
    m_book.done(live, Kind::Store, "sealed in the vault");
    co_return true;
}

/// A provider may repeat what it was sent, in the form in which it was sent (Basic is base64).
void ConnectFlow::learnApplied(const LiveSession& live, const config::AuthScheme& scheme) const
{
    const auto applied = auth::applyScheme(
        scheme, std::make_shared<const auth::Credentials>(live.credentials.clone()), *live.context);
    if (!applied) {
        return; // the call will say so
    }
    for (const auto* fields : {&(*applied)->headers, &(*applied)->query}) {
        for (const auto& [name, value] : *fields) {
            m_core.services.redactor->learn(value);
        }
    }
}

QCoro::Task<bool> ConnectFlow::firstCalls(LiveSessionPtr live, FlowScheme scheme)
{
    const config::ConnectDefinition& connect = scheme.provider->connect;
    if (!connect.validate && connect.postConnect.empty()) {
        m_book.skip(live, Kind::FirstCall, "the definition has no validation call: nothing was proved");
        co_return true;
    }
    m_book.begin(live, Kind::FirstCall, "calling the provider");
    learnApplied(*live, *scheme.scheme);
    live->view.step(Kind::FirstCall).exchanges.clear();
    std::string proved;
    if (connect.validate) {
        auto calling = firstCall(live, *connect.validate);
        const bool passed = co_await calling;
        if (!passed) {
            co_return false;
        }
        proved = connect.validate->proves;
    }
    for (const config::ConnectStep& step : connect.postConnect) {
        auto calling = firstCall(live, step);
        const bool passed = co_await calling;
        if (!passed) {
            co_return false;
        }
    }
    m_book.done(live, Kind::FirstCall, proved.empty() ? "the provider answered as it should" : proved);
    co_return true;
}

QCoro::Task<bool> ConnectFlow::firstCall(LiveSessionPtr live, const config::ConnectStep& step)
{
    const auto current = m_core.accounts.find(live->view.accountId);
    if (!current) {
        m_book.fail(live, Kind::FirstCall,
                    auth::explainFailure("not_found", "the account was removed meanwhile"));
        co_return false;
    }
    auto record = std::make_shared<pipeline::AccountRecord>(*current);
    record->account.authKind = live->view.auth;
    record->account.context = live->context;
    pipeline::Candidate candidate{std::move(record),
                                  std::make_shared<const auth::Credentials>(live->credentials.clone())};
    auto trying =
        pipeline::tryCandidate(m_core.pipeline, std::move(candidate), step, m_core.cutOff.get_token());
    auto outcome = co_await trying;
    auto pendingDetail =
        runtime::awaitCompletion<CallDetail>(*m_core.services.engine, [this, &outcome](auto done) {
            m_core.callLog.detail(outcome.callId, std::move(done));
        });
    auto detail = co_await pendingDetail;
    if (!goesOn(live)) {
        co_return false;
    }
    for (auto& made : detail ? detail->exchanges : std::vector<Exchange>()) {
        m_book.record(live, Kind::FirstCall, std::move(made));
    }
    m_book.check(live, Kind::FirstCall,
                 {step.name.empty() ? "call" : step.name, !outcome.problem, step.proves});
    if (outcome.problem) {
        m_book.fail(live, Kind::FirstCall, auth::explainProblem(*outcome.problem));
        co_return false;
    }
    live->context = std::move(outcome.context);
    co_return true;
}

QCoro::Task<> ConnectFlow::putInForce(LiveSessionPtr live, FlowScheme scheme)
{
    m_book.begin(live, Kind::ScheduleRefresh, "putting the credentials in force");
    ProvenAccount proven;
    proven.id = live->view.accountId;
    proven.label = live->view.label;
    proven.auth = live->view.auth;
    proven.context = live->context;
    proven.tokenExpiresAt = live->view.tokenExpiresAt;
    proven.actor = live->actor;
    proven.credentials = std::make_shared<const auth::Credentials>(live->credentials.clone());
    auto adopting = m_accounts.adopt(std::move(proven));
    auto account = co_await adopting;
    if (!account) {
        m_book.fail(live, Kind::ScheduleRefresh,
                    auth::explainFailure("vault_unavailable", account.error().message));
        co_return;
    }
    std::string note = "nothing to refresh";
    const bool renewable = scheme.oauth
                           && (live->credentials.find("refresh_token") != nullptr
                               || (scheme.scheme->kind != AuthKind::OAuth2AuthorizationCode
                                   && scheme.scheme->kind != AuthKind::OAuth2DeviceCode));
    if (m_core.scopesGranted && !live->view.scopesGranted.empty()) {
        m_core.scopesGranted(account->id, live->view.scopesGranted);
    }
    if (renewable && !account->autoRefresh) {
        note = "automatic refresh of this account is off: its token ends unless a person refreshes it";
    } else if (renewable && live->view.tokenExpiresAt) {
        note = fmt::format("a new token comes {} to {} s before {}", scheme.oauth->refresh.leadMin.count(),
                           scheme.oauth->refresh.leadMax.count(), formatRfc3339(*live->view.tokenExpiresAt));
    } else if (scheme.oauth && !renewable) {
        note = "there is no refresh token: connect again when the token ends";
    }
    m_book.done(live, Kind::ScheduleRefresh, std::move(note));
    m_book.succeed(live);
    m_core.events.publish(AccountConnected{*account, live->view.id, live->view.reconnect});
}

} // namespace gatehouse
