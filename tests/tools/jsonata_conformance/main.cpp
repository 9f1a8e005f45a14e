// SPDX-License-Identifier: GPL-3.0-or-later
// jsonata_conformance SUITE_DIR [PROBES.json]: runs the official suite's layout and a file of probes, prints
// each failure and closes with "N passed, N failed". Without arguments it takes both from the folder of
// shared vectors. Exit status 0 when nothing failed, 2 for a wrong call, 77 when there are no shared vectors.
#include "tests/support/shared_data.h"
#include "tests/tools/jsonata_conformance/suite.h"

#include <exception>

namespace {

using gatehouse::conformance::Tally;
namespace fs = std::filesystem;

constexpr int kFailed = 1;
constexpr int kWrongCall = 2;
constexpr int kSkipped = 77;

int run(const fs::path& suite, const fs::path& probes)
{
    Tally tally;
    if (!gatehouse::conformance::runSuite(suite, tally)
        || (!probes.empty() && !gatehouse::conformance::runProbes(probes, tally))) {
        return kWrongCall;
    }
    if (tally.otherMessages > 0) {
        std::printf("%d error messages are worded differently\n", tally.otherMessages);
    }
    std::printf("%d passed, %d failed\n", tally.passed, tally.failed);
    return tally.failed == 0 ? 0 : kFailed;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc > 3) {
        std::fprintf(stderr, "usage: jsonata_conformance [SUITE_DIR [PROBES.json]]\n");
        return kWrongCall;
    }
    try {
        if (argc > 1) {
            return run(argv[1], argc == 3 ? fs::path(argv[2]) : fs::path());
        }
        const fs::path shared = gatehouse::test::sharedDir();
        if (!fs::is_directory(shared / "jsonata-suite")) {
            std::printf("no shared vectors in %s\n", shared.c_str());
            return kSkipped;
        }
        return run(shared / "jsonata-suite", shared / "vectors" / "jsonata_probes.json");
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s\n", e.what());
        return kWrongCall;
    }
}
