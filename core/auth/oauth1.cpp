// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/oauth1.h"

#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace gatehouse::auth {

namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

Parameters protocolParameters(const OAuth1Request& request, const OAuth1Credentials& credentials,
                              std::string_view signatureMethod)
{
    return {{"oauth_consumer_key", credentials.consumerKey},
            {"oauth_token", credentials.token},
            {"oauth_nonce", request.nonce},
            {"oauth_signature_method", std::string(signatureMethod)},
            {"oauth_timestamp", std::to_string(request.timestamp)},
            {"oauth_version", "1.0"}};
}

/// RFC 5849 §3.4.1.3.2: encode names and values, sort by encoded name then value, join.
std::string normalised(const Parameters& parameters)
{
    Parameters encoded;
    encoded.reserve(parameters.size());
    for (const auto& [name, value] : parameters) {
        encoded.emplace_back(percentEncode(name), percentEncode(value));
    }
    std::sort(encoded.begin(), encoded.end());
    std::string out;
    for (const auto& [name, value] : encoded) {
        out += fmt::format("{}{}={}", out.empty() ? "" : "&", name, value);
    }
    return out;
}

std::optional<crypto::Digest> digestOf(std::string_view signatureMethod)
{
    static constexpr std::string_view kPrefix = "HMAC-";
    if (!signatureMethod.starts_with(kPrefix)) {
        return std::nullopt;
    }
    return crypto::digestByName(signatureMethod.substr(kPrefix.size()));
}

} // namespace

std::string oauth1BaseString(const OAuth1Request& request, const OAuth1Credentials& credentials,
                             std::string_view signatureMethod)
{
    auto parameters = protocolParameters(request, credentials, signatureMethod);
    const auto query = parseQuery(request.url.query);
    parameters.insert(parameters.end(), query.begin(), query.end());
    parameters.insert(parameters.end(), request.formParameters.begin(), request.formParameters.end());
    const std::string url = request.url.scheme + "://" + request.url.authority() + request.url.path;
    return request.method + "&" + percentEncode(url) + "&" + percentEncode(normalised(parameters));
}

Result<std::string> oauth1Authorization(const OAuth1Request& request, const OAuth1Credentials& credentials,
                                        std::string_view signatureMethod)
{
    const auto algorithm = digestOf(signatureMethod);
    if (!algorithm) {
        return fail(
            Errc::Unsupported,
            fmt::format("the signature method \"{}\" is not one of HMAC-SHA256, HMAC-SHA1", signatureMethod));
    }
    const Secret key(percentEncode(credentials.consumerSecret.reveal()) + "&"
                     + percentEncode(credentials.tokenSecret.reveal()));
    auto parameters = protocolParameters(request, credentials, signatureMethod);
    parameters.emplace_back("oauth_signature", crypto::toBase64(crypto::hmac(
                                                   *algorithm, key.reveal(),
                                                   oauth1BaseString(request, credentials, signatureMethod))));
    std::sort(parameters.begin(), parameters.end());
    std::string out = "OAuth ";
    if (!request.realm.empty()) {
        out += fmt::format("realm=\"{}\", ", percentEncode(request.realm));
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        out += fmt::format("{}{}=\"{}\"", i == 0 ? "" : ", ", percentEncode(parameters[i].first),
                           percentEncode(parameters[i].second));
    }
    return out;
}

} // namespace gatehouse::auth
