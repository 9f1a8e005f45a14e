// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/audit_rows.h"

#include "core/base/time_format.h"
#include "core/json/write.h"
#include "ui/models/text.h"
#include "ui/models/token_timeline.h"
#include "ui/text/csv.h"
#include "ui/theme/colours.h"

#include <QCoreApplication>
#include <QGuiApplication>

#include <algorithm>
#include <array>

namespace gatehouse::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("AuditRows", text);
}

struct ActionWords
{
    std::string_view action;
    const char* words;
};

constexpr std::array kActions{
    ActionWords{"credential.read", QT_TRANSLATE_NOOP("AuditRows", "credentials read")},
    ActionWords{"credential.write", QT_TRANSLATE_NOOP("AuditRows", "credentials written")},
    ActionWords{"credential.remove", QT_TRANSLATE_NOOP("AuditRows", "credentials destroyed")},
    ActionWords{"credential.export", QT_TRANSLATE_NOOP("AuditRows", "credentials exported, sealed")},
    ActionWords{"credential.reveal", QT_TRANSLATE_NOOP("AuditRows", "a credential shown to a person")},
    ActionWords{"account.auto_refresh.off", QT_TRANSLATE_NOOP("AuditRows", "automatic refresh switched off")},
    ActionWords{"account.auto_refresh.on", QT_TRANSLATE_NOOP("AuditRows", "automatic refresh switched on")},
    ActionWords{"token.refresh", QT_TRANSLATE_NOOP("AuditRows", "token refreshed")},
    ActionWords{"account.needs_reauth", QT_TRANSLATE_NOOP("AuditRows", "needs a person")},
    ActionWords{"account.import", QT_TRANSLATE_NOOP("AuditRows", "imported")},
    ActionWords{"vault.unlock", QT_TRANSLATE_NOOP("AuditRows", "vault unlocked")},
    ActionWords{"vault.lock", QT_TRANSLATE_NOOP("AuditRows", "vault locked")},
};

std::string joined(const json::Value& names)
{
    std::string out;
    for (const json::Value& name : names.items()) {
        out += (out.empty() ? "" : ", ") + std::string(name.asString());
    }
    return out;
}

bool failed(const AuditEntry& entry)
{
    const auto outcome = (*entry.detail)["outcome"].asString();
    return (*entry.detail)["problem"].isString() || outcome == "failed" || outcome == "needs_reauth"
           || outcome == "misconfigured" || entry.action == "account.needs_reauth";
}

QString causeWords(std::string_view name)
{
    for (int cause = 0; cause <= static_cast<int>(TokenCause::Repair); ++cause) {
        if (tokenCauseName(static_cast<TokenCause>(cause)) == name) {
            return causeText(static_cast<TokenCause>(cause));
        }
    }
    return toQString(name);
}

QString shownAction(const AuditEntry& entry)
{
    if (!failed(entry)) {
        return auditActionText(entry.action);
    }
    const bool refresh = entry.action == "token.refresh";
    return QStringLiteral("▲ ") % (refresh ? tr("token not refreshed") : auditActionText(entry.action));
}

} // namespace

QString auditActionText(const std::string& action)
{
    for (const auto& known : kActions) {
        if (known.action == action) {
            return tr(known.words);
        }
    }
    return toQString(action);
}

QString auditDetailText(const AuditEntry& entry)
{
    QStringList parts;
    const json::Value& detail = *entry.detail;
    const auto add = [&](std::string_view name) {
        const json::Value value = detail[name];
        const QString text = value.isArray() ? toQString(joined(value)) : toQString(value.asString());
        if (!text.isEmpty()) {
            parts.append(text);
        }
    };
    for (const std::string_view first : {"problem", "reason", "fields", "error"}) {
        add(first);
    }
    if (const QString cause = causeWords(detail["cause"].asString()); !cause.isEmpty()) {
        parts.append(cause);
    }
    const auto by = detail["by"].asString();
    if (!by.empty() && by != detail["cause"].asString()) {
        parts.append(tr("by %1").arg(toQString(by)));
    }
    if (const auto waiters = detail["waiters"].asInt(); waiters > 1) {
        parts.append(tr("%1 waited for it").arg(waiters));
    }
    static constexpr std::array<std::string_view, 9> kTold{"problem", "reason",  "fields",  "error", "cause",
                                                           "by",      "waiters", "outcome", "fence"};
    for (const json::Member& member : detail.members()) {
        if (std::find(kTold.begin(), kTold.end(), member.name) == kTold.end()) {
            const json::Value& value = member.value;
            parts.append(toQString(member.name) % u' '
                         % (value.isString() ? toQString(value.asString()) : toQString(json::write(value))));
        }
    }
    return parts.join(QStringLiteral(" · "));
}

RowModel<AuditEntry>* makeAuditModel(const DisplayZone& zone, QObject* parent)
{
    using Column = RowModel<AuditEntry>::Column;
    return new RowModel<AuditEntry>(
        {Column{tr("Time"),
                [&zone](const AuditEntry& entry, int role) -> QVariant {
                    if (role == Qt::DisplayRole) {
                        return zone.shortTime(entry.at).section(u'.', 0, 0);
                    }
                    return role == Qt::ToolTipRole ? QVariant(zone.tooltip(entry.at)) : QVariant();
                }},
         Column{tr("Who"),
                [](const AuditEntry& entry, int role) {
                    return role == Qt::DisplayRole ? QVariant(toQString(entry.actor)) : QVariant();
                }},
         Column{tr("What"),
                [](const AuditEntry& entry, int role) -> QVariant {
                    if (role == Qt::DisplayRole) {
                        return shownAction(entry);
                    }
                    if (role == Qt::ToolTipRole) {
                        return toQString(entry.action);
                    }
                    return role == Qt::ForegroundRole && failed(entry)
                               ? QVariant(accentColour(Accent::Warning, QGuiApplication::palette()))
                               : QVariant();
                }},
         Column{tr("Detail"),
                [](const AuditEntry& entry, int role) {
                    return role == Qt::DisplayRole ? QVariant(auditDetailText(entry)) : QVariant();
                }}},
        parent);
}

std::string auditCsv(const std::vector<AuditEntry>& entries)
{
    std::string out = "sequence,at,actor,action,subject,detail\r\n";
    for (const auto& entry : entries) {
        const std::array<std::string, 6> cells{
            std::to_string(entry.sequence), formatRfc3339(entry.at), entry.actor, entry.action, entry.subject,
            json::write(*entry.detail)};
        out += csvLine(cells);
    }
    return out;
}

} // namespace gatehouse::ui
