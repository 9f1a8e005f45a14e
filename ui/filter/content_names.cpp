// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/content_names.h"

#include "ui/filter/content_match.h"
#include "ui/filter/filter.h"
#include "ui/text/ascii.h"

#include <algorithm>

namespace gatehouse::ui {

namespace {

constexpr std::size_t kMostNames = 500;
constexpr std::size_t kDeepest = 8;
constexpr std::size_t kElements = 20;
constexpr std::size_t kLargestSample = std::size_t{1} << 20U;
constexpr std::size_t kLongestName = 120;
constexpr std::size_t kLongestExample = 500;

} // namespace

void ContentNames::add(const RecordedContent& content)
{
    ++m_rows;
    std::string_view type;
    for (const auto& field : content.headers) {
        std::string name = field.name;
        std::transform(name.begin(), name.end(), name.begin(), lower);
        type = name == "content-type" && content.bodies.size() == 1 ? std::string_view(field.value) : type;
        count(m_headers, "header." + name);
    }
    for (const auto& body : content.bodies) {
        if (body.whole && body.bytes.size() <= kLargestSample) {
            if (const auto document = readBody(body.bytes, type)) {
                ContentPath path;
                walk(document->root(), path);
            }
        }
    }
}

void ContentNames::walk(const json::Value& value, ContentPath& path)
{
    if (value.isArray()) {
        for (const auto& element : value.items().first(std::min(value.size(), kElements))) {
            walk(element, path);
        }
        return;
    }
    if (!value.isObject()) {
        if (!path.empty()) {
            count(m_paths, "body" + contentPathText(path));
        }
        return;
    }
    if (path.size() == kDeepest) {
        return;
    }
    for (const auto& member : value.members()) {
        path.push_back({std::string(member.name), false});
        walk(member.value, path);
        path.pop_back();
    }
}

void ContentNames::count(Names& names, std::string text) const
{
    if (text.size() > kLongestName) {
        return;
    }
    auto known = names.find(text);
    if (known == names.end()) {
        if (names.size() == kMostNames) {
            return;
        }
        known = names.emplace(std::move(text), Seen()).first;
    }
    if (known->second.last != m_rows) {
        known->second.last = m_rows;
        ++known->second.rows;
    }
}

std::vector<ContentName> ContentNames::sorted(const Names& names)
{
    std::vector<ContentName> out;
    for (const auto& [text, seen] : names) {
        out.push_back({text, seen.rows});
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const ContentName& a, const ContentName& b) { return a.rows > b.rows; });
    return out;
}

std::string contentExample(const json::Value& root, const JsonPath& path)
{
    json::Value value = root;
    ContentPath steps;
    for (const auto child : path) {
        if (value.isObject()) {
            const auto& member = value.members()[child];
            steps.push_back({std::string(member.name), false});
            value = member.value;
        } else {
            value = value[child];
        }
    }
    const bool scalar = value.isString() || value.isNumber() || value.isBool() || value.isNull();
    const auto text = jsonScalarText(value);
    if (!scalar || steps.empty() || text.size() > kLongestExample) {
        return {};
    }
    return "body" + contentPathText(steps) + " = " + (value.isString() ? filterQuoted(text) : text);
}

} // namespace gatehouse::ui
