// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/connect_steps.h"

#include "ui/models/text.h"

#include <QCoreApplication>
#include <QGuiApplication>

namespace gatehouse::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ConnectSteps", text);
}

struct StatusInfo
{
    const char* text;
    Accent accent;
};

constexpr std::array<StatusInfo, 6> kStatuses{{
    {QT_TRANSLATE_NOOP("ConnectSteps", "◐ waiting"), Accent::Info},
    {QT_TRANSLATE_NOOP("ConnectSteps", "◐ working"), Accent::Info},
    {QT_TRANSLATE_NOOP("ConnectSteps", "● connected"), Accent::Ok},
    {QT_TRANSLATE_NOOP("ConnectSteps", "■ failed"), Accent::Error},
    {QT_TRANSLATE_NOOP("ConnectSteps", "○ cancelled"), Accent::Muted},
    {QT_TRANSLATE_NOOP("ConnectSteps", "▲ timed out"), Accent::Warning},
}};

QString timeText(const StepRow& row, UnixMillis now)
{
    if (!row.step.startedAt) {
        return {};
    }
    const auto until = row.step.endedAt.value_or(now);
    return durationText(std::chrono::duration_cast<std::chrono::microseconds>(
        std::max(until - *row.step.startedAt, std::chrono::milliseconds(0))));
}

} // namespace

QString stepTitle(ConnectStepKind kind)
{
    switch (kind) {
    case ConnectStepKind::BuildUrl:
        return tr("Build the authorization URL");
    case ConnectStepKind::OpenBrowser:
        return tr("Open the browser");
    case ConnectStepKind::Callback:
        return tr("Wait for the callback");
    case ConnectStepKind::Exchange:
        return tr("Exchange the code");
    case ConnectStepKind::Store:
        return tr("Store the credentials");
    case ConnectStepKind::FirstCall:
        return tr("First call");
    case ConnectStepKind::ScheduleRefresh:
        return tr("Schedule the refresh");
    }
    return {};
}

QString stepGlyph(ConnectStepState state)
{
    static constexpr std::array<char16_t, 5> kGlyphs{u'·', u'◐', u'✓', u'✗', u'–'};
    return QString(QChar(kGlyphs[static_cast<std::size_t>(state)]));
}

QString stepStateText(ConnectStepState state)
{
    switch (state) {
    case ConnectStepState::Pending:
        return tr("not begun");
    case ConnectStepState::Running:
        return tr("running");
    case ConnectStepState::Done:
        return tr("done");
    case ConnectStepState::Failed:
        return tr("failed");
    case ConnectStepState::Skipped:
        return tr("not needed here");
    }
    return {};
}

Accent stepAccent(ConnectStepState state)
{
    switch (state) {
    case ConnectStepState::Done:
        return Accent::Ok;
    case ConnectStepState::Failed:
        return Accent::Error;
    case ConnectStepState::Running:
        return Accent::Info;
    case ConnectStepState::Pending:
    case ConnectStepState::Skipped:
        break;
    }
    return Accent::Muted;
}

QString fixerText(ConnectFixer fixer)
{
    switch (fixer) {
    case ConnectFixer::User:
        return tr("whoever signs in");
    case ConnectFixer::CustomerAdmin:
        return tr("the admin of the customer's account at the provider");
    case ConnectFixer::Operator:
        return tr("us: whoever runs this gateway");
    case ConnectFixer::Provider:
        return tr("the provider");
    }
    return {};
}

QString sessionStateText(ConnectStatus status)
{
    return tr(kStatuses[static_cast<std::size_t>(status)].text);
}

Accent sessionAccent(ConnectStatus status)
{
    return kStatuses[static_cast<std::size_t>(status)].accent;
}

std::size_t stepOfInterest(const ConnectSession& session)
{
    std::size_t last = 0;
    for (std::size_t at = 0; at < kConnectSteps; ++at) {
        const auto state = session.steps[at].state;
        if (state == ConnectStepState::Failed || state == ConnectStepState::Running) {
            return at;
        }
        last = state == ConnectStepState::Done ? at : last;
    }
    return last;
}

std::vector<StepRow> stepRows(const ConnectSession& session)
{
    std::vector<StepRow> rows;
    for (const auto& step : session.steps) {
        rows.push_back({step, session.createdAt});
    }
    return rows;
}

RowModel<StepRow>* makeStepModel(const Clock& clock, QObject* parent)
{
    using Column = RowModel<StepRow>::Column;
    const auto colour = [](const StepRow& row) {
        return QVariant(accentColour(stepAccent(row.step.state), QGuiApplication::palette()));
    };
    return new RowModel<StepRow>(
        {Column{tr("Step"),
                [colour](const StepRow& row, int role) -> QVariant {
                    const auto number = static_cast<int>(row.step.kind) + 1;
                    const QString title = stepTitle(row.step.kind);
                    switch (role) {
                    case Qt::DisplayRole:
                        return QStringLiteral("%1  %2  %3")
                            .arg(stepGlyph(row.step.state))
                            .arg(number)
                            .arg(title);
                    case Qt::AccessibleTextRole:
                        return tr("Step %1, %2: %3").arg(number).arg(title, stepStateText(row.step.state));
                    case Qt::ForegroundRole:
                        return colour(row);
                    default:
                        return {};
                    }
                }},
         Column{tr("Took"),
                [&clock](const StepRow& row, int role) -> QVariant {
                    if (role == Qt::TextAlignmentRole) {
                        return QVariant::fromValue(Qt::AlignVCenter | Qt::AlignRight);
                    }
                    return role == Qt::DisplayRole ? QVariant(timeText(row, clock.now())) : QVariant();
                }},
         Column{tr("What happened"),
                [](const StepRow& row, int role) -> QVariant {
                    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) {
                        return {};
                    }
                    const auto& failure = row.step.failure;
                    return failure && row.step.note.empty() ? toQString(failure->code)
                                                            : toQString(row.step.note);
                }}},
        parent);
}

} // namespace gatehouse::ui
