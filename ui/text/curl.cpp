// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/curl.h"

#include "ui/text/ascii.h"

#include <algorithm>
#include <array>

namespace gatehouse::ui {

namespace {

bool madeByCurl(std::string_view name)
{
    static constexpr std::array<std::string_view, 6> kOwn{
        "host", "content-length", "connection", "keep-alive", "te", "transfer-encoding"};
    return std::any_of(kOwn.begin(), kOwn.end(), [&](auto own) { return equalsNoCase(own, name); });
}

std::string variableFor(std::string_view header)
{
    std::string name;
    for (const char c : header) {
        const bool letter = lower(c) >= 'a' && lower(c) <= 'z';
        const bool digit = c >= '0' && c <= '9' && !name.empty();
        name += letter ? static_cast<char>(lower(c) - 'a' + 'A') : digit ? c : '_';
    }
    return name.empty() ? "VALUE" : name;
}

/// The scheme word of "Bearer ••••" may stay, the rest is the secret.
std::string schemeOf(const HeaderField& header)
{
    const auto space = header.value.find(' ');
    const bool scheme = space != std::string::npos && space < 16 && header.value.find("•") > space
                        && header.value.find('[') > space;
    return scheme && equalsNoCase(header.name, "authorization") ? header.value.substr(0, space + 1)
                                                                : std::string();
}

bool isText(std::string_view body)
{
    return std::none_of(body.begin(), body.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
    });
}

std::string octal(std::string_view bytes)
{
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += '\\';
        text += static_cast<char>('0' + (byte >> 6U));
        text += static_cast<char>('0' + ((byte >> 3U) & 7U));
        text += static_cast<char>('0' + (byte & 7U));
    }
    return text;
}

void appendHeaders(const CurlRequest& request, std::string& head, std::string& command)
{
    for (const auto& header : request.headers) {
        if (madeByCurl(header.name)) {
            continue;
        }
        if (equalsNoCase(header.name, "accept-encoding")) {
            command += " \\\n  --compressed";
            continue;
        }
        if (!isLeftOut(request, header)) {
            // curl leaves a header with nothing behind the colon out; a semicolon sends it empty.
            const bool empty = header.value.empty();
            command += " \\\n  -H " + shellQuote(header.name + (empty ? ";" : ": " + header.value));
            continue;
        }
        const auto variable = variableFor(header.name);
        head.append(": \"${").append(variable).append(":?set ").append(variable);
        head.append(" to the secret first}\"\n");
        command += " \\\n  -H " + shellQuote(header.name + ": " + schemeOf(header)) + "\"$" + variable + "\"";
    }
}

void appendUrl(const CurlRequest& request, std::string& head, std::string& command)
{
    const auto [before, behind] = aroundSecret(request);
    command += ' ' + shellQuote(before);
    if (before.size() == request.url.size()) {
        return;
    }
    const std::string variable(kUrlVariable);
    head.append(": \"${").append(variable).append(":?set ").append(variable);
    head.append(" to the secret part of the URL first}\"\n");
    command += "\"$" + variable + "\"" + (behind.empty() ? std::string() : shellQuote(behind));
}

} // namespace

bool isSecretHeader(const HeaderField& header)
{
    static constexpr std::array<std::string_view, 7> kNames{
        "authorization", "proxy-authorization", "cookie", "token", "api-key", "apikey", "secret"};
    std::string name;
    std::transform(header.name.begin(), header.name.end(), std::back_inserter(name), lower);
    const bool named = std::any_of(kNames.begin(), kNames.end(),
                                   [&](auto part) { return name.find(part) != std::string::npos; });
    return named || isMaskedHeader(header);
}

bool isMaskedHeader(const HeaderField& header)
{
    return header.value.find("••••") != std::string::npos || containsNoCase(header.value, "[redacted]")
           || header.value == "***";
}

bool isLeftOut(const CurlRequest& request, const HeaderField& header)
{
    return request.redact ? isSecretHeader(header) : isMaskedHeader(header);
}

std::pair<std::string_view, std::string_view> aroundSecret(const CurlRequest& request)
{
    const std::string_view url = request.url;
    const auto at =
        request.redact && !request.urlSecret.empty() ? url.find(request.urlSecret) : std::string_view::npos;
    return at == std::string_view::npos
               ? std::pair(url, std::string_view())
               : std::pair(url.substr(0, at), url.substr(at + request.urlSecret.size()));
}

std::string shellQuote(std::string_view text)
{
    static constexpr std::string_view kBare =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:@%+=,";
    if (!text.empty() && text.find_first_not_of(kBare) == std::string_view::npos) {
        return std::string(text);
    }
    std::string quoted = "'";
    for (const char c : text) {
        quoted += c == '\'' ? "'\\''" : std::string(1, c);
    }
    return quoted + "'";
}

Result<std::string> curlCommand(const CurlRequest& request)
{
    if (request.bodyBytes > static_cast<std::int64_t>(request.body.size())) {
        return fail(Errc::Unsupported,
                    "only " + std::to_string(request.body.size()) + " of the "
                        + std::to_string(request.bodyBytes)
                        + " bytes of the request body were kept, so the command would not send "
                          "the same request");
    }
    std::string head;
    std::string command = "curl -sS";
    const bool impliedMethod = request.method == (request.body.empty() ? "GET" : "POST");
    if (request.method == "HEAD") {
        command += " -I";
    } else if (!impliedMethod) {
        command += " -X " + shellQuote(request.method);
    }
    appendUrl(request, head, command);
    if (request.url.find_first_of("[]{}") != std::string::npos) {
        command += " -g"; // else curl takes brackets for ranges
    }
    if (!request.bearerFrom.empty()) {
        command += " \\\n  -H \"Authorization: Bearer $(cat " + shellQuote(request.bearerFrom) + ")\"";
    }
    appendHeaders(request, head, command);
    if (request.body.empty()) {
        return head + command;
    }
    const bool typed = std::any_of(request.headers.begin(), request.headers.end(),
                                   [](const auto& h) { return equalsNoCase(h.name, "content-type"); });
    if (!typed) {
        command += " \\\n  -H 'Content-Type;'"; // or curl would add a form's
    }
    if (isText(request.body)) {
        // --data-raw: a body that begins with @ is not a file name.
        return head + command + " \\\n  --data-raw " + shellQuote(request.body);
    }
    return head + "printf '" + octal(request.body) + "' | " + command + " \\\n  --data-binary @-";
}

CurlRequest curlOf(const Exchange& exchange)
{
    return {exchange.method,           exchange.url,
            exchange.requestHeaders,   exchange.requestBody,
            exchange.requestBodyBytes, {}};
}

} // namespace gatehouse::ui
