// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/url.h"
#include "core/config/pagination_definition.h"
#include "core/json/document.h"
#include "core/jsonata/evaluation_budget.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::paging {

/// Where a list stands; what the opaque cursor carries. Small and serialisable.
struct PagePosition
{
    std::string cursor;      ///< cursor, dynamic.
    std::string url;         ///< next_url, link_header, odata: path and query, or an absolute URL.
    std::int64_t number = 0; ///< page, offset, sql_offset.
    bool first = true;
    auto operator<=>(const PagePosition&) const = default;
};

/// What asking for a page adds to the request.
struct PageRequest
{
    std::int64_t pageSize = 0; ///< 0: the provider's own.
    /// Set: request this instead of the method's path; the method's query is not added to it.
    std::optional<std::string> url;
    std::vector<std::pair<std::string, std::string>> query; ///< Replace parameters of the same name.
    std::vector<std::pair<std::string, std::string>> body;  ///< Members to set in the JSON body, as text or
                                                            ///< number (see bodyNumbers).
    bool bodyNumbers = false;
    /// sql_offset: append this to the value of the named parameter.
    std::string appendTo;
    std::string appendText;
};

/// One page, read.
struct Page
{
    json::Value items; ///< Always an array; lives in the response, the arena and the definition.
    std::optional<PagePosition> next;
    std::vector<std::string> warnings;
};

/// The position of the first page.
[[nodiscard]] PagePosition firstPage(const config::PaginationDefinition& rules);

/// The request for a position. wish: how many records the caller wants (0: no matter); it is cut to the
/// provider's maximum.
[[nodiscard]] Result<PageRequest> pageRequest(const config::PaginationDefinition& rules,
                                              const PagePosition& position, std::int64_t wish);

/// What readPage needs to know beside the rules.
struct PageInput
{
    json::Value response; ///< config::responseInput, with whatever else the rules may see (query, context).
    /// The method's own result expression, for rules that name no items; null: the body itself.
    const std::optional<jsonata::Expression>* result = nullptr;
    PagePosition position;     ///< What was asked for,
    std::int64_t pageSize = 0; ///< with which size (PageRequest::pageSize),
    Url requestUrl;            ///< and where.
    /// Set: the page holds so many records, which were read already; Page::items then stays empty.
    std::optional<std::int64_t> count;
    /// The rules' time counts towards it; null: nothing is counted.
    jsonata::EvaluationBudget* budget = nullptr;
};

/// Reads a page. A next URL is resolved against the request's; one on another host is Errc::ConfigError. A
/// next position equal to the one just read ends the list with a warning, so that a broken provider cannot
/// make a loop. Pure.
[[nodiscard]] Result<Page> readPage(const config::PaginationDefinition& rules, const PageInput& input,
                                    json::Arena& arena);

/// The target of a Link header's relation (RFC 8288); empty when there is none.
[[nodiscard]] std::string linkTarget(std::string_view linkHeader, std::string_view relation);

} // namespace gatehouse::paging
