// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/field.h"

#include "ui/text/ascii.h"

#include <algorithm>

namespace gatehouse::ui {

namespace {

template <class Visit>
void eachName(const FieldSpec& field, Visit visit)
{
    visit(field.name);
    std::string_view rest = field.aliases;
    while (!rest.empty()) {
        const auto end = std::min(rest.find(' '), rest.size());
        if (end > 0) {
            visit(rest.substr(0, end));
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

constexpr std::string_view kBodyHelp =
    "\n\nInto bodies (read in the background, the newest first):\n"
    "body ~ text  anywhere in the text of a body        body ~ /inv-\\d+/\n"
    "body.a.b     a member; through an array: any element does\n"
    "body.a[0]    one element (also body.a.0)           body.\"unit price\"  odd names\n"
    "= 100        the number, or text that reads so     = \"100\"  the text alone\n"
    "> 100        numbers, or times: > 2026-05-19       :*  there is something\n"
    "XML and forms are read as mappings see them (all text; XML by local names, @attribute).";
constexpr std::string_view kHeaderHelp =
    "\nheader.x-request-id:abc   a header, named in any case;   header ~ text   any of them";

} // namespace

std::size_t findField(FieldTable fields, std::string_view name)
{
    for (std::size_t i = 0; i < fields.size(); ++i) {
        bool found = false;
        eachName(fields[i], [&](std::string_view known) { found = found || equalsNoCase(known, name); });
        if (found) {
            return i;
        }
    }
    return kNoField;
}

std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        last[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
            const bool swapped =
                i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
            if (swapped) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

std::string nearestField(FieldTable fields, std::string_view name)
{
    std::string best;
    std::size_t bestDistance = 1 + std::max<std::size_t>(1, name.size() / 3);
    for (const auto& field : fields) {
        eachName(field, [&](std::string_view known) {
            const bool begins = name.size() >= 2 && known.size() > name.size()
                                && equalsNoCase(known.substr(0, name.size()), name);
            const auto distance = begins ? std::size_t{1} : editDistance(known, name);
            if (distance < bestDistance) {
                bestDistance = distance;
                best = known;
            }
        });
    }
    return best;
}

std::string filterHelp(FieldTable fields)
{
    std::size_t width = 0;
    for (const auto& field : fields) {
        width = std::max(width, field.example.size());
    }
    std::string help;
    for (const auto& field : fields) {
        help += field.example;
        help.append(width + 3 - field.example.size(), ' ');
        help += field.meaning;
        if (!field.aliases.empty()) {
            help.append(" (also: ").append(field.aliases).append(")");
        }
        help += '\n';
    }
    help += "\nfree words   found anywhere in the row, in any case; \"quote words with spaces\"\n"
            "a,b          one of several values        *      stands for anything\n"
            "= != < <= > >=   comparisons              ~      contains, or ~ /regular expression/\n"
            "-x  NOT x    everything but x             a OR b, ( )";
    const auto ofKind = [fields](FieldKind kind) {
        return std::any_of(fields.begin(), fields.end(),
                           [kind](const FieldSpec& field) { return field.kind == kind; });
    };
    help += ofKind(FieldKind::Body) ? kBodyHelp : "";
    help += ofKind(FieldKind::Headers) ? kHeaderHelp : "";
    return help;
}

} // namespace gatehouse::ui
