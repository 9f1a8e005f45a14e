// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/config/template.h"

#include "core/base/url.h"
#include "core/json/write.h"

namespace gatehouse::config {
namespace {

/// Templates run on the engine thread.
constexpr std::chrono::milliseconds kHoleTime{250};

/// The end of the JSONata inside a hole: the "}}" that is neither in a string, a quoted name or a regular
/// expression's usual escapes, nor closes a brace that the expression opened.
std::size_t endOfHole(std::string_view text, std::size_t at)
{
    std::size_t depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"' || c == '\'' || c == '`') {
            const char quote = c;
            for (++at; at < text.size() && text[at] != quote; ++at) {
                at += text[at] == '\\' && quote != '`' ? 1U : 0U;
            }
        } else if (c == '{') {
            ++depth;
        } else if (c == '}' && depth > 0) {
            --depth;
        } else if (c == '}' && text.substr(at, 2) == "}}") {
            return at;
        }
        ++at;
    }
    return std::string_view::npos;
}

tl::unexpected<Error> positioned(std::string message, std::size_t offset)
{
    Error error{Errc::ConfigError, std::move(message), {}, {}, {}};
    error.at.byteOffset = static_cast<std::uint32_t>(offset);
    return fail(std::move(error));
}

std::string asText(const json::Value& value)
{
    return value.isString() ? std::string(value.asString()) : json::write(value);
}

bool hasValue(const json::Value& value)
{
    return !value.isUndefined() && !value.isNull();
}

} // namespace

Result<Template> Template::compile(std::string_view text)
{
    Template result;
    result.m_text = text;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto open = text.find("{{", at);
        if (open != at) {
            result.m_parts.push_back({std::string(text.substr(at, open - at)), {}, false});
        }
        if (open == std::string_view::npos) {
            break;
        }
        const auto close = endOfHole(text, open + 2);
        if (close == std::string_view::npos) {
            return positioned("the hole that opens here has no closing }}", open);
        }
        const auto inner = text.substr(open + 2, close - open - 2);
        auto hole = jsonata::Expression::compile(inner);
        if (!hole) {
            return positioned(hole.error().toError().message, open + 2 + hole.error().span.byteOffset);
        }
        result.m_parts.push_back({std::string(inner), *std::move(hole), true});
        at = close + 2;
    }
    return result;
}

Result<std::optional<std::string>> Template::renderOptional(const json::Value& input, Escape escape,
                                                            jsonata::EvaluationBudget* budget) const
{
    std::string out;
    json::Arena arena;
    for (const auto& part : m_parts) {
        if (!part.isHole) {
            out += part.literal;
            continue;
        }
        if (budget != nullptr && budget->spent()) {
            return fail(Errc::MappingError,
                        "{{" + part.literal
                            + "}} was not evaluated: the time for this call's expressions is used up");
        }
        jsonata::EvaluationContext context;
        context.limits.time = kHoleTime;
        const auto value = budget != nullptr ? budget->evaluate(part.hole, input, arena, context)
                                             : part.hole.evaluate(input, arena, {}, context);
        if (!value) {
            return fail(Errc::ConfigError,
                        "{{" + part.literal + "}} failed: " + value.error().toError().message);
        }
        if (!hasValue(*value)) {
            if (m_parts.size() == 1) {
                return std::optional<std::string>();
            }
            return fail(Errc::ConfigError, "{{" + part.literal + "}} has no value");
        }
        const auto text = asText(*value);
        out += escape == Escape::PathSegment ? percentEncode(text) : text;
    }
    return std::optional(std::move(out));
}

Result<std::string> Template::render(const json::Value& input, Escape escape,
                                     jsonata::EvaluationBudget* budget) const
{
    GH_ASSIGN(auto text, renderOptional(input, escape, budget));
    if (!text) {
        return fail(Errc::ConfigError, m_text + " has no value");
    }
    return *std::move(text);
}

Result<std::vector<std::pair<std::string, std::string>>>
renderAll(const TemplateMap& map, const json::Value& input, jsonata::EvaluationBudget* budget)
{
    std::vector<std::pair<std::string, std::string>> out;
    out.reserve(map.size());
    for (const auto& [name, entry] : map) {
        GH_ASSIGN(auto text, entry.renderOptional(input, Escape::None, budget));
        if (text) {
            out.emplace_back(name, *std::move(text));
        }
    }
    return out;
}

} // namespace gatehouse::config
