// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/schema/schema.h"
#include "tests/e2e/sandbox_node.h"

#include <gtest/gtest.h>

namespace gatehouse::e2e {
namespace {

/// Checks answers of a real node against the document that the node itself serves.
class OpenApiE2eTest : public testing::Test
{
protected:
    void SetUp() override
    {
        ASSERT_TRUE(sandbox.node.ready()) << sandbox.node.errors();
        document = sandbox.node.call("GET", "/openapi.json").json();
        ASSERT_TRUE(document.root()["paths"].isObject());
    }

    [[nodiscard]] json::Value documentedResponse(const std::string& path, int status) const
    {
        const auto response = document.root()["paths"][path]["get"]["responses"][std::to_string(status)];
        constexpr std::string_view kShared = "#/components/responses/";
        const auto reference = response["$ref"].asString();
        return reference.starts_with(kShared)
                   ? document.root()["components"]["responses"][reference.substr(kShared.size())]
                   : response;
    }

    [[nodiscard]] schema::Schema schemaOf(const json::Value& schema) const
    {
        constexpr std::string_view kComponents = "#/components/schemas/";
        auto text = R"({"allOf":[)" + json::write(schema) + R"(],"definitions":)"
                    + json::write(document.root()["components"]["schemas"]) + "}";
        for (auto at = text.find(kComponents); at != std::string::npos; at = text.find(kComponents, at)) {
            text.replace(at, kComponents.size(), "#/definitions/");
        }
        const auto parsed = json::parse(text);
        auto compiled = schema::Schema::compile(parsed->root());
        EXPECT_TRUE(compiled) << (compiled ? "" : compiled.error().describe());
        return compiled.value_or(schema::Schema());
    }

    void expectDocumented(const std::string& path, const std::string& target)
    {
        const auto answer = sandbox.node.call("GET", target);
        const auto schema =
            documentedResponse(path, answer.status)["content"][answer.header("content-type")]["schema"];
        ASSERT_TRUE(schema.isObject()) << target << " gave an undocumented " << answer.status << " "
                                       << answer.header("content-type") << ": " << answer.body.substr(0, 500);
        const auto body = answer.json();
        for (const auto& violation : schemaOf(schema).validate(body.root())) {
            ADD_FAILURE() << target << ": " << violation.pointer << " " << violation.message;
        }
    }

    SandboxNode sandbox;
    json::Document document;
};

TEST_F(OpenApiE2eTest, aRealNodeAnswersAsDocumented)
{
    const auto account = sandbox.oneOfEachVendor().at(0);
    const auto listed = sandbox.contacts(account);
    ASSERT_EQ(listed.status, 200);
    const auto mapping = "/" + std::string("crm/contacts/list");
    const std::string methodPath = "/{model}/{resource}/{method}";
    const std::vector<std::pair<std::string, std::string>> cases{
        {"/healthz", "/healthz"},
        {"/readyz", "/readyz"},
        {"/v1/node", "/v1/node"},
        {"/v1/integrations", "/v1/integrations"},
        {"/v1/integrations", "/v1/integrations?nothing=1"},
        {"/v1/integrations/{slug}", "/v1/integrations/" + account.integration},
        {"/v1/integrations/{slug}", "/v1/integrations/nothing"},
        {"/v1/integrations/{slug}/history", "/v1/integrations/" + account.integration + "/history"},
        {"/v1/models", "/v1/models"},
        {"/v1/models/{model}", "/v1/models/crm"},
        {"/v1/environments", "/v1/environments"},
        {"/v1/environments/{id}", "/v1/environments/" + account.environmentId},
        {"/v1/accounts", "/v1/accounts"},
        {"/v1/accounts/{id}", "/v1/accounts/" + account.id},
        {"/v1/accounts/{id}", "/v1/accounts/nothing"},
        {"/v1/mappings/{integration}" + methodPath, "/v1/mappings/" + account.integration + mapping},
        {"/v1/mappings/resolve",
         "/v1/mappings/resolve?account_id=" + account.id + "&model=crm&resource=contacts&method=list"},
        {"/v1/overrides/accounts/{id}" + methodPath, "/v1/overrides/accounts/" + account.id + mapping},
        {"/v1/unified/{model}/{resource}", "/v1/unified/crm/contacts?limit=1&account_id=" + account.id},
        {"/v1/unified/{model}/{resource}", "/v1/unified/crm/nothing?account_id=" + account.id},
        {"/v1/unified/{model}/{resource}", "/v1/unified/crm/contacts?account_id=nothing"},
        {"/v1/unified/{model}/{resource}/{id}", "/v1/unified/crm/contacts/nothing?account_id=" + account.id},
        {"/v1/calls", "/v1/calls"},
        {"/v1/calls/{id}", "/v1/calls/" + listed.header("gatehouse-request-id")},
        {"/v1/calls/{id}", "/v1/calls/nothing"},
        {"/v1/limits", "/v1/limits"},
        {"/v1/keys", "/v1/keys"},
    };
    for (const auto& [path, target] : cases) {
        expectDocumented(path, target);
    }
}

TEST_F(OpenApiE2eTest, metricsAreInPrometheusForm)
{
    ASSERT_EQ(sandbox.contacts(sandbox.accounts().at(0)).status, 200);
    const auto metrics = sandbox.node.call("GET", "/metrics");
    EXPECT_EQ(metrics.status, 200);
    EXPECT_NE(metrics.body.find("# TYPE gatehouse_"), std::string::npos) << metrics.body;
}

} // namespace
} // namespace gatehouse::e2e
