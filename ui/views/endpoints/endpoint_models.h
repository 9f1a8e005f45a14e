// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "ui/models/row_models.h"
#include "ui/theme/display_zone.h"

namespace gatehouse::ui {

/// Both live as long as their parent; the zone outlives them.
[[nodiscard]] RowModel<EndpointView>* makeEndpointModel(const DisplayZone& zone, QObject* parent);
[[nodiscard]] RowModel<Delivery>* makeDeliveryModel(const DisplayZone& zone, QObject* parent);

} // namespace gatehouse::ui
