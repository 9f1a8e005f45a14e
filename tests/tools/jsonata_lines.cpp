// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one {"expr":…,"input":…} a line, writes one {"value":…}, {} (no value) or {"code":…,"message":…} a
// line, in order: our side of the differential fuzzer (tests/fuzz/differential/run.mjs). The wall clock
// stands still, as on the other side.
#include "core/base/clock.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/jsonata/expression.h"

#include <iostream>
#include <string>

namespace {

using namespace gatehouse; // NOLINT(google-build-using-namespace): a tool's own main file

class StandingClock final : public Clock
{
public:
    [[nodiscard]] UnixMillis now() const override { return fromMillis(1'760'000'000'000); }

    [[nodiscard]] SteadyTime steady() const override { return std::chrono::steady_clock::now(); }
};

std::string failure(const jsonata::JsonataError& error, json::ObjectBuilder& out)
{
    out.set("code", error.code).set("message", error.message);
    if (error.position >= 0) {
        out.set("position", json::Value::integer(error.position));
    }
    if (!error.token.empty()) {
        out.set("token", std::string_view(error.token));
    }
    return json::write(out.build());
}

std::string answer(const json::Value& question)
{
    json::Arena arena;
    json::ObjectBuilder out(arena);
    const auto expression = jsonata::Expression::compile(question["expr"].asString());
    if (!expression) {
        return failure(expression.error(), out);
    }
    const StandingClock clock;
    jsonata::EvaluationContext context;
    context.clock = &clock;
    context.limits.time = std::chrono::milliseconds{5000};
    const auto value = expression->evaluate(question["input"], arena, {}, context);
    if (!value) {
        return failure(value.error(), out);
    }
    return json::write(out.set("value", *value).build());
}

} // namespace

int main()
{
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) {
        const auto question = json::parse(std::string_view(line));
        std::cout << (question ? answer(question->root()) : R"({"code":"unreadable question"})") << '\n'
                  << std::flush;
    }
    return 0;
}
