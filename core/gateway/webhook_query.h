// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhook_values.h"
#include "core/store/delivery_store.h"

namespace gatehouse {

/// What the façade is asked, as the store is.
[[nodiscard]] store::EventQuery toStoreQuery(const EventQuery& query);
[[nodiscard]] store::DeliveryQuery toStoreQuery(const DeliveryQuery& query);

} // namespace gatehouse
