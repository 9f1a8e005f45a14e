// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/openapi.h"
#include "core/json/pointer.h"
#include "core/json/write.h"
#include "core/schema/schema.h"
#include "tests/unit/api/api_fixture.h"

#include <algorithm>

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

} // namespace
} // namespace gatehouse
