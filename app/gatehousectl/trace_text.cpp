// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehousectl/trace_text.h"

#include "core/json/write.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace gatehouse::ctl {
namespace {

constexpr std::size_t kLongestText = 60;
constexpr std::size_t kMostItems = 4;
constexpr std::size_t kDeepest = 3;
constexpr std::size_t kMostSteps = 2'000;

/// At most that many bytes, never half a character, on one line.
std::string shortened(std::string_view text, std::size_t most)
{
    auto cut = std::min(text.size(), most);
    while (cut > 0 && cut < text.size() && (static_cast<unsigned char>(text[cut]) & 0xc0U) == 0x80U) {
        --cut;
    }
    std::string out(text.substr(0, cut));
    std::ranges::replace(out, '\n', ' ');
    return cut < text.size() ? out + "…" : out;
}

std::string preview(const json::Value& value, std::size_t depth);

std::string previewMany(const json::Value& value, std::size_t depth)
{
    if (depth >= kDeepest) {
        return "…";
    }
    std::string out;
    std::size_t shown = 0;
    const auto separate = [&] { out += shown++ > 0 ? ", " : ""; };
    for (const auto& item : value.items().first(std::min(value.items().size(), kMostItems))) {
        separate();
        out += preview(item, depth + 1);
    }
    for (const auto& member : value.members().first(std::min(value.members().size(), kMostItems))) {
        separate();
        out += fmt::format("{}: {}", member.name, preview(member.value, depth + 1));
    }
    return shown < value.size() ? fmt::format("{}, … {} more", out, value.size() - shown) : out;
}

std::string preview(const json::Value& value, std::size_t depth)
{
    if (value.isArray()) {
        return fmt::format("[{}]", previewMany(value, depth));
    }
    if (value.isObject()) {
        return fmt::format("{{{}}}", previewMany(value, depth));
    }
    if (value.isString()) {
        const auto text = shortened(value.asString(), kLongestText);
        return json::write(json::Value::string(text));
    }
    return value.isUndefined() ? "(nothing)" : json::write(value);
}

} // namespace

std::string previewOf(const json::Value& value)
{
    return preview(value, 0);
}

std::string traceText(std::string_view expression, const jsonata::Trace& trace)
{
    std::string lines;
    const auto shown = std::min(trace.entries.size(), kMostSteps);
    for (const auto& entry : std::span(trace.entries).first(shown)) {
        const auto start = std::min<std::size_t>(entry.span.byteOffset, expression.size());
        lines += fmt::format("{:>5}  {}  →  {}\n", start,
                             shortened(expression.substr(start, entry.span.byteLength), kLongestText),
                             entry.failed ? "(error)" : previewOf(entry.value));
    }
    if (shown < trace.entries.size()) {
        lines += fmt::format("… {} further steps\n", trace.entries.size() - shown);
    }
    if (trace.missing) {
        lines += fmt::format("no value: there is no \"{}\" at {}:{}{}\n", trace.missing->name,
                             trace.missing->span.line, trace.missing->span.column,
                             trace.missing->nearest.empty()
                                 ? std::string()
                                 : fmt::format("; did you mean \"{}\"?", trace.missing->nearest));
    }
    return lines;
}

} // namespace gatehouse::ctl
