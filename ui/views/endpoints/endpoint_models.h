// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "ui/models/directory.h"
#include "ui/models/endpoint_list.h"
#include "ui/models/row_models.h"
#include "ui/theme/display_zone.h"

namespace gatehouse::ui {

class Facts;

/// Lives as long as its parent; the list and the zone outlive it.
[[nodiscard]] RowModel<EndpointView>* makeEndpointModel(const EndpointList& list, const DisplayZone& zone,
                                                        QObject* parent);
/// Health, queue and settings of one endpoint.
void fillEndpointFacts(Facts& facts, const EndpointView& view, const EndpointList& list,
                       const Directory& directory, const DisplayZone& zone);

} // namespace gatehouse::ui
