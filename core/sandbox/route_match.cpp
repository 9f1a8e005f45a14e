// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/route_match.h"

#include "core/base/url.h"

#include <algorithm>

namespace gatehouse::sandbox {

std::optional<json::Value> matchPath(const RouteDefinition& route, std::string_view path, json::Arena& arena)
{
    json::ObjectBuilder parameters(arena);
    std::size_t begin = 1;
    for (std::size_t i = 0; i < route.path.size(); ++i) {
        if (begin > path.size()) {
            return std::nullopt;
        }
        const std::string_view wanted = route.path[i];
        const bool rest = wanted.ends_with("...}");
        const auto end = rest ? path.size() : std::min(path.find('/', begin), path.size());
        const auto segment = path.substr(begin, end - begin);
        if (wanted.starts_with('{')) {
            if (segment.empty()) {
                return std::nullopt;
            }
            const auto name = wanted.substr(1, wanted.size() - (rest ? 5 : 2));
            parameters.set(name, percentDecode(segment));
        } else if (wanted != segment) {
            return std::nullopt;
        }
        begin = end + 1;
    }
    if (begin <= path.size()) {
        return std::nullopt;
    }
    return parameters.build();
}

std::string fillParameters(std::string_view text, const json::Value& parameters)
{
    std::string filled;
    while (!text.empty()) {
        const auto open = text.find('{');
        const auto close = text.find('}', open);
        if (open == std::string_view::npos || close == std::string_view::npos) {
            break;
        }
        filled += text.substr(0, open);
        filled += parameters[text.substr(open + 1, close - open - 1)].asString();
        text.remove_prefix(close + 1);
    }
    filled += text;
    return filled;
}

} // namespace gatehouse::sandbox
