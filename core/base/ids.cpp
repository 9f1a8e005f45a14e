// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/ids.h"

namespace gatehouse {

std::string makeId(std::string_view prefix, Random& random)
{
    static constexpr std::string_view kAlphabet =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    static constexpr int kLength = 22;
    std::string id(prefix);
    for (int i = 0; i < kLength; ++i) {
        id += kAlphabet[random.below(kAlphabet.size())];
    }
    return id;
}

} // namespace gatehouse
