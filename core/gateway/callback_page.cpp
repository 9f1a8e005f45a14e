// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/callback_page.h"

#include <fmt/format.h>

namespace gatehouse {
namespace {

constexpr std::string_view kClose = "You can close this window.";

std::string failureText(const ConnectFailure& failure)
{
    return fmt::format("{} {} ({})", failure.meaning, failure.remedy, failure.code);
}

} // namespace

CallbackPage resultPage(const ConnectSession& session)
{
    CallbackPage page;
    page.sessionId = session.id;
    if (session.status == ConnectStatus::Connected) {
        page.title = "Connected";
        page.text = fmt::format("{} is connected. {}", session.label, kClose);
        return page;
    }
    page.status = 400;
    page.title = session.failure && session.failure->code == "access_denied" ? "Access was not granted"
                 : session.status == ConnectStatus::Cancelled                ? "The sign-in was cancelled"
                                                                             : "Not connected";
    page.text = session.failure ? failureText(*session.failure) : std::string("The sign-in did not succeed.");
    return page;
}

CallbackPage stillWorkingPage(const ConnectSession& session)
{
    return {202, "Nearly there",
            fmt::format("The provider's answer has come, and {} is being connected. The gateway goes on by "
                        "itself and shows what comes of it. {}",
                        session.label, kClose),
            session.id};
}

CallbackPage lateCallbackPage(const ConnectSession& session)
{
    switch (session.status) {
    case ConnectStatus::Connected:
        return {409, "Already connected",
                fmt::format("This answer was used before, and {} is connected. {}", session.label, kClose),
                session.id};
    case ConnectStatus::Expired:
        return {410, "This sign-in took too long",
                "It was open for ten minutes and has ended. Start it again from the gateway.", session.id};
    case ConnectStatus::Cancelled:
        return {409, "This sign-in was cancelled", "Start it again from the gateway when it is wanted.",
                session.id};
    default:
        return {409, "This answer was used before",
                "An answer from the provider counts once. Look in the gateway for what came of it, or start "
                "the sign-in again there.",
                session.id};
    }
}

CallbackPage unknownStatePage(std::string_view error)
{
    return {
        400,
        "This sign-in is not known here",
        fmt::format("The answer does not belong to any sign-in of this gateway: it may be old, forged, or "
                    "meant for another one. Nothing was changed{}. Start the sign-in again from the "
                    "gateway, in one browser. (state_mismatch)",
                    error.empty() ? std::string()
                                  : fmt::format("; the provider said \"{}\"", error.substr(0, 100))),
        {}};
}

CallbackPage unreadablePage(std::string_view why)
{
    return {400,
            "The answer could not be read",
            fmt::format("{}. Start the sign-in again from the gateway.", why),
            {}};
}

} // namespace gatehouse
