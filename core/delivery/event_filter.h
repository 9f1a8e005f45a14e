// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/webhook.h"
#include "core/jsonata/expression.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::delivery {

/// What a normalised event is about; the parts that filters look at.
struct EventSubject
{
    std::string_view type; ///< "record:updated"
    std::string_view model;
    std::string_view resource;
    std::string_view integration;
    std::string_view environmentId;
};

/// Whether "record:*", "record:updated" or "*" covers a type.
[[nodiscard]] bool typeMatches(std::string_view pattern, std::string_view type);

/// An endpoint's wishes, compiled: which events it gets, and as what. Immutable.
class EventFilter
{
public:
    /// InvalidArgument with the pointer of the member whose expression does not compile.
    [[nodiscard]] static Result<EventFilter> compile(const Endpoint& endpoint);

    /// The parts that need no event body.
    [[nodiscard]] bool wants(const EventSubject& subject) const;

    [[nodiscard]] bool hasCondition() const noexcept { return m_condition.has_value(); }

    /// Whether the condition holds for the event; a condition that fails counts as held: an event too many
    /// can be dropped by the subscriber, one too few is lost.
    [[nodiscard]] bool conditionHolds(const json::Value& event, json::Arena& arena, const Clock& clock) const;

    [[nodiscard]] bool hasTransform() const noexcept { return m_transform.has_value(); }

    /// The body to send; Undefined: the transformation leaves this event out. MappingError when it fails.
    [[nodiscard]] Result<json::Value> transformed(const json::Value& event, json::Arena& arena,
                                                  const Clock& clock) const;

private:
    std::string m_environmentId;
    std::vector<std::string> m_types;
    std::vector<std::string> m_models;
    std::vector<std::string> m_integrations;
    std::optional<jsonata::Expression> m_condition;
    std::optional<jsonata::Expression> m_transform;
};

} // namespace gatehouse::delivery
