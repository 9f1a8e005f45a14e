// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/net/http.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::net {

/// How the end of a body is told to the peer (RFC 9112 §6).
struct BodyFraming
{
    std::optional<std::uint64_t> contentLength;
    bool chunked = false;
};

/// A Date header line, rendered once a second.
class DateLine
{
public:
    [[nodiscard]] const std::string& at(UnixMillis now);

private:
    std::int64_t m_second = -1;
    std::string m_line;
};

/// Appends status line, the handler's fields and the server's own. The handler's Content-Length, Date,
/// Connection and Transfer-Encoding are left out, and so is a field that could not go on the wire unharmed.
/// connection: the value of the Connection field, or empty for none.
void appendResponseHead(std::string& out, int status, const Headers& headers, const BodyFraming& framing,
                        std::string_view dateLine, std::string_view connection);

/// Statuses that never have a body (RFC 9110 §6.4.1): 1xx, 204, 304.
[[nodiscard]] bool statusHasBody(int status) noexcept;

/// Appends one chunk; nothing for an empty piece, which would end the body.
void appendChunk(std::string& out, std::string_view piece);
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

} // namespace gatehouse::net
