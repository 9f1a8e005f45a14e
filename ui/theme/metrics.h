// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

namespace gatehouse::ui {

/// The one scale of distances, in device-independent pixels.
inline constexpr int kTight = 4;
inline constexpr int kGap = 8;
inline constexpr int kMargin = 12;
inline constexpr int kWide = 24;
inline constexpr int kIconSize = 18;

enum class Type
{
    Small,
    Body,
    Heading, ///< Of a card or a pane.
    Title    ///< Of a view.
};

[[nodiscard]] QFont typeFont(Type type);
/// For code, ids, headers and bodies.
[[nodiscard]] QFont monoFont();

} // namespace gatehouse::ui
