// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace gatehouse {

namespace {

constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;

char lower(char c)
{
    return (c >= 'A' && c <= 'Z') ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

bool isUnreserved(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
           || c == '_' || c == '~';
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char l = lower(c);
    return (l >= 'a' && l <= 'f') ? l - 'a' + 10 : -1;
}

tl::unexpected<Error> badUrl(std::string_view text, std::string_view why)
{
    return fail(Errc::ParseError, fmt::format("\"{}\" is not a usable URL: {}", text, why));
}

bool hasForbiddenCharacter(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto u = static_cast<unsigned char>(c);
        return u <= 0x20 || u == 0x7f || c == '\\' || c == '"' || c == '<' || c == '>';
    });
}

Status readAuthority(std::string_view authority, std::string_view text, Url& url)
{
    if (authority.find('@') != std::string_view::npos) {
        return badUrl(text, "user names and passwords are not allowed in URLs");
    }
    std::string_view port;
    if (authority.starts_with('[')) {
        const auto close = authority.find(']');
        if (close == std::string_view::npos) {
            return badUrl(text, "the IPv6 address has no closing bracket");
        }
        url.host = lowered(authority.substr(1, close - 1));
        port = authority.substr(close + 1);
    } else {
        const auto colon = authority.find(':');
        url.host = lowered(authority.substr(0, colon));
        port = colon == std::string_view::npos ? std::string_view{} : authority.substr(colon);
    }
    if (url.host.empty()) {
        return badUrl(text, "it names no host");
    }
    url.port = url.secure() ? kHttpsPort : kHttpPort;
    if (port.size() > 1) {
        const auto digits = port.substr(1);
        const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), url.port);
        if (port.front() != ':' || error != std::errc{} || stop != digits.data() + digits.size()
            || url.port == 0) {
            return badUrl(text, "the port is not a number from 1 to 65535");
        }
    }
    return {};
}

/// RFC 3986 §5.2.4.
std::string removeDotSegments(std::string_view path)
{
    std::vector<std::string_view> kept;
    bool trailingSlash = false;
    std::size_t at = 0;
    while (at < path.size()) {
        const auto next = std::min(path.find('/', at + 1), path.size());
        const auto segment = path.substr(at + 1, next - at - 1);
        trailingSlash = segment == "." || segment == "..";
        if (segment == "..") {
            if (!kept.empty()) {
                kept.pop_back();
            }
        } else if (segment != ".") {
            kept.push_back(segment);
        }
        at = next;
    }
    std::string out;
    for (const auto segment : kept) {
        out += '/';
        out += segment;
    }
    if (out.empty() || trailingSlash) {
        out += '/';
    }
    return out;
}

} // namespace

Result<Url> Url::parse(std::string_view text)
{
    if (hasForbiddenCharacter(text)) {
        return badUrl(text, "it holds a space, a control character or one of \\ \" < >");
    }
    Url url;
    const auto colon = text.find("://");
    if (colon == std::string_view::npos) {
        return badUrl(text, "it does not start with http:// or https://");
    }
    url.scheme = lowered(text.substr(0, colon));
    if (url.scheme != "http" && url.scheme != "https") {
        return badUrl(text, "only http and https are supported");
    }
    std::string_view rest = text.substr(colon + 3);
    if (rest.find('#') != std::string_view::npos) {
        return badUrl(text, "a fragment (#…) is never sent and not allowed here");
    }
    const auto end = std::min(rest.find_first_of("/?"), rest.size());
    GH_TRY(readAuthority(rest.substr(0, end), text, url));
    rest.remove_prefix(end);
    const auto question = rest.find('?');
    url.path = std::string(rest.substr(0, question));
    if (question != std::string_view::npos) {
        url.query = std::string(rest.substr(question + 1));
    }
    if (url.path.empty()) {
        url.path = "/";
    }
    return url;
}

Result<Url> Url::resolve(std::string_view reference) const
{
    if (reference.find("://") != std::string_view::npos
        && reference.find("://") < reference.find_first_of("/?")) {
        return parse(reference);
    }
    if (reference.starts_with("//")) {
        return parse(scheme + ":" + std::string(reference));
    }
    if (hasForbiddenCharacter(reference)) {
        return badUrl(reference, "it holds a space, a control character or one of \\ \" < >");
    }
    Url out = *this;
    reference = reference.substr(0, reference.find('#'));
    const auto question = reference.find('?');
    const auto refPath = reference.substr(0, question);
    if (!refPath.empty()) {
        out.path = refPath.starts_with('/')
                       ? removeDotSegments(refPath)
                       : removeDotSegments(path.substr(0, path.rfind('/') + 1) + std::string(refPath));
    }
    if (question != std::string_view::npos) {
        out.query = std::string(reference.substr(question + 1));
    } else if (!refPath.empty()) {
        out.query.clear();
    }
    return out;
}

std::string Url::authority() const
{
    const std::string shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
    const bool standard = port == (secure() ? kHttpsPort : kHttpPort);
    return standard ? shown : fmt::format("{}:{}", shown, port);
}

std::string Url::target() const
{
    return query.empty() ? path : path + "?" + query;
}

std::string Url::str() const
{
    return scheme + "://" + authority() + target();
}

bool Url::sameOrigin(const Url& other) const noexcept
{
    return scheme == other.scheme && host == other.host && port == other.port;
}

std::string percentEncode(std::string_view text)
{
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (isUnreserved(c)) {
            out += c;
        } else {
            const auto u = static_cast<unsigned char>(c);
            out += '%';
            out += kHex[u >> 4U];
            out += kHex[u & 15U];
        }
    }
    return out;
}

std::string percentDecode(std::string_view text, bool plusIsSpace)
{
    if (text.find('%') == std::string_view::npos
        && (!plusIsSpace || text.find('+') == std::string_view::npos)) {
        return std::string(text); // nearly all of them
    }
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hexValue(text[i + 1]) >= 0
            && hexValue(text[i + 2]) >= 0) {
            out += static_cast<char>(hexValue(text[i + 1]) * 16 + hexValue(text[i + 2]));
            i += 2;
        } else {
            out += (plusIsSpace && text[i] == '+') ? ' ' : text[i];
        }
    }
    return out;
}

std::vector<std::pair<std::string, std::string>> parseQuery(std::string_view query)
{
    std::vector<std::pair<std::string, std::string>> out;
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.empty()) {
            continue;
        }
        const auto equals = std::min(pair.find('='), pair.size());
        out.emplace_back(percentDecode(pair.substr(0, equals), true),
                         equals < pair.size() ? percentDecode(pair.substr(equals + 1), true) : std::string());
    }
    return out;
}

std::string buildQuery(const std::vector<std::pair<std::string, std::string>>& pairs)
{
    std::string out;
    for (const auto& [name, value] : pairs) {
        if (!out.empty()) {
            out += '&';
        }
        out += percentEncode(name) + "=" + percentEncode(value);
    }
    return out;
}

} // namespace gatehouse
