// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/json/document.h"
#include "core/net/http.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::webhooks {

/// A request as it came, with the address under which its sender knows us.
struct Received
{
    std::string method;
    std::string url;   ///< As configured (a proxy may have rewritten the Host), with the query as received.
    std::string path;  ///< Of url.
    std::string query; ///< As received.
    net::Headers headers;
    std::string body; ///< The exact bytes.
    UnixMillis now;
    std::string peerAddress;
};

/// The value of a header, or of a URL parameter when the name is "query:name".
[[nodiscard]] std::optional<std::string> namedValue(const Received& received, std::string_view name);

/// The input of a definition's expressions, made once when first asked for: {method, headers, query, body,
/// text, now}. body is parsed as JSON, XML or a form, whatever it is; Undefined when it is none of them.
class RequestInput
{
public:
    explicit RequestInput(const Received& received)
        : m_received(received)
    {}

    [[nodiscard]] const json::Value& value();

    [[nodiscard]] json::Arena& arena() noexcept { return m_arena; }

private:
    [[nodiscard]] json::Value parsedBody();

    const Received& m_received;
    json::Arena m_arena;
    json::Document m_body; ///< Keeps what the body points into.
    json::Value m_value;
};

} // namespace gatehouse::webhooks
