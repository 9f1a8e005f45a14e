// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/resilience/error_classifier.h"

#include <gtest/gtest.h>

namespace gatehouse::resilience {
namespace {

using config::ErrorCategory;

std::optional<jsonata::Expression> rule(const char* text)
{
    return jsonata::Expression::compile(text).value();
}

std::optional<ProviderError> classified(const config::ErrorDefinition& rules, const std::string& input,
                                        bool limited = false)
{
    json::Arena arena;
    const auto document = json::parse(input);
    return classify(rules, document->root(), arena, limited);
}

TEST(ErrorClassifier, letsSuccessPass)
{
    EXPECT_FALSE(classified({}, R"({"status":200,"headers":{},"body":{}})"));
    EXPECT_FALSE(classified({}, R"({"status":304,"headers":{}})"));
}

TEST(ErrorClassifier, goesByTheStatusWhenNothingElseIsKnown)
{
    const auto error = classified({}, R"({"status":504,"headers":{},"body":"upstream request timeout"})");
    EXPECT_EQ(error->category, ErrorCategory::Timeout);
    EXPECT_EQ(error->message, "upstream request timeout");
    EXPECT_TRUE(error->retryable);
}

TEST(ErrorClassifier, findsAnErrorInsideA200)
{
    config::ErrorDefinition rules;
    rules.isError = rule("body.ok = false");
    rules.code = rule("body.error");
    rules.codes["gone"] = {ErrorCategory::NotFound, std::nullopt, std::nullopt};
    EXPECT_EQ(
        classified(rules, R"({"status":200,"headers":{},"body":{"ok":false,"error":"gone"}})")->category,
        ErrorCategory::NotFound);
    EXPECT_FALSE(classified(rules, R"({"status":200,"headers":{},"body":{"ok":true}})"));
}

TEST(ErrorClassifier, decidesByExpressionThenCodeThenStatus)
{
    config::ErrorDefinition rules;
    rules.category = rule("body.c");
    rules.code = rule("body.code");
    rules.codes["7"] = {ErrorCategory::Conflict, true, std::nullopt};
    rules.statuses[400] = ErrorCategory::NotFound;
    EXPECT_EQ(classified(rules, R"({"status":400,"body":{"c":"timeout","code":7}})")->category,
              ErrorCategory::Timeout);
    const auto coded = classified(rules, R"({"status":400,"body":{"c":"nonsense","code":7}})");
    EXPECT_EQ(coded->category, ErrorCategory::Conflict);
    EXPECT_EQ(coded->code, "7");
    EXPECT_TRUE(coded->retryable);
    EXPECT_EQ(classified(rules, R"({"status":400,"body":{}})")->category, ErrorCategory::NotFound);
    EXPECT_EQ(classified(rules, R"({"status":418,"body":{}})")->category, ErrorCategory::ValidationError);
}

TEST(ErrorClassifier, putsARefusalForLimitsBeforeEverything)
{
    config::ErrorDefinition rules;
    rules.category = rule("'conflict'");
    const auto error = classified(rules, R"({"status":200,"body":{}})", true);
    EXPECT_EQ(error->category, ErrorCategory::RateLimited);
    EXPECT_TRUE(error->retryable);
}

TEST(ErrorClassifier, knowsWhenAPersonMustReconnect)
{
    config::ErrorDefinition rules;
    rules.code = rule("body.error");
    rules.reauth = rule("body.dead = true");
    rules.codes["invalid_grant"] = {ErrorCategory::AuthFailure, std::nullopt, true};
    EXPECT_TRUE(classified(rules, R"({"status":400,"body":{"error":"invalid_grant"}})")->reauth);
    EXPECT_TRUE(classified(rules, R"({"status":401,"body":{"dead":true}})")->reauth);
    EXPECT_FALSE(classified(rules, R"({"status":401,"body":{}})")->reauth);
}

TEST(ErrorClassifier, looksForWordsWhereStandardsPutThem)
{
    EXPECT_EQ(
        classified({}, R"({"status":400,"body":{"error":"invalid_scope","error_description":"no"}})")->code,
        "invalid_scope");
    EXPECT_EQ(classified({}, R"({"status":422,"body":{"title":"T","detail":"D"}})")->message, "D");
    EXPECT_EQ(classified({}, R"({"status":422,"body":{"errors":[{"message":"first"}]}})")->message, "first");
    EXPECT_EQ(classified({}, R"({"status":422,"body":{"errors":[{"code":"c1"}]}})")->code, "c1");
    EXPECT_EQ(classified({}, R"({"status":500,"body":"<html>Oops</html>"})")->message, "");
}

TEST(ErrorClassifier, cutsEndlessMessagesBetweenCharacters)
{
    std::string text;
    for (int i = 0; i < 3000; ++i) {
        text += "å";
    }
    const auto error = classified({}, R"({"status":500,"body":{"message":")" + text + "\"}}");
    EXPECT_EQ(error->message.size(), 2000U);
}

TEST(ErrorClassifier, survivesARuleThatBreaks)
{
    config::ErrorDefinition rules;
    rules.isError = rule("body.x + 1");
    rules.code = rule("$uppercase(body.x)");
    const auto error = classified(rules, R"({"status":503,"body":{"x":[]}})");
    EXPECT_EQ(error->category, ErrorCategory::ServerError);
    EXPECT_FALSE(error->warnings.empty());
}

} // namespace
} // namespace gatehouse::resilience
