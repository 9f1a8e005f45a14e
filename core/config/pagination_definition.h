// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/template.h"

#include <cstdint>
#include <optional>
#include <string>

namespace gatehouse::config {

enum class PaginationKind : std::uint8_t
{
    None,
    Cursor,
    NextUrl,
    LinkHeader,
    Page,
    Offset,
    OData,
    SqlOffset,
    Dynamic
};

enum class ParameterPlace : std::uint8_t
{
    Query,
    Body ///< A member of the JSON request body.
};

/// How one page leads to the next. A next URL may be relative to the request's and must stay on its host; it
/// carries its own query. All expressions see
/// {status, headers, body, query, context, offset, page, page_size, cursor, count}: offset, page and cursor
/// are the ones this page was asked with, count is the number of items in it.
struct PaginationDefinition
{
    PaginationKind kind = PaginationKind::None;
    /// → the records of a page; made an array whatever it gives. Unset: the method's result expression.
    std::optional<jsonata::Expression> items;
    /// → the next cursor, page number, offset or URL; no value, null or "" ends. Needed for cursor, next_url
    /// and dynamic (which gives {url?, query?, body?}); the others have a default.
    std::optional<jsonata::Expression> next;
    /// → false ends, whatever next says.
    std::optional<jsonata::Expression> hasMore;

    std::string parameter;      ///< Receives the cursor, page number or offset.
    std::string limitParameter; ///< Receives the page size; empty: none.
    ParameterPlace place = ParameterPlace::Query;
    std::int64_t first = 0;           ///< First page number or offset (sql_offset and page usually 1).
    std::int64_t defaultPageSize = 0; ///< 0: the provider's own.
    std::int64_t maxPageSize = 0;     ///< A larger wish is cut to it. 0: unknown; page, offset and sql_offset
                                      ///< then go on until a page is empty.
    std::string relation = "next";    ///< link_header.
    std::string header = "link";      ///< link_header.
    /// sql_offset: appended to the parameter named `parameter`, with {{offset}} and {{page_size}}.
    Template clause;
};

} // namespace gatehouse::config
