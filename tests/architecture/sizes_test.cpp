// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/source_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

namespace gatehouse::architecture {
namespace {

constexpr std::size_t kMaxImplementation = 600;
constexpr std::size_t kMaxHeader = 250;
constexpr std::size_t kMedianImplementation = 150;
constexpr std::size_t kMaxFunction = 60;

/// Lines of each function body at namespace or class level: from a line that is "{" alone (our format puts a
/// function's brace there) to the "}" of the same indentation.
std::vector<std::pair<std::size_t, std::size_t>> functionBodies(const SourceFile& file)
{
    std::vector<std::pair<std::size_t, std::size_t>> bodies;
    for (std::size_t i = 1; i < file.lines.size(); ++i) {
        const auto indent = file.lines[i].find_first_not_of(' ');
        if (indent == std::string::npos || file.lines[i].substr(indent) != "{") {
            continue;
        }
        const auto& before = file.lines[i - 1];
        const bool type =
            before.find("struct ") != std::string::npos || before.find("class ") != std::string::npos
            || before.find("enum ") != std::string::npos || before.find("union ") != std::string::npos
            || before.find("concept ") != std::string::npos;
        if (type || before.ends_with(';') || before.ends_with('{')) {
            continue;
        }
        const std::string close = std::string(indent, ' ') + "}";
        auto end = i + 1;
        while (end < file.lines.size() && file.lines[end] != close && file.lines[end] != close + ";") {
            ++end;
        }
        bodies.emplace_back(i + 1, end - i - 1);
    }
    return bodies;
}

TEST(SizeBudgets, filesStaySmall)
{
    const auto excused = allowedFiles("size");
    std::vector<std::size_t> implementations;
    for (const auto& file : sourceFiles({"core", "ui", "app"})) {
        const auto limit = file.isHeader() ? kMaxHeader : kMaxImplementation;
        if (!excused.contains(file.path)) {
            EXPECT_LE(file.lines.size(), limit) << file.path << " has " << file.lines.size() << " lines";
        }
        if (!file.isHeader()) {
            implementations.push_back(file.lines.size());
        }
    }
    ASSERT_FALSE(implementations.empty());
    std::sort(implementations.begin(), implementations.end());
    const auto median = implementations[implementations.size() / 2];
    std::printf("%zu implementation files, median %zu lines, largest %zu\n", implementations.size(), median,
                implementations.back());
    EXPECT_LE(median, kMedianImplementation);
}

TEST(SizeBudgets, functionsStaySmall)
{
    const auto excused = allowedFiles("function");
    std::vector<std::size_t> lengths;
    for (const auto& file : sourceFiles({"core", "ui", "app"})) {
        for (const auto& [line, length] : functionBodies(file)) {
            lengths.push_back(length);
            if (!excused.contains(file.path)) {
                EXPECT_LE(length, kMaxFunction)
                    << file.path << ":" << line << " is a function of " << length << " lines";
            }
        }
    }
    ASSERT_FALSE(lengths.empty());
    std::sort(lengths.begin(), lengths.end());
    std::printf("%zu functions, median %zu lines, 90 %% within %zu\n", lengths.size(),
                lengths[lengths.size() / 2], lengths[lengths.size() * 9 / 10]);
}

/// The check above must be able to fail.
TEST(SizeBudgets, functionBodiesAreFoundAndMeasured)
{
    const SourceFile file{
        "x.cpp",
        {"int f()", "{", "    return 1;", "}", "", "struct S", "{", "    int g()", "    {", "    }", "};"}};
    const auto bodies = functionBodies(file);
    ASSERT_EQ(bodies.size(), 2U);
    EXPECT_EQ(bodies[0], std::make_pair(std::size_t{2}, std::size_t{1}));
    EXPECT_EQ(bodies[1].second, 0U);
}

} // namespace
} // namespace gatehouse::architecture
