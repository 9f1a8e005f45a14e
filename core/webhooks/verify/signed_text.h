// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/webhook_definition.h"
#include "core/webhooks/verify/received.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::webhooks {

/// What a signature covers.
struct SignedText
{
    const std::vector<config::SignedPart>& parts;
    const Received& received;
    std::string_view timestamp;     ///< As it came.
    std::string_view urlDecode;     ///< Escapes that url_decoded undoes.
    std::string_view signatureName; ///< What sorted_query leaves out: "query:hmac".
};

[[nodiscard]] std::string signedBytes(const SignedText& text, std::string_view secret);
/// The same for people: secrets masked, at most 4 KiB.
[[nodiscard]] std::string signedForDisplay(const SignedText& text);

/// The key of a MAC from the secret as it is kept. Nothing: it is not of that form.
[[nodiscard]] std::optional<std::string> transformedSecret(config::SecretTransform transform,
                                                           std::string_view secret);
/// The bytes of a signature written in that encoding. Nothing: it is not.
[[nodiscard]] std::optional<std::string> decodedSignature(config::SignatureEncoding encoding,
                                                          std::string_view text);
[[nodiscard]] std::string encodedSignature(config::SignatureEncoding encoding, std::string_view bytes);

/// The first characters of a signature: enough to compare by eye, far from enough to use.
[[nodiscard]] std::string shownPrefix(std::string_view signature);

/// Where a header's signatures stand: all that may be meant, prefix and key removed. At most 16.
struct SignaturePlace
{
    std::string_view separator;
    std::string_view element; ///< Key of "key=value"; empty: the whole value.
    std::string_view prefix;
};

[[nodiscard]] std::vector<std::string_view> signaturesIn(std::string_view value, const SignaturePlace& place);
/// The value of "key=value" among the elements of a header.
[[nodiscard]] std::optional<std::string_view> elementOf(std::string_view value, std::string_view separator,
                                                        std::string_view key);

/// A timestamp against the clock. reason is empty when it may pass.
struct TimeCheck
{
    std::optional<std::chrono::seconds> skew; ///< Our clock minus the timestamp.
    std::string reason;
};

[[nodiscard]] TimeCheck checkTime(std::string_view timestamp, config::TimestampUnit unit,
                                  const std::optional<std::chrono::seconds>& tolerance, UnixMillis now);

} // namespace gatehouse::webhooks
