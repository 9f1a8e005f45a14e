// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/paging/paging.h"

#include <algorithm>
#include <cctype>

namespace gatehouse::paging {
namespace {

bool equalsIgnoreCase(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
    });
}

std::size_t skipBlanks(std::string_view text, std::size_t at)
{
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) {
        ++at;
    }
    return at;
}

/// A token or quoted string; `at` ends behind it.
std::string readValue(std::string_view text, std::size_t& at)
{
    std::string value;
    if (at < text.size() && text[at] == '"') {
        for (++at; at < text.size() && text[at] != '"'; ++at) {
            at += text[at] == '\\' && at + 1 < text.size() ? 1U : 0U;
            value.push_back(text[at]);
        }
        at = std::min(at + 1, text.size());
        return value;
    }
    while (at < text.size() && text[at] != ';' && text[at] != ',') {
        value.push_back(text[at++]);
    }
    while (!value.empty() && (value.back() == ' ' || value.back() == '\t')) {
        value.pop_back();
    }
    return value;
}

/// rel may list several relations, separated by blanks.
bool names(std::string_view relations, std::string_view wanted)
{
    while (!relations.empty()) {
        const auto end = std::min(relations.find(' '), relations.size());
        if (equalsIgnoreCase(relations.substr(0, end), wanted)) {
            return true;
        }
        relations.remove_prefix(std::min(end + 1, relations.size()));
    }
    return false;
}

/// The parameters of one link; true when its rel names the relation. Of several rel only the first counts.
bool hasRelation(std::string_view text, std::size_t& at, std::string_view relation)
{
    bool found = false;
    bool seen = false;
    for (at = skipBlanks(text, at); at < text.size() && text[at] == ';'; at = skipBlanks(text, at)) {
        at = skipBlanks(text, at + 1);
        const auto start = at;
        while (at < text.size() && text[at] != '=' && text[at] != ';' && text[at] != ',') {
            ++at;
        }
        auto name = text.substr(start, at - start);
        name = name.substr(0, name.find_last_not_of(" \t") + 1);
        std::string value;
        if (at < text.size() && text[at] == '=') {
            at = skipBlanks(text, at + 1);
            value = readValue(text, at);
        }
        if (equalsIgnoreCase(name, "rel") && !seen) {
            seen = true;
            found = names(value, relation);
        }
    }
    return found;
}

} // namespace

std::string linkTarget(std::string_view linkHeader, std::string_view relation)
{
    std::size_t at = 0;
    while (at < linkHeader.size()) {
        at = linkHeader.find('<', at);
        const auto close = at == std::string_view::npos ? at : linkHeader.find('>', at);
        if (close == std::string_view::npos) {
            break;
        }
        const auto target = linkHeader.substr(at + 1, close - at - 1);
        at = close + 1;
        if (hasRelation(linkHeader, at, relation)) {
            return std::string(target);
        }
        at = std::max(linkHeader.find(',', at), at);
        if (at == std::string_view::npos) {
            break;
        }
    }
    return {};
}

} // namespace gatehouse::paging
