// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/observe/metrics.h"

namespace gatehouse::observe {

void Metrics::declare(MetricFamily family)
{
    const std::scoped_lock lock(m_mutex);
    std::string name = family.name;
    m_families.try_emplace(std::move(name), Family{std::move(family), {}});
}

MetricSample* Metrics::sample(std::string_view family, const Labels& labels)
{
    const auto found = m_families.find(family);
    if (found == m_families.end()) {
        return nullptr;
    }
    auto& series = found->second.series;
    if (const auto known = series.find(labels); known != series.end()) {
        return &known->second;
    }
    const Labels& kept = series.size() < kMaxSeries ? labels : Labels{{"overflow", "true"}};
    MetricSample& made = series[kept];
    made.labels = kept;
    made.buckets.resize(found->second.shape.bounds.size());
    return &made;
}

void Metrics::add(std::string_view family, const Labels& labels, double amount)
{
    const std::scoped_lock lock(m_mutex);
    if (MetricSample* found = sample(family, labels)) {
        found->value += amount;
    }
}

void Metrics::set(std::string_view family, const Labels& labels, double value)
{
    const std::scoped_lock lock(m_mutex);
    if (MetricSample* found = sample(family, labels)) {
        found->value = value;
    }
}

void Metrics::observe(std::string_view family, const Labels& labels, double value)
{
    const std::scoped_lock lock(m_mutex);
    MetricSample* found = sample(family, labels);
    if (found == nullptr) {
        return;
    }
    const auto& bounds = m_families.find(family)->second.shape.bounds;
    for (std::size_t i = bounds.size(); i > 0 && value <= bounds[i - 1]; --i) {
        ++found->buckets[i - 1];
    }
    ++found->count;
    found->sum += value;
}

std::vector<MetricFamily> Metrics::snapshot() const
{
    const std::scoped_lock lock(m_mutex);
    std::vector<MetricFamily> out;
    out.reserve(m_families.size());
    for (const auto& [name, family] : m_families) {
        out.push_back(family.shape);
        for (const auto& [labels, sample] : family.series) {
            out.back().samples.push_back(sample);
        }
    }
    return out;
}

std::vector<double> latencyBounds()
{
    return {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0};
}

} // namespace gatehouse::observe
