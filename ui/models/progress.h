// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bridge/event_feed.h"
#include "ui/widgets/settings.h"

#include <QObject>

#include <array>
#include <cstdint>

namespace gatehouse::ui {

/// The steps of the Start page's checklist. A step is done when the thing has happened, wherever it was done
/// from.
enum class Step : std::uint8_t
{
    CallUnified,
    SeeStages,
    OverrideField,
    HitLimit,
    CopyCurl,
    SignIn
};

struct StepInfo
{
    Step step;
    QLatin1String key;  ///< In the settings file.
    QLatin1String text; ///< What to do.
    QLatin1String how;  ///< Where, with its key.
    QLatin1String view;
};

inline constexpr std::array kSteps{
    StepInfo{Step::CallUnified, QLatin1String("call"), QLatin1String("Call a unified contact list"),
             QLatin1String("Try a call, Ctrl+Enter"), QLatin1String("try")},
    StepInfo{Step::SeeStages, QLatin1String("stages"),
             QLatin1String("See the stages of that call, and how long each took"),
             QLatin1String("Calls, tab Stages"), QLatin1String("calls")},
    StepInfo{Step::OverrideField, QLatin1String("override"),
             QLatin1String("Override one field for one account"), QLatin1String("Try a call, tab Mapping"),
             QLatin1String("try")},
    StepInfo{Step::HitLimit, QLatin1String("limit"), QLatin1String("Hit a rate limit and see it normalised"),
             QLatin1String("Try a call, Run 25 at once"), QLatin1String("try")},
    StepInfo{Step::CopyCurl, QLatin1String("curl"),
             QLatin1String("Copy a call as cURL and run it in a terminal"),
             QLatin1String("Try a call, Ctrl+Shift+C"), QLatin1String("try")},
    StepInfo{Step::SignIn, QLatin1String("signin"),
             QLatin1String("Sign in at a simulated vendor, then send 50 workers at once"),
             QLatin1String("Sign-ins, Run the sandbox's sign-in"), QLatin1String("oauth")},
};

class Progress : public QObject
{
    Q_OBJECT

public:
    Progress(Settings& settings, EventFeed& feed, QObject* parent = nullptr)
        : QObject(parent)
        , m_settings(settings)
    {
        connect(&feed, &EventFeed::batch, this, &Progress::watch);
    }

    [[nodiscard]] bool done(Step step) const { return m_settings.value(key(step)).toBool(); }

    void mark(Step step)
    {
        if (!done(step)) {
            m_settings.set(key(step), true);
            Q_EMIT
            changed();
        }
    }

    [[nodiscard]] int doneCount() const
    {
        int count = 0;
        for (const auto& info : kSteps) {
            count += done(info.step) ? 1 : 0;
        }
        return count;
    }

Q_SIGNALS:
    void changed();

private:
    void watch(const std::vector<GatewayEvent>& events)
    {
        for (const auto& event : events) {
            if (const auto* recorded = std::get_if<CallRecorded>(&event)) {
                const bool list =
                    recorded->call.kind == "unified" && recorded->call.operation.ends_with(".list");
                if (list && recorded->call.status == 200) {
                    mark(Step::CallUnified);
                } else if (recorded->call.status == 429) {
                    mark(Step::HitLimit);
                }
            } else if (std::holds_alternative<OverrideChanged>(event)) {
                mark(Step::OverrideField);
            } else if (const auto* session = std::get_if<ConnectSessionChanged>(&event)) {
                if (session->session.status == ConnectStatus::Connected) {
                    mark(Step::SignIn);
                }
            }
        }
    }

    [[nodiscard]] static QString key(Step step)
    {
        return QStringLiteral("checklist/") + kSteps[static_cast<std::size_t>(step)].key;
    }

    Settings& m_settings;
};

} // namespace gatehouse::ui
