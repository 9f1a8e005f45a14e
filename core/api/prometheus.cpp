// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/prometheus.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

namespace gatehouse::api {
namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;

std::string_view kindName(MetricKind kind)
{
    switch (kind) {
    case MetricKind::Counter:
        return "counter";
    case MetricKind::Gauge:
        return "gauge";
    case MetricKind::Histogram:
        return "histogram";
    }
    return "untyped";
}

std::string number(double value)
{
    if (std::isnan(value)) {
        return "NaN";
    }
    if (std::isinf(value)) {
        return value > 0 ? "+Inf" : "-Inf";
    }
    return fmt::format("{}", value);
}

/// Backslash and line feed always, the quote in label values only.
void appendEscaped(std::string& out, std::string_view text, bool quotes)
{
    for (const char c : text) {
        if (c == '\\') {
            out += "\\\\";
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '"' && quotes) {
            out += "\\\"";
        } else {
            out += c;
        }
    }
}

void appendLine(std::string& out, std::string_view name, const Labels& labels, std::string_view value)
{
    out += name;
    char separator = '{';
    for (const auto& [label, text] : labels) {
        out += separator;
        out += label;
        out += "=\"";
        appendEscaped(out, text, true);
        out += '"';
        separator = ',';
    }
    out += labels.empty() ? " " : "} ";
    out += value;
    out += '\n';
}

void appendHistogram(std::string& out, const MetricFamily& family, const MetricSample& sample)
{
    auto labels = sample.labels;
    labels.emplace_back("le", "");
    for (std::size_t i = 0; i < family.bounds.size() && i < sample.buckets.size(); ++i) {
        labels.back().second = number(family.bounds[i]);
        appendLine(out, family.name + "_bucket", labels, std::to_string(sample.buckets[i]));
    }
    labels.back().second = "+Inf";
    appendLine(out, family.name + "_bucket", labels, std::to_string(sample.count));
    appendLine(out, family.name + "_sum", sample.labels, number(sample.sum));
    appendLine(out, family.name + "_count", sample.labels, std::to_string(sample.count));
}

} // namespace

std::string prometheusText(const std::vector<MetricFamily>& families)
{
    std::string out;
    for (const auto& family : families) {
        fmt::format_to(std::back_inserter(out), "# HELP {} ", family.name);
        appendEscaped(out, family.help, false);
        fmt::format_to(std::back_inserter(out), "\n# TYPE {} {}\n", family.name, kindName(family.kind));
        for (const auto& sample : family.samples) {
            if (family.kind == MetricKind::Histogram) {
                appendHistogram(out, family, sample);
            } else {
                appendLine(out, family.name, sample.labels, number(sample.value));
            }
        }
    }
    return out;
}

} // namespace gatehouse::api
