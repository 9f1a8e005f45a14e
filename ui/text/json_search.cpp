// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/json_search.h"

#include "core/json/write.h"
#include "ui/text/ascii.h"

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kLookAtStopEvery = 4'096;

class JsonSearch
{
public:
    JsonSearch(std::string_view needle, bool matchCase, const std::atomic<bool>* stop)
        : m_needle(needle)
        , m_matchCase(matchCase)
        , m_stop(stop)
    {
        if (!matchCase) {
            std::transform(m_needle.begin(), m_needle.end(), m_needle.begin(), lower);
        }
    }

    /// Depth is bounded by what the parser takes (512).
    void walk(const json::Value& value)
    {
        std::uint32_t place = 0;
        for (const json::Member& member : value.members()) {
            visit(member.name, member.value, place++);
        }
        for (const json::Value& item : value.items()) {
            visit({}, item, place++);
        }
    }

    [[nodiscard]] JsonHits take() { return std::move(m_hits); }

private:
    void visit(std::string_view name, const json::Value& value, std::uint32_t place)
    {
        if (m_over || (++m_seen % kLookAtStopEvery == 0 && m_stop != nullptr && *m_stop)) {
            m_over = true;
            return;
        }
        m_path.push_back(place);
        const bool container = value.isObject() || value.isArray();
        if (holds(name) || (!container && holds(jsonScalarText(value)))) {
            if (m_hits.paths.size() == kMaxJsonHits) {
                m_hits.more = m_over = true;
            } else {
                m_hits.paths.push_back(m_path);
            }
        }
        if (container) {
            walk(value);
        }
        m_path.pop_back();
    }

    [[nodiscard]] bool holds(std::string_view text) const
    {
        return m_matchCase ? text.find(m_needle) != std::string_view::npos : containsNoCase(text, m_needle);
    }

    std::string m_needle;
    bool m_matchCase;
    const std::atomic<bool>* m_stop;
    JsonPath m_path;
    JsonHits m_hits;
    std::size_t m_seen = 0;
    bool m_over = false;
};

/// Whether JSONata reads it as a name without backquotes.
bool isPlainName(std::string_view name)
{
    const auto letter = [](char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || c == '_'; };
    return !name.empty() && letter(name.front()) && name != "and" && name != "or" && name != "in"
           && std::all_of(name.begin(), name.end(),
                          [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

template <class OnMember, class OnItem>
void follow(const json::Value& root, const JsonPath& path, OnMember onMember, OnItem onItem)
{
    json::Value at = root;
    for (const auto place : path) {
        const auto members = at.members();
        if (place < members.size()) {
            onMember(members[place].name);
            at = members[place].value;
        } else {
            onItem(place);
            at = at[static_cast<std::size_t>(place)];
        }
    }
}

} // namespace

JsonHits findInJson(const json::Value& root, std::string_view needle, bool matchCase,
                    const std::atomic<bool>* stop)
{
    if (needle.empty()) {
        return {};
    }
    JsonSearch search(needle, matchCase, stop);
    search.walk(root);
    return search.take();
}

std::string jsonScalarText(const json::Value& value)
{
    return value.isString()                      ? std::string(value.asString())
           : value.isObject() || value.isArray() ? std::string()
                                                 : json::write(value);
}

std::string jsonPointerOf(const json::Value& root, const JsonPath& path)
{
    std::string pointer;
    follow(
        root, path,
        [&](std::string_view name) {
            pointer += '/';
            for (const char c : name) {
                pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
            }
        },
        [&](std::uint32_t place) { pointer.append("/").append(std::to_string(place)); });
    return pointer;
}

std::string jsonataPathOf(const json::Value& root, const JsonPath& path)
{
    std::string text;
    follow(
        root, path,
        [&](std::string_view name) {
            text += text.empty() ? "" : ".";
            text += isPlainName(name) ? std::string(name) : "`" + std::string(name) + "`";
        },
        [&](std::uint32_t place) {
            text.append(text.empty() ? "$" : "").append("[").append(std::to_string(place)).append("]");
        });
    return text.empty() ? "$" : text;
}

} // namespace gatehouse::ui
