// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/webhook.h"
#include "ui/theme/display_zone.h"

#include <vector>

class QTreeWidget;
class QTreeWidgetItem;

namespace gatehouse::ui {

/// The number of an attempt that stands behind an item or one of its parents; 0: none does.
[[nodiscard]] std::uint32_t attemptOf(const QTreeWidgetItem* item);
/// The delivery of that attempt; empty: none.
[[nodiscard]] std::string deliveryOf(const QTreeWidgetItem* item);
/// A line per attempt: "✗ attempt 1: 500", when, how long and why it failed.
QTreeWidgetItem* addAttempt(QTreeWidgetItem& parent, const DeliveryAttempt& attempt, const DisplayZone& zone);
/// The attempts of one delivery, each with what was sent and what came back under it. Says where a body was
/// cut.
void fillAttempts(QTreeWidget& tree, const std::vector<DeliveryAttempt>& attempts, const DisplayZone& zone);

} // namespace gatehouse::ui
