// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/xml.h"

#include <pugixml.hpp>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

namespace gatehouse::json {
namespace {

std::string_view localName(const char* qualified)
{
    const std::string_view name(qualified);
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool isNamespaceDeclaration(const char* name)
{
    return std::strncmp(name, "xmlns", 5) == 0 && (name[5] == '\0' || name[5] == ':');
}

bool isNil(const pugi::xml_node& element)
{
    return std::ranges::any_of(element.attributes(), [](const pugi::xml_attribute& attribute) {
        return localName(attribute.name()) == "nil" && attribute.as_bool();
    });
}

/// Reads one pugixml tree into values. Its own class for the depth and the scratch memory.
class XmlReader
{
public:
    XmlReader(Arena& arena, std::size_t maxDepth)
        : m_arena(arena)
        , m_maxDepth(maxDepth)
    {}

    [[nodiscard]] Result<Value> read(const pugi::xml_node& element, std::size_t depth)
    {
        if (depth > m_maxDepth) {
            return fail(Errc::LimitExceeded,
                        "XML is nested deeper than " + std::to_string(m_maxDepth) + " levels");
        }
        if (isNil(element)) {
            return Value::null();
        }
        std::vector<Member> members = attributesOf(element);
        std::string text;
        for (const auto& child : element.children()) {
            if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
                text += child.value();
            }
        }
        GH_TRY(readChildren(element, depth, members));
        if (members.empty()) {
            return m_arena.string(text);
        }
        const bool blank = text.find_first_not_of(" \t\r\n") == std::string::npos;
        if (!blank) {
            members.push_back({"#text", m_arena.string(text)});
        }
        return m_arena.object(members);
    }

private:
    [[nodiscard]] std::vector<Member> attributesOf(const pugi::xml_node& element)
    {
        std::vector<Member> members;
        for (const auto& attribute : element.attributes()) {
            if (!isNamespaceDeclaration(attribute.name())) {
                std::string name = "@";
                name += localName(attribute.name());
                members.push_back({m_arena.copy(name), m_arena.string(attribute.value())});
            }
        }
        return members;
    }

    /// Elements of one name become one member; the member stands where the first of them stood.
    [[nodiscard]] Status readChildren(const pugi::xml_node& element, std::size_t depth,
                                      std::vector<Member>& members)
    {
        std::vector<std::pair<std::string_view, std::vector<Value>>> groups;
        for (const auto& child : element.children()) {
            if (child.type() != pugi::node_element) {
                continue;
            }
            GH_ASSIGN(const Value value, read(child, depth + 1));
            const auto name = localName(child.name());
            // The last group first: repeated elements stand side by side in practice.
            auto group = std::find_if(groups.rbegin(), groups.rend(),
                                      [&](const auto& entry) { return entry.first == name; });
            if (group == groups.rend()) {
                groups.push_back({m_arena.copy(name), {value}});
            } else {
                group->second.push_back(value);
            }
        }
        for (const auto& [name, values] : groups) {
            members.push_back({name, values.size() == 1 ? values.front() : m_arena.array(values)});
        }
        return {};
    }

    Arena& m_arena;
    std::size_t m_maxDepth;
};

tl::unexpected<Error> syntaxError(std::string_view text, const pugi::xml_parse_result& result)
{
    Error error{Errc::ParseError, std::string("not well-formed XML: ") + result.description(), {}, {}, {}};
    const auto offset =
        std::min(static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0)), text.size());
    const auto before = text.substr(0, offset);
    const auto lineStart = before.rfind('\n');
    const auto column = lineStart == std::string_view::npos ? before : before.substr(lineStart + 1);
    error.at.byteOffset = static_cast<std::uint32_t>(offset);
    error.at.line = static_cast<std::uint32_t>(std::ranges::count(before, '\n') + 1);
    error.at.column = static_cast<std::uint32_t>(
        std::ranges::count_if(column, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; })
        + 1);
    return fail(std::move(error));
}

} // namespace

Result<Document> parseXml(std::string_view text, const ParseLimits& limits)
{
    if (text.size() > limits.maxBytes) {
        return fail(Errc::LimitExceeded, "XML is larger than " + std::to_string(limits.maxBytes) + " bytes");
    }
    pugi::xml_document tree;
    const auto result = tree.load_buffer(text.data(), text.size(),
                                         pugi::parse_default | pugi::parse_trim_pcdata, pugi::encoding_auto);
    if (!result) {
        return syntaxError(text, result);
    }
    const auto root = tree.document_element();
    if (!root) {
        return fail(Errc::ParseError, "XML has no root element");
    }
    auto arena = std::make_shared<Arena>();
    XmlReader reader(*arena, limits.maxDepth);
    GH_ASSIGN(const Value value, reader.read(root, 1));
    const Member member{arena->copy(localName(root.name())), value};
    const Value object = arena->object({member});
    return Document(std::move(arena), object);
}

} // namespace gatehouse::json
