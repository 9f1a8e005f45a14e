// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/router.h"

#include "core/api/text.h"
#include "core/base/url.h"

#include <algorithm>
#include <cctype>

namespace gatehouse::api {
namespace {

constexpr std::string_view kRestMark = "…}";

bool isNamed(std::string_view segment)
{
    return segment.starts_with('{') && segment.ends_with('}');
}

bool isRest(std::string_view segment)
{
    return isNamed(segment) && segment.ends_with(kRestMark);
}

std::string_view nameOf(std::string_view segment)
{
    segment.remove_prefix(1);
    segment.remove_suffix(segment.ends_with(kRestMark) ? kRestMark.size() : 1);
    return segment;
}

bool isDots(std::string_view segment)
{
    return segment == "." || segment == "..";
}

bool hasBrokenEscape(std::string_view path)
{
    const auto isHex = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; };
    for (std::size_t i = path.find('%'); i != std::string_view::npos; i = path.find('%', i + 1)) {
        if (i + 2 >= path.size() || !isHex(path[i + 1]) || !isHex(path[i + 2])) {
            return true;
        }
    }
    return false;
}

/// Dot segments would let a path mean something else upstream than it meant here.
Status checkPath(std::string_view path)
{
    if (!path.starts_with('/')) {
        return fail(Errc::InvalidArgument, "the path of a request must start with '/'");
    }
    if (hasBrokenEscape(path)) {
        return fail(Errc::InvalidArgument, "the path has a '%' that is not followed by two hex digits");
    }
    for (std::size_t start = 1; start <= path.size();) {
        const auto end = std::min(path.find('/', start), path.size());
        const auto written = path.substr(start, end - start);
        const bool escaped = written.find('%') != std::string_view::npos;
        const auto segment = escaped ? percentDecode(written) : std::string();
        if (isDots(written) || isDots(segment)) {
            return fail(Errc::InvalidArgument, "the path may not have '.' or '..' segments");
        }
        if (segment.find('\0') != std::string::npos || written.find('\0') != std::string_view::npos) {
            return fail(Errc::InvalidArgument, "the path may not have a NUL character");
        }
        start = end + 1;
    }
    return {};
}

} // namespace

bool PathParameters::isText() const noexcept
{
    return std::ranges::all_of(m_values, [](const auto& entry) { return isUtf8(entry.second); });
}

const std::string& PathParameters::get(std::string_view name) const noexcept
{
    static const std::string kNone;
    const auto found = std::ranges::find(m_values, name, [](const auto& entry) { return entry.first; });
    return found == m_values.end() ? kNone : found->second;
}

Router::Node& Router::child(Node& node, std::string_view segment)
{
    if (isNamed(segment)) {
        auto& slot = isRest(segment) ? node.rest : node.named;
        if (!slot) {
            slot = std::make_unique<Node>();
            slot->name = nameOf(segment);
        }
        return *slot;
    }
    for (auto& [text, next] : node.literals) {
        if (text == segment) {
            return *next;
        }
    }
    return *node.literals.emplace_back(segment, std::make_unique<Node>()).second;
}

Status Router::add(Route route)
{
    Node* node = &m_root;
    const std::string_view path = route.path;
    for (std::size_t start = 1; start <= path.size();) {
        const auto end = std::min(path.find('/', start), path.size());
        const auto segment = path.substr(start, end - start);
        node = &child(*node, segment);
        if (isNamed(segment) && node->name != nameOf(segment)) {
            return fail(Errc::Internal, "two names for one segment of " + route.path);
        }
        start = end + 1;
    }
    const auto same = [&](const Route* other) { return other->method == route.method; };
    if (std::ranges::any_of(node->routes, same)) {
        return fail(Errc::Internal, route.method + " " + route.path + " is routed twice");
    }
    m_routes.push_back(std::make_unique<Route>(std::move(route)));
    node->routes.push_back(m_routes.back().get());
    return {};
}

/// path is what is left, without the leading '/'; a null view is the end.
const Router::Node* Router::walk(const Node& node, std::string_view path, PathParameters& found)
{
    if (path.data() == nullptr) {
        return node.routes.empty() ? nullptr : &node;
    }
    const auto slash = path.find('/');
    const auto segment = path.substr(0, slash);
    const auto left = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    for (const auto& [text, next] : node.literals) {
        if (text != segment) {
            continue;
        }
        if (const auto* end = walk(*next, left, found)) {
            return end;
        }
        break;
    }
    if (node.named && !segment.empty()) {
        found.add(node.named->name, percentDecode(segment));
        if (const auto* end = walk(*node.named, left, found)) {
            return end;
        }
        found.removeLast();
    }
    if (node.rest) {
        found.add(node.rest->name, "/" + std::string(path));
        return node.rest.get();
    }
    return nullptr;
}

Result<RouteMatch> Router::match(std::string_view method, std::string_view path) const
{
    GH_TRY(checkPath(path));
    RouteMatch match;
    const auto* node = walk(m_root, path.substr(1), match.parameters);
    if (node == nullptr) {
        return match;
    }
    const auto wanted = method == "HEAD" ? std::string_view("GET") : method;
    for (const Route* route : node->routes) {
        if (route->method == wanted || route->method == "*") {
            match.route = route;
        }
        match.allowed.push_back(route->method);
        if (route->method == "GET") {
            match.allowed.emplace_back("HEAD");
        }
    }
    match.allowed.emplace_back("OPTIONS");
    return match;
}

} // namespace gatehouse::api
