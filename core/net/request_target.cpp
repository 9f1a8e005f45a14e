// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/request_target.h"

#include <algorithm>

namespace gatehouse::net {

std::optional<ProtocolError> splitTarget(ServerRequest& request)
{
    std::string_view rest = request.target;
    if (request.method == "CONNECT") {
        return ProtocolError{501, "this server is not a tunnel"};
    }
    if (rest == "*" && request.method == "OPTIONS") {
        request.path = "*";
        return std::nullopt;
    }
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (equalsIgnoreCase(rest.substr(0, scheme.size()), scheme)) {
            rest.remove_prefix(scheme.size());
            rest.remove_prefix(std::min(rest.find_first_of("/?"), rest.size()));
            break;
        }
    }
    const auto question = rest.find('?');
    request.path = rest.substr(0, question);
    request.query = question == std::string_view::npos ? std::string_view{} : rest.substr(question + 1);
    if (request.path.empty() && rest.data() != request.target.data()) {
        request.path = "/";
    }
    if (!request.path.starts_with('/') || rest.find('#') != std::string_view::npos) {
        return ProtocolError{400, "the request target is neither a path nor an absolute URL"};
    }
    return std::nullopt;
}

} // namespace gatehouse::net
