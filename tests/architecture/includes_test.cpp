// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/source_tree.h"

#include <gtest/gtest.h>

#include <regex>
#include <sstream>

namespace gatehouse::architecture {
namespace {

std::map<std::string, std::set<std::string>> layerLaw()
{
    std::map<std::string, std::set<std::string>> law;
    for (const auto& line : tableLines("layers.txt")) {
        const auto colon = line.find(':');
        auto& allowed = law[line.substr(0, colon)];
        std::istringstream words(line.substr(colon + 1));
        for (std::string word; words >> word;) {
            allowed.insert(word);
        }
    }
    return law;
}

std::vector<std::string> includesOf(const SourceFile& file)
{
    static const std::regex kInclude(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    std::vector<std::string> out;
    for (const auto& line : file.lines) {
        std::smatch match;
        if (std::regex_search(line, match, kInclude)) {
            out.push_back(match[2]);
        }
    }
    return out;
}

bool isOurs(const std::string& include)
{
    return include.starts_with("core/") || include.starts_with("ui/") || include.starts_with("app/");
}

TEST(LayerLaw, everyIncludePointsDownwards)
{
    const auto law = layerLaw();
    const auto excused = allowedFiles("include");
    for (const auto& file : sourceFiles({"core", "ui"})) {
        const auto from = file.folder();
        ASSERT_TRUE(law.contains(from)) << from << " stands in no line of tests/architecture/layers.txt";
        for (const auto& include : includesOf(file)) {
            const auto to = SourceFile{include, {}}.folder();
            if (isOurs(include) && to != from && !law.at(from).contains(to) && !excused.contains(file.path)) {
                ADD_FAILURE() << file.path << " includes " << include << ": " << from << " may not use "
                              << to;
            }
        }
    }
}

TEST(LayerLaw, theTableItselfHasNoCircle)
{
    const auto law = layerLaw();
    for (const auto& [from, allowed] : law) {
        for (const auto& to : allowed) {
            ASSERT_TRUE(law.contains(to)) << to << " (used by " << from << ") has no line of its own";
            EXPECT_FALSE(law.at(to).contains(from)) << from << " and " << to << " use each other";
        }
    }
}

TEST(LayerLaw, policiesKnowNothingOfQt)
{
    const auto qtFree = tableLines("qt_free.txt");
    const auto excused = allowedFiles("qt");
    for (const auto& file : sourceFiles({"core"})) {
        if (std::find(qtFree.begin(), qtFree.end(), file.folder()) == qtFree.end()
            || excused.contains(file.path)) {
            continue;
        }
        for (const auto& include : includesOf(file)) {
            const bool qt = include.size() > 1 && include[0] == 'Q'
                            && std::isupper(static_cast<unsigned char>(include[1])) != 0;
            EXPECT_FALSE(qt || include.starts_with("Qt") || include.starts_with("qcoro"))
                << file.path << " includes " << include;
        }
    }
}

TEST(LayerLaw, theCoreNeverSeesWidgets)
{
    for (const auto& file : sourceFiles({"core"})) {
        for (const auto& include : includesOf(file)) {
            EXPECT_FALSE(include.starts_with("QtWidgets") || include.starts_with("QtGui")
                         || include == "QWidget" || include == "QApplication" || include == "QGuiApplication")
                << file.path << " includes " << include;
        }
    }
}

} // namespace
} // namespace gatehouse::architecture
