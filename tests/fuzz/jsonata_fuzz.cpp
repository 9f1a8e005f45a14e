// SPDX-License-Identifier: GPL-3.0-or-later
// The expression engine on anything: the bytes up to the first NUL are the expression, the rest is the input.
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/jsonata/ast.h"
#include "core/jsonata/expression.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace gatehouse; // NOLINT(google-build-using-namespace): a fuzz target's only function
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::size_t end = bytes.find('\0');
    const std::string_view text = bytes.substr(0, end);
    const std::string_view input =
        end == std::string_view::npos ? std::string_view("null") : bytes.substr(end + 1);
    static_cast<void>(jsonata::parseExpression(text, jsonata::ParseMode::Recover));
    const auto expression = jsonata::Expression::compile(text);
    const auto document = json::parse(input);
    if (!expression || !document) {
        return 0;
    }
    jsonata::EvaluationContext context;
    context.limits.time = std::chrono::milliseconds(50);
    context.limits.memory = std::size_t{16} << 20U;
    context.limits.sequence = 100'000;
    json::Arena arena;
    if (const auto value = expression->evaluate(document->root(), arena, {}, context)) {
        static_cast<void>(json::write(*value));
    }
    return 0;
}
