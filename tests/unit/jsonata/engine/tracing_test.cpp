// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/jsonata/tracing.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace gatehouse::jsonata {
namespace {

TEST(Tracing, recordsWhatEveryPartGave)
{
    const auto input = json::parse(R"({"a":{"b":2}})").value();
    json::Arena arena;
    Trace trace;
    const auto result = evaluateTraced("a.b + 1", input.root(), arena, trace);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->asInt(), 3);
    const auto at = [&](std::uint32_t offset, std::uint32_t length) {
        const auto found =
            std::find_if(trace.entries.begin(), trace.entries.end(), [&](const TraceEntry& entry) {
                return entry.span.byteOffset == offset && entry.span.byteLength == length;
            });
        return found == trace.entries.end() ? std::string("none") : json::write(found->value);
    };
    EXPECT_EQ(at(0, 1), R"({"b":2})");
    EXPECT_EQ(at(2, 1), "2");
    EXPECT_EQ(at(0, 3), "2");
    EXPECT_EQ(at(6, 1), "1");
    EXPECT_EQ(at(0, 7), "3");
    EXPECT_FALSE(trace.missing);
}

TEST(Tracing, namesTheFirstStepThatYieldedNothingAndTheNearestKey)
{
    const auto input = json::parse(R"({"contact":{"email":"x","phone":"y"}})").value();
    json::Arena arena;
    Trace trace;
    const auto result = evaluateTraced("contact.emial", input.root(), arena, trace);
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->isUndefined());
    ASSERT_TRUE(trace.missing);
    EXPECT_EQ(trace.missing->name, "emial");
    EXPECT_EQ(trace.missing->nearest, "email");
    EXPECT_EQ(trace.missing->span.byteOffset, 8U);
    EXPECT_EQ(trace.missing->known, (std::vector<std::string>{"email", "phone"}));
}

TEST(Tracing, passesOverAFieldThatOnlySomeItemsLack)
{
    const auto input = json::parse(R"({"items":[{"id":1},{"id":2,"tags":[{"name":"x"}]}]})").value();
    json::Arena arena;
    Trace trace;
    const auto result = evaluateTraced("items.tags.nmae", input.root(), arena, trace);
    ASSERT_TRUE(result && result->isUndefined());
    ASSERT_TRUE(trace.missing);
    EXPECT_EQ(trace.missing->name, "nmae");
    EXPECT_EQ(trace.missing->nearest, "name");
}

TEST(Tracing, givesTheSameResultsAsEvaluation)
{
    const auto input = json::parse(R"({"o":[{"p":[{"q":1},{"q":2}],"id":7}]})").value();
    for (const auto* text : {"o.p.(q + %.id)", "$sum([1..10])", "o.p[1].q", "o{$string(id): p.q}",
                             "$map(o.p, function($v){$v.q})"}) {
        json::Arena arena;
        Trace trace;
        const auto traced = evaluateTraced(text, input.root(), arena, trace);
        const auto plain = Expression::compile(text)->evaluate(input.root(), arena);
        ASSERT_TRUE(traced && plain) << text;
        EXPECT_EQ(json::write(*traced), json::write(*plain)) << text;
    }
}

} // namespace
} // namespace gatehouse::jsonata
