// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse {

/// The three kinds that Prometheus' text format (0.0.4) and OpenMetrics share.
enum class MetricKind : std::uint8_t
{
    Counter,
    Gauge,
    Histogram
};

/// One series of a family at one moment.
struct MetricSample
{
    std::vector<std::pair<std::string, std::string>> labels;
    double value = 0.0;                 ///< Counters and gauges.
    std::vector<std::uint64_t> buckets; ///< Histograms: cumulative, one for each bound of the family.
    std::uint64_t count = 0;            ///< Histograms: the "+Inf" bucket.
    double sum = 0.0;                   ///< Histograms: in the family's unit (seconds).
};

/// A named metric with its series; what /metrics prints and the console charts.
struct MetricFamily
{
    std::string name; ///< "gatehouse_calls_total"
    std::string help;
    MetricKind kind = MetricKind::Counter;
    std::vector<double> bounds; ///< Histograms: upper bounds, ascending, without infinity.
    std::vector<MetricSample> samples;
};

} // namespace gatehouse
