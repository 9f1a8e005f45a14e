// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/token_timeline.h"

#include "ui/models/text.h"
#include "ui/theme/display_zone.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace gatehouse::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("TokenTimeline", text);
}

QString spanText(UnixMillis from, UnixMillis until)
{
    return durationText(std::chrono::duration_cast<std::chrono::microseconds>(
        std::max(until - from, std::chrono::milliseconds(0))));
}

constexpr std::array<const char*, 6> kCauses{
    QT_TRANSLATE_NOOP("TokenTimeline", "on schedule"),
    QT_TRANSLATE_NOOP("TokenTimeline", "keep-alive"),
    QT_TRANSLATE_NOOP("TokenTimeline", "a call needed it"),
    QT_TRANSLATE_NOOP("TokenTimeline", "token refused"),
    QT_TRANSLATE_NOOP("TokenTimeline", "asked by a person"),
    QT_TRANSLATE_NOOP("TokenTimeline", "repair"),
};

struct OutcomeInfo
{
    const char* text;
    Accent accent;
};

constexpr std::array<OutcomeInfo, 6> kOutcomes{{
    {QT_TRANSLATE_NOOP("TokenTimeline", "◐ running"), Accent::Info},
    {QT_TRANSLATE_NOOP("TokenTimeline", "✓ refreshed"), Accent::Ok},
    {QT_TRANSLATE_NOOP("TokenTimeline", "✓ adopted"), Accent::Ok},
    {QT_TRANSLATE_NOOP("TokenTimeline", "■ needs re-auth"), Accent::Error},
    {QT_TRANSLATE_NOOP("TokenTimeline", "▲ misconfigured"), Accent::Warning},
    {QT_TRANSLATE_NOOP("TokenTimeline", "✗ failed"), Accent::Warning},
}};

bool gaveToken(const TokenAttempt& attempt)
{
    return attempt.outcome == TokenOutcome::Refreshed || attempt.outcome == TokenOutcome::Adopted;
}

TimeBar life(UnixMillis from, UnixMillis until, UnixMillis now)
{
    TimeBar bar{from, until, until <= now ? Accent::Muted : Accent::Ok, false, {}, {}};
    bar.text = spanText(from, until);
    bar.tip = tr("A token of %1").arg(spanText(from, until));
    return bar;
}

TimeLane attemptLane(const TokenHistory& history, UnixMillis now)
{
    TimeLane lane{tr("Refreshes"), {}, {}};
    for (const auto& attempt : history.attempts) {
        TimeBar bar{
            attempt.startedAt, attempt.endedAt.value_or(now), outcomeAccent(attempt.outcome), false, {}, {}};
        bar.tip =
            tr("%1, %2, took %3")
                .arg(outcomeText(attempt.outcome), causeText(attempt.cause), spanText(bar.from, bar.until));
        lane.bars.push_back(bar);
    }
    if (history.refreshDueAt) {
        lane.bars.push_back({*history.refreshDueAt,
                             *history.refreshDueAt,
                             Accent::Info,
                             true,
                             {},
                             tr("The next refresh is due")});
    }
    return lane;
}

TimeLane waiterLane(const TokenWaiter& waiter, UnixMillis end)
{
    const auto until = waiter.until.value_or(end);
    TimeLane lane{toQString(waiter.who), {}, {}};
    lane.bars.push_back({waiter.from, until, Accent::Info, true, {}, {}});
    lane.note = waiter.until ? tr("waited %1").arg(spanText(waiter.from, until)) : tr("still waits");
    return lane;
}

} // namespace

TimePicture tokenLives(const TokenHistory& history, UnixMillis now)
{
    TimePicture picture{now, now, {}, {now}};
    TimeLane tokens{tr("Access token"), {}, {}};
    std::optional<UnixMillis> previous;
    for (const auto& attempt : history.attempts) {
        if (!gaveToken(attempt) || !attempt.endedAt || !attempt.tokenExpiresAt) {
            continue;
        }
        if (previous && !tokens.bars.empty()) {
            tokens.bars.back().until = std::min(tokens.bars.back().until, *attempt.endedAt);
        }
        tokens.bars.push_back(life(*attempt.endedAt, *attempt.tokenExpiresAt, now));
        previous = attempt.endedAt;
    }
    if (tokens.bars.empty() && history.tokenIssuedAt && history.tokenExpiresAt) {
        tokens.bars.push_back(life(*history.tokenIssuedAt, *history.tokenExpiresAt, now));
    }
    picture.lanes.push_back(std::move(tokens));
    picture.lanes.push_back(attemptLane(history, now));
    if (history.refreshTokenIssuedAt) {
        TimeBar bar{*history.refreshTokenIssuedAt, now, Accent::LevelEnvironment, false, {}, {}};
        bar.tip = tr("The refresh token in force");
        picture.lanes.push_back({tr("Refresh token"), {bar}, {}});
    }
    for (const auto& lane : picture.lanes) {
        for (const auto& bar : lane.bars) {
            // The refresh token may be months old; it must not squeeze the rest.
            picture.from = lane.name == tr("Refresh token") ? picture.from : std::min(picture.from, bar.from);
            picture.until = std::max(picture.until, bar.until);
        }
    }
    return picture;
}

TimePicture lockPicture(const TokenAttempt& attempt, UnixMillis now)
{
    const auto end = attempt.endedAt.value_or(now);
    TimePicture picture{
        attempt.startedAt, std::max(end, attempt.startedAt + std::chrono::milliseconds(1)), {}, {}};
    const auto locked = attempt.lockedAt.value_or(end);
    TimeLane lock{tr("Lock"), {}, {}};
    if (locked > attempt.startedAt) {
        lock.bars.push_back({attempt.startedAt, locked, Accent::Warning, true,
                             tr("waits for %1").arg(toQString(attempt.lockHolder)),
                             tr("Another holder had the lock: %1").arg(toQString(attempt.lockHolder))});
    }
    if (attempt.lockedAt) {
        lock.bars.push_back(
            {locked, end, Accent::LevelAccount, false, tr("held by %1").arg(toQString(attempt.by)),
             tr("Held by %1, fencing number %2").arg(toQString(attempt.by)).arg(attempt.fence)});
        lock.note = tr("held %1").arg(spanText(locked, end));
    }
    picture.lanes.push_back(std::move(lock));
    if (attempt.requestedAt) {
        const bool running = !attempt.endedAt && attempt.requestTime.count() == 0;
        const auto answered = running ? now : *attempt.requestedAt + attempt.requestTime;
        TimeLane request{
            tr("Token endpoint"), {}, tr("1 request, %1").arg(spanText(*attempt.requestedAt, answered))};
        request.bars.push_back(
            {*attempt.requestedAt,
             answered,
             outcomeAccent(attempt.outcome),
             false,
             attempt.providerStatus == 0 ? QString() : QString::number(attempt.providerStatus),
             {}});
        picture.lanes.push_back(std::move(request));
    }
    const auto shown = std::min(attempt.waiters.size(), kWaiterLanes);
    for (std::size_t at = 0; at < shown; ++at) {
        picture.lanes.push_back(waiterLane(attempt.waiters[at], end));
        picture.from = std::min(picture.from, attempt.waiters[at].from);
    }
    if (attempt.waitersInAll > shown) {
        picture.lanes.push_back(
            {tr("and %1 more").arg(attempt.waitersInAll - shown), {}, tr("the same token")});
    }
    return picture;
}

QString causeText(TokenCause cause)
{
    return tr(kCauses[static_cast<std::size_t>(cause)]);
}

QString outcomeText(TokenOutcome outcome)
{
    return tr(kOutcomes[static_cast<std::size_t>(outcome)].text);
}

Accent outcomeAccent(TokenOutcome outcome)
{
    return kOutcomes[static_cast<std::size_t>(outcome)].accent;
}

QString lockSentence(const TokenAttempt& attempt, UnixMillis now)
{
    auto longest = std::chrono::milliseconds(0);
    for (const auto& waiter : attempt.waiters) {
        longest = std::max(longest, waiter.until.value_or(now) - waiter.from);
    }
    const QString requests = attempt.requestedAt ? tr("one request to the token endpoint")
                                                 : tr("no request to the token endpoint");
    if (attempt.waitersInAll <= 1) {
        return tr("One asked, %1.").arg(requests);
    }
    return tr("%1 asked, %2: one held the lock, the others waited, at most %3, and all got the same answer.")
        .arg(attempt.waitersInAll)
        .arg(requests, durationText(std::chrono::duration_cast<std::chrono::microseconds>(longest)));
}

QString credentialText(CredentialKind kind)
{
    switch (kind) {
    case CredentialKind::AccessToken:
        return tr("Access token");
    case CredentialKind::RefreshToken:
        return tr("Refresh token");
    case CredentialKind::ClientCertificate:
        return tr("Client certificate");
    case CredentialKind::PrivateKey:
        return tr("Private key");
    case CredentialKind::ApiKey:
        return tr("API key");
    }
    return {};
}

} // namespace gatehouse::ui
