// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/template.h"

#include <cstdint>
#include <optional>
#include <string>

namespace gatehouse::config {

/// How request bodies are written and responses read. Xml: bodies are objects in the form of core/json/xml.h
/// on our side and XML on the wire. OData: JSON with OData's annotations. GraphQL: the body expression gives
/// {query, variables}.
enum class ContentType : std::uint8_t
{
    Json,
    Form,
    Xml,
    OData,
    GraphQl
};

/// How a query parameter with several values is written.
enum class QueryArrayFormat : std::uint8_t
{
    Repeat,   ///< a=1&a=2
    Brackets, ///< a[]=1&a[]=2
    Indexed,  ///< a[0]=1&a[1]=2
    Comma     ///< a=1,2
};

/// One HTTP call as data. Templates and expressions see the input object
/// {context, version, query, id, body, before, credentials (auth only), …}.
struct CallDefinition
{
    std::string verb = "GET";
    Template path; ///< Relative to the API's base URL, or an absolute URL on a host the definition names.
    TemplateMap query;
    TemplateMap headers;
    /// Input object → request body; unset: the caller's body goes out as it is.
    std::optional<jsonata::Expression> body;
    std::optional<ContentType> content; ///< Unset: the API's.
};

} // namespace gatehouse::config
