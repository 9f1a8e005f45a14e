// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/trace_text.h"
#include "core/json/parse.h"

#include <gtest/gtest.h>

namespace gatehouse::ctl {
namespace {

std::string previewText(const std::string& json)
{
    return previewOf(json::parse(std::string_view(json))->root());
}

TEST(PreviewOf, keepsValuesOnOneShortLine)
{
    EXPECT_EQ(previewText("[1,2,3,4,5,6]"), "[1, 2, 3, 4, … 2 more]");
    EXPECT_EQ(previewText(R"({"a":{"b":{"c":{"d":1}}}})"), "{a: {b: {c: {…}}}}");
    EXPECT_EQ(previewText("\"" + std::string(100, 'x') + "\""), "\"" + std::string(60, 'x') + "…\"");
    EXPECT_EQ(previewText("[]"), "[]");
    EXPECT_EQ(previewOf(json::Value()), "(nothing)");
}

TEST(TraceText, showsEachStepWithItsValue)
{
    const std::string_view expression = "a.b\n + 1";
    jsonata::Trace trace;
    jsonata::TraceEntry step;
    step.span.byteLength = 3;
    step.value = json::Value::integer(2);
    trace.entries.push_back(step);
    step.span.byteLength = 8;
    step.failed = true;
    trace.entries.push_back(step);
    EXPECT_EQ(traceText(expression, trace), "    0  a.b  →  2\n    0  a.b  + 1  →  (error)\n");
    trace.entries.assign(2'003, step);
    EXPECT_TRUE(traceText(expression, trace).ends_with("… 3 further steps\n"));
}

TEST(TraceText, namesTheFieldThatIsNotThereAndTheNearestOne)
{
    const auto input = json::parse(R"({"email":"a@b"})").value();
    json::Arena arena;
    jsonata::Trace trace;
    ASSERT_TRUE(jsonata::evaluateTraced("emial", input.root(), arena, trace));
    EXPECT_NE(traceText("emial", trace).find("there is no \"emial\" at 1:1; did you mean \"email\"?"),
              std::string::npos);
}

} // namespace
} // namespace gatehouse::ctl
