// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/sandbox/select_parser.h"
#include "core/sandbox/selection.h"
#include "core/sandbox/selection_reader.h"

#include <gtest/gtest.h>

namespace gatehouse::sandbox {
namespace {

bool matches(std::string_view row, const std::string& where)
{
    const auto document = json::parse(row);
    const auto selection = parseSelect("SELECT * FROM t WHERE " + where);
    EXPECT_TRUE(document && selection) << where;
    return document && selection && selection->where.matches(document->root());
}

bool matchesJson(std::string_view row, std::string_view where)
{
    const auto document = json::parse(row);
    const auto condition = json::parse(where);
    const auto predicate = readPredicate(condition->root());
    EXPECT_TRUE(predicate) << where;
    return predicate && predicate->matches(document->root());
}

TEST(Selection, comparesTextsWithoutCaseAndNumbersByValue)
{
    EXPECT_TRUE(matches(R"({"a":"Berg"})", "a = 'BERG'"));
    EXPECT_TRUE(matches(R"({"a":10})", "a > 9"));
    EXPECT_TRUE(matches(R"({"a":"10"})", "a > 9"));
    EXPECT_FALSE(matches(R"({"a":"Berg"})", "a != 'berg'"));
    EXPECT_TRUE(matches(R"({"a":true})", "a = TRUE"));
    EXPECT_TRUE(matches(R"({"a":"true"})", "a = true"));
}

TEST(Selection, comparesTimesAcrossOffsetsAndSpellings)
{
    EXPECT_TRUE(matches(R"({"at":"2025-10-09T08:53:20.000+0000"})", "at >= 2025-10-09T08:53:20Z"));
    EXPECT_TRUE(matches(R"({"at":"2025-10-09T01:53:20-07:00"})", "at = '2025-10-09T08:53:20.000Z'"));
    EXPECT_FALSE(matches(R"({"at":"2025-10-09T01:53:19-07:00"})", "at >= '2025-10-09T08:53:20Z'"));
    EXPECT_TRUE(matchesJson(R"({"at":"2025-10-09T08:53:20.000Z"})",
                            R"({"field":"at","op":"ge","value":1760000000000})"));
}

TEST(Selection, nullIsEqualToNullOnlyAndNeverLessOrGreater)
{
    EXPECT_TRUE(matches(R"({"a":null})", "a = null"));
    EXPECT_TRUE(matches("{}", "a = null"));
    EXPECT_FALSE(matches(R"({"a":""})", "a = null"));
    EXPECT_FALSE(matches(R"({"a":null})", "a < 5"));
    EXPECT_TRUE(matches(R"({"a":null})", "a != 'x'"));
}

TEST(Selection, likeKnowsItsTwoWildcardsAndDoesNotBlowUp)
{
    EXPECT_TRUE(matches(R"({"a":"Lindström AB"})", "a LIKE 'lind%ab'"));
    EXPECT_TRUE(matches(R"({"a":"abc"})", "a like 'a_c'"));
    EXPECT_FALSE(matches(R"({"a":"abc"})", "a like 'a_'"));
    EXPECT_FALSE(matches("{\"a\":\"" + std::string(5000, 'a') + "\"}", "a like '%a%a%a%a%a%a%a%a%b'"));
}

TEST(Selection, arraysOnThePathStandForAllTheirItems)
{
    constexpr auto kRow = R"({"associations":{"companies":{"results":[{"id":"1"},{"id":"7"}]}}})";
    EXPECT_TRUE(matchesJson(kRow, R"({"field":"associations.companies.results.id","op":"eq","value":"7"})"));
    EXPECT_FALSE(matchesJson(kRow, R"({"field":"associations.companies.results.id","op":"eq","value":"8"})"));
}

TEST(Selection, jsonConditionsNest)
{
    constexpr auto kWhere =
        R"({"any":[{"all":[{"field":"a","op":"in","value":[1,2]},{"field":"b","op":"absent"}]},
                                       {"not":{"field":"c","op":"present"}}]})";
    EXPECT_TRUE(matchesJson(R"({"a":2,"c":1})", kWhere));
    EXPECT_TRUE(matchesJson(R"({"a":9})", kWhere));
    EXPECT_FALSE(matchesJson(R"({"a":9,"c":1})", kWhere));
    EXPECT_FALSE(readPredicate(json::parse(R"({"field":"a","op":"maybe"})")->root()));
}

TEST(Selection, momentsAreReadInTheSpellingsVendorsUse)
{
    EXPECT_EQ(parseMoment("2025-10-09T08:53:20Z"), 1'760'000'000'000);
    EXPECT_EQ(parseMoment("2025-10-09T08:53:20.000+0000"), 1'760'000'000'000);
    EXPECT_EQ(parseMoment("2025-10-09T01:53:20-07:00"), 1'760'000'000'000);
    EXPECT_EQ(parseMoment("2025-10-09T08:53:20"), 1'760'000'000'000);
    EXPECT_EQ(parseMoment("1970-01-02"), 86'400'000);
    EXPECT_EQ(parseMoment("INV-01001"), std::nullopt);
    EXPECT_EQ(parseMoment("2025-13-45"), std::nullopt);
}

} // namespace
} // namespace gatehouse::sandbox
