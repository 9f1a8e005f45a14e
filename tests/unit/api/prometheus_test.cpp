// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api/prometheus.h"

#include <gtest/gtest.h>

namespace gatehouse::api {
namespace {

TEST(Prometheus, printsCountersWithEscapedLabels)
{
    MetricFamily calls{"gatehouse_calls_total", "Calls, \\ and\nmore", MetricKind::Counter, {}, {}};
    calls.samples.push_back({{{"status", "200"}, {"name", "a\"b\\c\nd"}}, 3, {}, 0, 0});
    calls.samples.push_back({{}, 0.25, {}, 0, 0});
    EXPECT_EQ(prometheusText({calls}), "# HELP gatehouse_calls_total Calls, \\\\ and\\nmore\n"
                                       "# TYPE gatehouse_calls_total counter\n"
                                       "gatehouse_calls_total{status=\"200\",name=\"a\\\"b\\\\c\\nd\"} 3\n"
                                       "gatehouse_calls_total 0.25\n");
}

TEST(Prometheus, printsHistogramsWithBucketsSumAndCount)
{
    MetricFamily seconds{"gatehouse_call_seconds", "Time", MetricKind::Histogram, {0.1, 1}, {}};
    seconds.samples.push_back({{{"kind", "proxy"}}, 0, {2, 5}, 6, 4.5});
    EXPECT_EQ(prometheusText({seconds}), "# HELP gatehouse_call_seconds Time\n"
                                         "# TYPE gatehouse_call_seconds histogram\n"
                                         "gatehouse_call_seconds_bucket{kind=\"proxy\",le=\"0.1\"} 2\n"
                                         "gatehouse_call_seconds_bucket{kind=\"proxy\",le=\"1\"} 5\n"
                                         "gatehouse_call_seconds_bucket{kind=\"proxy\",le=\"+Inf\"} 6\n"
                                         "gatehouse_call_seconds_sum{kind=\"proxy\"} 4.5\n"
                                         "gatehouse_call_seconds_count{kind=\"proxy\"} 6\n");
}

} // namespace
} // namespace gatehouse::api
