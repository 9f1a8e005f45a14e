// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/proxy_path.h"

#include <algorithm>
#include <array>
#include <string>

namespace gatehouse::pipeline {
namespace {

constexpr std::array<std::string_view, 9> kHopByHop = {
    "connection",        "keep-alive",         "proxy-connection",   "te", "trailer", "upgrade",
    "transfer-encoding", "proxy-authenticate", "proxy-authorization"};

constexpr std::array<std::string_view, 9> kNotForwarded = {
    "accept-encoding", "authorization",   "cookie",          "expect", "forwarded", "host",
    "traceparent",     "x-forwarded-for", "x-forwarded-host"};

constexpr std::array<std::string_view, 8> kNotReturned = {"age",
                                                          "date",
                                                          "ratelimit",
                                                          "ratelimit-limit",
                                                          "ratelimit-remaining",
                                                          "ratelimit-reset",
                                                          "ratelimit-policy",
                                                          "set-cookie"};

template <std::size_t N>
bool isOneOf(const std::array<std::string_view, N>& names, std::string_view name)
{
    return std::ranges::any_of(names,
                               [&](std::string_view known) { return net::equalsIgnoreCase(known, name); });
}

bool startsWithIgnoreCase(std::string_view text, std::string_view prefix)
{
    return text.size() >= prefix.size() && net::equalsIgnoreCase(text.substr(0, prefix.size()), prefix);
}

/// Whether a Connection header names the field as one for this hop alone.
bool namedByConnection(const std::string& connection, std::string_view name)
{
    for (std::size_t begin = 0; begin < connection.size();) {
        const std::size_t end = std::min(connection.find(',', begin), connection.size());
        std::string_view item = std::string_view(connection).substr(begin, end - begin);
        item.remove_prefix(std::min(item.find_first_not_of(" \t"), item.size()));
        item.remove_suffix(item.size() - (item.find_last_not_of(" \t") + 1));
        if (net::equalsIgnoreCase(item, name)) {
            return true;
        }
        begin = end + 1;
    }
    return false;
}

template <class Dropped>
net::Headers filtered(const net::Headers& headers, const Dropped& dropped)
{
    const std::string connection = headers.joined("Connection");
    net::Headers out;
    for (const net::Header& field : headers) {
        if (!isOneOf(kHopByHop, field.name) && !dropped(field.name)
            && !namedByConnection(connection, field.name)) {
            out.add(field.name, field.value);
        }
    }
    return out;
}

/// Whether a segment climbs when it is decoded, be it twice: some servers decode once more than they should.
/// An encoded slash by itself is legal in an id.
bool climbs(std::string_view segment)
{
    if (segment.find('%') == std::string_view::npos) {
        return segment == "." || segment == ".."; // it holds neither kind of slash
    }
    const std::string decoded = percentDecode(percentDecode(segment));
    for (std::size_t begin = 0; begin <= decoded.size();) {
        const std::size_t end = std::min(decoded.find_first_of("/\\", begin), decoded.size());
        const std::string_view part = std::string_view(decoded).substr(begin, end - begin);
        if (part == "." || part == "..") {
            return true;
        }
        begin = end + 1;
    }
    return false;
}

bool hasForbiddenCharacter(std::string_view text)
{
    return std::ranges::any_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte <= 0x20 || byte == 0x7F || byte == '\\' || byte == '#';
    });
}

} // namespace

Result<Url> proxyUrl(const Url& base, std::string_view path, std::string_view query)
{
    while (path.starts_with('/')) {
        path.remove_prefix(1);
        if (path.starts_with('/')) {
            return fail(Errc::InvalidArgument, "the proxied path must not begin with //");
        }
    }
    if (hasForbiddenCharacter(path) || hasForbiddenCharacter(query)) {
        return fail(Errc::InvalidArgument, "the proxied path holds characters that must be percent-encoded");
    }
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        if (climbs(path.substr(begin, end - begin))) {
            return fail(
                Errc::InvalidArgument,
                "the proxied path must stay beneath the account's base URL: no \".\" or \"..\" in it");
        }
        begin = end + 1;
    }
    Url url = base;
    url.path += '/';
    url.path += path;
    url.query = query;
    return url;
}

net::Headers forwardedRequestHeaders(const net::Headers& headers)
{
    return filtered(headers, [](std::string_view name) {
        return isOneOf(kNotForwarded, name) || startsWithIgnoreCase(name, "Gatehouse-");
    });
}

net::Headers forwardedResponseHeaders(const net::Headers& headers)
{
    return filtered(headers, [](std::string_view name) {
        return isOneOf(kNotReturned, name) || net::equalsIgnoreCase(name, "Retry-After")
               || startsWithIgnoreCase(name, "Gatehouse-");
    });
}

} // namespace gatehouse::pipeline
