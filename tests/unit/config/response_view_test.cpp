// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/response_view.h"
#include "tests/unit/config/fixtures.h"

#include <array>

namespace gatehouse::config {
namespace {

using test::doc;

std::optional<jsonata::Expression> rule(std::string_view text)
{
    return jsonata::Expression::compile(text).value();
}

TEST(ResponseView, showsHeadersInLowerCaseAndRepeatedOnesJoined)
{
    json::Arena arena;
    const std::array<HeaderView, 3> headers{{{"X-A", "1"}, {"Link", "<a>"}, {"x-a", "2"}}};
    const auto input = responseInput({404, headers, json::Value::string("text"), fromMillis(1500)}, arena);
    EXPECT_EQ(json::write(input),
              R"({"status":404,"headers":{"x-a":"1, 2","link":"<a>"},"body":"text","now":1.5})");
}

TEST(ResponseView, leavesOutABodyThatIsNotThere)
{
    json::Arena arena;
    EXPECT_EQ(json::write(responseInput({204, {}, {}, fromMillis(1000)}, arena)),
              R"({"status":204,"headers":{},"now":1})");
}

TEST(ResponseView, addsMembers)
{
    json::Arena arena;
    const std::array<json::Member, 3> more{
        {{"a", json::Value::integer(2)}, {"b", json::Value()}, {"c", json::Value::null()}}};
    EXPECT_EQ(json::write(withMembers(*doc(R"({"a":1,"x":0})"), more, arena)), R"({"a":2,"x":0,"c":null})");
}

TEST(EvaluateRule, turnsAFailureIntoAWarning)
{
    json::Arena arena;
    std::vector<std::string> warnings;
    EXPECT_TRUE(evaluateRule(std::nullopt, {}, arena, "x", warnings).isUndefined());
    EXPECT_EQ(evaluateRule(rule("a + 1"), *doc(R"({"a":1})"), arena, "sum", warnings).asInt(), 2);
    EXPECT_TRUE(warnings.empty());
    EXPECT_TRUE(evaluateRule(rule("a + 1"), *doc(R"({"a":"x"})"), arena, "sum", warnings).isUndefined());
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_TRUE(warnings[0].starts_with("sum: "));
}

TEST(EvaluateRule, endsARuleThatNeverEnds)
{
    json::Arena arena;
    std::vector<std::string> warnings;
    EXPECT_TRUE(
        evaluateRule(rule("($f := function(){ $f() }; $f())"), {}, arena, "loop", warnings).isUndefined());
    EXPECT_EQ(warnings.size(), 1U);
}

/// Ten milliseconds pass between any two looks.
class StepClock final : public Clock
{
public:
    [[nodiscard]] UnixMillis now() const override { return {}; }

    [[nodiscard]] SteadyTime steady() const override { return m_now += std::chrono::milliseconds(10); }

private:
    mutable SteadyTime m_now;
};

TEST(EvaluateRule, countsItsTimeTowardsABudgetAndStopsWhenThatIsSpent)
{
    const StepClock clock;
    jsonata::EvaluationBudget budget(&clock, std::chrono::milliseconds(25));
    json::Arena arena;
    std::vector<std::string> warnings;
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(evaluateRule(rule("1"), {}, arena, "one", warnings, &budget).asInt(), 1);
    }
    EXPECT_TRUE(budget.spent());
    EXPECT_TRUE(evaluateRule(rule("1"), {}, arena, "one", warnings, &budget).isUndefined());
    EXPECT_EQ(warnings.size(), 1U);

    budget.keep(std::chrono::milliseconds(5));
    EXPECT_EQ(evaluateRule(rule("1"), {}, arena, "one", warnings, &budget).asInt(), 1);
}

TEST(Truthy, isJsonatasTruth)
{
    for (const auto* text : {"true", "1", "\"x\"", "[0,1]", "{\"a\":0}"}) {
        EXPECT_TRUE(truthy(*doc(text))) << text;
    }
    for (const auto* text : {"false", "0", "\"\"", "[]", "[0,[false]]", "{}", "null"}) {
        EXPECT_FALSE(truthy(*doc(text))) << text;
    }
    EXPECT_FALSE(truthy(json::Value()));
}

} // namespace
} // namespace gatehouse::config
