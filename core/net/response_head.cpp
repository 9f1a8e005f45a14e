// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/response_head.h"

#include "core/base/time_format.h"

#include <fmt/format.h>

#include <array>
#include <iterator>

namespace gatehouse::net {

namespace {

bool isServersOwn(std::string_view name)
{
    static constexpr std::array<std::string_view, 6> kOwn{"content-length",    "date",       "connection",
                                                          "transfer-encoding", "keep-alive", "upgrade"};
    for (const auto own : kOwn) {
        if (equalsIgnoreCase(name, own)) {
            return true;
        }
    }
    return false;
}

} // namespace

const std::string& DateLine::at(UnixMillis now)
{
    const std::int64_t second = toMillis(now) / 1000;
    if (second != m_second) {
        m_second = second;
        m_line = "Date: " + formatHttpDate(now) + "\r\n";
    }
    return m_line;
}

void appendResponseHead(std::string& out, int status, const Headers& headers, const BodyFraming& framing,
                        std::string_view dateLine, std::string_view connection)
{
    auto at = std::back_inserter(out);
    fmt::format_to(at, "HTTP/1.1 {} {}\r\n", status, reasonPhrase(status));
    for (const auto& [name, value] : headers) {
        if (!isServersOwn(name) && isValidHeader(name, value)) {
            out += name;
            out += ": ";
            out += value;
            out += "\r\n";
        }
    }
    out += dateLine;
    if (framing.contentLength) {
        fmt::format_to(at, "Content-Length: {}\r\n", *framing.contentLength);
    } else if (framing.chunked) {
        out += "Transfer-Encoding: chunked\r\n";
    }
    if (!connection.empty()) {
        out += "Connection: ";
        out += connection;
        out += "\r\n";
    }
    out += "\r\n";
}

bool statusHasBody(int status) noexcept
{
    return status >= 200 && status != 204 && status != 304;
}

void appendChunk(std::string& out, std::string_view piece)
{
    if (piece.empty()) {
        return;
    }
    fmt::format_to(std::back_inserter(out), "{:x}\r\n", piece.size());
    out += piece;
    out += "\r\n";
}

} // namespace gatehouse::net
