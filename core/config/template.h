// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/json/document.h"
#include "core/jsonata/evaluation_budget.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::config {

/// How the values that fill a template's holes are written.
enum class Escape : std::uint8_t
{
    None,       ///< As they are: header values, base URLs, query texts that are encoded as a whole later.
    PathSegment ///< Percent-encoded, so that an id can never climb out of its place in a path.
};

/// Text with holes: "{{context.instance_url}}/services/data/v{{version}}". What stands between the braces is
/// JSONata over the input object of the place it is used in (context, version, query, id, credentials, …).
/// Immutable, cheap to copy, usable on many threads.
class Template
{
public:
    Template() = default; ///< Renders to "".

    /// Errc::ConfigError with the position inside the text when a hole does not close or does not compile.
    [[nodiscard]] static Result<Template> compile(std::string_view text);

    /// The text with every hole filled. A hole without a value (undefined or null) is Errc::ConfigError that
    /// names the hole; objects and arrays are written as JSON.
    /// The holes' time counts towards the budget, if there is one.
    [[nodiscard]] Result<std::string> render(const json::Value& input, Escape escape = Escape::None,
                                             jsonata::EvaluationBudget* budget = nullptr) const;
    /// The same, but no value at all when the template is exactly one hole and that hole has none: how a
    /// query parameter is left out.
    [[nodiscard]] Result<std::optional<std::string>>
    renderOptional(const json::Value& input, Escape escape = Escape::None,
                   jsonata::EvaluationBudget* budget = nullptr) const;

    [[nodiscard]] const std::string& text() const noexcept { return m_text; }

    [[nodiscard]] bool empty() const noexcept { return m_text.empty(); }

private:
    struct Part
    {
        std::string literal;
        jsonata::Expression hole;
        bool isHole = false;
    };

    std::string m_text;
    std::vector<Part> m_parts;
};

/// Names and templates in file order: headers, query parameters, form fields.
using TemplateMap = std::vector<std::pair<std::string, Template>>;

/// Renders a map; entries whose template is one hole without a value are left out.
[[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>>
renderAll(const TemplateMap& map, const json::Value& input, jsonata::EvaluationBudget* budget = nullptr);

} // namespace gatehouse::config
