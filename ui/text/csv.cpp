// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/csv.h"

namespace gatehouse::ui {

std::string csvCell(std::string_view text)
{
    std::string out(text);
    if (!out.empty() && std::string_view("=+-@\t\r").find(out.front()) != std::string_view::npos) {
        out.insert(out.begin(), '\'');
    }
    if (out.find_first_of(",\"\r\n") == std::string::npos) {
        return out;
    }
    for (std::size_t at = out.find('"'); at != std::string::npos; at = out.find('"', at + 2)) {
        out.insert(at, 1, '"');
    }
    return '"' + out + '"';
}

std::string csvLine(std::span<const std::string> cells)
{
    std::string out;
    for (const auto& cell : cells) {
        out += (&cell == cells.data() ? "" : ",") + csvCell(cell);
    }
    return out + "\r\n";
}

} // namespace gatehouse::ui
