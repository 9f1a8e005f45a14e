// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/ast_text.h"
#include "app/gatehousectl/command.h"
#include "app/gatehousectl/source_mark.h"
#include "app/gatehousectl/terminal.h"
#include "app/gatehousectl/trace_text.h"
#include "core/base/clock.h"
#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/jsonata/diagnostics/formatter.h"
#include "core/jsonata/diagnostics/lint.h"
#include "core/jsonata/expression.h"
#include "core/jsonata/tracing.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <optional>
#include <span>

namespace gatehouse::ctl {
namespace {

constexpr std::size_t kMaxExpressionBytes = std::size_t{1} << 20U;
/// Of a file as large as can be read; the limits of the gateway are for single records.
constexpr std::size_t kMaxMemory = std::size_t{2} << 30U;
constexpr int kDefaultTimeout = 60;
constexpr int kLongestTimeout = 24 * 60 * 60;

TextPosition positionOf(const jsonata::Span& span)
{
    return {span.line, span.column, span.byteOffset, span.byteLength};
}

void show(std::string_view expression, const jsonata::JsonataError& error)
{
    complain(markError(expression, {fmt::format("{}: {}", error.code, error.message), "expression",
                                    error.hint, positionOf(error.span)}));
}

void show(std::string_view expression, const jsonata::LintFinding& finding)
{
    complain(markError(expression,
                       {finding.message, "expression", finding.hint, positionOf(finding.span), "warning"}));
}

void show(const std::string& input, const std::string& file, const Error& error)
{
    complain(markError(input, {error.message, file == "-" ? "standard input" : file, {}, error.at}));
}

/// Bindings of --bind NAME=JSON; the documents keep the values alive.
struct Bindings
{
    std::vector<std::pair<std::string, json::Document>> kept;

    [[nodiscard]] std::vector<jsonata::Binding> views() const
    {
        std::vector<jsonata::Binding> views;
        for (const auto& [name, document] : kept) {
            views.push_back({name, document.root()});
        }
        return views;
    }
};

Result<Bindings> readBindings(const Arguments& arguments)
{
    Bindings bindings;
    for (const auto& text : arguments.values("bind")) {
        const auto equals = text.find('=');
        if (equals == std::string::npos || equals == 0) {
            return fail(Errc::InvalidArgument, fmt::format("--bind takes NAME=JSON, not '{}'", text));
        }
        auto value = json::parse(std::string_view(text).substr(equals + 1));
        if (!value) {
            return fail(Errc::InvalidArgument,
                        fmt::format("--bind {}: {}", text.substr(0, equals), value.error().message));
        }
        bindings.kept.emplace_back(text.substr(0, equals), std::move(*value));
    }
    return bindings;
}

ExitCode printResult(const json::Value& result, const Arguments& arguments)
{
    if (!result.isUndefined()) {
        print((arguments.has("compact") ? json::write(result) : json::writePretty(result)) + "\n");
    }
    return ExitCode::Done;
}

ExitCode evaluateTraced(const std::string& expression, const json::Value& input,
                        std::span<const jsonata::Binding> bindings, const jsonata::EvaluationContext& context,
                        const Arguments& arguments)
{
    json::Arena arena;
    jsonata::Trace trace;
    const auto result = jsonata::evaluateTraced(expression, input, arena, trace, bindings, context);
    complain(traceText(expression, trace));
    if (!result) {
        show(expression, result.error());
        return ExitCode::Failed;
    }
    return printResult(*result, arguments);
}

Result<std::chrono::seconds> readTimeout(const Arguments& arguments)
{
    if (!arguments.has("timeout")) {
        return std::chrono::seconds(kDefaultTimeout);
    }
    const std::string text = arguments.value("timeout");
    int seconds = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || seconds < 1
        || seconds > kLongestTimeout) {
        return fail(Errc::InvalidArgument, fmt::format("--timeout takes whole seconds from 1 to {}, not '{}'",
                                                       kLongestTimeout, text));
    }
    return std::chrono::seconds(seconds);
}

ExitCode evaluate(const jsonata::Expression& expression, const json::Value& input, const Arguments& arguments)
{
    const auto bindings = readBindings(arguments);
    const auto timeout = readTimeout(arguments);
    if (!bindings || !timeout) {
        complain(bindings ? timeout.error() : bindings.error());
        return ExitCode::Usage;
    }
    const SystemClock clock;
    jsonata::EvaluationContext context;
    context.clock = &clock;
    context.limits.time = *timeout;
    context.limits.memory = kMaxMemory;
    const auto views = bindings->views();
    if (arguments.has("trace")) {
        return evaluateTraced(expression.text(), input, views, context, arguments);
    }
    json::Arena arena;
    const auto result = expression.evaluate(input, arena, views, context);
    if (!result) {
        show(expression.text(), result.error());
        return ExitCode::Failed;
    }
    return printResult(*result, arguments);
}

/// The JSON of a file; nothing when it was complained of.
std::optional<json::Document> readJson(const std::string& file)
{
    const auto text = readInput(file);
    if (!text) {
        complain(text.error());
        return std::nullopt;
    }
    auto input = json::parse(std::string_view(*text));
    if (!input) {
        show(*text, file, input.error());
        return std::nullopt;
    }
    return std::move(*input);
}

/// Warnings about names that nobody provides and, given a sample, about paths that lead nowhere in it or
/// through a list. An expression with warnings is right all the same.
ExitCode check(const std::string& expression, const Arguments& arguments)
{
    jsonata::DataKnowledge data;
    std::optional<json::Document> sample;
    if (arguments.words.size() > 1) {
        sample = readJson(arguments.words[1]);
        if (!sample) {
            return ExitCode::Failed;
        }
        data.sample = sample->root();
    }
    const auto bindings = readBindings(arguments);
    if (!bindings) {
        complain(bindings.error());
        return ExitCode::Usage;
    }
    for (const auto& [name, document] : bindings->kept) {
        data.bindings.push_back({name, document.root(), {}});
    }
    for (const jsonata::LintFinding& finding : jsonata::lint(expression, data)) {
        show(expression, finding);
    }
    return ExitCode::Done;
}

/// EXPR itself, or the file behind '@'.
Result<std::string> expressionOf(const std::string& word)
{
    return word.starts_with('@') ? readInput(word.substr(1), kMaxExpressionBytes) : word;
}

bool rightlyUsed(const Arguments& arguments)
{
    const auto words = arguments.words.size();
    if (arguments.has("check")) {
        return words == 1 || words == 2;
    }
    return words == (arguments.has("ast") || arguments.has("format") ? 1U : 2U);
}

ExitCode mapAll(const Arguments& arguments)
{
    if (!rightlyUsed(arguments)) {
        complain("gatehousectl: usage: gatehousectl map EXPR FILE, or map --check EXPR [SAMPLE], or map "
                 "--format EXPR, "
                 "or map --ast EXPR");
        return ExitCode::Usage;
    }
    const auto text = expressionOf(arguments.words[0]);
    if (!text) {
        complain(text.error());
        return ExitCode::Failed;
    }
    if (arguments.has("ast")) {
        print(astText(*text));
    }
    const auto expression = jsonata::Expression::compile(*text);
    if (!expression) {
        show(*text, expression.error());
        return ExitCode::Failed;
    }
    if (arguments.has("format")) {
        print(jsonata::formatExpression(*text) + "\n");
    }
    if (arguments.has("check")) {
        return check(*text, arguments);
    }
    if (arguments.has("ast") || arguments.has("format")) {
        return ExitCode::Done;
    }
    const auto input = readJson(arguments.words[1]);
    return input ? evaluate(*expression, input->root(), arguments) : ExitCode::Failed;
}

QCoro::Task<ExitCode> run(const Arguments& arguments)
{
    co_return mapAll(arguments);
}

} // namespace

Command mapCommand()
{
    return {
        "map",
        "EXPR FILE [options]\n"
        "       gatehousectl map --check EXPR [SAMPLE]\n"
        "       gatehousectl map --format EXPR\n"
        "       gatehousectl map --ast EXPR",
        "Evaluate a JSONata expression on a JSON file, without a gateway.",
        "EXPR may be @FILE; FILE may be - for standard input. Nothing is printed when there is no value.\n"
        "Put -- in front of an EXPR that begins with a minus.\n"
        "With a SAMPLE of the input --check also warns of paths that lead nowhere in it.\n",
        {{"check", "", "Only say whether the expression is right, and what looks wrong in it."},
         {"format", "", "Print the expression in its standard form."},
         {"ast", "", "Print how the expression is read."},
         {"trace", "", "Also print the value of every sub-expression, to standard error."},
         {"bind", "NAME=JSON", "Make a value known as $NAME; may be given several times."},
         {"timeout", "SECONDS", "Give up after so long; 60 when it is left out."},
         {"compact", "", "Print the result on one line."}},
        false,
        run};
}

} // namespace gatehouse::ctl
