// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhook_values.h"
#include "ui/theme/colours.h"

#include <QString>

namespace gatehouse::ui {

/// "The provider waits 5 s, then sends again 10 times in 24 h, after … Answered in 8 ms (95 of 100; …)."
[[nodiscard]] QString habitText(const WebhookManners& manners, const AnswerHealth& answers,
                                const QString& provider);

struct HabitWarning
{
    Accent accent = Accent::Warning;
    QString text; ///< Empty: nothing to be warned of.
};

/// That answers take nearly as long as the provider waits, or that it is about to switch the URL off.
[[nodiscard]] HabitWarning habitWarning(const WebhookManners& manners, const AnswerHealth& answers,
                                        const QString& provider);

} // namespace gatehouse::ui
