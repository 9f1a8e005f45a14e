// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/console_world.h"

#include <algorithm>
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

/// The mapping in force; the provenance of an answer tells the same.
std::vector<ResolvedField> mappingFields()
{
    return {
        field("id", "response.id", "platform"),
        field("first_name", "response.properties.firstname", "platform"),
        field("last_name", "response.properties.lastname", "platform"),
        field("emails", "[{'email': response.properties.email, 'type': 'work'}]", "platform"),
        field("phones", "[{'number': $phoneE164(response.properties.mobilephone), 'type': 'mobile'}]",
              "account", "[{'number': response.properties.phone, 'type': 'work'}]"),
        field("custom_fields.industry", "response.properties.Industry__c", "environment"),
        field("created_at", "$dateParse(response.createdAt)", "platform"),
        field("updated_at", "$dateParse(response.updatedAt)", "platform"),
    };
}

void addMapping(FakeState& state)
{
    state.resolved = {"hublike", "crm", "contacts", "list", {}, jsonDocument(R"({"response":{}})")};
    state.resolved.fields = mappingFields();
    state.previewAnswer =
        jsonDocument(R"({"output":{"phones":[{"number":"+493012345670","type":"mobile"}]},"errors":[]})");
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
        made.lastSuccessAt = fromMillis(1'760'000'000'000 - 32'000);
    } else if (status == AccountStatus::Active) {
        made.lastSuccessAt = fromMillis(1'760'000'000'000 - 2'000);
        made.tokenExpiresAt = fromMillis(1'760'000'000'000 + 41 * 60'000);
    }
    return made;
}

/// One contact of the ten; the fourth came with a date that is none.
std::string contactText(std::size_t number, bool remoteData)
{
    static constexpr std::array<std::array<const char*, 2>, 10> kNames{{{"Ada", "Lovelace"},
                                                                        {"Grace", "Hopper"},
                                                                        {"Alan", "Turing"},
                                                                        {"Edsger", "Dijkstra"},
                                                                        {"Barbara", "Liskov"},
                                                                        {"Donald", "Knuth"},
                                                                        {"Frances", "Allen"},
                                                                        {"Tony", "Hoare"},
                                                                        {"Margaret", "Hamilton"},
                                                                        {"Niklaus", "Wirth"}}};
    const auto& [first, last] = kNames.at(number);
    const std::string id = std::to_string(151 + number);
    const std::string account = std::string(last) + "@example.com";
    const std::string email = static_cast<char>(account[0] + ('a' - 'A')) + account.substr(1);
    const std::string digit = std::to_string(number);
    const bool badDate = number == 3;
    std::string text = R"({"id":")" + id + R"(","first_name":")" + first + R"(","last_name":")" + last
                       + R"(","emails":[{"email":")" + email
                       + R"(","type":"work"}],"phones":[{"number":"+49301234567)" + digit
                       + R"(","type":"mobile"}],"custom_fields":{"industry":"SaaS"},)"
                       + R"("created_at":"2025-05-19T12:34:56Z")";
    text += badDate ? "" : R"(,"updated_at":"2025-09-30T08:15:00Z")";
    if (remoteData) {
        text += R"(,"remote_data":{"id":")" + id + R"(","properties":{"firstname":")" + first
                + R"(","lastname":")" + last + R"(","email":")" + email + R"(","mobilephone":"030 1234567)"
                + digit + R"(","Industry__c":"SaaS"},"createdAt":"2025-05-19T12:34:56Z","updatedAt":")"
                + (badDate ? "31/02/2025" : "2025-09-30T08:15:00Z") + R"("})";
    }
    return text + "}";
}

} // namespace

Result<UnifiedResponse> sampleAnswer(const UnifiedRequest& request)
{
    UnifiedResponse response;
    response.callId = "req_100240";
    std::string records;
    for (std::size_t i = 0; i < 10; ++i) {
        records += (i == 0 ? "" : ",") + contactText(i, request.remoteData);
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
        for (const auto& from : mappingFields()) {
            std::string pointer = "/" + from.field;
            std::replace(pointer.begin(), pointer.end(), '.', '/');
            response.provenance.push_back({pointer, from.level, from.source, from.expression, from.shadowed});
        }
    }
    response.warnings = {{"updated_at", "platform", "$dateParse: \"31/02/2025\" is no date", 3}};
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
    if (!m_opened) {
        window().resize(1280, 800); // whatever the screen; later starts come back as they were left
        m_opened = true;
    }
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

} // namespace gatehouse::test
