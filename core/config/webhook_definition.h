// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/auth_definition.h"
#include "core/config/call_definition.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace gatehouse::config {

enum class WebhookScope : std::uint8_t
{
    Account,    ///< The provider calls one URL per account.
    Integration ///< One URL for the whole app; account_lookup tells the accounts apart.
};

enum class DigestAlgorithm : std::uint8_t
{
    HmacSha256,
    HmacSha1,
    HmacSha512,
    Sha256 ///< Plain digest; the secret is part of what is signed ({{secret}}).
};

enum class SignatureEncoding : std::uint8_t
{
    Hex,
    Base64,
    Base64Url
};

enum class SecretTransform : std::uint8_t
{
    Utf8,
    Base64,     ///< The key is the decoded text.
    StripPrefix ///< Base64 after the first '_' (whsec_…).
};

/// What a signature covers, in order; concatenated byte by byte with nothing between.
enum class SignedPartKind : std::uint8_t
{
    Literal,
    Method,
    Url,        ///< As configured, not as the Host header says.
    UrlDecoded, ///< Url with only the escapes of HmacVerifier::urlDecode undone.
    Path,
    SortedQuery, ///< The query's parameters sorted by name, without the one that is the signature.
    Body,        ///< The exact received bytes.
    Timestamp,
    Header,
    Secret
};

struct SignedPart
{
    SignedPartKind kind = SignedPartKind::Body;
    std::string text; ///< The literal, or the header's name.
};

enum class TimestampUnit : std::uint8_t
{
    Seconds,
    Milliseconds
};

struct HmacVerifier
{
    DigestAlgorithm algorithm = DigestAlgorithm::HmacSha256;
    std::string header; ///< Where the signature is; "query:name" for a parameter of the URL.
    SignatureEncoding encoding = SignatureEncoding::Hex;
    std::string prefix;    ///< "sha256=", "v0=": must stand before the signature.
    std::string separator; ///< Several signatures in one header, any may match; empty: one.
    /// "key=value" elements in the header ("t=…,v1=…"): the key of the signature; empty: the whole value.
    std::string element;
    std::vector<SignedPart> signedParts;
    std::string urlDecode;        ///< Escapes to undo in UrlDecoded, as "%3A%2F…".
    std::string timestampHeader;  ///< Or "query:name".
    std::string timestampElement; ///< The key of the timestamp within `header`.
    TimestampUnit timestampUnit = TimestampUnit::Seconds;
    std::optional<std::chrono::seconds> tolerance;
    std::string secretRef; ///< Which secret: "client_secret", "webhook_secret", a connect field.
    SecretTransform secretTransform = SecretTransform::Utf8;
};

struct JwtVerifier
{
    std::string header = "authorization";
    std::string prefix = "Bearer ";
    Template jwksUrl;      ///< Empty: HS256 with the secret.
    std::string secretRef; ///< Empty with a jwksUrl.
    TemplateMap claims;    ///< Must be equal.
};

struct BasicVerifier
{
    std::string usernameRef;
    std::string passwordRef;
};

enum class TokenPlace : std::uint8_t
{
    Header,
    Query,
    Body
};

struct StaticTokenVerifier
{
    TokenPlace place = TokenPlace::Header;
    std::string name; ///< Header or parameter.
    /// Body: payload → token, or several that must all be equal.
    std::optional<jsonata::Expression> token;
    std::string secretRef;
};

enum class PublicKeyKind : std::uint8_t
{
    Rsa,
    Ecdsa,
    Ed25519
};

struct PublicKeyVerifier
{
    PublicKeyKind kind = PublicKeyKind::Ed25519;
    std::string header;
    SignatureEncoding encoding = SignatureEncoding::Base64;
    std::vector<SignedPart> signedParts;
    std::string timestampHeader;
    std::optional<std::chrono::seconds> tolerance;
    std::string keyRef;
};

/// No signature: the unguessable URL, a client certificate or an address list is all there is.
struct NoVerifier
{};

struct WebhookVerifier
{
    /// {headers, query, method} → bool: whether this one is for the delivery; unset: always.
    std::optional<jsonata::Expression> when;
    std::variant<NoVerifier, HmacVerifier, JwtVerifier, BasicVerifier, StaticTokenVerifier, PublicKeyVerifier>
        check;
};

enum class OnInternalError : std::uint8_t
{
    Fail, ///< 503: the provider sends it again.
    Ack   ///< 200 and a critical alert: for providers that switch a URL off after errors.
};

/// Gets the full record when the provider sends only ids.
struct EnrichDefinition
{
    std::optional<jsonata::Expression> when; ///< normalised event → bool; unset: always.
    std::string fetch; ///< "crm.contacts.get"; "{model}.{resource}.get" follows the event.
    std::optional<jsonata::Expression> id; ///< normalised event → id; unset: its record_id.
};

/// What the provider does with deliveries that fail; told to people, acted on by nobody.
struct WebhookRetryHabit
{
    std::uint32_t attempts = 0;     ///< 0: not known.
    std::chrono::seconds within{0}; ///< 0: not known.
    std::string note;
};

/// When it switches a subscription off.
struct WebhookDisableHabit
{
    std::uint32_t failuresInARow = 0; ///< 0: it does, but after how many is not known.
    std::string note;                 ///< Empty: it never does, as far as is known.
};

/// Expressions see {method, headers (lower-case names), query, body (parsed), text, now}.
struct WebhookDefinition
{
    WebhookScope scope = WebhookScope::Account;
    /// One normalised event → object of values that the account's context must have; for scope integration.
    std::optional<jsonata::Expression> accountLookup;
    std::vector<WebhookVerifier> verify; ///< Any may pass.
    /// → {status, headers, body} to answer at once, or nothing for a delivery.
    std::optional<jsonata::Expression> handshake;
    /// → {status, headers, body} of the acknowledgement; unset: 200 without a body.
    std::optional<jsonata::Expression> acknowledge;
    std::optional<jsonata::Expression> eventId; ///< One normalised event → its id for deduplication.
    /// → zero or more {event, model, resource, record_id, occurred_at, record, …}; what else they carry is
    /// there for accountLookup, eventId and enrich.
    std::optional<jsonata::Expression> events;
    std::optional<EnrichDefinition> enrich;
    OnInternalError onInternalError = OnInternalError::Fail;
    std::chrono::seconds answerWithin{5}; ///< How long the provider waits.
    WebhookRetryHabit retries;
    WebhookDisableHabit disables;
    /// Within it, a second arrival of the same event is answered and not stored.
    std::chrono::seconds dedupeWindow{std::chrono::hours(72)};
};

} // namespace gatehouse::config
