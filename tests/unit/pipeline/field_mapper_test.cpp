// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/merge.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/pipeline/field_mapper.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

config::MappingSource level(config::MappingLevel which, const char* text)
{
    return {{which, "test"}, 0, *json::parse(text)};
}

class FieldMapperTest : public testing::Test
{
protected:
    MappedValue map(const std::vector<config::MappingSource>& levels, const char* input,
                    std::vector<FieldProvenance>* provenance = nullptr)
    {
        auto built = config::buildEffectiveMapping({"acme", "crm", "contacts"}, "get", levels, nullptr);
        EXPECT_TRUE(built) << built.error().describe();
        m_mapping = std::move(*built);
        m_input = *json::parse(input);
        return FieldMapper(m_arena, {}).map(m_mapping.response, *m_input, provenance);
    }

    config::EffectiveMapping m_mapping;
    json::Document m_input;
    json::Arena m_arena;
};

TEST_F(FieldMapperTest, buildsNestedFieldsAndLeavesOutWhatHasNoValue)
{
    const auto mapped = map(
        {level(
            config::MappingLevel::Platform,
            R"({"resource":"x","method":"get","response": {"a": {"b": "response.x", "c": "response.y"}, "d": "response.z"}})")},
        R"({"response": {"x": 1, "z": null}})");

    EXPECT_EQ(mapped.value, **json::parse(R"({"a":{"b":1},"d":null})"));
    EXPECT_TRUE(mapped.warnings.empty());
}

TEST_F(FieldMapperTest, isolatesAFailingFieldAndSaysWhereAndOnWhat)
{
    const auto mapped = map(
        {level(
            config::MappingLevel::Platform,
            R"({"resource":"x","method":"get","response": {"bad": "1 + response.x", "good": "response.x"}})")},
        R"({"response": {"x": "text"}})");

    EXPECT_EQ(json::write(mapped.value), R"({"good":"text"})");
    ASSERT_EQ(mapped.warnings.size(), 1U);
    EXPECT_EQ(mapped.warnings[0].field, "bad");
    ASSERT_EQ(mapped.errors.size(), 1U);
    EXPECT_EQ(mapped.errors[0].error.code, "T2002");
    EXPECT_GT(mapped.errors[0].error.span.column, 0U);
}

TEST_F(FieldMapperTest, mergesAWholeExpressionOverTheFieldsBeneath)
{
    std::vector<FieldProvenance> provenance;
    const auto mapped =
        map({level(config::MappingLevel::Platform,
                   R"({"resource":"x","method":"get","response": {"a": "1", "n": {"b": "2", "c": "3"}}})"),
             level(config::MappingLevel::Account, R"({"response": "{'n': {'c': 30}, 'd': 4}"})")},
            R"({"response": {}})", &provenance);

    EXPECT_EQ(json::write(mapped.value), R"({"a":1,"n":{"b":2,"c":30},"d":4})");
    const auto c = std::ranges::find(provenance, "/n/c", &FieldProvenance::field);
    ASSERT_NE(c, provenance.end());
    EXPECT_EQ(c->level, "account");
}

TEST_F(FieldMapperTest, givesTheSameWithAndWithoutProvenance)
{
    const std::vector<config::MappingSource> levels = {level(
        config::MappingLevel::Platform,
        R"({"resource":"x","method":"get","response": {"a": "response.x", "l": "[response.x, 2]", "o": "{'k': response.x}"}})")};
    std::vector<FieldProvenance> provenance;
    const std::string plain = json::write(map(levels, R"({"response": {"x": 1}})").value);

    EXPECT_EQ(json::write(map(levels, R"({"response": {"x": 1}})", &provenance).value), plain);
    EXPECT_EQ(provenance.size(), 4U);
}

} // namespace
} // namespace gatehouse::pipeline
