// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/scope_use.h"
#include "core/json/parse.h"

#include <gtest/gtest.h>

namespace gatehouse {
namespace {

/// A provider whose contacts are listed by two methods, and written with one that asks before.
class ScopeUseTest : public testing::Test
{
protected:
    ScopeUseTest()
    {
        provider.slug = "owl";
        auto& people = provider.resources["people"];
        people.name = "people";
        people.methods["list"].scopes = {"people.read"};
        people.methods["search"].scopes = {"people.search"};
        people.methods["create"].scopes = {"people.write"};
        provider.resources["teams"].methods["get"].scopes = {"teams.read"};
        scheme.oauth2.emplace();
        scheme.oauth2->scopes = {"people.read", "people.write", "offline_access"};
        auto mapping = std::make_shared<config::PlatformMapping>();
        mapping->key = {"owl", "crm", "contacts"};
        mapping->methods["list"] =
            *json::parse(R"({"resource":"people","method":"{{query.q ? 'search' : 'list'}}"})");
        mapping->methods["create"] = *json::parse(
            R"({"resource":"people","method":"create","before":[{"name":"t","resource":"teams","method":"get"}]})");
        config::ConfigSnapshot::Content content;
        content.mappings[mapping->key] = mapping;
        snapshot = std::make_shared<const config::ConfigSnapshot>(std::move(content));
    }

    [[nodiscard]] ScopeUse of(const std::string& scope) const
    {
        for (const ScopeUse& one : scopeUse({*snapshot, provider, scheme, account, granted, calls})) {
            if (one.scope == scope) {
                return one;
            }
        }
        ADD_FAILURE() << "no scope " << scope;
        return {};
    }

    void call(const char* operation, const char* category = "", const char* of = "acc_1", int at = 1)
    {
        CallSummary made;
        made.operation = operation;
        made.category = category;
        made.accountId = of;
        made.startedAt = fromMillis(at);
        calls.push_back(made);
    }

    config::ProviderDefinition provider;
    config::AuthScheme scheme;
    std::shared_ptr<const config::ConfigSnapshot> snapshot;
    std::string account = "acc_1";
    std::vector<std::string> granted;
    std::vector<CallSummary> calls;
};

TEST_F(ScopeUseTest, tellsWhatIsNeededByWhichOperation)
{
    EXPECT_EQ(of("people.read").neededBy, std::vector<std::string>{"crm.contacts.list"});
    EXPECT_EQ(of("people.search").neededBy, std::vector<std::string>{"crm.contacts.list"})
        << "either may be asked, by what was asked for";
    EXPECT_FALSE(of("people.search").requested);
    EXPECT_EQ(of("teams.read").neededBy, std::vector<std::string>{"crm.contacts.create"}) << "by a step";
    EXPECT_TRUE(of("offline_access").neededBy.empty());
}

TEST_F(ScopeUseTest, doesNotCallMissingWhatNobodyTold)
{
    EXPECT_EQ(of("people.read").granted, std::nullopt);
    granted = {"people.read", "extra"};
    EXPECT_EQ(of("people.read").granted, true);
    EXPECT_EQ(of("people.write").granted, false);
    EXPECT_EQ(of("offline_access").granted, std::nullopt) << "servers do not repeat the protocol's own";
    EXPECT_EQ(of("extra").granted, true);
    EXPECT_FALSE(of("extra").requested);
}

TEST_F(ScopeUseTest, countsTheSuccessfulCallsOfThisAccount)
{
    call("crm.contacts.list", "", "acc_1", 5);
    call("crm.contacts.list", "", "acc_1", 9);
    call("crm.contacts.list", "auth_failure");
    call("crm.contacts.list", "", "acc_2");
    call("GET /anything");
    EXPECT_EQ(of("people.read").calls, 2U);
    EXPECT_EQ(of("people.read").lastUsedAt, fromMillis(9));
    EXPECT_EQ(of("people.write").calls, 0U);
    EXPECT_EQ(of("people.write").lastUsedAt, std::nullopt);
}

TEST_F(ScopeUseTest, countsProxiedCallsWhosePathTheDefinitionKnows)
{
    auto& methods = provider.resources["people"].methods;
    const auto put = [&](const char* method, const char* verb, const char* path) {
        methods[method].call.verb = verb;
        methods[method].call.path = *config::Template::compile(path);
    };
    put("list", "GET", "/v3/people");
    put("get", "GET", "/v3/people/{{id}}");
    methods["get"].scopes = {"people.one"};
    put("search", "GET", "/v3/people/search");
    put("create", "POST", "/v3/people");
    call("GET /v3/people");
    call("GET /v3/people?limit=5", "", "acc_1", 8);
    call("GET /v3/people/12");
    call("GET /v3/people/search");
    call("GET /v3/people/12/teams");
    call("DELETE /v3/people/12");
    call("GET /v3/people", "auth_failure");
    EXPECT_EQ(of("people.read").calls, 2U);
    EXPECT_EQ(of("people.read").lastUsedAt, fromMillis(8));
    EXPECT_EQ(of("people.one").calls, 1U) << "no unified operation needs it, yet a call has used it";
    EXPECT_EQ(of("people.search").calls, 1U) << "its own path, not that of a record called search";
    EXPECT_EQ(of("people.write").calls, 0U);
    put("odata", "GET", "/Account('{{id}}')");
    methods["odata"].scopes = {"people.odata"};
    call("GET /Account('7')");
    call("GET /Account('')");
    EXPECT_EQ(of("people.odata").calls, 1U);
}

TEST_F(ScopeUseTest, namesNoScopeWhereSeveralMethodsShareAPathAndDiffer)
{
    auto& people = provider.resources["people"].methods;
    for (const char* method : {"list", "create"}) {
        people[method].call.verb = "POST";
        people[method].call.path = *config::Template::compile("/graphql");
    }
    call("POST /graphql");
    EXPECT_EQ(of("people.read").calls, 0U);
    EXPECT_EQ(of("people.write").calls, 0U);
    people["create"].scopes = people["list"].scopes;
    EXPECT_EQ(of("people.read").calls, 1U) << "whichever it was, it used this one";
}

TEST_F(ScopeUseTest, saysNothingOfCredentialsWithoutScopes)
{
    scheme.oauth2.reset();
    EXPECT_TRUE(scopeUse({*snapshot, provider, scheme, account, granted, calls}).empty());
}

} // namespace
} // namespace gatehouse
