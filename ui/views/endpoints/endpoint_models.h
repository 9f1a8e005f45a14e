// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "ui/models/row_models.h"
#include "ui/theme/colours.h"
#include "ui/theme/display_zone.h"

#include <functional>
#include <optional>

namespace gatehouse::ui {

/// Both live as long as their parent; the zone outlives them.
[[nodiscard]] RowModel<EndpointView>* makeEndpointModel(const DisplayZone& zone, QObject* parent);
/// names: what an endpoint of that id is called.
using EndpointNames = std::function<QString(const std::string& id)>;
[[nodiscard]] RowModel<Delivery>* makeDeliveryModel(const DisplayZone& zone, EndpointNames names,
                                                    QObject* parent);
/// "● active · 12 wait · the oldest since 3 min · 3 of the last 24 attempts failed · median 42 ms"
[[nodiscard]] QString endpointHealthText(const EndpointView& view, const DisplayZone& zone);
[[nodiscard]] Accent endpointHealthAccent(const EndpointView& view);

/// The queues of all endpoints together.
struct QueueTotals
{
    std::uint64_t pending = 0;
    std::uint64_t inFlight = 0;
    std::uint64_t dead = 0;
    std::size_t troubled = 0; ///< Endpoints that fail, are held back, paused or disabled.
    std::optional<UnixMillis> oldest;
};

[[nodiscard]] QueueTotals totalsOf(const std::vector<EndpointView>& endpoints);
[[nodiscard]] QString totalsText(const QueueTotals& totals, std::size_t endpoints, const DisplayZone& zone);

} // namespace gatehouse::ui
