// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/merge.h"
#include "tests/unit/config/fixtures.h"

#include <gmock/gmock.h>

namespace gatehouse::config {
namespace {

using test::doc;
using testing::ElementsAre;

MappingSource level(MappingLevel at, std::string_view text, std::string source = "override")
{
    return {{at, std::move(source)}, 1, doc(text)};
}

EffectiveMapping built(const std::vector<MappingSource>& levels, const ModelResource* resource = nullptr)
{
    auto mapping = buildEffectiveMapping({"acme", "crm", "contacts"}, "list", levels, resource);
    EXPECT_TRUE(mapping) << mapping.error().describe();
    return mapping ? *std::move(mapping) : EffectiveMapping();
}

/// What a mapping's response part gives for a record, as the pipeline does it: layer by layer.
std::string result(const EffectiveMapping& mapping, std::string_view record)
{
    json::Arena arena;
    const auto input = doc(R"({"response":)" + std::string(record) + "}");
    json::Value out;
    for (const auto& layer : mapping.response.layers) {
        if (layer.whole) {
            out = deepMerge(out, *layer.whole->evaluate(*input, arena), arena);
        }
        for (const auto& field : layer.fields) {
            const auto value = field.expression.evaluate(*input, arena);
            if (value && !value->isUndefined()) {
                out = withPath(out, field.path, *value, arena);
            }
        }
        for (const auto& removed : layer.removed) {
            out = withPath(out, removed.path, json::Value(), arena);
        }
    }
    return json::write(out);
}

const char* const kPlatform = R"({"resource":"people","response":{"id":"response.i","name":"response.n",
    "address":{"city":"response.c","zip":"response.z"}}})";

TEST(Merge, replacesFieldByFieldAndTellsWhatItShadows)
{
    const auto mapping =
        built({level(MappingLevel::Platform, kPlatform, "file.json"),
               level(MappingLevel::Environment, R"({"response":{"name":"'env'"}})"),
               level(MappingLevel::Account, R"({"response":{"name":"'acc'","address":{"city":"'X'"}}})")});
    EXPECT_EQ(result(mapping, R"({"i":"1","n":"a","c":"b","z":"9"})"),
              R"({"id":"1","name":"acc","address":{"city":"X","zip":"9"}})");
    ASSERT_EQ(mapping.response.layers.size(), 1U);
    const auto& name = mapping.response.layers[0].fields[1];
    EXPECT_EQ(name.origin.level, MappingLevel::Account);
    ASSERT_EQ(name.shadowed.size(), 2U);
    EXPECT_EQ(name.shadowed[0].text, "'env'");
    EXPECT_EQ(name.shadowed[1].text, "response.n");
    EXPECT_EQ(name.shadowed[1].origin.source, "file.json");
}

TEST(Merge, removesWithNull)
{
    const auto mapping =
        built({level(MappingLevel::Platform, kPlatform),
               level(MappingLevel::Account, R"({"response":{"name":null,"address":{"zip":null}}})")});
    EXPECT_EQ(result(mapping, R"({"i":"1","n":"a","c":"b","z":"9"})"),
              R"({"id":"1","address":{"city":"b"}})");
    EXPECT_EQ(json::write(*mapping.document),
              R"({"resource":"people","response":{"id":"response.i","address":{"city":"response.c"}}})");
}

TEST(Merge, addsAFieldOfTheCustomersOwn)
{
    const auto mapping =
        built({level(MappingLevel::Platform, kPlatform),
               level(MappingLevel::Environment,
                     R"({"response":{"custom_fields":{"industry":"response.Industry__c"}}})")});
    EXPECT_EQ(result(mapping, R"({"i":"1","Industry__c":"Steel"})"),
              R"({"id":"1","custom_fields":{"industry":"Steel"}})");
    EXPECT_EQ(json::write(*mapping.sourceFields), R"(["i","n","c","z","Industry__c"])");
}

TEST(Merge, laysANestedFieldOverAnExpressionThatGivesAnObject)
{
    const auto mapping =
        built({level(MappingLevel::Platform, R"({"response":{"custom_fields":"response.more"}})"),
               level(MappingLevel::Account, R"({"response":{"custom_fields":{"a":"'mine'","gone":null}}})")});
    EXPECT_EQ(result(mapping, R"({"more":{"a":1,"b":2,"gone":3}})"),
              R"({"custom_fields":{"a":"mine","b":2}})");
}

TEST(Merge, mergesAWholeExpressionOnResults)
{
    const auto mapping =
        built({level(MappingLevel::Platform, kPlatform),
               level(MappingLevel::Environment, R"({"response":"{'name':'whole','address':{'zip':null}}"})"),
               level(MappingLevel::Account, R"({"response":{"id":null,"extra":"'e'"}})")});
    EXPECT_EQ(mapping.response.layers.size(), 3U);
    EXPECT_EQ(result(mapping, R"({"i":"1","n":"a","c":"b","z":"9"})"),
              R"({"name":"whole","address":{"city":"b","zip":null},"extra":"e"})");
}

TEST(Merge, setsAgainBelowWhatALowerLevelRemoved)
{
    const auto mapping = built({level(MappingLevel::Platform, R"({"response":"{'a':{'x':1,'y':2}}"})"),
                                level(MappingLevel::Environment, R"({"response":{"a":null}})"),
                                level(MappingLevel::Account, R"({"response":{"a":{"z":"3"}}})")});
    EXPECT_EQ(result(mapping, "{}"), R"({"a":{"z":3}})");
}

TEST(Merge, spreadsAnObjectIntoItsPlaceUnderTheNamedFields)
{
    const auto mapping = built({level(MappingLevel::Platform,
                                      R"({"response":{"props":{"name":"'fixed'","*":"response.custom"}}})")});
    EXPECT_EQ(result(mapping, R"({"custom":{"name":"loses","more":1}})"),
              R"({"props":{"name":"fixed","more":1}})");
    EXPECT_EQ(result(mapping, "{}"), R"({"props":{"name":"fixed"}})");
    const auto without =
        built({level(MappingLevel::Platform, R"({"response":{"name":"'n'","*":"response.custom"}})"),
               level(MappingLevel::Account, R"({"response":{"*":null}})")});
    EXPECT_EQ(result(without, R"({"custom":{"more":1}})"), R"({"name":"n"})");
}

TEST(Merge, takesNumbersAndBooleansAsConstants)
{
    EXPECT_EQ(result(built({level(MappingLevel::Platform, R"({"response":{"a":true,"b":1.5}})")}), "{}"),
              R"({"a":true,"b":1.5})");
}

TEST(Merge, fusesFieldsThatDoNotOverlap)
{
    const auto mapping = built(
        {level(MappingLevel::Platform,
               R"({"response":{"a":"response.a","n":{"x":"response.x"},"c":"response.c","n2":{"y":"1"}}})"),
         level(MappingLevel::Account, R"({"response":{"n":{"z":"2"},"c":{"d":"3"}}})")});
    const auto& layer = mapping.response.layers.at(0);
    ASSERT_TRUE(layer.fused);
    EXPECT_EQ(layer.unfused.size(), 2U);
    json::Arena arena;
    const auto input = doc(R"({"response":{"a":"A","x":"X"}})");
    EXPECT_EQ(json::write(*layer.fused->evaluate(*input, arena)),
              R"({"a":"A","n":{"x":"X","z":2},"n2":{"y":1}})");
}

TEST(Merge, marksRequiredFields)
{
    ModelResource resource;
    resource.required = {"id"};
    const auto mapping = built({level(MappingLevel::Platform, kPlatform)}, &resource);
    EXPECT_TRUE(mapping.response.layers[0].fields[0].required);
    EXPECT_FALSE(mapping.response.layers[0].fields[1].required);
}

TEST(Merge, replacesStepsByName)
{
    const auto mapping =
        built({level(MappingLevel::Platform, R"({"before":[{"name":"a","resource":"r","method":"get"}]})"),
               level(MappingLevel::Account,
                     R"({"before":[{"name":"a","resource":"r","method":"list","on_error":"ignore"},
                                          {"name":"b","resource":"r","method":"get","id":"body.x"}]})")});
    ASSERT_EQ(mapping.before.size(), 2U);
    EXPECT_EQ(mapping.before[0].method, "list");
    EXPECT_EQ(mapping.before[0].onError, StepFailure::Ignore);
    EXPECT_EQ(mapping.before[1].name, "b");
}

TEST(Merge, picksTheProvidersMethod)
{
    EXPECT_EQ(built({level(MappingLevel::Platform, R"({"resource":"people"})")}).providerMethod.text(),
              "list");
    const auto mapping =
        built({level(MappingLevel::Platform, R"({"method":"{{query.since ? 'search' : 'list'}}"})")});
    EXPECT_EQ(mapping.providerMethod.render(*doc(R"({"query":{"since":"x"}})")).value(), "search");
}

TEST(Merge, namesTheLevelWhoseExpressionIsBroken)
{
    const std::vector<MappingSource> levels{
        level(MappingLevel::Platform, kPlatform, "file.json"),
        level(MappingLevel::Account, R"({"response":{"name":"1 +"}})", "mine")};
    const auto mapping = buildEffectiveMapping({"acme", "crm", "contacts"}, "list", levels, nullptr);
    ASSERT_FALSE(mapping);
    EXPECT_EQ(mapping.error().source, "mine");
    EXPECT_EQ(mapping.error().pointer, "/response/name");
}

TEST(DeepMerge, mergesObjectsAndReplacesTheRest)
{
    json::Arena arena;
    EXPECT_EQ(json::write(deepMerge(*doc(R"({"a":{"x":1},"b":[1]})"),
                                    *doc(R"({"a":{"y":null},"b":[2],"c":3})"), arena)),
              R"({"a":{"x":1,"y":null},"b":[2],"c":3})");
    EXPECT_EQ(json::write(deepMerge(json::Value(), *doc("{\"a\":1}"), arena)), "{\"a\":1}");
}

TEST(WithPath, makesObjectsOnTheWayAndRemoves)
{
    json::Arena arena;
    const std::vector<std::string> path{"a", "b"};
    EXPECT_EQ(json::write(withPath(json::Value(), path, json::Value::integer(1), arena)), R"({"a":{"b":1}})");
    EXPECT_EQ(json::write(withPath(*doc(R"({"a":5})"), path, json::Value::integer(1), arena)),
              R"({"a":{"b":1}})");
    EXPECT_EQ(json::write(withPath(*doc(R"({"a":{"b":1,"c":2}})"), path, json::Value(), arena)),
              R"({"a":{"c":2}})");
    EXPECT_EQ(json::write(withPath(*doc(R"({"x":1})"), path, json::Value(), arena)), R"({"x":1})");
}

} // namespace
} // namespace gatehouse::config
