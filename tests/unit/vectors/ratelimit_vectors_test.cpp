// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/write.h"
#include "core/limits/limit_headers.h"
#include "core/limits/normaliser.h"
#include "tests/unit/vectors/definitions.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace gatehouse::limits {
namespace {

using test::bodyOf;
using test::inputOf;
using test::profileFor;
using test::sharedVectors;

template <class T>
std::string shown(const std::optional<T>& value)
{
    return value ? json::write(json::Value::number(static_cast<double>(*value))) : "null";
}

void expectFigure(const json::Value& expected, const std::string& found, const char* name)
{
    if (!expected.isUndefined()) {
        EXPECT_EQ(json::write(expected), found) << name;
    }
}

/// "daily": {"limit":…, "remaining":…} means a window of that name.
void expectWindow(const json::Value& expected, const LimitReading& reading, std::string_view name)
{
    if (!expected.isObject()) {
        return;
    }
    const auto window = std::ranges::find(reading.windows, name, &LimitWindow::name);
    ASSERT_NE(window, reading.windows.end()) << "no window " << name;
    expectFigure(expected["limit"], shown(window->limit), "window limit");
    expectFigure(expected["remaining"], shown(window->remaining), "window remaining");
}

void check(const json::Value& vector, const config::RateLimitDefinition& rules)
{
    SCOPED_TRACE(json::write(vector["id"]));
    json::Arena arena;
    const auto body = bodyOf(vector["body"].asString());
    const auto reading = readLimits(rules, inputOf(vector, body, arena), arena);
    const auto expect = vector["expect"];
    EXPECT_EQ(reading.limited, expect["limited"].asBool());
    expectFigure(expect["retry_after_seconds"], shown(reading.retryAfterSeconds), "retry_after");
    expectFigure(expect["limit"], shown(reading.limit), "limit");
    expectFigure(expect["remaining"], shown(reading.remaining), "remaining");
    expectFigure(expect["reset_seconds"], shown(reading.resetSeconds), "reset");
    expectFigure(expect["window_seconds"], shown(reading.windowSeconds), "window");
    expectWindow(expect["daily"], reading, "daily");
    expectWindow(expect["per_app"], reading, "per_app");
    if (expect.contains("partial")) {
        EXPECT_EQ(reading.partial, expect["partial"].asBool());
    }
    EXPECT_TRUE(reading.warnings.empty()) << reading.warnings.front();
    if (reading.limited) {
        EXPECT_GE(retryAfterFor(rules, reading, 1), 0);
    }
}

TEST(RateLimitVectors, areReadByTheBuiltInDefinitions)
{
    const auto file = sharedVectors("ratelimit_vectors.json");
    if (file->isUndefined()) {
        GTEST_SKIP() << "no shared vectors here (set GATEHOUSE_SHARED)";
    }
    const config::RateLimitDefinition standard;
    int run = 0;
    for (const auto& vector : (*file)["vectors"].items()) {
        const auto name = vector["provider"].asString();
        const auto* profile = profileFor(name);
        if (profile != nullptr || name == "generic") {
            check(vector, profile != nullptr ? profile->rateLimit : standard);
            ++run;
        }
    }
    RecordProperty("vectors", run);
    std::printf("%d rate limit vectors run\n", run);
    EXPECT_GT(run, 0);
}

} // namespace
} // namespace gatehouse::limits
