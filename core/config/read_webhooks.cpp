// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/definition_parts.h"

namespace gatehouse::config {
namespace {

enum class VerifierKind : std::uint8_t
{
    None,
    Hmac,
    Jwt,
    Basic,
    StaticToken,
    PublicKey
};

constexpr std::array<Word<VerifierKind>, 6> kKinds{{{"none", VerifierKind::None},
                                                    {"hmac", VerifierKind::Hmac},
                                                    {"jwt", VerifierKind::Jwt},
                                                    {"basic", VerifierKind::Basic},
                                                    {"static_token", VerifierKind::StaticToken},
                                                    {"public_key", VerifierKind::PublicKey}}};
constexpr std::array<Word<DigestAlgorithm>, 4> kDigests{{{"hmac_sha256", DigestAlgorithm::HmacSha256},
                                                         {"hmac_sha1", DigestAlgorithm::HmacSha1},
                                                         {"hmac_sha512", DigestAlgorithm::HmacSha512},
                                                         {"sha256", DigestAlgorithm::Sha256}}};
constexpr std::array<Word<PublicKeyKind>, 3> kKeys{
    {{"rsa", PublicKeyKind::Rsa}, {"ecdsa", PublicKeyKind::Ecdsa}, {"ed25519", PublicKeyKind::Ed25519}}};
constexpr std::array<Word<SignatureEncoding>, 3> kEncodings{{{"hex", SignatureEncoding::Hex},
                                                             {"base64", SignatureEncoding::Base64},
                                                             {"base64url", SignatureEncoding::Base64Url}}};
constexpr std::array<Word<SecretTransform>, 3> kTransforms{{{"utf8", SecretTransform::Utf8},
                                                            {"base64", SecretTransform::Base64},
                                                            {"strip_prefix", SecretTransform::StripPrefix}}};
constexpr std::array<Word<TokenPlace>, 3> kPlaces{
    {{"header", TokenPlace::Header}, {"query", TokenPlace::Query}, {"body", TokenPlace::Body}}};
constexpr std::array<Word<SignedPartKind>, 8> kParts{{{"method", SignedPartKind::Method},
                                                      {"url", SignedPartKind::Url},
                                                      {"url_decoded", SignedPartKind::UrlDecoded},
                                                      {"path", SignedPartKind::Path},
                                                      {"sorted_query", SignedPartKind::SortedQuery},
                                                      {"body", SignedPartKind::Body},
                                                      {"timestamp", SignedPartKind::Timestamp},
                                                      {"secret", SignedPartKind::Secret}}};
constexpr std::string_view kHeaderPart = "header:";

std::optional<SignedPart> signedPart(std::string_view name)
{
    if (name.starts_with(kHeaderPart)) {
        return SignedPart{SignedPartKind::Header, std::string(name.substr(kHeaderPart.size()))};
    }
    for (const auto& part : kParts) {
        if (part.name == name) {
            return SignedPart{part.value, {}};
        }
    }
    return std::nullopt;
}

/// "v0:{{timestamp}}:{{body}}" → its parts. Not a Template: bodies are bytes and must not pass through text.
std::vector<SignedPart> readSigned(DefinitionReader& reader, const Node& node)
{
    std::vector<SignedPart> parts;
    const auto text = node.value.asString();
    for (std::size_t at = 0; at < text.size();) {
        const auto open = text.find("{{", at);
        if (open != at) {
            parts.push_back({SignedPartKind::Literal, std::string(text.substr(at, open - at))});
        }
        if (open == std::string_view::npos) {
            break;
        }
        const auto close = text.find("}}", open);
        const auto name = text.substr(open + 2, close == std::string_view::npos ? close : close - open - 2);
        if (const auto part = signedPart(name); part && close != std::string_view::npos) {
            parts.push_back(*part);
        } else {
            reader.error(node, "\"" + std::string(name)
                                   + "\" is nothing that can be signed: method, url, url_decoded, path, "
                                     "sorted_query, body, timestamp, secret or header:name");
            break;
        }
        at = close + 2;
    }
    return parts;
}

std::optional<std::chrono::seconds> tolerance(DefinitionReader& reader, const Node& node)
{
    return node.present() ? std::optional(reader.seconds(node, std::chrono::seconds(0))) : std::nullopt;
}

void require(DefinitionReader& reader, const Node& node, std::string_view name)
{
    if (!node[name].present()) {
        reader.error(node,
                     "a verifier of the kind " + reader.text(node["kind"]) + " needs " + std::string(name));
    }
}

HmacVerifier readHmac(DefinitionReader& reader, const Node& node)
{
    require(reader, node, "header");
    require(reader, node, "signed");
    require(reader, node, "secret_ref");
    HmacVerifier hmac;
    hmac.algorithm = reader.word(node["algorithm"], kDigests, DigestAlgorithm::HmacSha256);
    hmac.header = reader.text(node["header"]);
    hmac.encoding = reader.word(node["encoding"], kEncodings, SignatureEncoding::Hex);
    hmac.prefix = reader.text(node["prefix"]);
    hmac.separator = reader.text(node["separator"]);
    hmac.element = reader.text(node["element"]);
    hmac.signedParts = readSigned(reader, node["signed"]);
    for (const auto& escape : reader.texts(node["url_decode"])) {
        hmac.urlDecode += escape;
    }
    hmac.timestampHeader = reader.text(node["timestamp_header"]);
    hmac.timestampElement = reader.text(node["timestamp_element"]);
    hmac.timestampUnit = node["timestamp_unit"].value.asString() == "milliseconds"
                             ? TimestampUnit::Milliseconds
                             : TimestampUnit::Seconds;
    hmac.tolerance = tolerance(reader, node["tolerance_s"]);
    hmac.secretRef = reader.text(node["secret_ref"]);
    hmac.secretTransform = reader.word(node["secret_transform"], kTransforms, SecretTransform::Utf8);
    return hmac;
}

JwtVerifier readJwt(DefinitionReader& reader, const Node& node)
{
    JwtVerifier jwt;
    jwt.header = reader.text(node["header"], jwt.header);
    jwt.prefix = reader.text(node["prefix"], jwt.prefix);
    jwt.jwksUrl = reader.templ(node["jwks_url"]);
    jwt.secretRef = reader.text(node["secret_ref"]);
    jwt.claims = reader.templates(node["claims"]);
    if (jwt.jwksUrl.empty() == jwt.secretRef.empty()) {
        reader.error(node, "a verifier of the kind jwt needs either jwks_url or secret_ref");
    }
    return jwt;
}

StaticTokenVerifier readStaticToken(DefinitionReader& reader, const Node& node)
{
    require(reader, node, "secret_ref");
    StaticTokenVerifier token;
    token.place = reader.word(node["place"], kPlaces, TokenPlace::Header);
    token.name = reader.text(node["name"]);
    token.token = reader.expression(node["token"]);
    token.secretRef = reader.text(node["secret_ref"]);
    require(reader, node, token.place == TokenPlace::Body ? "token" : "name");
    return token;
}

PublicKeyVerifier readPublicKey(DefinitionReader& reader, const Node& node)
{
    require(reader, node, "header");
    require(reader, node, "signed");
    require(reader, node, "key_ref");
    PublicKeyVerifier key;
    key.kind = reader.word(node["algorithm"], kKeys, PublicKeyKind::Ed25519);
    key.header = reader.text(node["header"]);
    key.encoding = reader.word(node["encoding"], kEncodings, SignatureEncoding::Base64);
    key.signedParts = readSigned(reader, node["signed"]);
    key.timestampHeader = reader.text(node["timestamp_header"]);
    key.tolerance = tolerance(reader, node["tolerance_s"]);
    key.keyRef = reader.text(node["key_ref"]);
    return key;
}

WebhookVerifier readVerifier(DefinitionReader& reader, const Node& node)
{
    WebhookVerifier verifier;
    verifier.when = reader.expression(node["when"]);
    switch (reader.word(node["kind"], kKinds, VerifierKind::None)) {
    case VerifierKind::None:
        verifier.check = NoVerifier{};
        break;
    case VerifierKind::Hmac:
        verifier.check = readHmac(reader, node);
        break;
    case VerifierKind::Jwt:
        verifier.check = readJwt(reader, node);
        break;
    case VerifierKind::Basic:
        require(reader, node, "username_ref");
        require(reader, node, "password_ref");
        verifier.check = BasicVerifier{reader.text(node["username_ref"]), reader.text(node["password_ref"])};
        break;
    case VerifierKind::StaticToken:
        verifier.check = readStaticToken(reader, node);
        break;
    case VerifierKind::PublicKey:
        verifier.check = readPublicKey(reader, node);
        break;
    }
    return verifier;
}

} // namespace

WebhookDefinition readWebhooks(DefinitionReader& reader, const Node& node)
{
    WebhookDefinition webhooks;
    webhooks.scope =
        node["scope"].value.asString() == "integration" ? WebhookScope::Integration : WebhookScope::Account;
    webhooks.accountLookup = reader.expression(node["account_lookup"]);
    if (webhooks.scope == WebhookScope::Integration && !node["account_lookup"].present()) {
        reader.error(node, "webhooks of scope integration need account_lookup to tell the accounts apart");
    }
    const auto verifiers = node["verify"];
    for (std::size_t i = 0; i < verifiers.size(); ++i) {
        webhooks.verify.push_back(readVerifier(reader, verifiers[i]));
    }
    webhooks.handshake = reader.expression(node["handshake"]);
    webhooks.acknowledge = reader.expression(node["acknowledge"]);
    webhooks.eventId = reader.expression(node["event_id"]);
    webhooks.events = reader.expression(node["events"]);
    if (const auto enrich = node["enrich"]; enrich.present()) {
        webhooks.enrich = EnrichDefinition{reader.expression(enrich["when"]), reader.text(enrich["fetch"]),
                                           reader.expression(enrich["id"])};
    }
    webhooks.onInternalError =
        node["on_internal_error"].value.asString() == "ack" ? OnInternalError::Ack : OnInternalError::Fail;
    webhooks.answerWithin = reader.seconds(node["answer_within_s"], webhooks.answerWithin);
    const auto retries = node["retries"];
    webhooks.retries.attempts = static_cast<std::uint32_t>(reader.integer(retries["attempts"], 0));
    webhooks.retries.within = reader.seconds(retries["within_s"], webhooks.retries.within);
    webhooks.retries.note = reader.text(retries["note"]);
    const auto disables = node["disables"];
    webhooks.disables.failuresInARow =
        static_cast<std::uint32_t>(reader.integer(disables["failures_in_a_row"], 0));
    webhooks.disables.note = reader.text(disables["note"]);
    webhooks.dedupeWindow = reader.seconds(node["dedupe_window_s"], webhooks.dedupeWindow);
    return webhooks;
}

} // namespace gatehouse::config
