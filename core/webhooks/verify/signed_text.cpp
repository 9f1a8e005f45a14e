// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/webhooks/verify/signed_text.h"

#include "core/base/url.h"
#include "core/crypto/encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace gatehouse::webhooks {
namespace {

constexpr std::size_t kShown = 4096;
constexpr std::size_t kMostSignatures = 16;
constexpr std::size_t kMostElements = 64;
constexpr std::string_view kQuery = "query:";

/// Undoes only the escapes that are listed ("%3A%2F…", upper case as RFC 3986 §2.1 wants them).
std::string urlDecoded(std::string_view url, std::string_view escapes)
{
    constexpr std::size_t kEscape = 3;
    std::string out;
    out.reserve(url.size());
    for (std::size_t at = 0; at < url.size();) {
        std::string escape(url.substr(at, kEscape));
        std::ranges::transform(escape, escape.begin(), [](char c) {
            return c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
        });
        bool listed = false;
        for (std::size_t i = 0; url[at] == '%' && i + kEscape <= escapes.size() && !listed; i += kEscape) {
            listed = escapes.substr(i, kEscape) == escape;
        }
        out += listed ? percentDecode(escape) : std::string(1, url[at]);
        at += listed ? kEscape : 1;
    }
    return out;
}

std::string sortedQuery(std::string_view query, std::string_view signatureName)
{
    std::vector<std::string_view> pairs;
    for (std::size_t at = 0; at <= query.size() && !query.empty();) {
        const auto end = std::min(query.find('&', at), query.size());
        const auto pair = query.substr(at, end - at);
        const auto name = pair.substr(0, pair.find('='));
        if (!signatureName.starts_with(kQuery) || name != signatureName.substr(kQuery.size())) {
            pairs.push_back(pair);
        }
        at = end + 1;
    }
    std::ranges::sort(pairs);
    return fmt::format("{}", fmt::join(pairs, "&"));
}

void appendPart(std::string& out, const SignedText& text, const config::SignedPart& part,
                std::string_view secret)
{
    using enum config::SignedPartKind;
    switch (part.kind) {
    case Literal:
        out += part.text;
        break;
    case Method:
        out += text.received.method;
        break;
    case Url:
        out += text.received.url;
        break;
    case UrlDecoded:
        out += urlDecoded(text.received.url, text.urlDecode);
        break;
    case Path:
        out += text.received.path;
        break;
    case SortedQuery:
        out += sortedQuery(text.received.query, text.signatureName);
        break;
    case Body:
        out += text.received.body;
        break;
    case Timestamp:
        out += text.timestamp;
        break;
    case Header:
        out += text.received.headers.get(part.text).value_or("");
        break;
    case Secret:
        out += secret;
        break;
    }
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> split(std::string_view value, std::string_view separator)
{
    std::vector<std::string_view> pieces;
    while (!separator.empty() && pieces.size() + 1 < kMostElements) {
        const auto at = value.find(separator);
        if (at == std::string_view::npos) {
            break;
        }
        pieces.push_back(trimmed(value.substr(0, at)));
        value.remove_prefix(at + separator.size());
    }
    pieces.push_back(trimmed(value));
    return pieces;
}

} // namespace

std::string signedBytes(const SignedText& text, std::string_view secret)
{
    std::string out;
    out.reserve(text.received.body.size() + text.received.url.size() + 64);
    for (const auto& part : text.parts) {
        appendPart(out, text, part, secret);
    }
    return out;
}

std::string signedForDisplay(const SignedText& text)
{
    auto out = signedBytes(text, "••••");
    if (out.size() > kShown) {
        const auto left = out.size() - kShown;
        out.resize(kShown);
        out += fmt::format("… and {} bytes more", left);
    }
    return out;
}

std::optional<std::string> transformedSecret(config::SecretTransform transform, std::string_view secret)
{
    if (transform == config::SecretTransform::Utf8) {
        return std::string(secret);
    }
    if (transform == config::SecretTransform::StripPrefix) {
        const auto prefix = secret.find('_');
        secret = prefix == std::string_view::npos ? secret : secret.substr(prefix + 1);
    }
    auto decoded = crypto::fromBase64(secret);
    return decoded ? std::optional(std::move(*decoded)) : std::nullopt;
}

std::optional<std::string> decodedSignature(config::SignatureEncoding encoding, std::string_view text)
{
    Result<std::string> decoded = encoding == config::SignatureEncoding::Hex ? crypto::fromHex(text)
                                  : encoding == config::SignatureEncoding::Base64
                                      ? crypto::fromBase64(text)
                                      : crypto::fromBase64Url(text);
    return decoded ? std::optional(std::move(*decoded)) : std::nullopt;
}

std::string encodedSignature(config::SignatureEncoding encoding, std::string_view bytes)
{
    switch (encoding) {
    case config::SignatureEncoding::Hex:
        return crypto::toHex(bytes);
    case config::SignatureEncoding::Base64:
        return crypto::toBase64(bytes);
    case config::SignatureEncoding::Base64Url:
        return crypto::toBase64Url(bytes);
    }
    return {};
}

std::string shownPrefix(std::string_view signature)
{
    constexpr std::size_t kPrefix = 8;
    return signature.size() <= kPrefix ? std::string(signature)
                                       : std::string(signature.substr(0, kPrefix)) + "…";
}

std::vector<std::string_view> signaturesIn(std::string_view value, const SignaturePlace& place)
{
    std::vector<std::string_view> found;
    for (auto piece : split(value, place.separator)) {
        if (!place.element.empty()) {
            const auto equals = piece.find('=');
            if (equals == std::string_view::npos || piece.substr(0, equals) != place.element) {
                continue;
            }
            piece.remove_prefix(equals + 1);
        }
        if (piece.starts_with(place.prefix) && found.size() < kMostSignatures) {
            found.push_back(piece.substr(place.prefix.size()));
        }
    }
    return found;
}

std::optional<std::string_view> elementOf(std::string_view value, std::string_view separator,
                                          std::string_view key)
{
    for (const auto piece : split(value, separator)) {
        const auto equals = piece.find('=');
        if (equals != std::string_view::npos && piece.substr(0, equals) == key) {
            return piece.substr(equals + 1);
        }
    }
    return std::nullopt;
}

TimeCheck checkTime(std::string_view timestamp, config::TimestampUnit unit,
                    const std::optional<std::chrono::seconds>& tolerance, UnixMillis now)
{
    constexpr std::int64_t kThousand = 1000;
    constexpr std::int64_t kFarthest = 100'000'000'000'000; // milliseconds: the year 5138
    std::int64_t at = 0;
    const auto parsed = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), at);
    if (parsed.ec != std::errc() || parsed.ptr != timestamp.data() + timestamp.size() || at < 0
        || at > (unit == config::TimestampUnit::Seconds ? kFarthest / kThousand : kFarthest)) {
        return {{},
                fmt::format("the timestamp \"{}\" is not a number of {}", timestamp.substr(0, 32),
                            unit == config::TimestampUnit::Seconds ? "seconds" : "milliseconds")};
    }
    const auto millis = unit == config::TimestampUnit::Seconds ? at * kThousand : at;
    const auto skewMillis = std::chrono::milliseconds(toMillis(now) - millis);
    TimeCheck check{std::chrono::duration_cast<std::chrono::seconds>(skewMillis), {}};
    if (tolerance && std::chrono::abs(skewMillis) > *tolerance) {
        check.reason = fmt::format("the timestamp is {} s {} our clock; at most {} s are allowed",
                                   std::abs(check.skew->count()),
                                   skewMillis.count() > 0 ? "behind" : "ahead of", tolerance->count());
    }
    return check;
}

} // namespace gatehouse::webhooks
