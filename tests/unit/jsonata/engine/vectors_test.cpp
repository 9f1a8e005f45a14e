// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <string>

namespace gatehouse::jsonata {
namespace {

/// The last line of the conformance runner over a suite and its probes.
std::string lastLineOf(const std::string& command)
{
    FILE* pipe = popen(command.c_str(), "r"); // NOLINT(cert-env33-c): our own runner, on our own arguments
    if (pipe == nullptr) {
        return "cannot run " + command;
    }
    std::string output;
    std::array<char, 4096> room{};
    while (fgets(room.data(), static_cast<int>(room.size()), pipe) != nullptr) {
        output += room.data();
    }
    pclose(pipe);
    while (!output.empty() && output.back() == '\n') {
        output.pop_back();
    }
    return output.substr(output.rfind('\n') + 1);
}

TEST(JsonataVectors, allCasesAndProbesPassStrictly)
{
    const auto suite = test::sharedDir() / "jsonata-suite";
    const auto probes = test::sharedDir() / "vectors" / "jsonata_probes.json";
    if (!std::filesystem::exists(suite / "groups") || !std::filesystem::exists(probes)) {
        GTEST_SKIP() << "no vectors in " << test::sharedDir() << "; set GATEHOUSE_SHARED";
    }
    const std::string closing = lastLineOf(std::string("'") + GATEHOUSE_BIN_DIR + "/jsonata_conformance' '"
                                           + suite.string() + "' '" + probes.string() + "'");
    EXPECT_NE(closing.find(" passed, 0 failed"), std::string::npos) << closing;
}

} // namespace
} // namespace gatehouse::jsonata
