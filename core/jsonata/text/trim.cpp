// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/text/trim.h"

namespace gatehouse::jsonata::text {

std::string trim(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    bool blankPending = false;
    for (const char c : text) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            blankPending = !out.empty();
            continue;
        }
        if (blankPending) {
            out += ' ';
            blankPending = false;
        }
        out += c;
    }
    return out;
}

} // namespace gatehouse::jsonata::text
