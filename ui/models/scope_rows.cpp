// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/scope_rows.h"

#include "ui/models/text.h"
#include "ui/theme/colours.h"

#include <QCoreApplication>
#include <QGuiApplication>

#include <algorithm>

namespace gatehouse::ui {

namespace {

QString scopeWords(const char* text)
{
    return QCoreApplication::translate("ScopeRows", text);
}

QString grantText(const ScopeUse& scope)
{
    if (isMissing(scope)) {
        return scopeWords("▲ no");
    }
    if (!scope.granted) {
        return scope.requested ? scopeWords("? asked") : scopeWords("? not told");
    }
    return scope.requested ? scopeWords("✓ yes") : scopeWords("✓ unasked");
}

/// Short, for the scope's own name needs the room.
QString callsText(const ScopeUse& scope, const DisplayZone& zone)
{
    if (scope.neededBy.empty() && scope.calls == 0) {
        return QStringLiteral("—");
    }
    const QString count = countText(static_cast<qint64>(scope.calls));
    return scope.calls == 0   ? scopeWords("none")
           : scope.lastUsedAt ? QString(count % u" · " % zone.relative(*scope.lastUsedAt))
                              : count;
}

QString operationsTip(const ScopeUse& scope)
{
    QStringList names;
    for (const auto& operation : scope.neededBy) {
        names.append(toQString(operation));
    }
    return names.isEmpty() ? scopeWords("The definition names no unified operation that needs it")
                           : QString(scopeWords("Needed by:") % u'\n' % names.join(u'\n'));
}

} // namespace

bool isMissing(const ScopeUse& scope)
{
    return scope.granted == false && (scope.requested || !scope.neededBy.empty());
}

QString scopeUseText(const ScopeUse& scope, const DisplayZone& zone)
{
    if (scope.neededBy.empty() && scope.calls == 0) {
        return QStringLiteral("—");
    }
    if (scope.calls == 0) {
        return scopeWords("never");
    }
    const QString calls = scope.calls == 1
                              ? scopeWords("1 call")
                              : scopeWords("%1 calls").arg(countText(static_cast<qint64>(scope.calls)));
    return scope.lastUsedAt ? QString(calls % u", " % zone.relative(*scope.lastUsedAt)) : calls;
}

RowModel<ScopeUse>* makeScopeModel(const DisplayZone& zone, QObject* parent)
{
    using Column = RowModel<ScopeUse>::Column;
    return new RowModel<ScopeUse>(
        {Column{scopeWords("Scope"),
                [](const ScopeUse& row, int role) {
                    return role == Qt::DisplayRole ? QVariant(toQString(row.scope)) : QVariant();
                }},
         Column{scopeWords("Granted"),
                [](const ScopeUse& row, int role) -> QVariant {
                    if (role == Qt::ForegroundRole && isMissing(row)) {
                        return accentColour(Accent::Warning, QGuiApplication::palette());
                    }
                    return role == Qt::DisplayRole ? QVariant(grantText(row)) : QVariant();
                }},
         Column{scopeWords("Calls"),
                [&zone](const ScopeUse& row, int role) -> QVariant {
                    return role == Qt::DisplayRole   ? QVariant(callsText(row, zone))
                           : role == Qt::ToolTipRole ? QVariant(scopeWords(
                                 "Unified calls that succeeded, and proxied ones whose path the definition "
                                 "knows; of other proxied calls nobody can tell the scope"))
                                                     : QVariant();
                }},
         Column{scopeWords("Needed by"),
                [](const ScopeUse& row, int role) -> QVariant {
                    return role == Qt::DisplayRole
                               ? QVariant(row.neededBy.empty()
                                              ? QStringLiteral("—")
                                              : countText(static_cast<qint64>(row.neededBy.size())))
                           : role == Qt::ToolTipRole ? QVariant(operationsTip(row))
                                                     : QVariant();
                }}},
        parent);
}

QString scopeSentence(const std::vector<ScopeUse>& scopes)
{
    const auto count = [&](auto&& test) { return std::count_if(scopes.begin(), scopes.end(), test); };
    const auto asked = count([](const ScopeUse& one) { return one.requested; });
    const auto granted = count([](const ScopeUse& one) { return one.granted == true; });
    const auto missing = count(isMissing);
    const auto needed = count([](const ScopeUse& one) { return isMissing(one) && !one.neededBy.empty(); });
    const auto idle = count(
        [](const ScopeUse& one) { return one.granted == true && !one.neededBy.empty() && one.calls == 0; });
    if (scopes.empty()) {
        return {};
    }
    if (granted == 0 && missing == 0) {
        return scopeWords("Scopes: %1 asked for; the provider does not tell what it granted").arg(asked);
    }
    QStringList parts;
    if (missing > 0) {
        parts.append(scopeWords("▲ %1 of %2 not granted").arg(missing).arg(granted + missing));
        if (needed > 0) {
            parts.append(scopeWords("calls that need them will be refused"));
        }
    } else {
        parts.append(scopeWords("all %1 granted").arg(granted));
    }
    if (idle > 0) {
        parts.append(scopeWords("%1 not used by the calls seen").arg(idle));
    }
    return scopeWords("Scopes: %1").arg(parts.join(QStringLiteral(", ")));
}

} // namespace gatehouse::ui
