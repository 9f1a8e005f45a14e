// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/route.h"
#include "core/base/error.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::api {

/// The values of a path template's names, percent-decoded ("{path…}" is kept as received).
class PathParameters
{
public:
    void add(std::string_view name, std::string value) { m_values.emplace_back(name, std::move(value)); }

    void removeLast() { m_values.pop_back(); }

    /// Whether all of them are UTF-8.
    [[nodiscard]] bool isText() const noexcept;

    /// "" for a name that the template does not have.
    [[nodiscard]] const std::string& get(std::string_view name) const noexcept;

private:
    std::vector<std::pair<std::string_view, std::string>> m_values; ///< Names lie in the router.
};

/// What a path leads to.
struct RouteMatch
{
    const Route* route = nullptr;     ///< Null: no route has this method, or none this path.
    std::vector<std::string> allowed; ///< Methods of the path (for Allow); empty: no such path.
    PathParameters parameters;
};

/// Finds routes by path template and method. A literal segment wins over a name, a name over "{path…}".
/// Built once, then only read; any thread.
class Router
{
public:
    /// Two routes of the same method and template are a broken invariant (Errc::Internal).
    [[nodiscard]] Status add(Route route);

    /// path as on the wire. HEAD is answered by GET. Errc::InvalidArgument for a path that is not
    /// absolute, has "." or ".." segments (encoded or not) or a broken escape.
    [[nodiscard]] Result<RouteMatch> match(std::string_view method, std::string_view path) const;

    [[nodiscard]] const std::vector<std::unique_ptr<Route>>& routes() const noexcept { return m_routes; }

private:
    struct Node
    {
        std::vector<std::pair<std::string, std::unique_ptr<Node>>> literals;
        std::unique_ptr<Node> named;
        std::unique_ptr<Node> rest;
        std::string name; ///< Of the segment that leads here.
        std::vector<const Route*> routes;
    };

    [[nodiscard]] static Node& child(Node& node, std::string_view segment);
    [[nodiscard]] static const Node* walk(const Node& node, std::string_view path, PathParameters& found);

    Node m_root;
    std::vector<std::unique_ptr<Route>> m_routes;
};

} // namespace gatehouse::api
