// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/request_head.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

namespace gatehouse::net {

namespace {

template <std::size_t N>
bool isOneOf(std::string_view name, const std::array<std::string_view, N>& names)
{
    return std::any_of(names.begin(), names.end(),
                       [name](std::string_view one) { return equalsIgnoreCase(name, one); });
}

bool isClientsOwn(std::string_view name)
{
    static constexpr std::array<std::string_view, 7> kOwn{
        "host", "content-length", "transfer-encoding", "connection", "keep-alive", "expect", "upgrade"};
    return isOneOf(name, kOwn);
}

bool fitsIntoRequestLine(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto u = static_cast<unsigned char>(c);
        return u > 0x20 && u != 0x7f;
    });
}

} // namespace

Status checkRequest(const ClientRequest& request)
{
    if (!isValidHeader(request.method, {})) {
        return fail(Errc::InvalidArgument, "the method of a request must be one word of letters");
    }
    if (request.url.host.empty() || request.url.port == 0 || !request.url.path.starts_with('/')
        || !fitsIntoRequestLine(request.url.target()) || !fitsIntoRequestLine(request.url.host)) {
        return fail(Errc::InvalidArgument, "the URL of a request must be absolute and without spaces");
    }
    for (const auto& [name, value] : request.headers) {
        if (!isValidHeader(name, value)) {
            return fail(Errc::InvalidArgument,
                        fmt::format("the header \"{}\" has a name or value that HTTP does not allow "
                                    "(line breaks, control characters)",
                                    isValidHeader(name, {}) ? name : "?"));
        }
    }
    return {};
}

BodyFraming requestFraming(const ClientRequest& request)
{
    static constexpr std::array<std::string_view, 3> kExpectBody{"POST", "PUT", "PATCH"};
    if (request.bodyStream) {
        const auto given = request.headers.get("Content-Length");
        std::uint64_t length = 0;
        if (given
            && std::from_chars(given->data(), given->data() + given->size(), length).ec == std::errc{}) {
            return {length, false};
        }
        return {std::nullopt, true};
    }
    if (!request.body.empty() || isOneOf(request.method, kExpectBody)) {
        return {request.body.size(), false};
    }
    return {};
}

void appendRequestHead(std::string& out, const ClientRequest& request, const BodyFraming& framing,
                       bool absoluteForm, std::string_view proxyAuthorization)
{
    auto at = std::back_inserter(out);
    out += request.method;
    out += ' ';
    if (absoluteForm) {
        out += request.url.str();
    } else {
        out += request.url.path;
        if (!request.url.query.empty()) {
            out += '?';
            out += request.url.query;
        }
    }
    out += " HTTP/1.1\r\nHost: ";
    out += request.url.authority();
    out += "\r\n";
    for (const auto& [name, value] : request.headers) {
        if (!isClientsOwn(name)) {
            out += name;
            out += ": ";
            out += value;
            out += "\r\n";
        }
    }
    if (!proxyAuthorization.empty()) {
        fmt::format_to(at, "Proxy-Authorization: {}\r\n", proxyAuthorization);
    }
    if (framing.contentLength) {
        fmt::format_to(at, "Content-Length: {}\r\n", *framing.contentLength);
    } else if (framing.chunked) {
        out += "Transfer-Encoding: chunked\r\n";
    }
    out += "\r\n";
}

bool isReplayable(const ClientRequest& request)
{
    static constexpr std::array<std::string_view, 6> kIdempotent{"GET",    "HEAD",    "PUT",
                                                                 "DELETE", "OPTIONS", "TRACE"};
    return !request.bodyStream
           && (isOneOf(request.method, kIdempotent) || request.headers.has("Idempotency-Key"));
}

} // namespace gatehouse::net
