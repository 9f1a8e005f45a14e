// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/delivery/event_filter.h"

#include "core/config/response_view.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::delivery {
namespace {

using namespace std::chrono_literals;

/// Expressions of endpoints run between everybody's events, on the engine thread.
jsonata::EvaluationContext boundedContext(const Clock& clock)
{
    jsonata::EvaluationContext context;
    context.clock = &clock;
    context.limits.time = 50ms;
    context.limits.memory = std::size_t{32} << 20U;
    return context;
}

Result<std::optional<jsonata::Expression>> compileMember(const std::string& text, std::string_view pointer)
{
    if (text.empty()) {
        return std::optional<jsonata::Expression>();
    }
    auto compiled = jsonata::Expression::compile(text);
    if (!compiled) {
        Error error = compiled.error().toError();
        error.code = Errc::InvalidArgument;
        error.source = "request body";
        error.pointer = pointer;
        return fail(std::move(error));
    }
    return std::optional(std::move(*compiled));
}

/// An event that has none of what a list names is not what the list is about.
bool listed(const std::vector<std::string>& list, std::string_view name)
{
    return list.empty() || name.empty() || std::ranges::find(list, name) != list.end();
}

} // namespace

bool typeMatches(std::string_view pattern, std::string_view type)
{
    if (pattern.ends_with('*')) {
        return type.starts_with(pattern.substr(0, pattern.size() - 1));
    }
    return pattern == type;
}

Result<EventFilter> EventFilter::compile(const Endpoint& endpoint)
{
    EventFilter out;
    out.m_environmentId = endpoint.environmentId;
    out.m_types = endpoint.eventTypes;
    out.m_models = endpoint.models;
    out.m_integrations = endpoint.integrations;
    GH_ASSIGN(out.m_condition, compileMember(endpoint.filter, "/filter"));
    GH_ASSIGN(out.m_transform, compileMember(endpoint.transform, "/transform"));
    return out;
}

bool EventFilter::wants(const EventSubject& subject) const
{
    const bool typed =
        m_types.empty() || std::ranges::any_of(m_types, [&subject](const std::string& pattern) {
            return typeMatches(pattern, subject.type);
        });
    const bool modelled = subject.model.empty() || m_models.empty()
                          || std::ranges::any_of(m_models, [&subject](const std::string& wanted) {
                                 return wanted == subject.model
                                        || wanted == fmt::format("{}.{}", subject.model, subject.resource);
                             });
    return typed && modelled && listed(m_integrations, subject.integration)
           && (m_environmentId.empty() || m_environmentId == subject.environmentId);
}

bool EventFilter::conditionHolds(const json::Value& event, json::Arena& arena, const Clock& clock) const
{
    if (!m_condition) {
        return true;
    }
    const auto result = m_condition->evaluate(event, arena, {}, boundedContext(clock));
    return !result || config::truthy(*result);
}

Result<json::Value> EventFilter::transformed(const json::Value& event, json::Arena& arena,
                                             const Clock& clock) const
{
    if (!m_transform) {
        return event;
    }
    auto result = m_transform->evaluate(event, arena, {}, boundedContext(clock));
    if (!result) {
        Error error = result.error().toError();
        error.source = "the endpoint's transformation";
        return fail(std::move(error));
    }
    return *result;
}

} // namespace gatehouse::delivery
