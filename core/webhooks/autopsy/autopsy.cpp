// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/webhooks/autopsy/autopsy.h"

#include "core/json/parse.h"
#include "core/json/write.h"
#include "core/webhooks/verify/signed_text.h"
#include "core/webhooks/verify/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::webhooks {
namespace {

constexpr std::uint32_t kMostAttempts = 2'000;
constexpr std::size_t kLargestBody = std::size_t{64} << 10U;

/// One way in which things may be other than they should be.
struct Variant
{
    std::string mistake; ///< Empty: as it should be.
    std::string explanation;
    std::string value;
};

using Variants = std::vector<Variant>;

void addBody(Variants& bodies, std::string mistake, std::string explanation, std::string body)
{
    const bool known = std::ranges::any_of(bodies, [&](const Variant& one) { return one.value == body; });
    if (!known) {
        bodies.push_back({std::move(mistake), std::move(explanation), std::move(body)});
    }
}

std::string replacedAll(std::string text, std::string_view what, std::string_view by)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
    }
    return text;
}

/// What a proxy, a framework or a test script makes of a body before it reaches us (or before it was signed).
Variants bodiesOf(const std::string& body)
{
    Variants bodies{{{}, {}, body}};
    addBody(bodies, "trailing_newline",
            "The body was signed without the line break at its end: something "
            "between the sender and us (or a test script) added one.",
            body.substr(0, body.find_last_not_of("\r\n") + 1));
    addBody(bodies, "trailing_newline",
            "The body was signed with a line break at its end that is missing here: "
            "something between the sender and us cut it off.",
            body + "\n");
    addBody(bodies, "line_endings", "The body was signed with CRLF line endings and arrived with LF.",
            replacedAll(replacedAll(body, "\r\n", "\n"), "\n", "\r\n"));
    addBody(bodies, "line_endings", "The body was signed with LF line endings and arrived with CRLF.",
            replacedAll(body, "\r\n", "\n"));
    addBody(bodies, "byte_order_mark", "The body was signed without the byte order mark at its front.",
            body.starts_with("\xef\xbb\xbf") ? body.substr(3) : body);
    addBody(bodies, "reencoded_body",
            "The body was signed with escaped slashes (\\/): a proxy or framework "
            "parsed the JSON and wrote it anew. Pass the raw bytes on.",
            replacedAll(body, "/", "\\/"));
    addBody(bodies, "reencoded_body",
            "The body was signed with plain slashes: a proxy or framework parsed the "
            "JSON and wrote it anew. Pass the raw bytes on.",
            replacedAll(body, "\\/", "/"));
    if (const auto parsed = json::parse(std::string_view(body))) {
        const std::string explanation =
            "The body was signed in another JSON layout: a proxy or framework parsed "
            "the JSON and wrote it anew. Pass the raw bytes on.";
        const auto compact = json::write(**parsed);
        addBody(bodies, "reencoded_body", explanation, compact);
        addBody(bodies, "reencoded_body", explanation, json::writePretty(**parsed));
        addBody(bodies, "reencoded_body", explanation, replacedAll(compact, "/", "\\/"));
    }
    addBody(bodies, "empty_body",
            "The signature covers an empty body: the sender signed before it attached it.", {});
    return bodies;
}

/// The key as the scheme wants it, and as people paste it.
Variants keysOf(const config::HmacVerifier& verifier, const SecretSet& secrets)
{
    Variants keys;
    const auto add = [&](const std::string& mistake, const std::string& explanation,
                         const std::optional<std::string>& key) {
        const bool known =
            !key || std::ranges::any_of(keys, [&](const Variant& one) { return one.value == *key; });
        if (!known) {
            keys.push_back({mistake, explanation, *key});
        }
    };
    using enum config::SecretTransform;
    for (const auto& secret : secrets.of(verifier.secretRef)) {
        const auto text = std::string(secret.value.reveal());
        add("", "", transformedSecret(verifier.secretTransform, text));
        for (const auto transform : {Utf8, Base64, StripPrefix}) {
            add("secret_form",
                transform == Utf8 ? "The secret was used as plain text; this scheme decodes it first."
                                  : "The secret was decoded from Base64; this scheme uses it as plain text.",
                transformedSecret(transform, text));
        }
        const auto first = text.find_first_not_of(" \t\r\n");
        const auto last = text.find_last_not_of(" \t\r\n");
        if (first != std::string::npos && (first > 0 || last + 1 < text.size())) {
            add("secret_spaces", "The secret that is kept here has spaces or a line break around it.",
                transformedSecret(verifier.secretTransform, text.substr(first, last - first + 1)));
        }
    }
    for (const auto& [ref, named] : secrets.all()) {
        for (const auto& secret : named) {
            add("other_secret",
                fmt::format("It was signed with \"{}\", not with \"{}\".", secret.name, verifier.secretRef),
                transformedSecret(verifier.secretTransform, secret.value.reveal()));
        }
    }
    return keys;
}

/// The address, as it may have been written at the provider.
Variants urlsOf(const config::HmacVerifier& verifier, const Received& received)
{
    Variants urls{{{}, {}, received.url}};
    const bool signsUrl = std::ranges::any_of(verifier.signedParts, [](const config::SignedPart& part) {
        return part.kind == config::SignedPartKind::Url || part.kind == config::SignedPartKind::UrlDecoded;
    });
    const auto host =
        received.headers.get("x-forwarded-host").value_or(received.headers.get("host").value_or(""));
    const auto scheme = received.url.find("://");
    const auto path = scheme == std::string::npos ? scheme : received.url.find('/', scheme + 3);
    if (!signsUrl || path == std::string::npos) {
        return urls;
    }
    const auto add = [&](std::string url) {
        auto explanation =
            fmt::format("It was sent to {}, which is not the URL that is configured here: a proxy "
                        "stands between. Set the account's webhook_url to that address.",
                        url);
        addBody(urls, "wrong_url", std::move(explanation), std::move(url));
    };
    const auto rest = received.url.substr(path);
    for (const std::string_view protocol : {"https://", "http://"}) {
        add(std::string(protocol) + std::string(host) + rest);
        add(std::string(protocol) + received.url.substr(scheme + 3));
    }
    add(received.url.substr(0, received.url.find('?')));
    return urls;
}

struct Search
{
    const config::HmacVerifier& verifier;
    const Received& received;
    VerificationReport& report;
    std::vector<std::string> signatures; ///< Decoded, in every encoding that fits.
    std::string timestamp;
    config::SignatureEncoding usual;

    /// Whether that combination gives one of the signatures. Timestamps are left out of account here.
    [[nodiscard]] bool matches(const Variant& key, const Variant& body, const Variant& url,
                               config::DigestAlgorithm algorithm)
    {
        if (++report.attempts > kMostAttempts) {
            return false;
        }
        Received changed = received;
        changed.body = body.value;
        changed.url = url.value;
        const SignedText text{verifier.signedParts, changed, timestamp, verifier.urlDecode, verifier.header};
        const auto mac = macOf(algorithm, key.value, signedBytes(text, key.value));
        return std::ranges::find(signatures, mac) != signatures.end();
    }
};

void addFinding(VerificationReport& report, std::string mistake, std::string explanation)
{
    const bool known = std::ranges::any_of(report.findings, [&](const AutopsyFinding& finding) {
        return finding.mistake == mistake && finding.explanation == explanation;
    });
    if (!known && !mistake.empty()) {
        report.findings.push_back({std::move(mistake), std::move(explanation)});
    }
}

/// What the combination says; nothing but the scheme as it should be means that only the time or the writing
/// of the signature is wrong.
void tell(Search& search, const Variant& key, const Variant& body, const Variant& url,
          config::DigestAlgorithm algorithm)
{
    addFinding(search.report, key.mistake, key.explanation);
    addFinding(search.report, body.mistake, body.explanation);
    addFinding(search.report, url.mistake, url.explanation);
    if (algorithm != search.verifier.algorithm) {
        addFinding(search.report, "algorithm",
                   fmt::format("It was signed with {}, the definition says {}.", algorithmName(algorithm),
                               algorithmName(search.verifier.algorithm)));
    }
}

/// Whatever the header holds, in whatever encoding, with or without the prefix.
std::vector<std::string> allSignatures(const config::HmacVerifier& verifier, std::string_view header)
{
    std::vector<std::string> found;
    std::vector<std::string_view> texts =
        signaturesIn(header, {verifier.separator, verifier.element, verifier.prefix});
    for (auto piece : signaturesIn(header, {verifier.separator.empty() ? "," : verifier.separator, {}, {}})) {
        texts.push_back(piece);
        for (const char mark : {'=', ','}) {
            if (const auto at = piece.find(mark); at != std::string_view::npos) {
                texts.push_back(piece.substr(at + 1));
            }
        }
    }
    using enum config::SignatureEncoding;
    for (const auto text : texts) {
        for (const auto encoding : {Hex, Base64, Base64Url}) {
            if (auto decoded = decodedSignature(encoding, text); decoded && decoded->size() >= 16) {
                found.push_back(std::move(*decoded));
            }
        }
    }
    return found;
}

/// Right, but not written as the scheme wants it.
void tellWriting(Search& search, std::string_view header)
{
    const auto proper =
        signaturesIn(header, {search.verifier.separator, search.verifier.element, search.verifier.prefix});
    if (proper.empty()) {
        addFinding(search.report, "prefix",
                   fmt::format("The signature is right, but it does not begin with \"{}{}\".",
                               search.verifier.element.empty() ? "" : search.verifier.element + "=",
                               search.verifier.prefix));
        return;
    }
    const bool decodes = std::ranges::any_of(proper, [&](std::string_view text) {
        const auto decoded = decodedSignature(search.usual, text);
        return decoded && std::ranges::find(search.signatures, *decoded) != search.signatures.end()
               && decoded->size() <= 64 && encodedSignature(search.usual, *decoded).size() == text.size()
               && (search.usual != config::SignatureEncoding::Base64 || decoded->size() != 48);
    });
    addFinding(
        search.report, decodes ? "clock_skew" : "encoding",
        decodes ? "The signature is right, only its timestamp is outside the tolerance: compare the clocks "
                  "of both machines, or the event was held up on its way."
                : "The signature is right, but written in another encoding (hex instead of Base64, or the "
                  "other way round).");
}

void explainHmac(const config::HmacVerifier& verifier, const Rejection& rejection, VerificationReport& report)
{
    const auto header = namedValue(rejection.received, verifier.header);
    if (!header) {
        return;
    }
    Search search{verifier, rejection.received, report, allSignatures(verifier, *header),
                  {},       verifier.encoding};
    search.timestamp =
        verifier.timestampElement.empty()
            ? namedValue(rejection.received, verifier.timestampHeader).value_or("")
            : std::string(elementOf(*header, verifier.separator, verifier.timestampElement).value_or(""));
    const auto keys = keysOf(verifier, *rejection.route->secrets);
    const auto bodies = bodiesOf(rejection.received.body);
    const auto urls = urlsOf(verifier, rejection.received);
    using enum config::DigestAlgorithm;
    for (const auto algorithm : {verifier.algorithm, HmacSha256, HmacSha1, HmacSha512, Sha256}) {
        for (const auto& key : keys) {
            for (const auto& body : bodies) {
                for (const auto& url : urls) {
                    if (!search.matches(key, body, url, algorithm)) {
                        continue;
                    }
                    tell(search, key, body, url, algorithm);
                    if (key.mistake.empty() && body.mistake.empty() && url.mistake.empty()
                        && algorithm == verifier.algorithm) {
                        tellWriting(search, *header);
                    }
                    return;
                }
            }
        }
    }
}

} // namespace

void explain(const Rejection& rejection, const JwkSource& /*keys*/, VerificationReport& report)
{
    if (static_cast<std::int64_t>(rejection.received.body.size()) != rejection.shown.bodyBytes
        || rejection.received.body.size() > kLargestBody) {
        return;
    }
    for (const auto& verifier : rejection.route->provider->webhooks->verify) {
        if (const auto* hmac = std::get_if<config::HmacVerifier>(&verifier.check);
            hmac != nullptr && report.findings.empty()) {
            explainHmac(*hmac, rejection, report);
        }
    }
}

VerificationReport verifyWith(const Rejection& rejection, const Secret& secret, const JwkSource& keys)
{
    SecretSet secrets;
    for (const auto& verifier : rejection.route->provider->webhooks->verify) {
        for (const auto* ref : {std::get_if<config::HmacVerifier>(&verifier.check) != nullptr
                                    ? &std::get<config::HmacVerifier>(verifier.check).secretRef
                                    : nullptr,
                                std::get_if<config::StaticTokenVerifier>(&verifier.check) != nullptr
                                    ? &std::get<config::StaticTokenVerifier>(verifier.check).secretRef
                                    : nullptr,
                                std::get_if<config::JwtVerifier>(&verifier.check) != nullptr
                                    ? &std::get<config::JwtVerifier>(verifier.check).secretRef
                                    : nullptr}) {
            if (ref != nullptr) {
                secrets.add(*ref, "the secret that was tried", secret.clone());
            }
        }
    }
    RequestInput input(rejection.received);
    return verify(*rejection.route->provider->webhooks,
                  {rejection.received, secrets, keys, *rejection.route->context, input});
}

} // namespace gatehouse::webhooks
