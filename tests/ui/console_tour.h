// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/console_world.h"

#include <functional>

namespace gatehouse::test {

/// Calls, sign-ins and webhooks as after some use, so that no page of the console is empty. Before open().
void fillForTour(ConsoleWorld& world);
/// What people really write: a long name, one from right to left, one with characters beyond 16 bits.
void giveLongNames(ConsoleWorld& world);
/// Goes to every view with something selected, and there to every tab, also those inside tabs. Tells the
/// place as "accounts / Tokens / Lock".
void tourConsole(ConsoleWorld& world, const std::function<void(const QString& place)>& look);
/// "QPushButton replayEvent 'Replay…'": so that a person finds it.
[[nodiscard]] QString describe(const QWidget& widget);

} // namespace gatehouse::test
