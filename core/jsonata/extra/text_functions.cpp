// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonata/extra/arguments.h"
#include "core/jsonata/extra/ascii_fold.h"
#include "core/jsonata/extra/extra_functions.h"
#include "core/jsonata/extra/html_text.h"
#include "core/jsonata/text/case_mapping.h"
#include "core/jsonata/text/code_points.h"

namespace gatehouse::jsonata {
namespace {

using namespace extra;

Outcome<json::Value> slug(Arguments arguments, json::Arena& arena)
{
    if (!argument(arguments, 0).isString()) {
        return json::Value();
    }
    return arena.string(foldToWords(arguments[0].asString(), textOr(arguments, 1, "-")));
}

std::string titleCaseOf(std::string_view text)
{
    std::string out;
    bool wordStarts = true;
    while (!text.empty()) {
        const std::string_view one = text.substr(0, text::sequenceLength(text));
        const char c = one.front();
        out += wordStarts ? text::toUpper(one) : text::toLower(one);
        wordStarts = c == ' ' || c == '\t' || c == '\n' || c == '-' || c == '/' || c == '(' || c == '.';
        text.remove_prefix(one.size());
    }
    return out;
}

Outcome<json::Value> titleCase(Arguments arguments, json::Arena& arena)
{
    if (!argument(arguments, 0).isString()) {
        return json::Value();
    }
    return arena.string(titleCaseOf(arguments[0].asString()));
}

Outcome<json::Value> htmlText(Arguments arguments, json::Arena& arena)
{
    if (!argument(arguments, 0).isString()) {
        return json::Value();
    }
    return arena.string(htmlToText(arguments[0].asString()));
}

} // namespace

std::vector<HostFunction> textFunctions()
{
    return {
        {"slug", "<s-s?:s>", "Lower-case words without accents, joined by '-' or the given separator.", slug},
        {"titleCase", "<s-:s>", "Every word with a capital first letter, the rest in lower case.", titleCase},
        {"htmlToText", "<s-:s>", "The readable text of an HTML fragment, with line ends for its blocks.",
         htmlText}};
}

} // namespace gatehouse::jsonata
