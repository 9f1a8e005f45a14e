// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/render_values.h"

#include "core/base/time_format.h"

namespace gatehouse::api {

json::Value renderTime(json::Arena& arena, UnixMillis time)
{
    return arena.string(formatRfc3339(time));
}

json::Value renderTime(json::Arena& arena, const std::optional<UnixMillis>& time)
{
    return time ? renderTime(arena, *time) : json::Value::null();
}

json::Value renderText(json::Arena& arena, const std::string& text)
{
    return text.empty() ? json::Value::null() : arena.string(text);
}

json::Value renderTexts(json::Arena& arena, const std::vector<std::string>& texts)
{
    std::vector<json::Value> items;
    items.reserve(texts.size());
    for (const auto& text : texts) {
        items.push_back(arena.string(text));
    }
    return arena.array(items);
}

json::Value renderTree(json::Arena& arena, const json::Document& document)
{
    return document->isUndefined() ? json::Value::null() : arena.clone(document.root());
}

} // namespace gatehouse::api
