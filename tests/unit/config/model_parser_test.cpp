// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/definition_check.h"
#include "tests/unit/config/fixtures.h"

#include <gmock/gmock.h>

namespace gatehouse::config {
namespace {

using test::described;
using test::doc;
using testing::HasSubstr;

Checked<Model> checked(const std::string& schema, const std::string& more = {})
{
    const auto schemas = DefinitionSchemas::load();
    return checkModel(
        *schemas, "models/m.json",
        R"({"model":"m","label":"M","version":"1","resources":{"r":{"label":"R","methods":["list"])" + more
            + R"(,"schema":)" + schema + "}}}");
}

constexpr const char* kSchema = R"({"type":"object","required":["id","name"],"properties":{
    "id":{"type":"string","readOnly":true},"name":{"type":"string"},"tags":{"type":"array","items":{"$ref":"#/definitions/t"}}},
    "definitions":{"t":{"type":"string"}}})";

TEST(ModelParser, compilesWhatRecordsCreatesAndUpdatesMustBe)
{
    const auto model = checked(kSchema);
    ASSERT_TRUE(model.value) << described(model.errors);
    const auto* resource = model.value->resource("r");
    EXPECT_TRUE(resource->validator.accepts(*doc(R"({"id":"1","name":"n"})")));
    EXPECT_FALSE(resource->validator.accepts(*doc(R"({"name":"n"})")));
    EXPECT_TRUE(resource->createValidator.accepts(*doc(R"({"name":"n"})")));
    EXPECT_FALSE(resource->createValidator.accepts(*doc(R"({"tags":[]})")));
    EXPECT_TRUE(resource->updateValidator.accepts(*doc(R"({"tags":["a"]})")));
    EXPECT_FALSE(resource->updateValidator.accepts(*doc(R"({"tags":[1]})")));
    EXPECT_THAT(resource->required, testing::ElementsAre("id", "name"));
    EXPECT_NE(model.value->revision, 0U);
}

TEST(ModelParser, knowsWhatACreateMayLeaveOut)
{
    const auto model = checked(R"({"type":"object","required":["id","status"],"properties":{
        "id":{"type":"string","readOnly":true,"default":"x"},"status":{"type":"string","default":"draft"},
        "name":{"type":"string"}}})");
    ASSERT_TRUE(model.value) << described(model.errors);
    const auto* resource = model.value->resource("r");
    EXPECT_EQ(json::write(*resource->createDefaults), R"({"status":"draft"})");
    EXPECT_TRUE(resource->createValidator.accepts(*doc("{}")));
    EXPECT_FALSE(resource->createValidator.accepts(*doc(R"({"status":1})")));
    EXPECT_FALSE(resource->validator.accepts(*doc(R"({"id":"1"})"))) << "a record must still have it";
}

TEST(ModelParser, refusesSchemasThatCannotBeUsed)
{
    EXPECT_THAT(described(checked(R"({"$ref":"#/definitions/none"})").errors),
                HasSubstr("/resources/r/schema"));
    EXPECT_THAT(described(checked(kSchema, R"(,"title_keys":["nope"])").errors),
                HasSubstr("no property \"nope\""));
    EXPECT_THAT(described(checked(kSchema, R"(,"methods2":[])").errors), HasSubstr("unknown member"));
}

} // namespace
} // namespace gatehouse::config
