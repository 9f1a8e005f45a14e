// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/webhooks/ingest/identity.h"

#include "core/config/response_view.h"
#include "core/crypto/digest.h"
#include "core/json/write.h"

#include <array>

namespace gatehouse::webhooks {
namespace {

constexpr std::size_t kKeyBytes = 16;
/// Larger bodies are told apart by content: the sender waits for the answer.
constexpr std::size_t kLargestLookedAt = std::size_t{1} << 20U;
constexpr std::size_t kMostIds = 1'000;
constexpr std::size_t kShownIds = 256; ///< Characters of the ids that the event keeps.

std::string textOf(const json::Value& value)
{
    return value.isString() ? std::string(value.asString())
                            : (value.isUndefined() || value.isNull() ? std::string() : json::write(value));
}

/// The ids of all normalised events, each behind its length; empty when one has none.
std::string idsOf(const config::WebhookDefinition& definition, std::span<const json::Value> events,
                  RequestInput& input, std::string& shown)
{
    std::string ids;
    std::vector<std::string> warnings;
    for (const auto& event : events) {
        const auto id = textOf(
            config::evaluateRule(definition.eventId, event, input.arena(), "webhooks.event_id", warnings));
        if (id.empty()) {
            shown.clear();
            return {};
        }
        ids += std::to_string(id.size()) + ":" + id;
        if (shown.size() + id.size() < kShownIds) {
            shown += (shown.empty() ? "" : " ") + id;
        }
    }
    return ids;
}

} // namespace

Identity identityOf(const Route& route, const Received& received, RequestInput& input)
{
    Identity identity;
    const auto& definition = *route.provider->webhooks;
    std::string ids;
    if (received.body.size() <= kLargestLookedAt && (definition.eventId || definition.accountLookup)) {
        std::vector<std::string> warnings;
        const auto found = config::evaluateRule(definition.events, input.value(), input.arena(),
                                                "webhooks.events", warnings);
        const auto events = found.isArray() ? found.items() : std::span(&found, found.isObject() ? 1U : 0U);
        if (definition.eventId && events.size() <= kMostIds) {
            ids = idsOf(definition, events, input, identity.providerEventId);
        }
        if (!events.empty()) {
            const auto& first = events.front();
            identity.event = first["event"].asString();
            identity.model = first["model"].asString();
            identity.resource = first["resource"].asString();
            const auto wanted = config::evaluateRule(definition.accountLookup, first, input.arena(),
                                                     "webhooks.account_lookup", warnings);
            if (const auto* account = route.fanOut ? route.accountFor(wanted) : nullptr) {
                identity.accountId = account->id;
                identity.environmentId = account->environmentId;
            }
        }
    }
    const auto scope = route.integration + '\0' + route.accountId + '\0';
    identity.dedupeKey =
        crypto::digest(crypto::Digest::Sha256,
                       ids.empty() ? scope + "body\0" + crypto::digest(crypto::Digest::Sha256, received.body)
                                   : scope + "id\0" + ids)
            .substr(0, kKeyBytes);
    return identity;
}

std::string makeTimedId(std::string_view prefix, UnixMillis now, Random& random)
{
    static constexpr std::string_view kAlphabet =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    static constexpr std::size_t kTimeDigits = 8;
    static constexpr std::size_t kChanceDigits = 14;
    static constexpr std::size_t kFairBytes = 256 / kAlphabet.size() * kAlphabet.size();
    std::array<char, kTimeDigits> time{};
    auto rest = static_cast<std::uint64_t>(std::max<std::int64_t>(toMillis(now), 0));
    for (auto at = time.rbegin(); at != time.rend(); ++at) {
        *at = kAlphabet[rest % kAlphabet.size()];
        rest /= kAlphabet.size();
    }
    std::string id(prefix);
    id.append(time.data(), time.size());
    const auto size = id.size() + kChanceDigits;
    std::array<std::byte, 24> chance{};
    while (id.size() < size) {
        random.fill(chance);
        for (const auto byte : chance) {
            const auto number = std::to_integer<std::size_t>(byte);
            if (number < kFairBytes && id.size() < size) {
                id += kAlphabet[number % kAlphabet.size()];
            }
        }
    }
    return id;
}

} // namespace gatehouse::webhooks
