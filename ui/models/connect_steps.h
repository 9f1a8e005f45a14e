// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/connect.h"
#include "ui/models/row_models.h"
#include "ui/theme/colours.h"
#include "ui/theme/display_zone.h"

namespace gatehouse::ui {

/// "Exchange the code": what the step does, for people.
[[nodiscard]] QString stepTitle(ConnectStepKind kind);
/// "✓", "✗", "◐", "·", "–": the step's state as a glyph.
[[nodiscard]] QString stepGlyph(ConnectStepState state);
[[nodiscard]] QString stepStateText(ConnectStepState state);
[[nodiscard]] Accent stepAccent(ConnectStepState state);
/// Whose move it is: "the customer's admin", …
[[nodiscard]] QString fixerText(ConnectFixer fixer);
/// "◐ waiting": glyph and word.
[[nodiscard]] QString sessionStateText(ConnectStatus status);
[[nodiscard]] Accent sessionAccent(ConnectStatus status);
/// The step to look at: the one that failed, else the one that runs, else the last that is done.
[[nodiscard]] std::size_t stepOfInterest(const ConnectSession& session);

/// One step with the session's start, for the time column.
struct StepRow
{
    ConnectStep step;
    UnixMillis begun;
};

[[nodiscard]] std::vector<StepRow> stepRows(const ConnectSession& session);
[[nodiscard]] RowModel<StepRow>* makeStepModel(const Clock& clock, QObject* parent);

} // namespace gatehouse::ui
