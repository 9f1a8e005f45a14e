// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/api_call.h"
#include "core/base/time_format.h"
#include "core/gateway/webhook_values.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::api {

/// Lists that are too long to be sorted in memory: the cursor is the sequence of the last item, and the store
/// cuts the page out.
[[nodiscard]] inline Result<ListWindow> readWindow(const QueryParameters& query)
{
    GH_ASSIGN(const auto page, PageRequest::read(query));
    ListWindow window;
    window.limit = page.limit + 1; // one more says whether there is a next page
    if (!page.after.empty()) {
        const auto* end = page.after.data() + page.after.size();
        if (const auto read = std::from_chars(page.after.data(), end, window.before);
            read.ec != std::errc() || read.ptr != end || window.before == 0) {
            return fail(Errc::InvalidArgument, "this cursor is of another list");
        }
    }
    return window;
}

[[nodiscard]] inline Result<std::optional<UnixMillis>> readTime(const QueryParameters& query,
                                                                std::string_view name)
{
    const auto text = query.get(name);
    if (!text) {
        return std::optional<UnixMillis>();
    }
    const auto time = parseRfc3339(*text);
    if (!time) {
        return fail(Errc::InvalidArgument,
                    std::string(name) + " must be a time such as 2026-11-22T10:00:00Z");
    }
    return std::optional(*time);
}

/// Answers with one page; keep drops what the caller may not see (a page may then be short).
template <class T>
[[nodiscard]] Completion<std::vector<T>> answerWindow(const ApiCallPtr& call, std::size_t asked,
                                                      Render<T> render, std::function<bool(const T&)> keep)
{
    return [call, asked, render, keep = std::move(keep)](Result<std::vector<T>> result) {
        if (!result) {
            call->fail(result.error());
            return;
        }
        Page<T> page;
        if (result->size() >= asked) {
            result->resize(asked - 1);
            page.nextCursor = makeCursor(std::to_string(result->back().sequence));
        }
        std::erase_if(*result, [&](const T& item) { return !keep(item); });
        page.items = std::move(*result);
        json::Arena arena;
        call->replyJson(200, renderPage(arena, page, render));
    };
}

/// The request's JSON object; an empty one when there is no body.
[[nodiscard]] inline Result<json::Document> optionalObject(const ApiCallPtr& call)
{
    if (!call->request().body.empty()) {
        return call->jsonObject();
    }
    json::Arena arena;
    return json::Document::copyOf(arena.object({}));
}

} // namespace gatehouse::api
