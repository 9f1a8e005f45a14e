// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/source_tree.h"
#include "tests/support/places.h"

#include <QRegularExpression>
#include <QString>

#include <gtest/gtest.h>

#include <algorithm>

namespace gatehouse::architecture {
namespace {

std::string lowered(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

QString joined(const std::vector<std::string>& lines)
{
    QString text;
    for (const auto& line : lines) {
        text += QString::fromStdString(line) + u'\n';
    }
    return text;
}

std::vector<std::string> withoutComments(std::vector<std::string> lines)
{
    std::ranges::transform(lines, lines.begin(), codeOnly);
    return lines;
}

struct Searched
{
    std::string path;
    QString whole;
    QString code; ///< Line by line the same, without comments and what stands in quotes.
};

// Whole files, and Qt's expressions instead of the standard library's: line by line those took eleven
// seconds.
TEST(ForbiddenTokens, standNowhereInTheProduct)
{
    const auto excused = allowedFiles("forbidden");
    std::vector<Searched> files;
    for (const auto& file : sourceFiles({"core", "ui", "app"})) {
        if (!excused.contains(file.path)) {
            files.push_back({file.path, joined(file.lines), joined(withoutComments(file.lines))});
        }
    }
    ASSERT_FALSE(files.empty());
    for (const auto& row : tableLines("forbidden.txt")) {
        const auto tab = row.find('\t');
        ASSERT_NE(tab, std::string::npos) << row;
        const QRegularExpression token(QString::fromStdString(row.substr(0, tab)));
        ASSERT_TRUE(token.isValid()) << row;
        const bool inComments = row.find("TODO") != std::string::npos;
        for (const auto& file : files) {
            const auto& text = inComments ? file.whole : file.code;
            for (auto found = token.globalMatch(text); found.hasNext();) {
                const auto match = found.next();
                ADD_FAILURE() << file.path << ":"
                              << QStringView(text).first(match.capturedStart()).count(u'\n') + 1 << ": "
                              << match.captured().toStdString() << "\n  " << row.substr(tab + 1);
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
