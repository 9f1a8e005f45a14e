// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/console_world.h"

#include <array>

namespace gatehouse::test {

namespace {

constexpr auto kDefinition = R"({
  "slug": "hublike",
  "label": "HubLike",
  "auth": [
    {"kind": "oauth2_authorization_code", "label": "Sign in with HubLike"},
    {"kind": "bearer", "id": "private_app", "label": "Private app token"}
  ],
  "connect": {"fields": [
    {"name": "access_token", "label": "Private app token", "help": "Settings, Integrations, Private apps.",
     "placeholder": "pat-…", "pattern": "^pat-.+$", "secret": true, "schemes": ["private_app"]},
    {"name": "region", "label": "Region", "default": "eu", "required": false}
  ]}
})";

ResolvedField field(std::string name, std::string expression, std::string level, std::string shadowed = {})
{
    const std::string source =
        level == "platform" ? "hublike/mappings/crm.contacts.json" : "override of " + level;
    return {std::move(name), std::move(expression), std::move(level), source, std::move(shadowed)};
}

void addMapping(FakeState& state)
{
    state.resolved = {"hublike", "crm", "contacts", "list", {}, jsonDocument(R"({"response":{}})")};
    state.resolved.fields = {field("id", "id", "platform"),
                             field("first_name", "properties.firstname", "platform"),
                             field("last_name", "properties.lastname", "platform"),
                             field("emails", "[{'email': properties.email, 'type': 'work'}]", "platform"),
                             field("phones",
                                   "[{'number': $phoneE164(properties.mobilephone), 'type': 'mobile'}]",
                                   "account", "[{'number': properties.phone, 'type': 'work'}]"),
                             field("custom_fields.industry", "properties.Industry__c", "environment"),
                             field("created_at", "$dateParse(createdAt)", "platform"),
                             field("updated_at", "$dateParse(updatedAt)", "platform")};
    state.previewAnswer =
        jsonDocument(R"({"output":{"phones":[{"number":"+49301234567","type":"mobile"}]},"errors":[]})");
}

Account account(const char* id, const char* environment, const char* integration, const char* label,
                AccountStatus status)
{
    Account made = makeAccount(id, environment, integration);
    made.label = label;
    made.status = status;
    made.sandbox = true;
    made.authKind = "oauth2_authorization_code";
    if (status == AccountStatus::NeedsReauth) {
        made.statusReason = "The refresh token was revoked; the customer's admin must reconnect";
    } else if (status == AccountStatus::Active) {
        made.lastSuccessAt = fromMillis(1'760'000'000'000 - 12'000);
        made.tokenExpiresAt = fromMillis(1'760'000'000'000 + 41 * 60'000);
    }
    return made;
}

} // namespace

Result<UnifiedResponse> sampleAnswer(const UnifiedRequest& request)
{
    UnifiedResponse response;
    response.callId = "req_100240";
    std::string records;
    for (int i = 0; i < 10; ++i) {
        const std::string id = std::to_string(151 + i);
        records +=
            std::string(i == 0 ? "" : ",") + R"({"id":")" + id
            + R"(","first_name":"Ada","last_name":"Lovelace","emails":[{"email":"ada@x.io","type":"work"}],)"
            + R"("phones":[{"number":"+49301234567","type":"mobile"}],"custom_fields":{"industry":"SaaS"})";
        if (request.remoteData) {
            records +=
                R"(,"remote_data":{"id":")" + id
                + R"(","properties":{"email":"ada@x.io","mobilephone":"030 1234567","Industry__c":"SaaS"}})";
        }
        records += "}";
    }
    response.bodyText = R"({"result":[)" + records + R"(],"next_cursor":"Zm9v"})";
    response.body = jsonDocument(response.bodyText.c_str());
    response.headers = {{"ratelimit-limit", "110"},
                        {"ratelimit-remaining", "18"},
                        {"ratelimit-reset", "4"},
                        {"RateLimit-Policy", "\"burst\";q=110;w=10"},
                        {"Gatehouse-Request-Id", "req_100240"},
                        {"Gatehouse-Upstream-Ms", "11"}};
    if (request.provenance) {
        response.provenance = {
            {"/id", "platform", "hublike/mappings/crm.contacts.json", "response.id", ""},
            {"/first_name", "platform", "hublike/mappings/crm.contacts.json", "response.properties.firstname",
             ""},
            {"/phones/0/number", "account", "override", "$phoneE164(response.properties.mobilephone)",
             "response.properties.phone"},
            {"/custom_fields/industry", "environment", "override", "response.properties.Industry__c", ""}};
    }
    response.warnings = {{"birthday", "account", "$dateParse: \"31/02/1990\" is no date", 3}};
    return response;
}

json::Document jsonDocument(const char* text)
{
    return json::parse(text).value_or(json::Document());
}

ConsoleWorld::ConsoleWorld()
{
    auto& state = gateway.state;
    const std::array integrations{std::pair{"hublike", "HubLike"}, std::pair{"salesfarce", "SalesFarce"},
                                  std::pair{"quickboox", "QuickBoox"}};
    for (const auto& [slug, label] : integrations) {
        IntegrationSummary summary;
        summary.slug = slug;
        summary.label = label;
        summary.category = "crm";
        summary.origin = "built-in";
        summary.version = 1;
        summary.operations = {"crm.contacts.list", "crm.contacts.get", "crm.accounts.list"};
        state.integrations.push_back(summary);
        state.definitions[slug] = jsonDocument(kDefinition);
    }
    state.models = {{"crm", {"contacts", "accounts"}}, {"invoicing", {"invoices"}}};
    state.environments = {{"env_1", "Acme Corp", jsonDocument(R"({"time_zone":"Europe/Berlin"})")},
                          {"env_2", "Globex", {}},
                          {"env_3", "Initech GmbH & Co. Kommanditgesellschaft auf Aktien", {}}};
    state.accounts = {account("acc_1", "env_1", "hublike", "Acme HubLike", AccountStatus::Active),
                      account("acc_2", "env_1", "quickboox", "Acme books", AccountStatus::NeedsReauth),
                      account("acc_3", "env_2", "salesfarce", "Globex production", AccountStatus::Active),
                      account("acc_4", "env_3", "hublike", "Initech EU", AccountStatus::Connecting),
                      account("acc_5", "env_3", "salesfarce", "Initech old org", AccountStatus::Disabled)};
    state.status.apiUrl = "http://127.0.0.1:8787";
    state.status.version = "0.1.0";
    state.status.sandbox = true;
    state.status.startedAt = clock.now();
    addMapping(state);
    state.onUnified = [this](const UnifiedRequest& request) {
        clock.advance(std::chrono::milliseconds(14));
        return sampleAnswer(request);
    };
}

void ConsoleWorld::open()
{
    ui::ConsoleOptions options;
    options.dataDir = dir.path().toStdString();
    options.version = "0.1.0";
    options.dialogs = &dialogs;
    options.startAnother = [this](const std::vector<std::string>& arguments) {
        started.push_back(arguments);
        return true;
    };
    console = std::make_unique<ui::Console>(gateway, clock, options);
    console->show();
}

void ConsoleWorld::close()
{
    console->window().close();
    console.reset();
}

void ConsoleWorld::addCall(const CallDetail& detail)
{
    gateway.state.calls.push_back(detail);
    if (console) {
        gateway.emit(CallRecorded{detail.summary});
    }
}

namespace {

void addProblem(CallDetail& call, int status)
{
    Problem problem;
    const bool limited = status == 429;
    problem.type = limited ? "rate_limited" : status == 401 ? "auth_failure" : "validation_error";
    problem.category = problem.type;
    problem.title = limited ? "Rate limited by the provider" : "Refused by the provider";
    problem.detail = limited ? "REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded."
                             : "INVALID_SESSION_ID: Session expired or invalid";
    problem.status = status;
    problem.origin = "provider";
    problem.provider = call.summary.integration;
    problem.operation = call.summary.operation;
    problem.providerStatus = limited ? 403 : status;
    problem.providerError =
        jsonDocument(R"([{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}])");
    problem.retryable = limited;
    problem.retryAfter = limited ? std::optional<std::int64_t>(30) : std::nullopt;
    problem.occurredAt = call.summary.startedAt;
    problem.requestId = call.summary.id;
    call.summary.category = problem.category;
    call.summary.providerStatus = problem.providerStatus;
    call.problem = problem;
}

Exchange exchangeOf(const CallSummary& summary)
{
    Exchange exchange;
    exchange.method = "GET";
    exchange.url = "http://127.0.0.1:41873/crm/v3/objects/contacts?limit=10&properties=email,firstname";
    exchange.requestHeaders = {{"Authorization", "Bearer ••••9f2a"}, {"Accept", "application/json"}};
    exchange.status = summary.providerStatus;
    exchange.responseHeaders = {{"Content-Type", "application/json"},
                                {"X-HubLike-RateLimit-Max", "110"},
                                {"X-HubLike-RateLimit-Remaining", "18"},
                                {"X-HubLike-RateLimit-Interval-Milliseconds", "10000"}};
    exchange.responseBody =
        summary.status < 400
            ? R"({"results":[{"id":"151","properties":{"email":"ada@x.io","firstname":"Ada","lastname":"Lovelace","mobilephone":"+49 30 1234567","Industry__c":"SaaS"},"createdAt":"2026-05-19T12:34:56Z"}],"paging":{"next":{"after":"MTUx"}}})"
            : R"([{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}])";
    exchange.responseBodyBytes = static_cast<std::int64_t>(exchange.responseBody.size());
    exchange.duration = summary.upstream;
    return exchange;
}

} // namespace

CallDetail sampleCall(std::uint64_t sequence, const std::string& accountId, int status)
{
    CallDetail call;
    call.summary = makeCall("req_" + std::to_string(100000 + sequence), sequence, accountId);
    call.summary.status = status;
    call.summary.providerStatus = status;
    call.summary.integration = accountId == "acc_2"                           ? "quickboox"
                               : accountId == "acc_3" || accountId == "acc_5" ? "salesfarce"
                                                                              : "hublike";
    call.summary.environmentId = accountId == "acc_3" ? "env_2" : "env_1";
    call.summary.operation = sequence % 5 == 0   ? "crm.contacts.get"
                             : sequence % 7 == 0 ? "GET /v3/objects/contacts/151/associations"
                                                 : "crm.contacts.list";
    call.summary.kind = sequence % 7 == 0 && sequence % 5 != 0 ? "proxy" : "unified";
    call.summary.duration = std::chrono::microseconds(1200 + (sequence * 7919) % 180'000);
    call.summary.upstream = call.summary.duration * 4 / 5;
    call.summary.responseBytes = static_cast<std::int64_t>(900 + (sequence * 104729) % 200'000);
    if (status >= 400) {
        addProblem(call, status);
    }
    const auto part = call.summary.duration / 20;
    call.stages = {
        {"resolve", part / 2, "snapshot 41, mapping of 3 levels"},
        {"shape_in", part / 4, ""},
        {"guard", part / 10, "breaker closed"},
        {"authorize", part, "token valid for 41 min"},
        {"throttle", part / 10, "18 of 110 left"},
        {"sign", part / 8, ""},
        {"send", call.summary.upstream, "1 exchange, connection reused"},
        {"classify", part / 4, status >= 400 ? "rate_limited by rule 2 of the definition" : "success"},
        {"shape_out", part, status >= 400 ? "" : "1 record, 8 fields"},
        {"record", part / 10, ""}};
    call.exchanges = {exchangeOf(call.summary)};
    call.normalisedHeaders = {{"ratelimit-limit", "110"},
                              {"ratelimit-remaining", "18"},
                              {"ratelimit-reset", "4"},
                              {"RateLimit", "\"burst\";r=18;t=4"},
                              {"Gatehouse-Request-Id", call.summary.id}};
    if (status == 429) {
        call.normalisedHeaders.push_back({"Retry-After", "30"});
    }
    call.responseBody =
        status < 400
            ? R"({"result":[{"id":"151","first_name":"Ada","last_name":"Lovelace","phones":[{"number":"+49301234567","type":"mobile"}]}],"next_cursor":"Zm9v"})"
            : R"({"type":"urn:gatehouse:error:rate_limited","title":"Rate limited by the provider","status":429,"retry_after":30})";
    return call;
}

} // namespace gatehouse::test
