// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace gatehouse::conformance {

/// Counts cases and prints the failing ones.
struct Tally
{
    int passed = 0;
    int failed = 0;
    int otherMessages = 0; ///< Right code, position and token, but another wording than the reference's.

    void check(std::string_view name, std::string_view expression, const std::string& expected,
               const std::string& got, bool ok)
    {
        if (ok) {
            ++passed;
            return;
        }
        ++failed;
        std::printf("FAIL %.*s\n  expr     %.*s\n  expected %s\n  got      %s\n",
                    static_cast<int>(name.size()), name.data(), static_cast<int>(expression.size()),
                    expression.data(), expected.c_str(), got.c_str());
    }
};

} // namespace gatehouse::conformance
