// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/request_copy.h"

#include "core/json/document.h"
#include "core/json/write.h"
#include "ui/text/ascii.h"

#include <algorithm>
#include <array>

namespace gatehouse::ui {

namespace {

Status wholeBody(const CurlRequest& request)
{
    if (request.bodyBytes > static_cast<std::int64_t>(request.body.size())) {
        return fail(Errc::Unsupported, "the request's body was not kept whole");
    }
    return {};
}

struct SplitUrl
{
    std::string host;
    std::string target;
};

SplitUrl splitUrl(const std::string& url)
{
    const auto scheme = url.find("://");
    if (scheme == std::string::npos) {
        return {{}, url.empty() ? "/" : url};
    }
    const auto path = url.find_first_of("/?", scheme + 3);
    if (path == std::string::npos) {
        return {url.substr(scheme + 3), "/"};
    }
    return {url.substr(scheme + 3, path - scheme - 3), (url[path] == '?' ? "/" : "") + url.substr(path)};
}

/// Headers that the sender's own HTTP makes; they would contradict it.
bool isFraming(std::string_view name)
{
    static constexpr std::array<std::string_view, 6> kNames{
        "host", "content-length", "connection", "keep-alive", "te", "transfer-encoding"};
    return std::any_of(kNames.begin(), kNames.end(), [name](auto own) { return equalsNoCase(own, name); });
}

/// A text as a JavaScript string. JSON's strings are JavaScript's.
std::string quoted(std::string_view text)
{
    return json::write(json::Value::string(text));
}

std::string variableOf(std::string_view header)
{
    std::string name;
    for (const char c : header) {
        const bool letter = lower(c) >= 'a' && lower(c) <= 'z';
        const bool digit = c >= '0' && c <= '9' && !name.empty();
        name += letter ? static_cast<char>(lower(c) - 'a' + 'A') : digit ? c : '_';
    }
    return name;
}

constexpr std::string_view kMask = "••••";

/// What is masked already says how it ends; the rest is masked whole.
std::string maskedValue(const HeaderField& header)
{
    return isMaskedHeader(header) ? header.value : std::string(kMask);
}

std::string scriptUrl(const CurlRequest& request)
{
    const auto [before, behind] = aroundSecret(request);
    if (before.size() == request.url.size()) {
        return quoted(request.url);
    }
    return quoted(before) + " + process.env." + std::string(kUrlVariable)
           + (behind.empty() ? std::string() : " + " + quoted(behind));
}

} // namespace

/// Bytes that are no text would not survive in a string of either language.
bool isUtf8(std::string_view body)
{
    for (std::size_t at = 0; at < body.size();) {
        const auto byte = static_cast<unsigned char>(body[at]);
        const std::size_t more = byte < 0x80 ? 0 : byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC2 ? 1 : 4;
        if (more == 4 || byte > 0xF4 || at + more >= body.size() + (more == 0 ? 1U : 0U)) {
            return false;
        }
        for (std::size_t i = 1; i <= more; ++i) {
            if ((static_cast<unsigned char>(body[at + i]) & 0xC0U) != 0x80U) {
                return false;
            }
        }
        at += more + 1;
    }
    return true;
}

Result<std::string> httpMessage(const CurlRequest& request)
{
    GH_TRY(wholeBody(request));
    const auto [before, behind] = aroundSecret(request);
    const bool whole = before.size() == request.url.size();
    const auto [host, target] =
        splitUrl(whole ? request.url : std::string(before) + std::string(kMask) + std::string(behind));
    std::string text = request.method + " " + target + " HTTP/1.1\r\n";
    text += "Host: " + (host.empty() ? std::string("localhost") : host) + "\r\n";
    for (const auto& header : request.headers) {
        if (!isFraming(header.name)) {
            text.append(header.name).append(": ");
            text.append(isLeftOut(request, header) ? maskedValue(header) : header.value).append("\r\n");
        }
    }
    text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n\r\n";
    return text + request.body;
}

Result<std::string> fetchCall(const CurlRequest& request)
{
    GH_TRY(wholeBody(request));
    if (!isUtf8(request.body)) {
        return fail(Errc::Unsupported, "the body is not text, so it cannot stand in a script");
    }
    std::string text = "await fetch(" + scriptUrl(request) + ", {\n  method: " + quoted(request.method);
    std::string headers;
    for (const auto& header : request.headers) {
        if (isFraming(header.name) || equalsNoCase(header.name, "accept-encoding")) {
            continue;
        }
        headers += headers.empty() ? "\n    " : ",\n    ";
        headers += quoted(header.name) + ": ";
        headers +=
            isLeftOut(request, header) ? "process.env." + variableOf(header.name) : quoted(header.value);
    }
    if (!headers.empty()) {
        text += ",\n  headers: {" + headers + "\n  }";
    }
    if (!request.body.empty()) {
        text += ",\n  body: " + quoted(request.body);
    }
    return text + "\n});";
}

} // namespace gatehouse::ui
