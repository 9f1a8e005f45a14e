// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/soap_header.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

namespace gatehouse::pipeline {
namespace {

/// A start tag (or an empty element) from its '<' to behind its '>'.
struct Tag
{
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string_view name; ///< With its prefix.
};

std::string_view localName(std::string_view name)
{
    return name.substr(name.find(':') + 1);
}

/// Behind the '>' that ends a tag; a '>' in an attribute's value does not.
std::size_t endOfTag(std::string_view text, std::size_t at)
{
    char quote = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (quote != 0) {
            quote = c == quote ? '\0' : quote;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return at + 1;
        }
    }
    return std::string_view::npos;
}

/// Behind markup that is no element: a comment, a CDATA section, a processing instruction, an end tag.
std::size_t endOfOther(std::string_view text, std::size_t at)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kKinds = {
        {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}, {"<", ">"}}};
    for (const auto& [opening, closing] : kKinds) {
        if (text.substr(at).starts_with(opening)) {
            const std::size_t end = text.find(closing, at + opening.size());
            return end == std::string_view::npos ? end : end + closing.size();
        }
    }
    return std::string_view::npos;
}

std::optional<Tag> nextTag(std::string_view text, std::size_t from)
{
    while (from < text.size()) {
        const std::size_t begin = text.find('<', from);
        if (begin == std::string_view::npos || begin + 1 >= text.size()) {
            return std::nullopt;
        }
        const char next = text[begin + 1];
        if (next != '/' && next != '!' && next != '?') {
            const std::size_t end = endOfTag(text, begin);
            const std::size_t nameEnd = text.find_first_of(" \t\r\n/>", begin + 1);
            if (end == std::string_view::npos || nameEnd == std::string_view::npos) {
                return std::nullopt;
            }
            return Tag{begin, end, text.substr(begin + 1, nameEnd - begin - 1)};
        }
        from = endOfOther(text, begin);
    }
    return std::nullopt;
}

} // namespace

bool putIntoSoapHeader(std::string& envelope, std::string_view block)
{
    auto tag = nextTag(envelope, 0);
    while (tag && localName(tag->name) != "Header") {
        if (localName(tag->name) == "Body") {
            return false;
        }
        tag = nextTag(envelope, tag->end);
    }
    if (!tag) {
        return false;
    }
    if (envelope[tag->end - 2] != '/') {
        envelope.insert(tag->end, block);
        return true;
    }
    const std::string opened = fmt::format(">{}</{}>", block, tag->name);
    envelope.replace(tag->end - 2, 2, opened);
    return true;
}

} // namespace gatehouse::pipeline
