// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/json/document.h"
#include "core/jsonata/expression.h"

#include <string_view>
#include <vector>

namespace gatehouse::sandbox {

/// The input object of the expressions that answer one request; grows as the steps add their results.
class Scope
{
public:
    Scope(json::Arena& arena, const Clock& clock)
        : m_arena(arena)
        , m_clock(clock)
    {}

    [[nodiscard]] json::Arena& arena() const noexcept { return m_arena; }

    /// The name must outlive the request (definitions and literals do).
    void set(std::string_view name, const json::Value& value);
    [[nodiscard]] json::Value get(std::string_view name) const;
    [[nodiscard]] json::Value object();

    /// Errc::ConfigError when the expression fails: the definition, not the client, is wrong.
    [[nodiscard]] Result<json::Value> evaluate(const jsonata::Expression& expression);

private:
    json::Arena& m_arena;
    const Clock& m_clock;
    std::vector<json::Member> m_members;
    json::Value m_object;
};

} // namespace gatehouse::sandbox
