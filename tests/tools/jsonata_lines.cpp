// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one {"expr":…,"input":…} a line, writes one {"value":…}, {} (no value) or {"code":…} a line, in
// order: our side of the differential fuzzer (tests/fuzz/differential/run.mjs).
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/jsonata/expression.h"

#include <iostream>
#include <string>

namespace {

using namespace gatehouse; // NOLINT(google-build-using-namespace): a tool's own main file

std::string answer(const json::Value& question)
{
    json::Arena arena;
    json::ObjectBuilder out(arena);
    const auto expression = jsonata::Expression::compile(question["expr"].asString());
    if (!expression) {
        return json::write(
            out.set("code", expression.error().code).set("message", expression.error().message).build());
    }
    jsonata::EvaluationContext context;
    context.limits.time = std::chrono::milliseconds{5000};
    const auto value = expression->evaluate(question["input"], arena, {}, context);
    if (!value) {
        return json::write(out.set("code", value.error().code).set("message", value.error().message).build());
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
