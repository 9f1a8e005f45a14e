// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/colours.h"

#include <QIcon>
#include <QLatin1String>

#include <optional>

namespace gatehouse::ui {

/// An icon of resources/icons ("calls"), drawn at any size in the colour of the text it stands beside: it
/// follows the palette when the theme changes and turns with selection and disabling. With an accent it keeps
/// that meaning's colour.
[[nodiscard]] QIcon icon(QLatin1String name, std::optional<Accent> accent = std::nullopt);

} // namespace gatehouse::ui
