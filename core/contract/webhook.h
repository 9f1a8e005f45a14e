// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/contract/call.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

/// What a received event went through, as plain data. Times are the gateway's own clock unless said
/// otherwise.
enum class EventState : std::uint8_t
{
    Queued,    ///< Durable, its job waits or runs.
    Processed, ///< Mapped; its deliveries (maybe none) exist.
    Ignored,   ///< The definition makes no event of it (a ping, a type nobody mapped).
    Failed     ///< Could not be mapped; error says why. A replay is a new try.
};
[[nodiscard]] std::string_view eventStateName(EventState state) noexcept;
[[nodiscard]] std::optional<EventState> eventStateByName(std::string_view name) noexcept;

/// One received event, as the list shows it.
struct WebhookEvent
{
    std::string id;             ///< evt_…
    std::uint64_t sequence = 0; ///< Given by the store; grows in the order of arrival; the list's cursor.
    UnixMillis receivedAt;
    std::optional<UnixMillis> occurredAt; ///< The provider's own time; known once processed.
    std::string source = "webhook";       ///< webhook, gateway (about ourselves), test, import
    std::string integration;
    std::string environmentId; ///< Empty while a fan-out delivery's account is not known.
    std::string accountId;
    std::string providerEventId; ///< As the provider names it; empty: deduplicated by content.
    std::string type;            ///< The provider's own word ("contact.creation"); may be empty.
    std::string event;           ///< "record:updated"; of the first normalised event, once processed.
    std::string model;
    std::string resource;
    EventState state = EventState::Queued;
    std::string error;      ///< Why it failed; empty otherwise.
    std::string verifiedBy; ///< "hmac_sha256 x-signature (client_secret)"; "none" when nothing was checked.
    std::string payloadRef; ///< pay_…; what raw_event_ref names.
    std::int64_t payloadBytes = 0;
    std::uint32_t duplicates = 0;         ///< Further arrivals, answered 200 and not stored.
    std::uint32_t records = 0;            ///< Normalised events made of it.
    std::optional<UnixMillis> lastSeenAt; ///< The latest of those arrivals.
    int answered = 200;                   ///< The status that its sender got.
    /// From the request's last byte to the answer; kept with the event when its job ends, so not known of one
    /// that was taken in just before a crash.
    std::optional<std::chrono::microseconds> answerTime;
};

/// Why the time of an answer is not known: it is measured when the event is durable already and written down
/// with the end of its job, so a crash in between loses it, and so do 65,536 events that wait. Empty: it is
/// known, will be, or nobody was answered (an import, an event of the gateway itself).
[[nodiscard]] std::string_view answerTimeNote(const WebhookEvent& event) noexcept;

/// The request that brought it. Values of credentials and the URL's token are masked.
struct WebhookRequest
{
    std::string method;
    std::string target;
    std::vector<HeaderField> headers;
    std::string peerAddress;
};

/// What its sender was answered.
struct WebhookAnswer
{
    int status = 200;
    std::vector<HeaderField> headers;
    std::string body;
};

/// One check of one verifier with one secret.
struct SignatureCheck
{
    bool passed = false;
    std::string scheme;         ///< hmac_sha256, sha256, jwt, basic, static_token, rsa, ecdsa, ed25519, none
    std::string header;         ///< Where the signature was looked for.
    std::string secretName;     ///< "webhook_secret"; "webhook_secret (2 of 2)" while rotating.
    std::string reason;         ///< In words; empty when passed.
    std::string signedText;     ///< What was signed, secrets masked, at most 4 KiB.
    std::string expectedPrefix; ///< The first characters of the right signature; never all of it.
    std::string receivedPrefix;
    std::optional<std::chrono::seconds> clockSkew; ///< Our clock minus the timestamp.
    std::optional<std::chrono::seconds> tolerance; ///< How far it may be off; unset: nobody looks.
};

/// A mistake that would explain a failed signature: with it undone, the signature verifies.
struct AutopsyFinding
{
    std::string mistake;     ///< other_secret, reencoded_body, trailing_newline, encoding, prefix, …
    std::string explanation; ///< What was seen and what to do.
};

struct VerificationReport
{
    bool accepted = false;
    std::vector<SignatureCheck> checks;
    std::vector<AutopsyFinding> findings; ///< Only of the inspector; never accepts anything.
    std::uint32_t attempts = 0;           ///< Combinations that the autopsy tried.
};

/// A request that was refused. Kept in memory only, in a bounded ring.
struct RejectedWebhook
{
    std::string id; ///< rej_…
    UnixMillis receivedAt;
    std::string integration;
    std::string accountId;
    std::string environmentId;
    int status = 401;
    std::string reason;
    WebhookRequest request;
    WebhookAnswer answer;
    std::optional<std::chrono::microseconds> answerTime; ///< As WebhookEvent::answerTime.
    std::string body;                                    ///< At most 64 KiB of it …
    std::int64_t bodyBytes = 0;
    VerificationReport report;
};

/// Everything about one event but the payload itself.
struct WebhookEventDetail
{
    WebhookEvent event;
    WebhookRequest request;
    WebhookAnswer answer;
    std::string resultJson; ///< The normalised events its first processing gave, as a JSON array; or empty.
};

enum class EndpointStatus : std::uint8_t
{
    Active,
    Paused,  ///< Keeps its queue.
    Disabled ///< By 410 or by hand; takes nothing new.
};
[[nodiscard]] std::string_view endpointStatusName(EndpointStatus status) noexcept;
[[nodiscard]] std::optional<EndpointStatus> endpointStatusByName(std::string_view name) noexcept;

/// A subscriber's URL. Its signing secrets are in the vault under its id.
struct Endpoint
{
    std::string id; ///< ep_…
    std::string url;
    std::string label;
    std::string environmentId;           ///< Empty: all environments.
    std::vector<std::string> eventTypes; ///< "record:*", "account:active"; empty: all.
    std::vector<std::string> models;     ///< Empty: all.
    std::vector<std::string> integrations;
    std::string filter;    ///< JSONata over the normalised event → bool; empty: no filter.
    std::string transform; ///< JSONata over the normalised event → body; empty: as it is.
    EndpointStatus status = EndpointStatus::Active;
    std::string statusReason;
    bool ordered = false;         ///< One at a time, in order; a failing one holds up those behind it.
    bool pauseOnFailures = false; ///< Over 50 % of at least 20 attempts failing pauses it.
    std::uint32_t concurrency = 4;
    std::vector<HeaderField> headers; ///< Sent with each delivery; never credentials.
    UnixMillis createdAt;
    UnixMillis updatedAt;
};

enum class DeliveryState : std::uint8_t
{
    Pending,   ///< Due at nextAt.
    Delivered, ///< A 2xx came.
    Dead,      ///< Given up: schedule at its end, 410, refused target.
    Discarded  ///< Taken out by hand.
};
[[nodiscard]] std::string_view deliveryStateName(DeliveryState state) noexcept;
[[nodiscard]] std::optional<DeliveryState> deliveryStateByName(std::string_view name) noexcept;

/// One normalised event on its way to one endpoint.
struct Delivery
{
    std::string id; ///< dlv_…
    std::uint64_t sequence =
        0;                 ///< Given by the store; grows; the list's cursor and an ordered endpoint's order.
    std::string eventId;   ///< The received event; empty for events of the gateway itself.
    std::string messageId; ///< webhook-id: the normalised event's id; the same in every attempt and replay.
    std::string endpointId;
    std::string environmentId;
    std::string accountId;
    std::string integration;
    std::string event; ///< "record:updated"
    std::string model;
    std::string resource;
    DeliveryState state = DeliveryState::Pending;
    std::uint32_t attempts = 0;
    std::optional<UnixMillis> nextAt; ///< Set while pending.
    int lastStatus = 0;               ///< Of the last attempt; 0: no answer.
    std::string lastError;
    std::optional<std::chrono::microseconds> lastTook; ///< Of the last attempt; unset: none was made yet.
    bool replay = false;                               ///< Marked, and not counted in the endpoint's health.
    std::string urlOverride;                           ///< A replay to somewhere else.
    std::optional<UnixMillis> signedAt; ///< The time its signatures say; unset: that of each attempt.
    UnixMillis createdAt;
    std::optional<UnixMillis> finishedAt;
};

/// How many deliveries of an endpoint are in a state.
struct DeliveryCount
{
    std::string endpointId;
    DeliveryState state = DeliveryState::Pending;
    std::uint64_t deliveries = 0;
};

/// One try of a delivery. Texts are cut at 64 KiB, and say so.
struct DeliveryAttempt
{
    std::string deliveryId;
    std::uint32_t number = 0; ///< From 1.
    UnixMillis startedAt;
    std::chrono::microseconds duration{0};
    std::string url;
    int status = 0; ///< 0: no answer.
    std::string error;
    std::vector<HeaderField> requestHeaders; ///< The signature among them.
    std::string requestBody;
    std::int64_t requestBodyBytes = 0;
    std::vector<HeaderField> responseHeaders;
    std::string responseBody;
    std::int64_t responseBodyBytes = 0;
};

/// How much of a request or response body an attempt keeps.
inline constexpr std::size_t kKeptBodyBytes = std::size_t{64} << 10U;

} // namespace gatehouse
