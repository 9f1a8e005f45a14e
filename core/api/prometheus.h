// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/metrics.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::api {

constexpr std::string_view kPrometheusType = "text/plain; version=0.0.4; charset=utf-8";

/// Prometheus' text exposition format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
[[nodiscard]] std::string prometheusText(const std::vector<MetricFamily>& families);

} // namespace gatehouse::api
