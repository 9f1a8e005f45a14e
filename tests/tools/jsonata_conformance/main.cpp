// SPDX-License-Identifier: GPL-3.0-or-later
// jsonata_conformance SUITE_DIR [PROBES.json]: runs the official suite's layout and a file of probes, prints
// each failure and closes with "N passed, N failed". Exit status 0 when nothing failed, 2 for a wrong call.
#include "tests/tools/jsonata_conformance/suite.h"

#include <exception>

int main(int argc, char** argv)
{
    if (argc < 2 || argc > 3) {
        std::fprintf(stderr, "usage: jsonata_conformance SUITE_DIR [PROBES.json]\n");
        return 2;
    }
    try {
        gatehouse::conformance::Tally tally;
        if (!gatehouse::conformance::runSuite(argv[1], tally)
            || (argc == 3 && !gatehouse::conformance::runProbes(argv[2], tally))) {
            return 2;
        }
        if (tally.otherMessages > 0) {
            std::printf("%d error messages are worded differently\n", tally.otherMessages);
        }
        std::printf("%d passed, %d failed\n", tally.passed, tally.failed);
        return tally.failed == 0 ? 0 : 1;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s\n", e.what());
        return 2;
    }
}
