// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/metrics.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::observe {

/// The node's counters, gauges and histograms. A family's kind, help and bounds are declared once; naming an
/// undeclared family does nothing, so a typing mistake shows as a missing metric and not as a crash.
/// Thread-safe. A family keeps at most kMaxSeries label sets; further ones are counted under
/// {overflow="true"}, so that a caller cannot make the node's memory grow through labels.
class Metrics
{
public:
    using Labels = std::vector<std::pair<std::string, std::string>>;
    static constexpr std::size_t kMaxSeries = 2000;

    void declare(MetricFamily family);
    void add(std::string_view family, const Labels& labels, double amount = 1.0);
    void set(std::string_view family, const Labels& labels, double value);
    /// One observation of a histogram.
    void observe(std::string_view family, const Labels& labels, double value);
    [[nodiscard]] std::vector<MetricFamily> snapshot() const;

private:
    struct Family
    {
        MetricFamily shape;
        std::map<Labels, MetricSample> series;
    };

    [[nodiscard]] MetricSample* sample(std::string_view family, const Labels& labels);

    mutable std::mutex m_mutex;
    std::map<std::string, Family, std::less<>> m_families;
};

/// Upper bounds in seconds for the time a call takes: 1 ms to 30 s, about three a decade.
[[nodiscard]] std::vector<double> latencyBounds();

} // namespace gatehouse::observe
