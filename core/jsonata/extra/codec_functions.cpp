// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/json/parse.h"
#include "core/json/xml.h"
#include "core/jsonata/extra/arguments.h"
#include "core/jsonata/extra/extra_functions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gatehouse::jsonata {
namespace {

using namespace extra;
using json::Value;

Outcome<Value> parseXml(Arguments arguments, json::Arena& arena)
{
    if (!argument(arguments, 0).isString()) {
        return Value();
    }
    const auto document = json::parseXml(arguments[0].asString());
    if (!document) {
        return failure("G1002", document.error().describe());
    }
    return arena.clone(document->root());
}

Outcome<Value> base64url(Arguments arguments, json::Arena& arena)
{
    return argument(arguments, 0).isString() ? arena.string(crypto::toBase64Url(arguments[0].asString()))
                                             : Value();
}

Outcome<Value> base64urlDecode(Arguments arguments, json::Arena& arena)
{
    if (!argument(arguments, 0).isString()) {
        return Value();
    }
    const auto bytes = crypto::fromBase64Url(arguments[0].asString());
    if (!bytes) {
        return failure("G1002", bytes.error().message);
    }
    return arena.string(*bytes);
}

Outcome<crypto::Digest> digestNamed(std::string_view name)
{
    const auto algorithm = crypto::digestByName(name);
    if (!algorithm) {
        return failure("G1003",
                       fmt::format("there is no digest '{}'; use md5, sha1, sha256, sha384 or sha512", name));
    }
    return *algorithm;
}

Outcome<Value> encoded(const std::string& bytes, std::string_view encoding, json::Arena& arena)
{
    if (encoding == "hex") {
        return arena.string(crypto::toHex(bytes));
    }
    if (encoding == "base64") {
        return arena.string(crypto::toBase64(bytes));
    }
    if (encoding == "base64url") {
        return arena.string(crypto::toBase64Url(bytes));
    }
    return failure("G1003", fmt::format("there is no encoding '{}'; use hex, base64 or base64url", encoding));
}

Outcome<Value> hash(Arguments arguments, json::Arena& arena)
{
    if (!argument(arguments, 0).isString()) {
        return Value();
    }
    const auto algorithm = digestNamed(textOr(arguments, 1, "sha256"));
    if (!algorithm) {
        return tl::unexpected(algorithm.error());
    }
    return encoded(crypto::digest(*algorithm, arguments[0].asString()), textOr(arguments, 2, "hex"), arena);
}

Outcome<Value> hmac(Arguments arguments, json::Arena& arena)
{
    if (!argument(arguments, 0).isString()) {
        return Value();
    }
    const auto algorithm = digestNamed(textOr(arguments, 2, "sha256"));
    if (!algorithm) {
        return tl::unexpected(algorithm.error());
    }
    return encoded(crypto::hmac(*algorithm, textOr(arguments, 1, ""), arguments[0].asString()),
                   textOr(arguments, 3, "hex"), arena);
}

Outcome<Value> jwtPart(std::string_view part, json::Arena& arena)
{
    auto bytes = crypto::fromBase64Url(part);
    if (!bytes) {
        return failure("G1002", "the text is not a JSON Web Token: a part is not base64url");
    }
    const auto document = json::parse(*std::move(bytes));
    if (!document) {
        return failure("G1002", "the text is not a JSON Web Token: " + document.error().message);
    }
    return arena.clone(document->root());
}

Outcome<Value> jwtDecode(Arguments arguments, json::Arena& arena)
{
    if (!argument(arguments, 0).isString()) {
        return Value();
    }
    const std::string_view token = arguments[0].asString();
    const std::size_t first = token.find('.');
    const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
    if (second == std::string_view::npos) {
        return failure("G1002", "the text is not a JSON Web Token: it has no three parts");
    }
    const auto header = jwtPart(token.substr(0, first), arena);
    const auto payload = header ? jwtPart(token.substr(first + 1, second - first - 1), arena) : header;
    if (!payload) {
        return payload;
    }
    return arena.object({{"header", *header}, {"payload", *payload}});
}

struct UuidNamespace
{
    std::string_view name;
    std::string_view uuid;
};

// RFC 9562 §6.6
constexpr std::array kNamespaces{UuidNamespace{"dns", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"},
                                 UuidNamespace{"url", "6ba7b811-9dad-11d1-80b4-00c04fd430c8"},
                                 UuidNamespace{"oid", "6ba7b812-9dad-11d1-80b4-00c04fd430c8"},
                                 UuidNamespace{"x500", "6ba7b814-9dad-11d1-80b4-00c04fd430c8"}};

Outcome<Value> uuid5(Arguments arguments, json::Arena& arena)
{
    const Value space = argument(arguments, 0);
    const Value name = argument(arguments, 1);
    if (!space.isString() || !name.isString()) {
        return Value();
    }
    const auto* known = std::find_if(kNamespaces.begin(), kNamespaces.end(),
                                     [&](const UuidNamespace& n) { return n.name == space.asString(); });
    std::string digits(known == kNamespaces.end() ? space.asString() : known->uuid);
    digits.erase(std::remove(digits.begin(), digits.end(), '-'), digits.end());
    const auto bytes = crypto::fromHex(digits);
    if (!bytes || bytes->size() != 16) {
        return failure("G1001", "the namespace of $uuid5 must be a UUID, or dns, url, oid or x500");
    }
    std::string id =
        crypto::digest(crypto::Digest::Sha1, *bytes + std::string(name.asString())).substr(0, 16);
    id[6] = static_cast<char>((static_cast<unsigned char>(id[6]) & 0x0FU) | 0x50U); // version 5
    id[8] = static_cast<char>((static_cast<unsigned char>(id[8]) & 0x3FU) | 0x80U); // variant of RFC 9562
    std::string text = crypto::toHex(id);
    for (const std::size_t at : {20U, 16U, 12U, 8U}) {
        text.insert(at, "-");
    }
    return arena.string(text);
}

} // namespace

std::vector<HostFunction> codecFunctions()
{
    return {{"parseXml", "<s-:o>",
             "XML as an object: attributes as \"@name\", text beside them as \"#text\", repeated elements as "
             "arrays.",
             parseXml},
            {"base64url", "<s-:s>", "The UTF-8 bytes of a text in base64url without padding.", base64url},
            {"base64urlDecode", "<s-:s>", "The text whose UTF-8 bytes stand in base64url.", base64urlDecode},
            {"hash", "<s-s?s?:s>",
             "Digest of a text's UTF-8 bytes: sha256 (or md5, sha1, sha384, sha512) in hex (or base64, "
             "base64url).",
             hash},
            {"hmac", "<sss?s?:s>", "Keyed digest (text, key, algorithm, encoding), as $hash.", hmac},
            {"jwtDecode", "<s-:o>",
             "Header and payload of a JSON Web Token. The signature is not checked: never trust the content.",
             jwtDecode},
            {"uuid5", "<ss:s>",
             "The name-based UUID (version 5) of a name in a namespace (a UUID, dns or url).", uuid5}};
}

} // namespace gatehouse::jsonata
