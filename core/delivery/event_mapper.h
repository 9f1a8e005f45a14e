// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/config/snapshot.h"
#include "core/contract/webhook.h"
#include "core/pipeline/account_record.h"
#include "core/pipeline/planner.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::delivery {

/// What one received event is made of and everything that is made of it; values point in here.
struct EventMemory
{
    WebhookEventDetail detail;
    std::string payload;
    json::Arena arena;
    std::vector<json::Document> documents;
    config::ProviderPtr provider;
    json::Value input; ///< What the definition's expressions see.
};

/// One normalised event before its record is there.
struct EventDraft
{
    std::string messageId; ///< The same whenever the event is processed again.
    std::string event;     ///< "record:updated"
    std::string model;
    std::string resource;
    std::string recordId;
    std::optional<UnixMillis> occurredAt; ///< As the provider says.
    pipeline::AccountRecordPtr account;
    json::Value entry; ///< As the definition's expression gave it.
    /// The record has to be fetched first, by this operation and id.
    bool fetch = false;
    std::string fetchModel;
    std::string fetchResource;
    std::string fetchMethod;
    std::string fetchId;
};

struct EventDrafts
{
    std::vector<EventDraft> drafts;
    std::string type; ///< The provider's own word, when the definition gives it.
    std::vector<std::string> warnings;
    std::size_t strangers = 0; ///< Normalised events whose account is not connected here.
};

/// Where accounts are looked for by what a fan-out event says of them. Engine thread.
using AccountsOf = std::function<std::vector<pipeline::AccountRecordPtr>(std::string_view integration)>;

/// Applies a definition's webhook section: payload → normalised events, each with its account. Engine thread.
class EventMapper
{
public:
    struct Parts
    {
        const Clock* clock = nullptr;
        const config::SnapshotHandle* snapshots = nullptr;
        pipeline::Planner* planner = nullptr;
        const pipeline::AccountDirectory* accounts = nullptr;
        AccountsOf accountsOf;
    };

    explicit EventMapper(Parts parts)
        : m_parts(std::move(parts))
    {}

    /// Unsupported: the definition is gone or has no webhooks. MappingError: its expression failed.
    [[nodiscard]] Result<EventDrafts> draft(EventMemory& memory) const;
    /// A provider's record as the unified one; the effective mapping of `get` makes it. Undefined of what is
    /// no object. MappingError: a required field failed.
    [[nodiscard]] Result<json::Value> mapRecord(EventMemory& memory, const EventDraft& draft,
                                                const json::Value& record) const;

    /// In which ways a unified record breaks the schema of its resource, in a line; empty when it fits, or
    /// when there is no record or no schema. It is delivered nonetheless: whoever maps has to know, and
    /// subscribers have to get on.
    [[nodiscard]] std::string misfit(const EventDraft& draft, const json::Value& record) const;

    /// Tries another mapping for an operation instead of the one in force; for time travel.
    using MappingChoice = std::function<Result<config::EffectiveMappingPtr>(const pipeline::Plan& plan)>;

    void setMappingChoice(MappingChoice choice) { m_choice = std::move(choice); }

private:
    void draftEntry(EventMemory& memory, const json::Value& entry, EventDrafts& out) const;
    [[nodiscard]] std::vector<pipeline::AccountRecordPtr>
    accountsFor(EventMemory& memory, const json::Value& entry, EventDrafts& out) const;
    void decideFetch(EventMemory& memory, EventDraft& draft, EventDrafts& out) const;

    Parts m_parts;
    MappingChoice m_choice;
};

/// The event as subscribers get it (the contract's normalised event, with occurred_at), built in the arena.
[[nodiscard]] json::Value eventDocument(const EventMemory& memory, const EventDraft& draft,
                                        const json::Value& record, json::Arena& arena);

} // namespace gatehouse::delivery
