// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/webhooks/provider_habits.h"

#include "ui/models/text.h"
#include "ui/theme/display_zone.h"

#include <QCoreApplication>
#include <QStringList>

namespace gatehouse::ui {

namespace {

constexpr std::uint64_t kEnoughAnswers = 20; ///< Before that, a percentile says little.
constexpr std::uint64_t kFewFailures = 3;    ///< In a row; where the provider's own count is not known.

QString habitWords(const char* text)
{
    return QCoreApplication::translate("ProviderHabits", text);
}

QString retryText(const WebhookManners& manners)
{
    QStringList parts;
    if (manners.retries > 0) {
        parts.append(habitWords("%1 times").arg(manners.retries));
    }
    if (manners.retriesFor.count() > 0) {
        parts.append(habitWords("for %1").arg(durationText(manners.retriesFor)));
    }
    if (!manners.retryNote.empty()) {
        parts.append(toQString(manners.retryNote));
    }
    return parts.isEmpty() ? QString() : habitWords(", and sends again %1").arg(parts.join(u' '));
}

bool nearLimit(const WebhookManners& manners, const AnswerHealth& answers)
{
    return answers.answers >= kEnoughAnswers && answers.p95 >= manners.answerWithin / 2;
}

/// Half of what switches it off, or a few where nobody knows how many do.
std::uint64_t worrying(const WebhookManners& manners)
{
    return manners.disablesAfter > 0 ? std::max<std::uint64_t>(1, manners.disablesAfter / 2) : kFewFailures;
}

} // namespace

QString habitText(const WebhookManners& manners, const AnswerHealth& answers, const QString& provider)
{
    QString text =
        habitWords("%1 waits %2%3.").arg(provider, durationText(manners.answerWithin), retryText(manners));
    if (!manners.disableNote.empty()) {
        text += habitWords(" It %1.").arg(toQString(manners.disableNote));
    }
    if (answers.answers > 0) {
        text += habitWords(" Our answers: 95 of 100 within %1, the longest %2 (of the last %3).")
                    .arg(durationText(answers.p95), durationText(answers.longest),
                         countText(static_cast<std::int64_t>(answers.answers)));
    }
    return text;
}

HabitWarning habitWarning(const WebhookManners& manners, const AnswerHealth& answers, const QString& provider)
{
    const bool disables = !manners.disableNote.empty() || manners.disablesAfter > 0;
    if (disables && answers.failuresInARow >= worrying(manners)) {
        const QString after =
            manners.disablesAfter > 0
                ? habitWords("; after %1 it switches the subscription off").arg(manners.disablesAfter)
                : habitWords("; it %1").arg(toQString(manners.disableNote));
        return {Accent::Error, habitWords("%1 was answered badly %2 times in a row%3. The last time: %4")
                                   .arg(provider)
                                   .arg(answers.failuresInARow)
                                   .arg(after, toQString(answers.lastFailure))};
    }
    if (nearLimit(manners, answers)) {
        return {Accent::Warning,
                habitWords(
                    "Answers to %1 take up to %2 (95 of 100); it waits only %3 and then sends again. Look at "
                    "the disk and the load of this machine.")
                    .arg(provider, durationText(answers.p95), durationText(manners.answerWithin))};
    }
    return {};
}

} // namespace gatehouse::ui
