// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/document.h"
#include "core/pipeline/call.h"
#include "core/pipeline/upstream.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::pipeline {

/// The names a mapping's expressions and a definition's templates may use, gathered while a unified call goes
/// on. Values live in the call's memory.
struct Bindings
{
    json::Value query; ///< The unified query without limit and cursor; a repeated name gives an array.
    json::Value body;  ///< The unified body.
    json::Value id;    ///< Undefined for list and create.
    json::Value before;
    json::Value after;
    json::Value now; ///< RFC 3339.
};

/// Decoded pairs as an object of strings and arrays of strings.
[[nodiscard]] json::Value queryObject(const std::vector<std::pair<std::string, std::string>>& pairs,
                                      json::Arena& arena);
/// What request mappings (path, query, request_body) and steps see: context, version, query, body, id,
/// before, now.
[[nodiscard]] json::Value requestInput(const Call& call, const Bindings& bindings, json::Arena& arena);
/// What a response mapping sees for one record: the above, response, raw, headers, and after.
[[nodiscard]] json::Value recordInput(const json::Value& request, const json::Value& record,
                                      const Upstream& upstream, const Bindings& bindings, json::Arena& arena);

} // namespace gatehouse::pipeline
