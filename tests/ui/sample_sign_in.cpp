// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/sample_sign_in.h"

namespace gatehouse::test {

namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

Exchange tokenExchange(int status, const char* body)
{
    Exchange exchange;
    exchange.method = "POST";
    exchange.url = "http://127.0.0.1:40123/oauth/v3/token";
    exchange.requestHeaders = {{"Content-Type", "application/x-www-form-urlencoded"},
                               {"Accept", "application/json"}};
    exchange.requestBody =
        "grant_type=authorization_code&code=[code, 44 characters]&client_id=gatehouse-sandbox"
        "&client_secret=[client_secret, 32 characters]"
        "&code_verifier=[code_verifier, 43 characters]"
        "&redirect_uri=http%3A%2F%2F127.0.0.1%3A8787%2Foauth%2Fcallback";
    exchange.requestBodyBytes = static_cast<std::int64_t>(exchange.requestBody.size());
    exchange.status = status;
    exchange.responseHeaders = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
    exchange.responseBody = body;
    exchange.responseBodyBytes = static_cast<std::int64_t>(exchange.responseBody.size());
    exchange.duration = std::chrono::microseconds(182'000);
    return exchange;
}

gatehouse::ConnectInput input(const char* name, const char* label, bool secret)
{
    gatehouse::ConnectInput made;
    made.name = name;
    made.label = label;
    made.secret = secret;
    return made;
}

void finishSteps(ConnectSession& session, std::size_t count)
{
    static constexpr std::array<const char*, kConnectSteps> kNotes{
        "state and PKCE S256 challenge made",
        "opened in the browser",
        "the browser came back with a code",
        "access token for 30 min, refresh token",
        "sealed with the account's data key",
        "GET /account-info/v3/details answered 200",
        "due in 28 min 12 s"};
    static constexpr std::array kTook{2, 40, 6'400, 182, 9, 131, 1};
    UnixMillis at = session.createdAt;
    for (std::size_t i = 0; i < count; ++i) {
        auto& step = session.steps[i];
        step.state = ConnectStepState::Done;
        step.startedAt = at;
        at += milliseconds(kTook[i]);
        step.endedAt = at;
        step.note = kNotes[i];
    }
    if (count > 2) {
        session.step(ConnectStepKind::Callback).checks = {{"state", true, "••••7f2a"},
                                                          {"iss", true, "http://127.0.0.1:40123"}};
    }
    if (count > 3) {
        session.step(ConnectStepKind::Exchange).checks = {{"PKCE S256", true, "verifier of 43 characters"}};
        session.step(ConnectStepKind::Exchange).exchanges = {tokenExchange(
            200,
            R"({"access_token":"[access_token, 96 characters]","expires_in":1800,"token_type":"bearer"})")};
    }
    if (count < kConnectSteps) {
        session.steps[count].startedAt = at;
    }
}

ConnectSession baseSession(const std::string& id, UnixMillis now)
{
    ConnectSession session;
    session.id = id;
    session.accountId = "acc_4";
    session.environmentId = "env_3";
    session.integration = "hublike";
    session.label = "Initech EU";
    session.auth = "oauth2_authorization_code";
    session.kind = session.auth;
    session.status = ConnectStatus::Waiting;
    session.createdAt = now - seconds(7);
    session.expiresAt = session.createdAt + minutes(5);
    session.authorizeUrl = "http://127.0.0.1:40123/oauth/authorize?client_id=gatehouse-sandbox&state=st_7f2a";
    session.state = "st_7f2a";
    session.redirectUri = "http://127.0.0.1:8787/oauth/callback";
    session.scopesRequested = {"oauth", "crm.objects.contacts.read", "crm.objects.companies.read"};
    for (std::size_t i = 0; i < kConnectSteps; ++i) {
        session.steps[i].kind = static_cast<ConnectStepKind>(i);
    }
    return session;
}

} // namespace

ConnectSession sampleSession(const std::string& id, ConnectStepKind at, ConnectStepState state,
                             UnixMillis now)
{
    auto session = baseSession(id, now);
    finishSteps(session, static_cast<std::size_t>(at));
    session.step(at).state = state;
    return session;
}

ConnectSession failedSession(const std::string& id, UnixMillis now)
{
    auto session = sampleSession(id, ConnectStepKind::Exchange, ConnectStepState::Failed, now);
    session.status = ConnectStatus::Failed;
    auto& step = session.step(ConnectStepKind::Exchange);
    step.endedAt = *step.startedAt + milliseconds(182);
    step.note = "400 invalid_grant";
    step.exchanges = {
        tokenExchange(400, R"({"error":"invalid_grant","error_description":"missing or invalid code"})")};
    step.failure = ConnectFailure{"invalid_grant", "missing or invalid code",
                                  "The provider does not take this code: it was used before, has run out, or "
                                  "belongs to another redirect URI.",
                                  "Try again. If it fails the same way, compare the redirect URI with the "
                                  "one registered at the provider.",
                                  ConnectFixer::Operator};
    session.failure = step.failure;
    session.endedAt = step.endedAt;
    return session;
}

ConnectSession connectedSession(const std::string& id, const std::string& accountId, UnixMillis now)
{
    auto session = baseSession(id, now);
    finishSteps(session, kConnectSteps);
    session.accountId = accountId;
    session.environmentId = "env_1";
    session.label = "Acme HubLike";
    session.status = ConnectStatus::Connected;
    session.scopesGranted = {"oauth", "crm.objects.contacts.read"};
    session.tokenExpiresAt = now + minutes(30);
    session.endedAt = now;
    return session;
}

ConnectSession deviceSession(const std::string& id, UnixMillis now)
{
    auto session = sampleSession(id, ConnectStepKind::Callback, ConnectStepState::Running, now);
    session.kind = "oauth2_device_code";
    session.auth = session.kind;
    DevicePrompt prompt;
    prompt.userCode = "WDJB-MJHT";
    prompt.verificationUri = "https://login.example/device";
    prompt.expiresAt = now + minutes(14);
    prompt.polls = 2;
    session.device = prompt;
    return session;
}

TokenHistory sampleHistory(const std::string& accountId, UnixMillis now)
{
    TokenHistory history;
    history.accountId = accountId;
    history.tokenIssuedAt = now - minutes(1);
    history.tokenExpiresAt = now + minutes(29);
    history.refreshTokenIssuedAt = now - std::chrono::hours(72);
    history.refreshDueAt = now + minutes(27);
    history.grantedScopes = {"oauth", "crm.objects.contacts.read"};
    history.missingScopes = {"crm.objects.companies.read"};
    const auto attempt = [&](std::uint64_t number, TokenCause cause, UnixMillis at, TokenOutcome outcome) {
        TokenAttempt made;
        made.accountId = accountId;
        made.number = number;
        made.cause = cause;
        made.by = std::string(tokenCauseName(cause));
        made.startedAt = at;
        made.lockedAt = at + milliseconds(2);
        made.fence = number;
        made.requestedAt = at + milliseconds(4);
        made.requestTime = milliseconds(190);
        made.endedAt = at + milliseconds(212);
        made.outcome = outcome;
        made.providerStatus = outcome == TokenOutcome::Refreshed ? 200 : 503;
        made.rotated = outcome == TokenOutcome::Refreshed;
        made.exchange = tokenExchange(made.providerStatus, R"({"token_type":"bearer"})");
        made.waitersInAll = 1;
        made.waiters = {{made.by, at, made.endedAt}};
        return made;
    };
    auto first = attempt(1, TokenCause::Schedule, now - minutes(45), TokenOutcome::Refreshed);
    first.tokenExpiresAt = *first.endedAt + minutes(30);
    auto second = attempt(2, TokenCause::Schedule, now - minutes(17), TokenOutcome::Failed);
    second.reason = "the token endpoint answered 503; tried again in 8 s";
    auto third = attempt(3, TokenCause::Refused, now - minutes(1), TokenOutcome::Refreshed);
    third.tokenExpiresAt = now + minutes(29);
    third.by = "req_100300";
    third.lockedAt = third.startedAt + milliseconds(30);
    third.lockHolder = "gatehoused 4711";
    third.waiters.clear();
    third.waitersInAll = 50;
    for (int worker = 0; worker < 50; ++worker) {
        third.waiters.push_back({"req_1003" + std::to_string(10 + worker),
                                 third.startedAt + milliseconds(worker * 3), third.endedAt});
    }
    history.attempts = {first, second, third};
    return history;
}

std::vector<CredentialDate> sampleDates(const std::string& accountId, UnixMillis now)
{
    CredentialDate access{accountId,
                          CredentialKind::AccessToken,
                          now - minutes(1),
                          now + minutes(29),
                          "the provider said so",
                          true,
                          {}};
    CredentialDate refresh{accountId,
                           CredentialKind::RefreshToken,
                           now - std::chrono::hours(72),
                           now + std::chrono::hours(24 * 7),
                           "unused for 90 days",
                           false,
                           now - std::chrono::hours(1)};
    return {access, refresh};
}

std::vector<ScopeUse> sampleScopes(UnixMillis now)
{
    return {{"crm.objects.companies.read", true, false, {"crm.accounts.get", "crm.accounts.list"}, 0, {}},
            {"crm.objects.contacts.read",
             true,
             true,
             {"crm.contacts.get", "crm.contacts.list"},
             148,
             now - seconds(2)},
            {"crm.objects.contacts.write",
             true,
             true,
             {"crm.contacts.create", "crm.contacts.delete", "crm.contacts.update"},
             0,
             {}},
            {"oauth", true, true, {}, 0, {}}};
}

void addSignIns(ConsoleWorld& world)
{
    auto& state = world.gateway.state;
    gatehouse::ConnectForm browser;
    browser.auth = "oauth2_authorization_code";
    browser.kind = browser.auth;
    browser.label = "Sign in with HubLike";
    browser.inputs = {input("client_id", "Client ID", true)};
    browser.inputs[0].help = "Of the app registered at the provider.";
    gatehouse::ConnectForm token;
    token.auth = "private_app";
    token.kind = "bearer";
    token.label = "Private app token";
    token.inputs = {input("access_token", "Private app token", true), input("region", "Region", false)};
    token.inputs[0].help = "Settings, Integrations, Private apps.";
    token.inputs[0].placeholder = "pat-…";
    token.inputs[0].pattern = "^pat-.+$";
    token.inputs[1].defaultValue = "eu";
    token.inputs[1].required = false;
    for (const char* slug : {"hublike", "salesfarce", "quickboox"}) {
        state.connectForms[slug] = {browser, token};
    }
    SandboxVendor vendor;
    vendor.slug = "salesfarce";
    vendor.oauth = true;
    world.gateway.sandboxRole.vendorList = {vendor};
    state.tokenHistories["acc_1"] = sampleHistory("acc_1", world.clock.now());
    state.credentialDates = sampleDates("acc_1", world.clock.now());
    state.scopeUse["acc_1"] = sampleScopes(world.clock.now());
    auto& secrets = world.gateway.insightRole.secrets["acc_1"];
    secrets.emplace("access_token",
                    Secret(std::string_view("at-CJD2p9xkMhIHAAEAQAAAASiPoL0BGO7d2SIgp7e2KNyR9a4")));
    secrets.emplace("refresh_token", Secret(std::string_view("rt-na1-9f60-4e2b-a7d1-5b1c1f0d8c3e")));
    secrets.emplace("client_secret", Secret(std::string_view("hub-secret-7d2e9f51")));
    secrets.emplace("client_id", Secret(std::string_view("3c6b2f0e-4a1d")));
}

} // namespace gatehouse::test
