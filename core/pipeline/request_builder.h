// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/config/call_definition.h"
#include "core/paging/paging.h"
#include "core/pipeline/field_mapper.h"
#include "core/pipeline/upstream.h"

#include <string>
#include <utility>
#include <vector>

namespace gatehouse::pipeline {

/// Parameters of a query in order; setting one replaces all of its name.
class QueryParameters
{
public:
    void add(std::string name, std::string value) { m_pairs.emplace_back(std::move(name), std::move(value)); }

    void set(const std::string& name, std::string value);
    /// Appends text to the value of a parameter, making it when there is none.
    void append(const std::string& name, const std::string& text);

    [[nodiscard]] bool has(std::string_view name) const;

    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& pairs() const { return m_pairs; }

private:
    std::vector<std::pair<std::string, std::string>> m_pairs;
};

/// What a call of a definition is made from.
struct RequestSource
{
    const config::CallDefinition* call = nullptr;
    json::Value input; ///< What its templates and expressions see.
    json::Value body;  ///< What goes out when the definition has no body expression; Undefined: nothing.
    const config::UpdatedSince* updatedSince = nullptr; ///< With the time in since.
    std::string since;
    paging::PageRequest page;
};

/// Turns a call of the definition into upstream.request. Errors: ConfigError (a template cannot be filled, a
/// next page on another host), MappingError (the body expression failed).
[[nodiscard]] Status buildRequest(const RequestSource& source, FieldMapper& mapper, json::Arena& arena,
                                  Upstream& upstream);

/// A value as text in a form or a query: strings as they are, everything else as JSON.
[[nodiscard]] std::string plainText(const json::Value& value);

} // namespace gatehouse::pipeline
