// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/signing.h"

#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"

#include <fmt/format.h>

namespace gatehouse::delivery {
namespace {

constexpr std::string_view kPrefix = "whsec_";
constexpr std::size_t kFewestBytes = 24;
constexpr std::size_t kMostBytes = 64;
constexpr std::size_t kMadeBytes = 32;

Result<Secret> keyOf(std::string_view text)
{
    if (!text.starts_with(kPrefix)) {
        return fail(Errc::InvalidArgument, "a signing secret starts with \"whsec_\"");
    }
    auto bytes = crypto::fromBase64(text.substr(kPrefix.size()));
    if (!bytes) {
        return fail(Errc::InvalidArgument, "a signing secret is \"whsec_\" and base64");
    }
    Secret key(std::move(*bytes));
    if (key.size() < kFewestBytes || key.size() > kMostBytes) {
        return fail(Errc::InvalidArgument, fmt::format("a signing secret holds {} to {} bytes, this one {}",
                                                       kFewestBytes, kMostBytes, key.size()));
    }
    return key;
}

} // namespace

Secret makeSigningSecret(Random& random)
{
    std::string bytes(kMadeBytes, '\0');
    random.fill(std::as_writable_bytes(std::span(bytes)));
    const Secret key(std::move(bytes));
    const Secret text(crypto::toBase64(key.reveal()));
    return Secret(fmt::format("{}{}", kPrefix, text.reveal()));
}

Status checkSigningSecret(std::string_view text)
{
    GH_TRY(keyOf(text));
    return {};
}

std::string messageTimestamp(UnixMillis at)
{
    return std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
}

std::string signMessage(std::span<const Secret> secrets, std::string_view messageId, UnixMillis at,
                        std::string_view body)
{
    const std::string content = fmt::format("{}.{}.{}", messageId, messageTimestamp(at), body);
    std::string out;
    for (const Secret& secret : secrets) {
        const auto key = keyOf(secret.reveal());
        if (!key) {
            continue;
        }
        out += out.empty() ? "v1," : " v1,";
        out += crypto::toBase64(crypto::hmac(crypto::Digest::Sha256, key->reveal(), content));
    }
    return out;
}

} // namespace gatehouse::delivery
