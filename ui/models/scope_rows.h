// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/token.h"
#include "ui/models/row_models.h"
#include "ui/theme/display_zone.h"

#include <vector>

namespace gatehouse::ui {

/// The scopes of an account as a table: asked for, granted, needed by operations, used by calls. The zone
/// outlives it.
[[nodiscard]] RowModel<ScopeUse>* makeScopeModel(const DisplayZone& zone, QObject* parent);
/// What stands out in them, worst first, in a sentence.
[[nodiscard]] QString scopeSentence(const std::vector<ScopeUse>& scopes);
/// Needed or asked for, and not granted.
[[nodiscard]] bool isMissing(const ScopeUse& scope);
/// "12 calls, 2 s ago".
[[nodiscard]] QString scopeUseText(const ScopeUse& scope, const DisplayZone& zone);

} // namespace gatehouse::ui
