// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/audit_trail.h"
#include "ui/models/row_models.h"
#include "ui/theme/display_zone.h"

namespace gatehouse::ui {

/// "credentials read", "token refreshed": what was done, in words; the log's own name when it is unknown.
[[nodiscard]] QString auditActionText(const std::string& action);
/// What stands beside it, as one line: fields, outcome, cause, problem.
[[nodiscard]] QString auditDetailText(const AuditEntry& entry);
[[nodiscard]] RowModel<AuditEntry>* makeAuditModel(const DisplayZone& zone, QObject* parent);
/// With a heading; times as RFC 3339 in UTC.
[[nodiscard]] std::string auditCsv(const std::vector<AuditEntry>& entries);

} // namespace gatehouse::ui
