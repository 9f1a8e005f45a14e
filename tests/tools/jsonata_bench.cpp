// SPDX-License-Identifier: GPL-3.0-or-later
// jsonata_bench DIR [--node DIR_WITH_node_modules] [--ms N] [--cpu]: every {name, expr, data, expected} file
// of a directory, evaluated (compiled once), and parsed + evaluated + written, beside the reference engine in
// node in the same run. --cpu counts both sides' processor time instead of the time on the wall: for machines
// that others use, too.
#include "core/json/parse.h"
#include "core/json/record_reader.h"
#include "core/json/write.h"
#include "core/jsonata/expression.h"
#include "tests/support/places.h"

#include <fmt/format.h>

#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace gatehouse; // NOLINT(google-build-using-namespace): a tool's own main file

struct Options
{
    fs::path directory;
    std::optional<std::string> node;
    int milliseconds = 300;
    bool cpu = false;
};

struct Row
{
    std::string file;
    std::string name;
    bool right = false;
    double evaluate = 0;
    double whole = 0;
    double memory = 0;     ///< Peak of parse and evaluation over the bytes of the input.
    double pageMemory = 0; ///< The same for 1,000 such inputs as the records of one page.
    double nodeEvaluate = 0;
    double nodeWhole = 0;
};

std::string readText(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Seconds of this process, or on the wall.
double secondsNow(bool cpu)
{
    return cpu ? static_cast<double>(std::clock()) / CLOCKS_PER_SEC
               : std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// The median of five samples, after one that warms up.
double ratePerSecond(const std::function<void()>& work, const Options& options)
{
    constexpr double kShortest =
        1e-4; // Seconds between two looks at the clock, which costs up to a microsecond.
    std::vector<double> rates;
    std::size_t batch = 1;
    for (int sample = 0; sample < 6; ++sample) {
        const double started = secondsNow(options.cpu);
        const double end = started + options.milliseconds * (sample == 0 ? 1e-3 : 0.5e-3);
        std::size_t count = 0;
        for (double last = started; last < end; count += batch) {
            for (std::size_t i = 0; i < batch; ++i) {
                work();
            }
            const double now = secondsNow(options.cpu);
            batch *= sample == 0 && now - last < kShortest ? 2 : 1;
            last = now;
        }
        if (sample > 0) {
            rates.push_back(static_cast<double>(count) / (secondsNow(options.cpu) - started));
        }
    }
    std::sort(rates.begin(), rates.end());
    return rates[rates.size() / 2];
}

double memoryRatio(const jsonata::Expression& expression, const std::string& text)
{
    const auto before = mallinfo2();
    const auto document = json::parse(std::string_view(text)).value();
    json::Arena arena;
    const auto result = expression.evaluate(document.root(), arena);
    const auto after = mallinfo2();
    const auto used = (after.uordblks + after.hblkhd) - (before.uordblks + before.hblkhd);
    return result ? static_cast<double>(used) / static_cast<double>(text.size()) : 0.0;
}

/// Bytes that malloc has given out.
std::size_t heap()
{
    const auto all = mallinfo2();
    return all.uordblks + all.hblkhd;
}

/// Maps a page of records one by one as its text is read, as a list response is: the most memory held at a
/// time (the text, its index, one record, one result) over the bytes of the page.
double pageMemoryRatio(const jsonata::Expression& expression, const json::Value& record)
{
    constexpr int kRecords = 1000;
    constexpr std::size_t kLargestRecord = 16384;
    const std::string one = json::write(record);
    if (one.size() > kLargestRecord) {
        return 0; // Itself a list.
    }
    std::string text = R"({"results":[)";
    for (int i = 0; i < kRecords; ++i) {
        text += (i > 0 ? "," : "") + one;
    }
    text += "]}";
    const auto size = static_cast<double>(text.size());
    std::size_t most = 0;
    text.shrink_to_fit();
    const std::size_t before = heap() - text.size();
    auto reader = json::RecordReader::open(std::move(text), "/results");
    json::Arena arena;
    std::string out;
    for (auto next = reader->next(arena); next && *next; next = reader->next(arena)) {
        out.clear();
        json::writeTo(out, expression.evaluate(**next, arena).value_or(json::Value()));
        most = std::max(most, heap());
        arena.reset();
    }
    return static_cast<double>(most - before)
           / size; // The input is itself a list of a thousand and too large to be one record.
}

Result<Row> measure(const fs::path& file, const Options& options)
{
    GH_ASSIGN(const auto definition, json::parse(readText(file)));
    Row row{file.filename().string(), std::string(definition.root()["name"].asString())};
    const auto compiled = jsonata::Expression::compile(definition.root()["expr"].asString());
    if (!compiled) {
        return fail(compiled.error().toError());
    }
    const json::Value data = definition.root()["data"];
    const std::string text = json::write(data);
    json::Arena arena;
    const auto once = compiled->evaluate(data, arena);
    if (!once) {
        return fail(once.error().toError());
    }
    row.right = *once == definition.root()["expected"];
    row.evaluate = ratePerSecond(
        [&] {
            arena.reset();
            static_cast<void>(compiled->evaluate(data, arena));
        },
        options);
    std::string out;
    row.whole = ratePerSecond(
        [&] {
            arena.reset();
            out.clear();
            const auto document = json::parse(std::string_view(text)).value();
            json::writeTo(out, compiled->evaluate(document.root(), arena).value_or(json::Value()));
        },
        options);
    row.memory = memoryRatio(*compiled, text);
    row.pageMemory = pageMemoryRatio(*compiled, data);
    return row;
}

void measureNode(std::vector<Row>& rows, const Options& options)
{
    std::string command =
        fmt::format("node '{}/tests/peers/jsonata/bench.mjs' '{}' {} {}", test::sourceDir().string(),
                    *options.node, options.milliseconds, options.cpu ? "cpu" : "wall");
    for (const auto& row : rows) {
        command += fmt::format(" '{}'", (options.directory / row.file).string());
    }
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) {
        return;
    }
    std::string output;
    for (int c = fgetc(pipe); c != EOF; c = fgetc(pipe)) {
        output += static_cast<char>(c);
    }
    pclose(pipe);
    std::istringstream lines(output);
    std::string version;
    std::getline(lines, version);
    fmt::print("baseline: {}\n", version.empty() ? "node gave nothing" : version);
    for (auto& row : rows) {
        lines >> row.nodeEvaluate >> row.nodeWhole;
    }
}

double geometricMean(const std::vector<Row>& rows, double Row::*ours, double Row::*theirs)
{
    double sum = 0;
    for (const auto& row : rows) {
        sum += std::log(row.*ours / row.*theirs);
    }
    return std::exp(sum / static_cast<double>(rows.size()));
}

void print(const std::vector<Row>& rows, bool withNode)
{
    fmt::print("{:<8} {:>7} {:>12} {:>12} {:>8} {:>8}", "file", "result", "evaluate/s", "whole/s", "memory",
               "of 1,000");
    if (withNode) {
        fmt::print(" {:>11} {:>11} {:>9} {:>8}", "node eval/s", "node all/s", "evaluate", "whole");
    }
    fmt::print("  mapping\n");
    for (const auto& row : rows) {
        fmt::print("{:<8} {:>7} {:>12.1f} {:>12.1f} {:>7.1f}x {:>8}", row.file, row.right ? "right" : "WRONG",
                   row.evaluate, row.whole, row.memory,
                   row.pageMemory > 0 ? fmt::format("{:.2f}x", row.pageMemory) : std::string("-"));
        if (withNode) {
            fmt::print(" {:>11.1f} {:>11.1f} {:>8.1f}x {:>7.1f}x", row.nodeEvaluate, row.nodeWhole,
                       row.evaluate / row.nodeEvaluate, row.whole / row.nodeWhole);
        }
        fmt::print("  {}\n", row.name);
    }
    if (withNode) {
        fmt::print("geometric mean: evaluate {:.1f}x, parse + evaluate + write {:.1f}x\n",
                   geometricMean(rows, &Row::evaluate, &Row::nodeEvaluate),
                   geometricMean(rows, &Row::whole, &Row::nodeWhole));
    }
}

std::optional<Options> parseOptions(int argc, char** argv)
{
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--node" && i + 1 < argc) {
            options.node = argv[++i];
        } else if (argument == "--ms" && i + 1 < argc) {
            options.milliseconds = std::max(20, std::atoi(argv[++i])); // NOLINT(cert-err34-c): clamped
        } else if (argument == "--cpu") {
            options.cpu = true;
        } else if (options.directory.empty() && !argument.starts_with('-')) {
            options.directory = argument;
        } else {
            return std::nullopt;
        }
    }
    return options.directory.empty() ? std::nullopt : std::optional(options);
}

} // namespace

int main(int argc, char** argv)
{
    const auto options = parseOptions(argc, argv);
    if (!options || !fs::is_directory(options->directory)) {
        fmt::print(stderr, "usage: jsonata_bench DIR [--node DIR_WITH_node_modules] [--ms N] [--cpu]\n");
        return 2;
    }
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(options->directory)) {
        if (entry.path().extension() == ".json") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<Row> rows;
    bool right = true;
    for (const auto& file : files) {
        auto row = measure(file, *options);
        if (!row) {
            fmt::print("{}: {}\n", file.filename().string(), row.error().describe());
            right = false;
            continue;
        }
        right = right && row->right;
        rows.push_back(std::move(*row));
    }
    if (rows.empty()) {
        fmt::print(stderr, "jsonata_bench: nothing to measure in {}\n", options->directory.string());
        return 2;
    }
    if (options->node) {
        measureNode(rows, *options);
    }
    print(rows, options->node.has_value());
    return right ? 0 : 1;
}
