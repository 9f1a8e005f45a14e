// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/jsonata/expression.h"
#include "tests/support/fake_clock.h"
#include "tests/unit/jsonata/evaluated.h"

#include <gtest/gtest.h>

#include <thread>

namespace gatehouse::jsonata {
namespace {

using test::evaluated;

TEST(Expression, keepsNumbersThatAreOnlyMoved)
{
    EXPECT_EQ(evaluated("{\"id\": id, \"price\": price}", R"({"id":12345678901234567891,"price":1.50})"),
              R"({"id":12345678901234567891,"price":1.50})");
    EXPECT_EQ(evaluated("$string(id)", R"({"id":9007199254740993})"), "\"9007199254740993\"");
}

TEST(Expression, tellsUndefinedFromNull)
{
    EXPECT_EQ(evaluated("a", R"({"a":null})"), "null");
    EXPECT_EQ(evaluated("b", R"({"a":null})"), "undefined");
}

TEST(Expression, listsIntegerLikeNamesFirstWhereItMakesOrListsObjects)
{
    EXPECT_EQ(evaluated(R"({"b":1,"2":1,"1":5})"), R"({"1":5,"2":1,"b":1})");
    EXPECT_EQ(evaluated("$keys($)", R"({"b":1,"2":1})"), R"(["2","b"])");
    EXPECT_EQ(evaluated("$", R"({"b":1,"2":1})"), R"({"b":1,"2":1})");
}

TEST(Expression, showsFunctionsInResultsAsEmptyText)
{
    EXPECT_EQ(evaluated("[1, $sum]"), R"([1,""])");
    EXPECT_EQ(evaluated("{\"f\": function($x){$x}}"), R"({"f":""})");
    EXPECT_EQ(evaluated("/a(b)/(\"xab\")"), R"({"match":"ab","start":1,"end":3,"groups":["b"]})");
}

TEST(Expression, leavesNoMarksInResultsThatAreEvaluatedAgain)
{
    json::Arena arena;
    const auto input = json::parse(R"({"a":[{"b":1},{"b":2}]})").value();
    const auto making = Expression::compile("{\"x\": a[0].b[]}").value(); // results point at its constants
    const auto reading = Expression::compile("x").value();
    const auto first = making.evaluate(input.root(), arena).value();
    const auto second = reading.evaluate(first, arena).value();
    EXPECT_EQ(json::write(second), "[1]");
}

TEST(Expression, givesTheSameTimeThroughoutAnEvaluation)
{
    test::FakeClock clock;
    EvaluationContext context;
    context.clock = &clock;
    EXPECT_EQ(evaluated("$now() = $now() and $millis() = $millis()", "null", context), "true");
}

TEST(Expression, drawsTheSameRandomNumbersForASeed)
{
    EvaluationContext context;
    context.randomSeed = 42;
    EXPECT_EQ(evaluated("[$random(), $shuffle([1..20])]", "null", context),
              evaluated("[$random(), $shuffle([1..20])]", "null", context));
    EXPECT_EQ(evaluated("$random() != $random()"), "true");
}

TEST(Expression, isUsedByManyThreadsAtOnce)
{
    const auto expression = Expression::compile("$sum($map([1..100], function($x){$x * y}))").value();
    const auto input = json::parse(R"({"y":2})").value();
    std::vector<std::thread> threads;
    std::vector<int> wrong(4, 0);
    for (std::size_t t = 0; t < wrong.size(); ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 200; ++i) {
                json::Arena arena;
                const auto result = expression.evaluate(input.root(), arena);
                wrong[t] += result && result->asInt() == 10100 ? 0 : 1;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

TEST(Expression, callsHostFunctionsThroughTheirSignature)
{
    HostFunction shout{
        "shout", "<s-:s>", "Louder.", [](std::span<const json::Value> arguments, json::Arena& arena) {
            return Outcome<json::Value>(arena.string(std::string(arguments[0].asString()) + "!"));
        }};
    HostFunction broken{"broken", "", "",
                        [](std::span<const json::Value>, json::Arena&) -> Outcome<json::Value> {
                            JsonataError error;
                            error.code = "X1";
                            error.message = "no";
                            return tl::unexpected<JsonataError>(error);
                        }};
    const auto library = extend(standardLibrary(), {shout, broken});
    json::Arena arena;
    const auto run = [&](std::string_view text) {
        return Expression::compile(text, library)->evaluate({}, arena);
    };
    EXPECT_EQ(run("(\"a\").$shout() & $shout(\"b\")")->asString(), "a!b!");
    EXPECT_EQ(run("$shout(1)").error().code, "T0410");
    EXPECT_EQ(run("$broken()").error().code, "X1");
    EXPECT_EQ(run("$broken()").error().message, "no");
    EXPECT_EQ(run("[\"a\",\"b\"] ~> $map($shout) ~> $join")->asString(), "a!b!");
}

TEST(Expression, mapsItsErrorsToTheGatewaysCodes)
{
    EXPECT_EQ(test::failureOf("1 +").toError().code, Errc::ParseError);
    EXPECT_EQ(test::failureOf("1 + \"a\"").toError().code, Errc::MappingError);
    EXPECT_EQ(test::failureOf("($f := function(){1+$f()}; $f())").toError().code, Errc::LimitExceeded);
    EXPECT_EQ(test::failureOf("1 + \"a\"").toError().at.column, 1U);
}

TEST(ExpressionCache, givesTheSameProgramAndForgetsTheLeastRecentlyUsed)
{
    ExpressionCache cache(standardLibrary(), 2);
    const std::string* first = &cache.get("1")->text();
    EXPECT_EQ(&cache.get("1")->text(), first);
    EXPECT_TRUE(cache.get("2").has_value());
    EXPECT_EQ(&cache.get("1")->text(), first);
    EXPECT_TRUE(cache.get("3").has_value());
    EXPECT_EQ(&cache.get("1")->text(), first);
    EXPECT_EQ(cache.get("1 +").error().code, "S0207");
}

} // namespace
} // namespace gatehouse::jsonata
