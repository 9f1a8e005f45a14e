// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse {

/// An absolute http or https URL, split as RFC 3986 §3 does and kept as it was written: signatures need the
/// exact bytes, so nothing is decoded or re-encoded.
struct Url
{
    std::string scheme;     ///< Lower case: "http" or "https".
    std::string host;       ///< Lower case; an IPv6 address without its brackets.
    std::uint16_t port = 0; ///< Always set; 80 or 443 when the text names none.
    std::string path;       ///< Starts with '/'.
    std::string query;      ///< Without the '?'; may be empty.

    /// Refuses user info, fragments, white space, control characters and other schemes.
    [[nodiscard]] static Result<Url> parse(std::string_view text);
    /// Resolves a reference (RFC 3986 §5.2): absolute, "//host/x", "/x", "?q" or "x/../y".
    [[nodiscard]] Result<Url> resolve(std::string_view reference) const;

    [[nodiscard]] bool secure() const noexcept { return scheme == "https"; }

    /// host[:port], the port only when it is not the scheme's own; as in a Host header.
    [[nodiscard]] std::string authority() const;
    /// path[?query], as in a request line.
    [[nodiscard]] std::string target() const;
    [[nodiscard]] std::string str() const;
    /// Same scheme, host and port.
    [[nodiscard]] bool sameOrigin(const Url& other) const noexcept;
};

/// Percent-encodes everything but RFC 3986's unreserved characters. Space becomes %20.
[[nodiscard]] std::string percentEncode(std::string_view text);
/// Undoes percent-encoding; a broken escape is kept as it stands. With plusIsSpace, '+' becomes a space.
[[nodiscard]] std::string percentDecode(std::string_view text, bool plusIsSpace = false);
/// Splits "a=1&b=2" into decoded pairs, in order; a name without '=' has an empty value.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> parseQuery(std::string_view query);
/// Joins pairs into an encoded query string.
[[nodiscard]] std::string buildQuery(const std::vector<std::pair<std::string, std::string>>& pairs);

} // namespace gatehouse
