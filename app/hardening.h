// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace gatehouse::app {

/// Makes this process a poor place to look for secrets: no core dumps, no attaching of debuggers by the same
/// user, files for the owner alone. Call it first in main(), before anything reads a secret. What the system
/// refuses is passed over: a gateway that runs is better than none.
void hardenProcess() noexcept;

} // namespace gatehouse::app
