// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/definition_check.h"
#include "tests/unit/config/fixtures.h"

#include <gmock/gmock.h>

namespace gatehouse::config {
namespace {

using test::described;
using test::provider;
using testing::HasSubstr;

const DefinitionSchemas& schemas()
{
    static const auto kSchemas = DefinitionSchemas::load();
    EXPECT_TRUE(kSchemas) << kSchemas.error().message;
    return *kSchemas;
}

std::shared_ptr<const ProviderDefinition> parsed(const std::string& text)
{
    auto checked = checkProvider(schemas(), "p.json", text);
    EXPECT_TRUE(checked.value) << described(checked.errors);
    return checked.value ? checked.value : std::make_shared<const ProviderDefinition>();
}

std::string errorsOf(const std::string& text)
{
    return described(checkProvider(schemas(), "p.json", text).errors);
}

std::string withAuth(const std::string& auth)
{
    return R"({"slug":"acme","label":"Acme","api":{"base_url":"https://a"},"auth":[)" + auth + "]}";
}

TEST(ProviderParser, readsVersionsAndResources)
{
    const auto acme = parsed(provider());
    EXPECT_EQ(acme->version, "v2");
    EXPECT_EQ(acme->method("people", "get")->call.path.text(), "/people/{{id}}");
    EXPECT_TRUE(acme->method("people", "get")->idempotent);
    EXPECT_EQ(acme->method("people", "nothing"), nullptr);
    EXPECT_EQ(acme->authScheme("basic")->kind, AuthKind::Basic);
}

TEST(ProviderParser, letsFurtherApisSayOnlyWhatDiffers)
{
    const auto acme = parsed(provider(R"("rate_limit":{"limited_when":"status = 420"},
        "pagination":{"kind":"page","parameter":"p"},
        "apis":{"graph":{"api":{"base_url":"https://g","content":"graphql"},"pagination":{"kind":"none"}}})"));
    const auto& graph = acme->api("graph");
    EXPECT_EQ(graph.settings.baseUrl.text(), "https://g");
    EXPECT_EQ(graph.settings.content, ContentType::GraphQl);
    EXPECT_EQ(graph.rateLimit.limitedWhen->text(), "status = 420");
    EXPECT_EQ(graph.pagination.kind, PaginationKind::None);
    EXPECT_EQ(acme->api().pagination.kind, PaginationKind::Page);
    EXPECT_EQ(acme->api().pagination.first, 1);
}

TEST(ProviderParser, readsOAuthWithItsUsualForm)
{
    const auto acme = parsed(withAuth(
        R"({"kind":"oauth2_authorization_code","authorize_url":"https://a/x","token_url":"https://a/t",
        "client_auth":"basic","refresh":{"rotates":true,"lead_s":[5,10],"inactivity_days":60},"capture":"{'realm': query.realm}"})"));
    const auto& oauth = *acme->auth.at(0).oauth2;
    EXPECT_TRUE(oauth.pkce);
    EXPECT_EQ(oauth.clientAuth, ClientAuth::Basic);
    EXPECT_TRUE(oauth.refresh.rotates);
    EXPECT_EQ(oauth.refresh.leadMax, std::chrono::seconds(10));
    EXPECT_EQ(oauth.refresh.inactivityDays, 60);
    ASSERT_EQ(acme->auth[0].applyHeaders.size(), 1U);
    EXPECT_EQ(acme->auth[0].applyHeaders[0].second.text(), "Bearer {{credentials.access_token}}");
}

TEST(ProviderParser, saysWhatAnAuthSchemeLacks)
{
    EXPECT_THAT(errorsOf(withAuth(R"({"kind":"oauth2_authorization_code","token_url":"https://a"})")),
                HasSubstr("authorize_url"));
    EXPECT_THAT(errorsOf(withAuth(R"({"kind":"oauth2_client_credentials"})")), HasSubstr("token_url"));
    EXPECT_THAT(errorsOf(withAuth(R"({"kind":"oauth2_jwt_bearer","token_url":"https://a"})")),
                HasSubstr("assertion"));
    EXPECT_THAT(errorsOf(withAuth(R"({"kind":"api_key"})")), HasSubstr("apply_headers"));
    EXPECT_THAT(errorsOf(withAuth(R"({"kind":"basic"},{"kind":"basic"})")), HasSubstr("give one an id"));
    EXPECT_THAT(errorsOf(withAuth(R"({"kind":"magic"})")), HasSubstr("\"magic\" is not allowed"));
}

TEST(ProviderParser, saysWhatAPaginationLacks)
{
    EXPECT_THAT(errorsOf(provider(R"("pagination":{"kind":"cursor","parameter":"c"})")),
                HasSubstr("needs next"));
    EXPECT_THAT(errorsOf(provider(R"("pagination":{"kind":"offset"})")), HasSubstr("needs a parameter"));
    EXPECT_THAT(errorsOf(provider(R"("pagination":{"kind":"sql_offset","parameter":"q"})")),
                HasSubstr("needs a clause"));
    EXPECT_THAT(errorsOf(provider(R"("pagination":{"kind":"none","default_page_size":9,"max_page_size":5})")),
                HasSubstr("above the largest"));
}

TEST(ProviderParser, readsErrorsAndLimits)
{
    const auto acme = parsed(provider(
        R"("errors":{"codes":{"X":{"category":"conflict","retryable":true}},"statuses":{"418":"timeout"}},
        "rate_limit":{"backoff":{"base_s":7,"max_s":70},"budgets":[{"name":"b","scope":"app","limit":5,"algorithm":"concurrency"}]})"));
    const auto& api = acme->api();
    EXPECT_EQ(api.errors.codes.at("X").category, ErrorCategory::Conflict);
    EXPECT_EQ(api.errors.statuses.at(418), ErrorCategory::Timeout);
    EXPECT_EQ(api.rateLimit.backoffMax, std::chrono::seconds(70));
    EXPECT_EQ(api.rateLimit.budgets.at(0).scope, BudgetScope::App);
    EXPECT_THAT(errorsOf(provider(R"("errors":{"statuses":{"abc":"timeout"}})")),
                HasSubstr("not an HTTP status"));
    EXPECT_THAT(
        errorsOf(provider(
            R"("rate_limit":{"budgets":[{"name":"b","scope":"app","limit":5,"algorithm":"fixed_window"}]})")),
        HasSubstr("window_s"));
}

TEST(ProviderParser, readsWebhookSignaturesAsParts)
{
    const auto acme = parsed(
        provider(R"("webhooks":{"scope":"account","events":"[]","verify":[{"kind":"hmac","header":"x-sig",
        "signed":"v0:{{timestamp}}:{{header:x-id}}{{body}}","secret_ref":"webhook_secret","prefix":"v0="}]})"));
    const auto& hmac = std::get<HmacVerifier>(acme->webhooks->verify.at(0).check);
    ASSERT_EQ(hmac.signedParts.size(), 5U);
    EXPECT_EQ(hmac.signedParts[0].text, "v0:");
    EXPECT_EQ(hmac.signedParts[1].kind, SignedPartKind::Timestamp);
    EXPECT_EQ(hmac.signedParts[3].text, "x-id");
    EXPECT_THAT(
        errorsOf(provider(
            R"("webhooks":{"scope":"account","events":"[]","verify":[{"kind":"hmac","header":"x","secret_ref":"s","signed":"{{everything}}"}]})")),
        HasSubstr("nothing that can be signed"));
    EXPECT_THAT(
        errorsOf(provider(R"("webhooks":{"scope":"integration","events":"[]","verify":[{"kind":"none"}]})")),
        HasSubstr("account_lookup"));
    EXPECT_THAT(
        errorsOf(provider(R"("webhooks":{"scope":"account","events":"[]","verify":[{"kind":"jwt"}]})")),
        HasSubstr("either jwks_url or secret_ref"));
    EXPECT_THAT(
        errorsOf(provider(
            R"("webhooks":{"scope":"account","events":"[]","verify":[{"kind":"static_token","secret_ref":"s"}]})")),
        HasSubstr("needs name"));
}

TEST(ProviderParser, knowsEveryOtherKindOfVerifier)
{
    const auto acme = parsed(provider(R"("webhooks":{"scope":"account","events":"[]","verify":[
        {"kind":"basic","username_ref":"u","password_ref":"p"},{"kind":"none"},
        {"kind":"public_key","algorithm":"ecdsa","header":"h","signed":"{{body}}","key_ref":"k","tolerance_s":300},
        {"kind":"static_token","place":"query","name":"token","secret_ref":"s"},{"kind":"jwt","jwks_url":"https://a/jwks"}]})"));
    const auto& verify = acme->webhooks->verify;
    EXPECT_TRUE(std::holds_alternative<BasicVerifier>(verify.at(0).check));
    EXPECT_TRUE(std::holds_alternative<NoVerifier>(verify.at(1).check));
    EXPECT_EQ(std::get<PublicKeyVerifier>(verify.at(2).check).kind, PublicKeyKind::Ecdsa);
    EXPECT_EQ(std::get<StaticTokenVerifier>(verify.at(3).check).place, TokenPlace::Query);
    EXPECT_EQ(std::get<JwtVerifier>(verify.at(4).check).header, "authorization");
}

TEST(ProviderParser, checksSyncAndBatchAgainstTheResources)
{
    const auto resources = [](const std::string& sync) {
        return R"({"slug":"a","label":"A","api":{"base_url":"https://a"},"auth":[{"kind":"none"}],
            "resources":{"r":{"methods":{"list":{"path":"/r"}},"sync":)"
               + sync + "}}}";
    };
    EXPECT_EQ(
        errorsOf(resources(R"({"interval_s":[30,60],"deletes":{"kind":"flag","deleted":"response.gone"}})")),
        "");
    EXPECT_THAT(errorsOf(resources(R"({"method":"search"})")), HasSubstr("no method \"search\""));
    EXPECT_THAT(errorsOf(resources(R"({"deletes":{"kind":"feed"}})")), HasSubstr("need a method"));
    EXPECT_THAT(errorsOf(resources(R"({"interval_s":[60,30]})")), HasSubstr("must not be the longer"));
    EXPECT_THAT(
        errorsOf(provider(
            R"("batch":[{"name":"b","operations":["people.nope"],"max_items":2,"path":"/b","responses":"[]"}])")),
        HasSubstr("no operation \"people.nope\""));
}

TEST(ProviderParser, readsConnectFields)
{
    const auto acme = parsed(
        provider(R"x("connect":{"fields":[{"name":"host","label":"Host","input":"select","options":["a"]}],
        "validate":{"path":"/me","expect":"$exists(body.id)"},"post_connect":[{"path":"/me","context":"{'id': body.id}"}]
})x"));
    EXPECT_EQ(acme->connect.fields.at(0).input, FieldInput::Select);
    EXPECT_TRUE(acme->connect.fields[0].required);
    EXPECT_TRUE(acme->connect.validate->expect.has_value());
    EXPECT_EQ(acme->connect.postConnect.size(), 1U);
    EXPECT_THAT(errorsOf(provider(R"("connect":{"fields":[{"name":"h","label":"H","input":"select"}]})")),
                HasSubstr("needs options"));
    EXPECT_THAT(errorsOf(provider(R"("connect":{"fields":[{"name":"h","label":"H","schemes":["nope"]}]})")),
                HasSubstr("no auth scheme \"nope\""));
}

TEST(ProviderParser, givesPositionsInsideTemplates)
{
    const auto checked =
        checkProvider(schemas(), "p.json",
                      "{\"slug\":\"a\",\"label\":\"A\",\n\"api\":{\"base_url\":\"https://{{context.}}\"},"
                      "\"auth\":[{\"kind\":\"none\"}]}");
    ASSERT_EQ(checked.errors.size(), 1U);
    EXPECT_EQ(checked.errors[0].pointer, "/api/base_url");
    EXPECT_EQ(checked.errors[0].at.line, 2U);
    EXPECT_GT(checked.errors[0].at.column, 28U);
}

TEST(ClassifyPath, tellsFormatsByTheirPlace)
{
    EXPECT_EQ(classifyPath("providers/acme/provider.json").kind, DefinitionKind::Provider);
    const auto mapping = classifyPath("providers/acme/mappings/crm.contacts.json");
    EXPECT_EQ(mapping.kind, DefinitionKind::Mapping);
    EXPECT_EQ(mapping.slug + "/" + mapping.model + "/" + mapping.resource, "acme/crm/contacts");
    EXPECT_EQ(classifyPath("models/crm.json").model, "crm");
    EXPECT_EQ(classifyPath("providers/acme/sandbox.json").kind, DefinitionKind::Companion);
    EXPECT_EQ(classifyPath("providers/acme/samples/x.json").kind, DefinitionKind::Companion);
    for (const auto* path : {"", "x", "providers/provider.json", "models/a/b.json", "models/crm.txt",
                             "providers/a/mappings/crm.json"}) {
        EXPECT_EQ(classifyPath(path).kind, DefinitionKind::Unknown) << path;
    }
}

TEST(AuthKinds, haveNamesBothWays)
{
    EXPECT_EQ(authKindFromName("oauth1_hmac"), AuthKind::OAuth1Hmac);
    EXPECT_EQ(authKindName(AuthKind::WsseUsernameToken), "wsse_username_token");
    EXPECT_FALSE(authKindFromName("x"));
    EXPECT_FALSE(errorCategoryFromName("x"));
    EXPECT_EQ(errorCategoryName(ErrorCategory::NotFound), "not_found");
}

} // namespace
} // namespace gatehouse::config
