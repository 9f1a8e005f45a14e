// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/auth/wsse.h"

#include "core/base/time_format.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/json/xml.h"

#include <fmt/format.h>

namespace gatehouse::auth {

namespace {

constexpr std::string_view kSecext =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
constexpr std::string_view kUtility =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
constexpr std::string_view kProfile =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
constexpr std::string_view kMessage =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0";

} // namespace

std::string wsseDigestHeader(std::string_view username, const Secret& password, std::string_view nonce,
                             UnixMillis created)
{
    const auto when = formatRfc3339(created);
    const Secret input(std::string(nonce) + when + std::string(password.reveal()));
    return fmt::format(
        "<wsse:Security xmlns:wsse=\"{}\" xmlns:wsu=\"{}\"><wsse:UsernameToken><wsse:Username>{}"
        "</wsse:Username><wsse:Password Type=\"{}#PasswordDigest\">{}</wsse:Password><wsse:Nonce "
        "EncodingType=\"{}#Base64Binary\">{}</wsse:Nonce><wsu:Created>{}</wsu:Created>"
        "</wsse:UsernameToken></wsse:Security>",
        kSecext, kUtility, json::xmlEscaped(username), kProfile,
        crypto::toBase64(crypto::digest(crypto::Digest::Sha1, input.reveal())), kMessage,
        crypto::toBase64(nonce), when);
}

Secret wsseTextHeader(std::string_view username, const Secret& password)
{
    const Secret clear(json::xmlEscaped(password.reveal()));
    return Secret(
        fmt::format("<wsse:Security xmlns:wsse=\"{}\"><wsse:UsernameToken><wsse:Username>{}</wsse:Username>"
                    "<wsse:Password Type=\"{}#PasswordText\">{}</wsse:Password></wsse:UsernameToken>"
                    "</wsse:Security>",
                    kSecext, json::xmlEscaped(username), kProfile, clear.reveal()));
}

} // namespace gatehouse::auth
