// SPDX-License-Identifier: GPL-3.0-or-later
// What README.md tells people to type must work as it stands there.
#include "tests/e2e/sandbox_node.h"
#include "tests/support/places.h"
#include "tests/support/shared_data.h"

#include <QProcess>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>

namespace gatehouse::e2e {
namespace {

std::string readme()
{
    return test::readFile(test::sourceDir() / "README.md");
}

/// The curl commands of the shell blocks, continued lines joined.
std::vector<std::string> curlCommands()
{
    std::vector<std::string> commands;
    std::istringstream lines(readme());
    std::string line;
    for (bool inBlock = false; std::getline(lines, line);) {
        if (line.starts_with("```")) {
            inBlock = line == "```sh";
        }
        if (!inBlock || !line.starts_with("curl ")) {
            continue;
        }
        std::string next;
        while (line.ends_with('\\') && std::getline(lines, next)) {
            line.pop_back();
            line += next;
        }
        commands.push_back(line);
    }
    return commands;
}

TEST(Readme, itsCurlLinesWorkOnTheSandbox)
{
    const SandboxNode sandbox;
    ASSERT_TRUE(sandbox.node.ready());
    const auto commands = curlCommands();
    ASSERT_FALSE(commands.empty());
    for (const auto& command : commands) {
        const auto script = fmt::format(
            "KEY={}; API=http://127.0.0.1:{}; curl() {{ command curl -sS --fail-with-body \"$@\"; }}; {}",
            sandbox.node.key(), sandbox.node.port(), command);
        QProcess shell;
        shell.start(QStringLiteral("bash"), {QStringLiteral("-c"), QString::fromStdString(script)});
        ASSERT_TRUE(shell.waitForFinished(kPatienceMillis)) << command;
        EXPECT_EQ(shell.exitCode(), 0)
            << command << "\n"
            << shell.readAllStandardOutput().toStdString() << shell.readAllStandardError().toStdString();
    }
}

TEST(Readme, namesOnlyOptionsThatThereAre)
{
    std::string help = runProgram("gatehoused", {"--help"}).output
                       + runProgram("gatehousectl", {"--help"}).output
                       + " --headless -- --version --preset --build"; // of packaging/run.sh and cmake
    for (const auto* command : {"status", "accounts", "call", "connect", "events", "map", "providers",
                                "refresh", "replay", "sandbox"}) {
        help += runProgram("gatehousectl", {command, "--help"}).output;
    }
    const std::regex option("(^|[ `(])(--[a-z][a-z-]+)");
    std::istringstream lines(readme());
    for (std::string line; std::getline(lines, line);) {
        if (line.find("cmake") != std::string::npos) {
            continue; // how to build is CMake's own language
        }
        for (auto found = std::sregex_iterator(line.begin(), line.end(), option);
             found != std::sregex_iterator(); ++found) {
            EXPECT_NE(help.find((*found)[2].str()), std::string::npos)
                << (*found)[2].str() << " is no option";
        }
    }
}

} // namespace
} // namespace gatehouse::e2e
