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

TEST_F(FieldMapperTest, givesTheSameInOneGoAsFieldByField)
{
    const std::vector<config::MappingSource> levels = {
        level(config::MappingLevel::Platform, R"json({"resource": "x", "method": "get", "response": {
            "id": "$string(response.id)", "name": {"first": "response.first", "last": "response.last"},
            "deep": {"er": {"est": "response.deep", "list": "response.tags[]"}, "beside": "response.beside"},
            "object": "response.object", "tags": "response.tags", "nothing": {"at": {"all": "response.absent"}}}})json"),
        level(config::MappingLevel::Environment,
              R"json({"response": "{'extra': {'a': response.id, 'b': 2}}"})json"),
        level(config::MappingLevel::Account,
              R"json({"response": {"extra": "response.object", "deep": {"own": {"x": "response.x"}},
            "name": null, "object": {"k": "response.first"}}})json")};
    for (
        const char* input :
        {R"({"response": {"id": 1, "first": "A", "last": "B", "deep": [1], "tags": ["t"], "object": {"a": 5}, "x": null}})",
         R"({"response": {"id": 1, "first": "A", "object": {}, "tags": []}})",
         R"({"response": {"beside": {}}})", R"({"response": null})", "{}"}) {
        for (std::size_t count = 1; count <= levels.size(); ++count) {
            const std::vector<config::MappingSource> some(
                levels.begin(), levels.begin() + static_cast<std::ptrdiff_t>(count));
            std::vector<FieldProvenance> provenance;
            const MappedValue fieldByField = map(some, input, &provenance);
            const json::Document kept = json::Document::copyOf(fieldByField.value);
            const MappedValue inOneGo = map(some, input);
            EXPECT_EQ(inOneGo.value, *kept) << input << "\n"
                                            << json::write(inOneGo.value) << "\n"
                                            << json::write(*kept);
            EXPECT_EQ(inOneGo.warnings.size(), fieldByField.warnings.size());
        }
    }
}

/// Every look at it takes ten milliseconds.
class SlowClock final : public Clock
{
public:
    [[nodiscard]] UnixMillis now() const override { return {}; }

    [[nodiscard]] SteadyTime steady() const override { return m_now += std::chrono::milliseconds(10); }

private:
    mutable SteadyTime m_now;
};

class MapperBudgetTest : public FieldMapperTest
{
protected:
    MapperBudgetTest() { m_context.clock = &m_clock; }

    void use(const char* document)
    {
        m_mapping = *config::buildEffectiveMapping(
            {"acme", "crm", "contacts"}, "get",
            std::vector<config::MappingSource>{level(config::MappingLevel::Platform, document)}, nullptr);
    }

    SlowClock m_clock;
    jsonata::EvaluationContext m_context;
};

TEST_F(MapperBudgetTest, endsTheCallWhenAllEvaluationsTogetherTakeTooLong)
{
    use(R"({"resource":"x","method":"get","response": {"a": "1", "b": "2"}})");
    FieldMapper mapper(m_arena, m_context);
    int records = 0;
    while (!mapper.outOfTime() && records < 1000) {
        EXPECT_TRUE(mapper.map(m_mapping.response, {}).warnings.empty() || mapper.outOfTime());
        ++records;
    }
    EXPECT_EQ(records, 100); // 20 ms each: one look at the clock by the evaluation, one after it.

    const auto after = mapper.map(m_mapping.response, {});
    ASSERT_EQ(after.warnings.size(), 1U);
    EXPECT_EQ(after.warnings[0].level, "gateway");
    const auto refused = mapper.evaluate(*jsonata::Expression::compile("1"), {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::MappingError);
}

TEST_F(MapperBudgetTest, doesNotTryFieldByFieldWhatTookTooLongInOneGo)
{
    use(R"json({"resource":"x","method":"get","response": {"a": "$sum([1..1000000].($ * 2))", "b": "2"}})json");
    FieldMapper mapper(m_arena, m_context);

    const auto mapped = mapper.map(m_mapping.response, {});

    EXPECT_TRUE(mapper.outOfTime());
    EXPECT_EQ(mapped.warnings.size(), 1U);
    EXPECT_TRUE(mapped.errors.empty());
}

} // namespace
} // namespace gatehouse::pipeline
