// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/directory.h"
#include "ui/widgets/filter_bar.h"

namespace gatehouse::ui {

/// Offers the names of accounts, customers and providers as values of the fields of those names.
void offerNames(FilterBar& filter, const Directory& directory);

} // namespace gatehouse::ui
