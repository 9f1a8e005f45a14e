// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/jsonata/expression.h"
#include "tests/support/fake_clock.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

namespace gatehouse::jsonata {
namespace {

/// Outcomes that the reference engine gave (tests/peers/jsonata/vectors.mjs), exact to the text of the result
/// and to an error's position, token and message.
class ReferenceOutcomes : public testing::TestWithParam<std::string>
{};

/// What an expression gives, in the form of a vector's outcome.
std::string outcomeOf(std::string_view text, const json::Value& input)
{
    const test::FakeClock clock;
    EvaluationContext context;
    context.clock = &clock;
    const auto failure = [](const JsonataError& error) {
        json::Arena arena;
        json::ObjectBuilder out(arena);
        out.set("code", std::string_view(error.code));
        if (error.position >= 0) {
            out.set("position", json::Value::integer(error.position));
        }
        if (!error.token.empty()) {
            out.set("token", std::string_view(error.token));
        }
        return json::write(out.set("message", std::string_view(error.message)).build());
    };
    const auto expression = Expression::compile(text);
    if (!expression) {
        return failure(expression.error());
    }
    json::Arena arena;
    const auto value = expression->evaluate(input, arena, {}, context);
    if (!value) {
        return failure(value.error());
    }
    return value->isUndefined() ? "undefined" : json::write(*value);
}

std::string expectedOf(const json::Value& vector)
{
    if (vector["undefined"].asBool()) {
        return "undefined";
    }
    return vector.contains("error") ? json::write(vector["error"]) : std::string(vector["value"].asString());
}

TEST_P(ReferenceOutcomes, areOurs)
{
    const auto folder = test::sourceDir() / "tests/unit/jsonata/reference";
    const auto document = json::parse(test::readFile(folder / GetParam()));
    ASSERT_TRUE(document) << document.error().describe();
    const json::Value cases = document->root()["cases"];
    ASSERT_GT(cases.size(), 0U);
    for (const json::Value& vector : cases.items()) {
        const json::Value input = vector.contains("input") ? vector["input"] : document->root()["input"];
        EXPECT_EQ(outcomeOf(vector["expr"].asString(), input), expectedOf(vector))
            << vector["expr"].asString();
    }
}

INSTANTIATE_TEST_SUITE_P(All, ReferenceOutcomes,
                         testing::Values("function_arguments.json", "functions.json", "joins.json",
                                         "lambdas.json", "paths.json", "pictures.json", "probe_like.json",
                                         "syntax_errors.json", "type_errors.json", "tail_position.json"),
                         [](const auto& tested) { return tested.param.substr(0, tested.param.find('.')); });

} // namespace
} // namespace gatehouse::jsonata
