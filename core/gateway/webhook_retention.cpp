// SPDX-License-Identifier: GPL-3.0-or-later
// How long received webhooks are kept, and how much there is.
#include "core/gateway/node_settings.h"
#include "core/gateway/webhook_ingest.h"
#include "core/json/parse.h"
#include "core/runtime/await.h"

#include <fmt/format.h>

namespace gatehouse {
namespace {

constexpr std::string_view kRetention = "webhooks.retention";
constexpr std::int64_t kLongestHours = std::int64_t{24} * 366;
constexpr std::uint64_t kFewestEvents = 1'000;
constexpr std::uint64_t kMostEvents = 100'000'000;
constexpr std::uint64_t kLeastBytes = std::uint64_t{64} << 20U; // A segment.
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 42U;

Status checked(const EventRetention& wanted)
{
    const auto wrong = [](std::string_view pointer, std::string message) {
        return fail(
            Error{Errc::InvalidArgument, std::move(message), "request body", std::string(pointer), {}});
    };
    if (wanted.keptFor.count() < 1 || wanted.keptFor.count() > kLongestHours) {
        return wrong("/kept_for_h", fmt::format("kept_for_h must be 1 to {}", kLongestHours));
    }
    if (wanted.maxEvents < kFewestEvents || wanted.maxEvents > kMostEvents) {
        return wrong("/max_events", fmt::format("max_events must be {} to {}", kFewestEvents, kMostEvents));
    }
    if (wanted.maxPayloadBytes < kLeastBytes || wanted.maxPayloadBytes > kMostBytes) {
        return wrong("/max_payload_bytes",
                     fmt::format("max_payload_bytes must be {} to {}", kLeastBytes, kMostBytes));
    }
    return {};
}

EventRetention readRow(const std::string& text)
{
    EventRetention kept;
    const auto value = json::parse(std::string_view(text));
    if (!value) {
        return kept;
    }
    EventRetention read;
    read.keptFor = std::chrono::hours((**value)["kept_for_h"].asInt());
    read.maxEvents = (**value)["max_events"].asUInt();
    read.maxPayloadBytes = (**value)["max_payload_bytes"].asUInt();
    return checked(read) ? read : kept;
}

} // namespace

void WebhookIngest::applyRetention(const EventRetention& retention)
{
    m_retention = retention;
    m_core.services.payloads->setLimits(retention.keptFor,
                                        static_cast<std::int64_t>(retention.maxPayloadBytes));
}

QCoro::Task<Status> WebhookIngest::readRetention()
{
    auto reading = readSettings(m_core, std::string(kRetention));
    auto rows = co_await reading;
    if (!rows) {
        co_return fail(std::move(rows).error());
    }
    for (const auto& row : *rows) {
        if (row.key == kRetention) {
            applyRetention(readRow(row.valueJson));
        }
    }
    co_return Status{};
}

QCoro::Task<Result<EventStorage>> WebhookIngest::changeRetention(EventRetention wanted)
{
    if (auto good = checked(wanted); !good) {
        co_return fail(std::move(good).error());
    }
    store::SettingRow row{std::string(kRetention),
                          fmt::format(R"({{"kept_for_h":{},"max_events":{},"max_payload_bytes":{}}})",
                                      wanted.keptFor.count(), wanted.maxEvents, wanted.maxPayloadBytes)};
    auto writing = writeSetting(m_core, std::move(row));
    auto stored = co_await writing;
    if (!stored) {
        co_return fail(std::move(stored).error());
    }
    applyRetention(wanted); // The next round of housekeeping removes what is too much now.
    auto measuring = measured();
    co_return co_await measuring;
}

void WebhookIngest::setRetention(EventRetention wanted, Completion<EventStorage> done)
{
    deliver(m_core, changeRetention(wanted), std::move(done));
}

QCoro::Task<Result<EventStorage>> WebhookIngest::measured()
{
    EventStorage storage;
    storage.keptFor = m_retention.keptFor;
    storage.maxEvents = m_retention.maxEvents;
    storage.maxPayloadBytes = m_retention.maxPayloadBytes;
    auto pendingCount = runtime::awaitCompletion<std::uint64_t>(*m_core.services.engine, [this](auto done) {
        m_core.services.store->webhookEvents().countEvents(std::move(done));
    });
    auto count = co_await pendingCount;
    if (!count) {
        co_return fail(std::move(count).error());
    }
    storage.events = *count;
    auto pendingUsage = runtime::awaitCompletion<store::PayloadUsage>(
        *m_core.services.engine, [this](auto done) { m_core.services.payloads->usage(std::move(done)); });
    auto usage = co_await pendingUsage;
    if (!usage) {
        co_return fail(std::move(usage).error());
    }
    judgeBodies(*usage);
    storage.payloadBytes = static_cast<std::uint64_t>(usage->bytes);
    if (usage->segments > 0) {
        storage.oldestAt = usage->oldest;
    }
    co_return storage;
}

void WebhookIngest::judgeBodies()
{
    m_core.services.payloads->usage([self = std::weak_ptr(m_self)](const Result<store::PayloadUsage>& usage) {
        if (const auto alive = self.lock(); alive && usage) {
            (*alive)->judgeBodies(*usage);
        }
    });
}

void WebhookIngest::judgeBodies(const store::PayloadUsage& usage)
{
    Alert alert;
    alert.id = "payloads_damaged";
    if (usage.damagedBodies == 0) {
        m_core.alerts.resolve(alert.id);
        return;
    }
    alert.kind = alert.id;
    alert.severity = AlertSeverity::Critical;
    alert.title = "Bodies of received webhooks are damaged";
    alert.detail = fmt::format(
        "{} places ({} bytes) in {} do not fit their checksums: an event whose body stands there cannot be "
        "worked off or replayed; all others are not affected. Look at the disk. This ends when the files are "
        "mended (from a backup of the disk) or removed by age.",
        usage.damagedBodies, usage.damagedBytes, (m_core.options.dataDir / "payloads").string());
    m_core.alerts.raise(std::move(alert));
}

void WebhookIngest::storage(Completion<EventStorage> done)
{
    deliver(m_core, measured(), std::move(done));
}

} // namespace gatehouse
