// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/document.h"
#include "core/net/http.h"
#include "core/sandbox/definition.h"
#include "core/sandbox/scope.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::sandbox {

/// A request as the routes see it; also what a step of kind "each" makes. Values live in the request's arena.
struct Call
{
    std::string method;
    std::string path;
    json::Value query;
    json::Value headers; ///< Names in lower case.
    json::Value body;    ///< Undefined when there is none.
};

/// An answer before it is written.
struct Reply
{
    int status = 200;
    std::string contentType; ///< Empty: no body.
    net::Headers headers;
    json::Value body; ///< When hasText is false.
    std::string text;
    bool hasText = false;
    bool throttled = false;
};

/// Evaluates a response of the definition.
[[nodiscard]] Result<Reply> makeReply(const ResponseDefinition& response, Scope& scope);
/// Evaluates and adds; a header that is there already is replaced.
[[nodiscard]] Status addHeaders(const std::vector<std::pair<std::string, Expression>>& headers, Scope& scope,
                                net::Headers& out);
/// A value as header text: strings as they are, everything else as JSON.
[[nodiscard]] std::string textOf(const json::Value& value);

} // namespace gatehouse::sandbox
