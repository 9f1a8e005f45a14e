// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/clock_skew.h"

#include "ui/models/text.h"
#include "ui/theme/display_zone.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>

namespace gatehouse::ui {

namespace {

QString headerOf(const Exchange& exchange, QLatin1String name)
{
    const auto found = std::find_if(exchange.responseHeaders.begin(), exchange.responseHeaders.end(),
                                    [&](const HeaderField& header) {
                                        return toQString(header.name).compare(name, Qt::CaseInsensitive) == 0;
                                    });
    return found == exchange.responseHeaders.end() ? QString() : toQString(found->value);
}

} // namespace

std::optional<std::chrono::seconds> clockSkew(const Exchange& exchange, UnixMillis receivedAt)
{
    const QString date =
        headerOf(exchange, QLatin1String("date")).replace(QStringLiteral("GMT"), QStringLiteral("+0000"));
    const auto theirs = QDateTime::fromString(date, Qt::RFC2822Date);
    if (!theirs.isValid() || !headerOf(exchange, QLatin1String("age")).isEmpty()) {
        return std::nullopt;
    }
    return std::chrono::round<std::chrono::seconds>(receivedAt - fromMillis(theirs.toMSecsSinceEpoch()));
}

QString skewText(std::optional<std::chrono::seconds> skew)
{
    if (!skew || std::chrono::abs(*skew) <= kSkewTold) {
        return {};
    }
    const QString by = durationText(std::chrono::abs(*skew));
    return (skew->count() > 0 ? QCoreApplication::translate(
                "ClockSkew", "This machine's clock is %1 ahead of the provider's. ")
                              : QCoreApplication::translate(
                                  "ClockSkew", "This machine's clock is %1 behind the provider's. "))
               .arg(by)
           + QCoreApplication::translate("ClockSkew",
                                         "Signatures and tokens carry times, so set it right before "
                                         "looking for another reason.");
}

} // namespace gatehouse::ui
