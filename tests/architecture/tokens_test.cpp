// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/source_tree.h"
#include "tests/support/places.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

namespace gatehouse::architecture {
namespace {

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

TEST(ForbiddenTokens, standNowhereInTheProduct)
{
    const auto excused = allowedFiles("forbidden");
    const auto files = sourceFiles({"core", "ui", "app"});
    for (const auto& row : tableLines("forbidden.txt")) {
        const auto tab = row.find('\t');
        ASSERT_NE(tab, std::string::npos) << row;
        const std::regex token(row.substr(0, tab));
        const bool inComments = row.find("TODO") != std::string::npos;
        for (const auto& file : files) {
            for (std::size_t i = 0; i < file.lines.size() && !excused.contains(file.path); ++i) {
                const auto text = inComments ? file.lines[i] : codeOnly(file.lines[i]);
                EXPECT_FALSE(std::regex_search(text, token))
                    << file.path << ":" << i + 1 << ": " << file.lines[i] << "\n  " << row.substr(tab + 1);
            }
        }
    }
}

/// Integrations are data: the names of the folders under resources/providers may not be known to any C++
/// file.
TEST(ForbiddenTokens, noProviderIsNamedInCode)
{
    std::vector<std::string> names;
    const auto providers = test::sourceDir() / "resources/providers";
    if (std::filesystem::exists(providers)) {
        for (const auto& entry : std::filesystem::directory_iterator(providers)) {
            names.push_back(lowered(entry.path().filename().string()));
        }
    }
    for (const auto& file : sourceFiles({"core", "ui", "app"})) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            const auto line = lowered(file.lines[i]);
            for (const auto& name : names) {
                EXPECT_EQ(line.find(name), std::string::npos)
                    << file.path << ":" << i + 1 << " names " << name;
            }
        }
    }
}

TEST(SourceFiles, startWithTheirLicence)
{
    for (const auto& file : sourceFiles({"core", "ui", "app", "tests"})) {
        ASSERT_FALSE(file.lines.empty()) << file.path << " is empty";
        EXPECT_EQ(file.lines.front(), "// SPDX-License-Identifier: GPL-3.0-or-later") << file.path;
    }
}

TEST(Headers, areGuardedByPragmaOnce)
{
    for (const auto& file : sourceFiles({"core", "ui", "app", "tests"})) {
        if (file.isHeader()) {
            EXPECT_TRUE(std::find(file.lines.begin(), file.lines.end(), "#pragma once") != file.lines.end())
                << file.path;
        }
    }
}

} // namespace
} // namespace gatehouse::architecture
