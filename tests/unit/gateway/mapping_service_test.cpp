// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/gateway/node_fixture.h"

#include <algorithm>

namespace gatehouse {
namespace {

class MappingsTest : public test::NodeFixture
{
protected:
    void SetUp() override { account = connect().value(); }

    Result<json::Document> put(OverrideLevel level, const char* mapping)
    {
        const OverrideKey key{level, level == OverrideLevel::Account ? account.id : account.environmentId,
                              "crm", "contacts", "get"};
        return ask<json::Document>(
            [&](auto done) { node->mappings().putOverride(key, *json::parse(mapping), std::move(done)); });
    }

    ResolvedMapping resolve()
    {
        return ask<ResolvedMapping>([this](auto done) {
                   node->mappings().resolve(account.id, "crm", "contacts", "get", std::move(done));
               })
            .value();
    }

    static const ResolvedField& field(const ResolvedMapping& mapping, std::string_view name)
    {
        static const ResolvedField kNone;
        const auto found = std::ranges::find(mapping.fields, name, &ResolvedField::field);
        return found == mapping.fields.end() ? kNone : *found;
    }

    Result<json::Document> preview(const std::string& text)
    {
        return ask<json::Document>([&](auto done) {
            node->mappings().preview(*json::parse(std::string_view(text)), std::move(done));
        });
    }

    Account account;
};

TEST_F(MappingsTest, namesTheLevelOfEachField)
{
    ASSERT_TRUE(put(OverrideLevel::Environment, R"({"response": {"phone": "'env'", "extra": "1"}})"));
    ASSERT_TRUE(put(OverrideLevel::Account, R"({"response": {"phone": "'acc'"}})"));

    const auto mapping = resolve();

    EXPECT_EQ(field(mapping, "id").level, "platform");
    EXPECT_EQ(field(mapping, "extra").level, "environment");
    EXPECT_EQ(field(mapping, "phone").level, "account");
    EXPECT_EQ(field(mapping, "phone").expression, "'acc'");
    EXPECT_EQ(field(mapping, "phone").shadowed, "'env'");
}

TEST_F(MappingsTest, bringsAnOverrideIntoForceAtOnceAndTakesItBack)
{
    const auto phone = [this] {
        http->answer(200, R"({"id":1,"tel":"5","age":"1"})");
        return std::string((*get(account.id).body)["result"]["phone"].asString());
    };
    EXPECT_EQ(phone(), "5");
    ASSERT_TRUE(put(OverrideLevel::Account, R"({"response": {"phone": "'acc'"}})"));
    EXPECT_EQ(phone(), "acc");

    const OverrideKey key{OverrideLevel::Account, account.id, "crm", "contacts", "get"};
    EXPECT_TRUE(ask<json::Document>([&](auto done) { node->mappings().getOverride(key, std::move(done)); }));
    EXPECT_TRUE(*ask<bool>([&](auto done) { node->mappings().removeOverride(key, std::move(done)); }));
    EXPECT_EQ(phone(), "5");
    EXPECT_EQ(ask<json::Document>([&](auto done) { node->mappings().getOverride(key, std::move(done)); })
                  .error()
                  .code,
              Errc::NotFound);
}

TEST_F(MappingsTest, refusesAnOverrideThatDoesNotCompileAndSaysWhere)
{
    const auto refused = put(OverrideLevel::Account, R"({"response": {"phone": "response.("}})");

    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().pointer.find("phone"), std::string::npos);
    http->answer(200, R"({"id":1,"tel":"5","age":"1"})");
    EXPECT_EQ((*get(account.id).body)["result"]["phone"].asString(), "5");
}

TEST_F(MappingsTest, refusesOverridesOfWhatDoesNotExist)
{
    const OverrideKey nobody{OverrideLevel::Account, "acc_none", "crm", "contacts", "get"};
    const OverrideKey nothing{OverrideLevel::Account, account.id, "crm", "unicorns", "get"};
    for (const OverrideKey& key : {nobody, nothing}) {
        const auto refused = ask<json::Document>(
            [&](auto done) { node->mappings().putOverride(key, *json::parse("{}"), std::move(done)); });
        EXPECT_EQ(refused.error().code, Errc::NotFound);
    }
}

TEST_F(MappingsTest, previewsWithoutStoringAnything)
{
    const auto answer = preview(R"json({"account_id": ")json" + account.id +
                                R"json(", "model": "crm", "resource": "contacts", "method": "get",
            "mapping": {"response": {"name": "5", "phone": "response.last", "bad": "$number('x')"}},
            "sample": {"id": 7, "first": "A", "last": "B", "age": "3"}})json");

    ASSERT_TRUE(answer) << answer.error().describe();
    const json::Value& root = **answer;
    EXPECT_EQ(root["output"], **json::parse(R"({"id": "7", "name": 5, "phone": "B", "age": 3})"));
    ASSERT_EQ(root["errors"].size(), 1U);
    EXPECT_EQ(root["errors"][0]["field"].asString(), "bad");
    EXPECT_EQ(root["errors"][0]["level"].asString(), "account");
    EXPECT_EQ(root["errors"][0]["line"].asInt(), 1);
    ASSERT_EQ(root["violations"].size(), 1U);
    EXPECT_EQ(root["violations"][0]["pointer"].asString(), "/name");
    EXPECT_EQ(root["provenance"].size(), 4U);
    EXPECT_EQ(field(resolve(), "phone").level, "platform");
}

TEST_F(MappingsTest, findsTheFirstRecordOfAnAnswerThatIsGivenAsTheSample)
{
    const auto answer = preview(R"json({"account_id": ")json" + account.id +
                                R"json(", "model": "crm", "resource": "contacts", "method": "list",
            "mapping": {"response": {"phone": "response.last & $count(raw.items)"}},
            "sample": {"items": [{"id": 7, "last": "B"}, {"id": 8}], "next": "x"}})json");

    ASSERT_TRUE(answer) << answer.error().describe();
    EXPECT_EQ((**answer)["output"]["id"].asString(), "7");
    EXPECT_EQ((**answer)["output"]["phone"].asString(), "B2");
}

TEST_F(MappingsTest, warnsOfWhatLeadsNowhereInTheSample)
{
    const auto answer = preview(R"json({"account_id": ")json" + account.id +
                                R"json(", "model": "crm", "resource": "contacts", "method": "get",
            "mapping": {"response": {"phone": "response.lsat"}}, "sample": {"id": 7, "last": "B"}})json");

    ASSERT_TRUE(answer) << answer.error().describe();
    const json::Value warnings = (**answer)["warnings"];
    ASSERT_EQ(warnings.size(), 1U) << json::write(**answer);
    EXPECT_EQ(warnings[0]["field"].asString(), "phone");
    EXPECT_EQ(warnings[0]["column"].asInt(), 10);
    EXPECT_NE(json::write(warnings[0]).find("last"), std::string::npos);
}

TEST_F(MappingsTest, previewsAMappingThatDoesNotCompileAsErrors)
{
    const auto answer =
        preview(R"json({"integration": "acme", "model": "crm", "resource": "contacts", "method": "get",
                                   "mapping": {"response": {"phone": "response.("}}, "sample": {}})json");

    ASSERT_TRUE(answer) << answer.error().describe();
    EXPECT_TRUE((**answer)["output"].isNull());
    ASSERT_EQ((**answer)["errors"].size(), 1U);
    EXPECT_GT((**answer)["errors"][0]["column"].asInt(), 0);
}

TEST_F(MappingsTest, saysWhatAPreviewLacks)
{
    EXPECT_EQ(preview(R"({"integration": "nobody"})").error().pointer, "/integration");
    EXPECT_EQ(preview(R"({"integration": "acme", "model": "crm", "resource": "x"})").error().pointer,
              "/resource");
    EXPECT_EQ(preview(R"({"integration": "acme", "model": "crm", "resource": "contacts"})").error().pointer,
              "/method");
    EXPECT_EQ(preview(R"({"integration": "acme", "model": "crm", "resource": "contacts", "method": "get"})")
                  .error()
                  .pointer,
              "/mapping");
}

} // namespace
} // namespace gatehouse
