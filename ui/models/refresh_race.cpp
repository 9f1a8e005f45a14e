// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/refresh_race.h"

#include "ui/models/text.h"
#include "ui/theme/display_zone.h"

#include <QCoreApplication>

#include <algorithm>

namespace gatehouse::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("RefreshRace", text);
}

constexpr std::chrono::milliseconds kUsualRequest{200}; // where the real one was not measured

bool survives(const RaceRules& rules)
{
    return !rules.rotates || rules.concurrentOk || rules.grace.count() > 0;
}

QString raceSentence(std::size_t callers, const RaceRules& rules)
{
    const QString computed =
        tr("Computed from the same arrivals and this provider's rules; it did not happen. ");
    if (callers <= 1) {
        return tr("Only one asked, so the lock made no difference here. With several at once this shows what "
                  "it prevents.");
    }
    const QString many = tr("%1 requests with the same refresh token instead of one. ").arg(callers);
    if (!rules.rotates || rules.concurrentOk) {
        return computed % many
               % tr("This provider bears that: each caller would have had a token of its own, for %1 times "
                    "the load on an endpoint that has limits as well.")
                     .arg(callers);
    }
    if (rules.grace.count() > 0) {
        return computed % many
               % tr("This provider takes the replaced token for another %1, so all are answered, each with "
                    "another refresh token. Which of them is kept is decided by who writes last, and the "
                    "others die when the time is over.")
                     .arg(durationText(rules.grace));
    }
    const QString refused =
        tr("This provider replaces it with the first, so %1 would have been refused with invalid_grant")
            .arg(callers - 1);
    return computed % many % refused
           % (rules.reuseRevokes ? tr(", and as it takes a token that comes back for stolen, it would have "
                                      "ended the grant: a person would have to sign in again.")
                                 : tr(", their calls failed, and whoever wrote last could have kept a dead "
                                      "token."));
}

/// One refresh token, from its arrival to what ended it.
struct Generation
{
    UnixMillis from;
    std::optional<UnixMillis> until;
    Accent accent = Accent::Ok;
    QString note;
    std::size_t uses = 0;
};

/// "by req_100300", or the cause when nobody in particular asked: "on schedule".
QString who(const TokenAttempt& attempt)
{
    return attempt.by == tokenCauseName(attempt.cause) ? causeText(attempt.cause)
                                                       : tr("by %1").arg(toQString(attempt.by));
}

std::vector<Generation> generationsOf(const TokenHistory& history, UnixMillis now)
{
    std::vector<Generation> chain;
    const auto begin = history.attempts.empty() ? now : history.attempts.front().startedAt;
    const bool older = !history.refreshTokenIssuedAt || *history.refreshTokenIssuedAt < begin
                       || std::any_of(history.attempts.begin(), history.attempts.end(),
                                      [](const TokenAttempt& one) { return one.rotated; });
    if (older) {
        chain.push_back({begin, std::nullopt, Accent::Ok, {}, 0});
    } else {
        chain.push_back({*history.refreshTokenIssuedAt, std::nullopt, Accent::Ok, {}, 0});
    }
    for (const auto& attempt : history.attempts) {
        auto& current = chain.back();
        current.uses += attempt.requestedAt ? 1U : 0U;
        if (attempt.outcome == TokenOutcome::NeedsReauth) {
            current.accent = Accent::Error;
            current.until = attempt.endedAt;
            current.note =
                tr("✗ refused, %1: %2")
                    .arg(who(attempt), toQString(attempt.error.empty() ? "invalid_grant" : attempt.error));
        } else if (attempt.rotated && attempt.endedAt) {
            current.accent = Accent::Muted;
            current.until = attempt.endedAt;
            current.note = tr("→ gen %1, %2").arg(chain.size() + 1).arg(who(attempt));
            chain.push_back({*attempt.endedAt, std::nullopt, Accent::Ok, {}, 0});
        }
    }
    return chain;
}

QString chainSentence(const std::vector<Generation>& chain, const RaceRules& rules)
{
    const auto& last = chain.back();
    if (last.accent == Accent::Error && chain.size() > 1) {
        return tr("The refresh token of gen %1 was refused although nobody here had used it before: somebody "
                  "else "
                  "holds it too, or the grant was ended at the provider. Gen %2 was taken by the refresh "
                  "before "
                  "it.")
            .arg(chain.size())
            .arg(chain.size() - 1);
    }
    if (last.accent == Accent::Error) {
        return tr("The refresh token was refused: somebody has to sign in again.");
    }
    if (chain.size() == 1) {
        return rules.rotates
                   ? tr("The refresh token has not been replaced since this program started.")
                   : tr("One refresh token, used %1 times: this provider keeps it the same.").arg(last.uses);
    }
    return tr("Gen %1 is in force; each refresh replaced the one before it. Numbers count from the start of "
              "this program.")
        .arg(chain.size());
}

} // namespace

RaceRules raceRules(const json::Value& definition, const std::string& kind)
{
    const auto schemes = definition["auth"].items();
    const auto scheme = std::find_if(schemes.begin(), schemes.end(), [&](const json::Value& one) {
        return one["kind"].asString() == kind || one["id"].asString() == kind;
    });
    if (scheme == schemes.end()) {
        return {};
    }
    const json::Value refresh = (*scheme)["refresh"];
    return {refresh["rotates"].asBool(), refresh["concurrent_ok"].asBool(),
            refresh["reuse"].asString() == "revokes", std::chrono::seconds(refresh["grace_s"].asInt())};
}

ToldPicture withoutLock(const TokenAttempt& attempt, const RaceRules& rules)
{
    const auto request = attempt.requestTime.count() > 0 ? attempt.requestTime : kUsualRequest;
    auto waiters = attempt.waiters;
    std::stable_sort(waiters.begin(), waiters.end(),
                     [](const TokenWaiter& a, const TokenWaiter& b) { return a.from < b.from; });
    ToldPicture told;
    told.sentence = raceSentence(attempt.waitersInAll, rules);
    auto& picture = told.picture;
    picture.from = waiters.empty() ? attempt.startedAt : waiters.front().from;
    picture.until = picture.from + request;
    const auto shown = std::min(waiters.size(), kWaiterLanes);
    for (std::size_t at = 0; at < shown; ++at) {
        const bool good = at == 0 || survives(rules);
        const auto until = waiters[at].from + request;
        TimeLane lane{toQString(waiters[at].who), {}, good ? tr("✓ a token") : tr("✗ invalid_grant")};
        lane.bars.push_back(
            {waiters[at].from,
             until,
             good ? Accent::Ok : Accent::Error,
             true,
             {},
             good ? tr("Its own request is answered") : tr("Its own request comes too late")});
        picture.until = std::max(picture.until, until);
        picture.lanes.push_back(std::move(lane));
    }
    if (attempt.waitersInAll > shown) {
        picture.lanes.push_back({tr("and %1 more").arg(attempt.waitersInAll - shown),
                                 {},
                                 survives(rules) ? tr("✓ each a token") : tr("✗ invalid_grant")});
    }
    return told;
}

ToldPicture refreshChain(const TokenHistory& history, const RaceRules& rules, UnixMillis now)
{
    const auto chain = generationsOf(history, now);
    ToldPicture told;
    told.sentence = chainSentence(chain, rules);
    const auto first = chain.size() - std::min(chain.size(), kGenerations);
    told.picture.from = chain[first].from;
    told.picture.until = std::max(now, chain[first].from + std::chrono::milliseconds(1));
    for (auto at = first; at < chain.size(); ++at) {
        const auto& one = chain[at];
        TimeLane lane{tr("gen %1").arg(at + 1), {}, one.note.isEmpty() ? tr("● in force") : one.note};
        lane.bars.push_back({one.from,
                             one.until.value_or(now),
                             one.accent,
                             false,
                             {},
                             tr("Refresh token %1, used %2 times").arg(at + 1).arg(one.uses)});
        told.picture.lanes.push_back(std::move(lane));
    }
    return told;
}

} // namespace gatehouse::ui
