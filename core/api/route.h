// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/keys.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::api {

class ApiCall;
using ApiCallPtr = std::shared_ptr<ApiCall>;
/// Answers one call, now or later, through its ApiCall. Must not block.
using Handler = std::function<void(const ApiCallPtr&)>;

/// How a route takes its request body.
enum class BodyKind : std::uint8_t
{
    None,  ///< A body is refused with 400.
    Json,  ///< Read whole; must be JSON (415 otherwise).
    Stream ///< Handed on as it arrives; any type, any size.
};

constexpr std::size_t kDefaultMaxBody = std::size_t{10} << 20U;

/// One method of one path.
struct Route
{
    Route(std::string routeMethod, std::string routePath, std::optional<KeyScope> neededScope,
          Handler routeHandler)
        : method(std::move(routeMethod))
        , path(std::move(routePath))
        , scope(neededScope)
        , handler(std::move(routeHandler))
    {}

    [[nodiscard]] Route&& withQuery(std::vector<std::string> names) &&
    {
        query = std::move(names);
        return std::move(*this);
    }

    [[nodiscard]] Route&& withAnyQuery() &&
    {
        anyQuery = true;
        return std::move(*this);
    }

    [[nodiscard]] Route&& withBody(BodyKind kind, std::size_t maxBytes = kDefaultMaxBody) &&
    {
        body = kind;
        maxBodyBytes = maxBytes;
        return std::move(*this);
    }

    std::string method; ///< "*": any.
    std::string path;   ///< "/v1/accounts/{id}"; a last segment "{path…}" takes all that is left.
    std::optional<KeyScope> scope; ///< None: answered without a key.
    Handler handler;
    std::vector<std::string> query; ///< Parameters it knows; others are refused …
    bool anyQuery = false;          ///< … unless the rest is the provider's business.
    BodyKind body = BodyKind::None;
    std::size_t maxBodyBytes = 0;
};

} // namespace gatehouse::api
