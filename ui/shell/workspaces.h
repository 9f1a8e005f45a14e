// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace gatehouse::ui {

struct Context;

/// With the sandbox running: on to Try a call. Without: a second console with a sandbox and data of its own.
void trySandbox(Context& context);
/// Asks for a folder and opens it as the data directory of a second console.
void openWorkspace(Context& context, QWidget* parent);
/// Shows the folder that definitions are read from, made if it is missing.
void openProvidersFolder(Context& context);

} // namespace gatehouse::ui
