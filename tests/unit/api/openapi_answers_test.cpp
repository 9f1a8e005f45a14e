// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/openapi.h"
#include "core/json/pointer.h"
#include "core/json/write.h"
#include "core/schema/schema.h"
#include "tests/unit/api/api_fixture.h"

#include <algorithm>
#include <array>

namespace gatehouse {
namespace {

class OpenApiAnswersTest : public test::ApiTest
{
protected:
    OpenApiAnswersTest()
        : document(json::parse(api::openApiText()).value_or(json::Document()))
    {}

    /// A draft-07 document of its own: the schema, with the components it refers to as its definitions.
    static std::string schemaText(const json::Value& root, const json::Value& schema)
    {
        constexpr std::string_view kComponents = "#/components/schemas/";
        auto text = R"({"allOf":[)" + json::write(schema) + R"(],"definitions":)"
                    + json::write(root["components"]["schemas"]) + "}";
        for (auto at = text.find(kComponents); at != std::string::npos; at = text.find(kComponents, at)) {
            text.replace(at, kComponents.size(), "#/definitions/");
        }
        return text;
    }

    /// Checks a real answer against what is documented for its status.
    void expectDocumented(const std::string& method, const std::string& path,
                          const test::FakeResponder& answer)
    {
        const auto status = std::to_string(answer.response.status);
        const auto documented = document.root()["paths"][path][lowered(method)]["responses"];
        auto response = documented[status];
        if (response["$ref"].isString()) {
            response = *json::at(document.root(), response["$ref"].asString().substr(1));
        }
        ASSERT_TRUE(response.isObject()) << method << " " << path << " does not document " << status;
        const auto type = std::string(answer.response.headers.get("Content-Type").value_or(""));
        if (answer.response.status == 204) {
            EXPECT_TRUE(answer.response.body.empty());
            return;
        }
        const auto schema = response["content"][type]["schema"];
        ASSERT_TRUE(schema.isObject())
            << method << " " << path << " " << status << " has no schema for " << type;
        const auto text = json::parse(schemaText(document.root(), schema));
        const auto compiled = schema::Schema::compile(text->root());
        ASSERT_TRUE(compiled) << compiled.error().describe();
        for (const auto& violation : compiled->validate(answer.json().root())) {
            ADD_FAILURE() << method << " " << path << " " << status << ": " << violation.pointer << " "
                          << violation.message << "\n"
                          << answer.response.body;
        }
    }

    static std::string lowered(std::string text)
    {
        std::ranges::transform(text, text.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        return text;
    }

    static TokenHistory tokenHistory(const Exchange& exchange)
    {
        TokenAttempt attempt;
        attempt.accountId = "acc_1";
        attempt.by = "req_1";
        attempt.lockedAt = fromMillis(5);
        attempt.outcome = TokenOutcome::Failed;
        attempt.error = "temporarily_unavailable";
        attempt.providerStatus = 503;
        attempt.waiters = {{"req_1", fromMillis(1), fromMillis(9)}, {"req_2", fromMillis(2), {}}};
        attempt.waitersInAll = 2;
        attempt.exchange = exchange;
        TokenHistory history;
        history.accountId = "acc_1";
        history.tokenExpiresAt = fromMillis(100);
        history.grantedScopes = {"read"};
        history.attempts = {attempt, TokenAttempt{}};
        return history;
    }

    json::Document document;
};

TEST_F(OpenApiAnswersTest, realAnswersAreAsDocumented)
{
    auto& state = gateway.state;
    IntegrationSummary integration;
    integration.slug = "alpha";
    integration.operations = {"crm.contacts.list"};
    state.integrations = {integration};
    state.models = {{"crm", {"contacts"}}};
    state.modelDocuments["crm"] = *json::parse(R"({"model":"crm"})");
    state.definitions["alpha"] = *json::parse(R"({"slug":"alpha"})");
    state.mappings["alpha/crm/contacts/list"] = *json::parse(R"({"response":{}})");
    state.resolved.fields = {{"phone", "Phone", "account", "override", ""}};
    state.previewAnswer = *json::parse(R"({"output":{}})");
    state.limits = {{"daily", 100, std::nullopt, 7, 86400}};
    CallDetail detail;
    detail.summary = test::makeCall("req_1", 1, "acc_1");
    detail.stages = {{"send", std::chrono::microseconds(10), "note"}};
    detail.exchanges = {{"GET", "https://x/", {{"A", "b"}}, "", 0, 200, {}, "{}", 2, {}, ""}};
    detail.limits = state.limits;
    state.calls = {detail};
    state.tokenHistories["acc_1"] = tokenHistory(detail.exchanges[0]);
    state.scopeUse["acc_1"] = {{"read", true, true, {"crm.contacts.list"}, 3, fromMillis(1)},
                               {"write", true, {}, {}, 0, {}}};
    state.credentialDates = {{"acc_1", CredentialKind::RefreshToken, fromMillis(1), fromMillis(2), "said so",
                              false, fromMillis(1)},
                             {"acc_1", CredentialKind::AccessToken, {}, {}, "nobody says", true, {}}};
    ConnectForm form{"key", "api_key", "Key", false, {}, {"read"}};
    form.inputs.emplace_back().name = "api_key";
    state.connectForms["beta"] = {form};
    ConnectSession session;
    session.id = "con_1";
    session.environmentId = "env_1";
    session.device = DevicePrompt{"AB-CD", "https://x/", "", std::chrono::seconds(5), clock.now(), 1};
    session.failure = ConnectFailure{"access_denied", "no", "refused", "again", ConnectFixer::User};
    session.steps[2].exchanges = detail.exchanges;
    session.steps[2].checks = {{"state", true, "ok"}};
    session.steps[2].failure = session.failure;
    state.connectSessions = {session};
    const std::string mapping = "/{model}/{resource}/{method}";

    struct Case
    {
        std::string method;
        std::string path;
        std::string target;
        std::string body;
    };

    const std::vector<Case> cases{
        {"GET", "/healthz", "/healthz", ""},
        {"GET", "/readyz", "/readyz", ""},
        {"GET", "/v1/node", "/v1/node", ""},
        {"GET", "/v1/integrations", "/v1/integrations", ""},
        {"GET", "/v1/integrations", "/v1/integrations?limit=0", ""},
        {"GET", "/v1/integrations/{slug}", "/v1/integrations/alpha", ""},
        {"GET", "/v1/integrations/{slug}", "/v1/integrations/nothing", ""},
        {"PUT", "/v1/integrations/{slug}", "/v1/integrations/alpha", "{}"},
        {"GET", "/v1/integrations/{slug}/history", "/v1/integrations/alpha/history", ""},
        {"POST", "/v1/integrations/{slug}/rollback", "/v1/integrations/alpha/rollback", R"({"version":1})"},
        {"DELETE", "/v1/integrations/{slug}", "/v1/integrations/alpha", ""},
        {"GET", "/v1/models", "/v1/models", ""},
        {"GET", "/v1/models/{model}", "/v1/models/crm", ""},
        {"GET", "/v1/environments", "/v1/environments", ""},
        {"POST", "/v1/environments", "/v1/environments", R"({"name":"x"})"},
        {"GET", "/v1/environments/{id}", "/v1/environments/env_1", ""},
        {"GET", "/v1/accounts", "/v1/accounts", ""},
        {"POST", "/v1/accounts", "/v1/accounts", R"({"environment_id":"env_1","integration":"alpha"})"},
        {"GET", "/v1/accounts/{id}", "/v1/accounts/acc_1", ""},
        {"PATCH", "/v1/accounts/{id}", "/v1/accounts/acc_1", R"({"label":"L"})"},
        {"POST", "/v1/accounts/{id}/test", "/v1/accounts/acc_1/test", ""},
        {"POST", "/v1/accounts/{id}/refresh", "/v1/accounts/acc_1/refresh", ""},
        {"POST", "/v1/accounts/{id}/refresh", "/v1/accounts/acc_none/refresh", ""},
        {"GET", "/v1/accounts/{id}/tokens", "/v1/accounts/acc_1/tokens", ""},
        {"PATCH", "/v1/accounts/{id}", "/v1/accounts/acc_1", R"({"auto_refresh":false})"},
        {"GET", "/v1/accounts/{id}/scopes", "/v1/accounts/acc_1/scopes", ""},
        {"GET", "/v1/accounts/{id}/credentials", "/v1/accounts/acc_1/credentials", ""},
        {"GET", "/v1/credentials", "/v1/credentials", ""},
        {"POST", "/v1/accounts/{id}/revoke", "/v1/accounts/acc_1/revoke", ""},
        {"POST", "/v1/accounts/{id}/rotate", "/v1/accounts/acc_1/rotate", R"({"credentials":{"a":"b"}})"},
        {"GET", "/v1/integrations/{slug}/connect", "/v1/integrations/beta/connect", ""},
        {"GET", "/v1/integrations/{slug}/connect", "/v1/integrations/nothing/connect", ""},
        {"POST", "/v1/connect/sessions", "/v1/connect/sessions",
         R"({"environment_id":"env_1","integration":"beta"})"},
        {"GET", "/v1/connect/sessions", "/v1/connect/sessions", ""},
        {"GET", "/v1/connect/sessions/{id}", "/v1/connect/sessions/con_1", ""},
        {"GET", "/v1/connect/sessions/{id}", "/v1/connect/sessions/con_9", ""},
        {"POST", "/v1/connect/sessions/{id}/cancel", "/v1/connect/sessions/con_1/cancel", ""},
        {"GET", "/v1/mappings/{integration}" + mapping, "/v1/mappings/alpha/crm/contacts/list", ""},
        {"GET", "/v1/mappings/resolve",
         "/v1/mappings/resolve?account_id=acc_1&model=crm&resource=contacts&method=list", ""},
        {"POST", "/v1/mappings/preview", "/v1/mappings/preview", R"({"account_id":"acc_1"})"},
        {"PUT", "/v1/overrides/accounts/{id}" + mapping, "/v1/overrides/accounts/acc_1/crm/contacts/list",
         "{}"},
        {"GET", "/v1/overrides/accounts/{id}" + mapping, "/v1/overrides/accounts/acc_1/crm/contacts/list",
         ""},
        {"DELETE", "/v1/overrides/accounts/{id}" + mapping, "/v1/overrides/accounts/acc_1/crm/contacts/list",
         ""},
        {"GET", "/v1/calls", "/v1/calls", ""},
        {"GET", "/v1/calls/{id}", "/v1/calls/req_1", ""},
        {"GET", "/v1/limits", "/v1/limits", ""},
        {"GET", "/v1/keys", "/v1/keys", ""},
        {"POST", "/v1/keys", "/v1/keys", R"({"name":"n","scope":"read"})"},
        {"DELETE", "/v1/keys/{id}", "/v1/keys/key_call-key", ""},
        {"DELETE", "/v1/accounts/{id}", "/v1/accounts/acc_1", ""},
    };
    for (const auto& made : cases) {
        expectDocumented(made.method, made.path, *send(request(made.method, made.target, made.body)));
    }
    auto keyless = request("GET", "/v1/accounts");
    keyless.headers.remove("Authorization");
    expectDocumented("GET", "/v1/accounts", *send(std::move(keyless)));
}

/// One of everything that webhooks can show.
void fillWebhooks(test::FakeWebhookState& state)
{
    WebhookEvent event;
    event.id = "evt_1";
    event.sequence = 1;
    event.environmentId = "env_1";
    event.occurredAt = event.receivedAt;
    event.lastSeenAt = event.receivedAt;
    event.answerTime = std::chrono::microseconds(812);
    DeliveryDetail delivery;
    delivery.delivery.id = "dlv_1";
    delivery.delivery.sequence = 1;
    delivery.delivery.environmentId = "env_1";
    delivery.delivery.nextAt = event.receivedAt;
    delivery.attempts.resize(1);
    delivery.attempts[0].responseHeaders = {{"A", "b"}};
    EventTrail trail;
    trail.detail.event = event;
    trail.detail.request.headers = {{"A", "b"}};
    trail.detail.resultJson = R"([{"id":"evt_1"}])";
    trail.deliveries = {delivery};
    RejectedWebhook rejected;
    rejected.report.checks.resize(1);
    rejected.report.checks[0].clockSkew = std::chrono::seconds(4);
    rejected.report.checks[0].tolerance = std::chrono::minutes(5);
    rejected.answer.headers = {{"A", "b"}};
    rejected.report.findings = {{"trailing_newline", "a newline was added"}};
    EndpointView endpoint;
    endpoint.endpoint.id = "ep_1";
    endpoint.endpoint.headers = {{"A", "b"}};
    endpoint.maskedSecrets = {"••••abcd"};
    ReplayRun run;
    run.id = "rpl_1";
    run.items.resize(1);
    run.items[0].state = "changed";
    run.items[0].newEventId = "evt_2";
    run.items[0].afterJson = "[]";
    run.items[0].changes = {{json::ChangeKind::Added, "/0", "", "1"}};
    state.events = {event};
    state.trails = {trail};
    state.payload.body = "{}";
    state.rejected = {rejected};
    state.urls = {{"alpha", "acc_1", "env_1", "http://x/hooks/a/t", false, {}, {}}};
    state.urls[0].manners = {
        std::chrono::seconds(5), 10, std::chrono::hours(24), "after 5xx", 0, "may block"};
    state.urls[0].answers.answers = 3;
    state.urls[0].answers.p95 = std::chrono::milliseconds(8);
    state.endpoints = {endpoint};
    state.deliveries = {delivery};
    state.runs = {run};
}

TEST_F(OpenApiAnswersTest, answersAboutWebhooksAreAsDocumented)
{
    fillWebhooks(gateway.webhooksRole.state);
    const std::vector<std::array<std::string, 4>> cases{
        {"GET", "/v1/events", "/v1/events?limit=1&state=queued", ""},
        {"GET", "/v1/events", "/v1/events?state=odd", ""},
        {"GET", "/v1/events", "/v1/events?repeated=true&answered_over_ms=100", ""},
        {"GET", "/v1/events", "/v1/events?answered_over_ms=long", ""},
        {"GET", "/v1/events/rejected", "/v1/events/rejected", ""},
        {"GET", "/v1/events/urls", "/v1/events/urls", ""},
        {"POST", "/v1/events/urls/rotate", "/v1/events/urls/rotate", R"({"account_id":"acc_1"})"},
        {"POST", "/v1/events/urls/rotate", "/v1/events/urls/rotate", R"({"integration":"acme"})"},
        {"POST", "/v1/events/urls/rotate", "/v1/events/urls/rotate", "{}"},
        {"GET", "/v1/events/storage", "/v1/events/storage", ""},
        {"POST", "/v1/events/test", "/v1/events/test", R"({"account_id":"acc_1"})"},
        {"PUT", "/v1/events/storage", "/v1/events/storage", R"({"kept_for_h":48})"},
        {"PUT", "/v1/events/storage", "/v1/events/storage", R"({"kept_for_h":"long"})"},
        {"POST", "/v1/events/import", "/v1/events/import", R"({"account_id":"acc_1","body":"{}"})"},
        {"POST", "/v1/events/import", "/v1/events/import", R"({"account_id":"acc_1"})"},
        {"GET", "/v1/events/{id}", "/v1/events/evt_1", ""},
        {"GET", "/v1/events/{id}", "/v1/events/evt_2", ""},
        {"POST", "/v1/events/{id}/replay", "/v1/events/evt_1/replay", R"({"dry_run":true})"},
        {"GET", "/v1/replays", "/v1/replays", ""},
        {"POST", "/v1/replays", "/v1/replays", R"({"filter":{"since":"2026-01-01T00:00:00Z"},"count":5})"},
        {"POST", "/v1/replays", "/v1/replays", R"({"count":0})"},
        {"POST", "/v1/replays", "/v1/replays",
         R"({"event_ids":["evt_1"],"take_in":true,"bypass_dedupe":false})"},
        {"POST", "/v1/replays", "/v1/replays", R"({"event_ids":["evt_1"],"signed_at":"yesterday"})"},
        {"GET", "/v1/replays/{id}", "/v1/replays/rpl_1", ""},
        {"POST", "/v1/replays/{id}/stop", "/v1/replays/rpl_1/stop", ""},
        {"GET", "/v1/endpoints", "/v1/endpoints", ""},
        {"POST", "/v1/endpoints", "/v1/endpoints", R"({"url":"https://x.test/"})"},
        {"GET", "/v1/endpoints/{id}", "/v1/endpoints/ep_1", ""},
        {"PATCH", "/v1/endpoints/{id}", "/v1/endpoints/ep_1", R"({"label":"L"})"},
        {"POST", "/v1/endpoints/{id}/test", "/v1/endpoints/ep_1/test", ""},
        {"POST", "/v1/endpoints/{id}/resume", "/v1/endpoints/ep_1/resume", ""},
        {"POST", "/v1/endpoints/{id}/recover", "/v1/endpoints/ep_1/recover?since=2026-01-01T00:00:00Z", ""},
        {"POST", "/v1/endpoints/{id}/recover", "/v1/endpoints/ep_1/recover", ""},
        {"POST", "/v1/endpoints/{id}/rotate", "/v1/endpoints/ep_1/rotate?overlap_h=2", ""},
        {"GET", "/v1/deliveries", "/v1/deliveries?state=dead", ""},
        {"GET", "/v1/deliveries/{id}", "/v1/deliveries/dlv_1", ""},
        {"POST", "/v1/deliveries/{id}/retry", "/v1/deliveries/dlv_1/retry", R"({"body":{"a":1}})"},
        {"POST", "/v1/deliveries/{id}/retry", "/v1/deliveries/dlv_1/retry", ""},
        {"POST", "/v1/deliveries/{id}/discard", "/v1/deliveries/dlv_1/discard", ""},
        {"DELETE", "/v1/endpoints/{id}", "/v1/endpoints/ep_1", ""},
    };
    for (const auto& [method, path, target, body] : cases) {
        expectDocumented(method, path, *send(request(method, target, body)));
    }
    const auto bytes = get("/v1/events/evt_1/payload");
    EXPECT_EQ(bytes->response.body, "{}");
    EXPECT_EQ(bytes->response.headers.get("Content-Type"), "application/octet-stream");
}

TEST_F(OpenApiAnswersTest, answersOfTheVaultTheAuditAndTheSandboxAreAsDocumented)
{
    gateway.sandboxRole.vendorList = {
        {"acme", "http://127.0.0.1:4711", true, {{"refresh_token", 3, 1}}, 2, 0, {}}};
    gateway.alertsRole.list.resize(1);
    gateway.alertsRole.list[0].id = "a:1";
    for (std::uint64_t sequence = 3; sequence > 0; --sequence) {
        gateway.auditRole.list.push_back({sequence, clock.now(), "system", "credential.read", "acc_1",
                                          *json::parse(R"({"fields":["access_token"]})")});
    }
    const std::vector<std::vector<std::string>> cases{
        {"GET", "/v1/vault", "/v1/vault", ""},
        {"POST", "/v1/vault/unlock", "/v1/vault/unlock", R"({"passphrase":"x"})"},
        {"POST", "/v1/vault/lock", "/v1/vault/lock", ""},
        {"POST", "/v1/vault/key", "/v1/vault/key", R"({"source":"keychain"})"},
        {"POST", "/v1/vault/key", "/v1/vault/key", R"({"source":"passphrase"})"},
        {"POST", "/v1/vault/unlock", "/v1/vault/unlock", R"({"passphrase":"wrong"})"},
        {"POST", "/v1/vault/rotate", "/v1/vault/rotate", ""},
        {"GET", "/v1/audit", "/v1/audit?limit=2", ""},
        {"GET", "/v1/alerts", "/v1/alerts?state=all", ""},
        {"GET", "/v1/alerts", "/v1/alerts?state=odd", ""},
        {"GET", "/v1/alerts", "/v1/alerts?severity=critical", ""},
        {"GET", "/v1/alerts/{id}", "/v1/alerts/a:1", ""},
        {"GET", "/v1/alerts/{id}", "/v1/alerts/a:9", ""},
        {"POST", "/v1/alerts/{id}/acknowledge", "/v1/alerts/a:1/acknowledge", ""},
        {"GET", "/v1/audit", "/v1/audit?cursor=bm9uc2Vuc2U", ""},
        {"POST", "/v1/backup", "/v1/backup", R"({"file":"/tmp/b.tar"})"},
        {"GET", "/v1/sandbox", "/v1/sandbox", ""},
        {"POST", "/v1/sandbox/accounts/{id}/expire", "/v1/sandbox/accounts/acc_1/expire", ""},
        {"POST", "/v1/sandbox/accounts/{id}/revoke", "/v1/sandbox/accounts/acc_1/revoke", ""},
        {"POST", "/v1/sandbox/connect/{id}/consent", "/v1/sandbox/connect/con_1/consent",
         R"({"approve":true})"},
        {"POST", "/v1/sandbox/connect/{id}/consent", "/v1/sandbox/connect/con_9/consent",
         R"({"approve":false})"},
        {"POST", "/v1/sandbox/connect/{id}/consent", "/v1/sandbox/connect/con_1/consent", R"({"approve":1})"},
        {"POST", "/v1/sandbox/vendors/{slug}/hang", "/v1/sandbox/vendors/acme/hang", R"({"seconds":5})"},
        {"POST", "/v1/sandbox/vendors/{slug}/fail", "/v1/sandbox/vendors/acme/fail", R"({"count":2})"},
        {"POST", "/v1/sandbox/vendors/{slug}/fail", "/v1/sandbox/vendors/acme/fail", R"({"count":-1})"},
        {"POST", "/v1/sandbox/vendors/{slug}/deny", "/v1/sandbox/vendors/acme/deny", R"({"count":1})"},
        {"POST", "/v1/sandbox/vendors/{slug}/keys", "/v1/sandbox/vendors/acme/keys",
         R"({"public_key":"-----BEGIN PUBLIC KEY-----"})"},
        {"POST", "/v1/sandbox/vendors/{slug}/keys", "/v1/sandbox/vendors/acme/keys", R"({"public_key":"x"})"},
        {"DELETE", "/v1/sandbox/vendors/{slug}/troubles", "/v1/sandbox/vendors/acme/troubles", ""},
    };
    for (const auto& made : cases) {
        expectDocumented(made[0], made[1], *send(request(made[0], made[2], made[3])));
    }
    EXPECT_EQ(gateway.sandboxRole.orders,
              (std::vector<std::string>{"expire acc_1", "revoke acc_1", "approve con_1", "refuse con_9",
                                        "hang acme 5", "fail acme 2 invalid_grant", "deny acme 1",
                                        "register acme -----BEGIN PUBLIC KEY-----", "clear acme"}));
    const auto page = get("/v1/audit?limit=2")->json();
    const auto rest =
        get("/v1/audit?limit=2&cursor=" + std::string(page.root()["next_cursor"].asString()))->json();
    EXPECT_EQ(rest.root()["result"][std::size_t{0}]["sequence"].asInt(), 1);
    EXPECT_TRUE(rest.root()["next_cursor"].isNull());
    for (const auto* path : {"/v1/vault", "/v1/audit", "/v1/sandbox"}) {
        EXPECT_EQ(statusOf(withKey(request("GET", path), "call-key")), 403) << path;
        EXPECT_EQ(statusOf(withKey(request("GET", path), "env1-key")), 403) << path;
    }
}

} // namespace
} // namespace gatehouse
