// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/observe/metrics.h"

#include <gtest/gtest.h>

namespace gatehouse::observe {
namespace {

TEST(Metrics, addsUpASeriesForEachSetOfLabels)
{
    Metrics metrics;
    metrics.declare({"calls_total", "Calls.", MetricKind::Counter, {}, {}});

    metrics.add("calls_total", {{"kind", "unified"}});
    metrics.add("calls_total", {{"kind", "unified"}}, 2);
    metrics.add("calls_total", {{"kind", "proxy"}});
    metrics.add("no_such_metric", {});

    const auto families = metrics.snapshot();
    ASSERT_EQ(families.size(), 1U);
    ASSERT_EQ(families[0].samples.size(), 2U);
    EXPECT_EQ(families[0].samples[0].value, 1.0);
    EXPECT_EQ(families[0].samples[1].value, 3.0);
}

TEST(Metrics, countsObservationsInCumulativeBuckets)
{
    Metrics metrics;
    metrics.declare({"seconds", "Time.", MetricKind::Histogram, {0.1, 1.0, 10.0}, {}});

    for (const double value : {0.05, 0.1, 0.5, 20.0}) {
        metrics.observe("seconds", {}, value);
    }

    const auto sample = metrics.snapshot()[0].samples[0];
    EXPECT_EQ(sample.buckets, (std::vector<std::uint64_t>{2, 3, 3}));
    EXPECT_EQ(sample.count, 4U);
    EXPECT_DOUBLE_EQ(sample.sum, 20.65);
}

TEST(Metrics, boundsTheNumberOfSeries)
{
    Metrics metrics;
    metrics.declare({"gauge", "", MetricKind::Gauge, {}, {}});

    for (std::size_t i = 0; i < Metrics::kMaxSeries + 10; ++i) {
        metrics.set("gauge", {{"n", std::to_string(i)}}, 1.0);
    }

    EXPECT_EQ(metrics.snapshot()[0].samples.size(), Metrics::kMaxSeries + 1);
}

} // namespace
} // namespace gatehouse::observe
