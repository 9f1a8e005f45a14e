// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/webhook.h"
#include "ui/models/row_models.h"
#include "ui/theme/display_zone.h"

namespace gatehouse::ui {

/// The tables of an account's page; zone outlives them.
[[nodiscard]] RowModel<WebhookEvent>* makeAccountWebhookModel(const DisplayZone& zone, QObject* parent);
[[nodiscard]] RowModel<RateLimitState>* makeLimitModel(QObject* parent);
[[nodiscard]] RowModel<CallSummary>* makeAccountCallModel(const DisplayZone& zone, QObject* parent);

} // namespace gatehouse::ui
