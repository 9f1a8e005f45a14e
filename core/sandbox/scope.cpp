// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sandbox/scope.h"

#include <fmt/format.h>

#include <algorithm>

namespace gatehouse::sandbox {

void Scope::set(std::string_view name, const json::Value& value)
{
    m_object = {};
    const auto found = std::find_if(m_members.begin(), m_members.end(),
                                    [name](const json::Member& member) { return member.name == name; });
    if (found != m_members.end()) {
        m_members.erase(found);
    }
    if (!value.isUndefined()) {
        m_members.push_back({name, value});
    }
}

json::Value Scope::get(std::string_view name) const
{
    const auto found = std::find_if(m_members.begin(), m_members.end(),
                                    [name](const json::Member& member) { return member.name == name; });
    return found == m_members.end() ? json::Value() : found->value;
}

json::Value Scope::object()
{
    if (m_object.isUndefined()) {
        m_object = m_arena.object(m_members);
    }
    return m_object;
}

Result<json::Value> Scope::evaluate(const jsonata::Expression& expression)
{
    jsonata::EvaluationContext context;
    context.clock = &m_clock;
    auto value = expression.evaluate(object(), m_arena, {}, context);
    if (!value) {
        return fail(Errc::ConfigError, fmt::format("{} ({}) in {}", value.error().message, value.error().code,
                                                   expression.text()));
    }
    return *value;
}

} // namespace gatehouse::sandbox
