// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/account_model.h"
#include "ui/models/text.h"
#include "ui/theme/metrics.h"

#include <QGuiApplication>

#include <algorithm>
#include <array>

namespace gatehouse::ui {

namespace {

QString dash()
{
    return QStringLiteral("—");
}

constexpr double kWarnShare = 0.2;

} // namespace

QVariant AccountModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    const std::array<QString, ColumnCount> titles{m_grouped ? tr("Customer / account") : tr("Account"),
                                                  tr("Customer"),
                                                  tr("Provider"),
                                                  tr("State"),
                                                  tr("Expires"),
                                                  tr("Last success"),
                                                  tr("Last error"),
                                                  tr("Quota left"),
                                                  tr("Signs in with"),
                                                  tr("Kind"),
                                                  tr("Connected %1").arg(m_zone.offset()),
                                                  tr("Id"),
                                                  tr("Levels")};
    return titles[static_cast<std::size_t>(section)];
}

QVariant AccountModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    if (const auto* found = account(index)) {
        return accountCell(*found, index.column(), role);
    }
    const auto* group = groupOf(index);
    return group != nullptr ? groupCell(*group, index.column(), role) : QVariant();
}

QVariant AccountModel::accountCell(const Account& account, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return accountText(account, column);
    case Qt::ForegroundRole:
        return accountColour(account, column);
    case Qt::ToolTipRole:
        return accountTip(account, column);
    case Qt::FontRole:
        return column == IdColumn ? QVariant(monoFont()) : QVariant();
    default:
        return {};
    }
}

QString AccountModel::accountText(const Account& account, int column) const
{
    const auto relative = [this](const std::optional<UnixMillis>& t) {
        return t ? m_zone.relative(*t) : dash();
    };
    switch (column) {
    case NameColumn:
        return toQString(account.label.empty() ? account.id : account.label);
    case CustomerColumn:
        return toQString(m_directory.environmentName(account.environmentId));
    case ProviderColumn:
        return toQString(m_directory.integrationLabel(account.integration));
    case StateColumn: {
        const auto* facts = m_activity.of(account.id);
        const auto look = lookOf(account);
        const bool usable = look == AccountLook::Active || look == AccountLook::Expiring;
        const QString text = account.autoRefresh ? lookText(look) : tr("%1 · manual").arg(lookText(look));
        return usable && facts != nullptr && facts->failing() ? tr("%1  ✗ calls").arg(text) : text;
    }
    case ExpiresColumn:
        return account.tokenExpiresAt ? countdownText(*account.tokenExpiresAt, m_clock.now()) : dash();
    case SuccessColumn:
        return relative(account.lastSuccessAt);
    case ErrorColumn: {
        const auto* facts = m_activity.of(account.id);
        return facts == nullptr || facts->lastError.empty() ? dash() : toQString(facts->lastError);
    }
    case QuotaColumn:
        return quotaText(account);
    case AuthColumn:
        return authKindText(account.authKind);
    case KindColumn:
        return account.sandbox ? tr("sandbox") : tr("production");
    case CreatedColumn:
        return m_zone.fullTime(account.createdAt).left(16);
    case IdColumn:
        return toQString(account.id);
    case OverridesColumn:
        return overridesText(account);
    default:
        return {};
    }
}

AccountLook AccountModel::lookOf(const Account& account) const
{
    const auto* facts = m_activity.of(account.id);
    return accountLook(account, m_clock.now(), facts != nullptr && facts->refreshing);
}

/// The levels that have a say in its mappings.
QString AccountModel::overridesText(const Account& account) const
{
    const auto* facts = m_activity.of(account.id);
    QString levels = QStringLiteral("P");
    if (facts != nullptr && facts->environmentOverrides > 0) {
        levels += QStringLiteral(" · E");
    }
    if (facts != nullptr && facts->ownOverrides > 0) {
        levels += QStringLiteral(" · A");
    }
    return levels;
}

QString AccountModel::quotaText(const Account& account) const
{
    const auto tightest = m_node.tightestOf(account.id);
    return tightest
               ? tr("%1 of %2").arg(countText(*tightest->limit.remaining), countText(*tightest->limit.limit))
               : dash();
}

QVariant AccountModel::accountColour(const Account& account, int column) const
{
    const auto colour = [](Accent accent) {
        return QVariant(accentColour(accent, QGuiApplication::palette()));
    };
    switch (column) {
    case StateColumn: {
        const auto* facts = m_activity.of(account.id);
        const auto accent = lookAccent(lookOf(account));
        return colour(accent == Accent::Ok && facts != nullptr && facts->failing() ? Accent::Warning
                                                                                   : accent);
    }
    case ExpiresColumn: {
        const auto look = lookOf(account);
        const bool late = look == AccountLook::Expiring || look == AccountLook::Expired;
        return late ? colour(Accent::Warning) : QVariant();
    }
    case ErrorColumn: {
        const auto* facts = m_activity.of(account.id);
        return facts == nullptr ? QVariant() : colour(facts->failing() ? Accent::Error : Accent::Muted);
    }
    case QuotaColumn: {
        const auto tightest = m_node.tightestOf(account.id);
        const bool low = tightest
                         && static_cast<double>(*tightest->limit.remaining)
                                <= kWarnShare * static_cast<double>(*tightest->limit.limit);
        return low ? colour(Accent::Warning) : QVariant();
    }
    default:
        return {};
    }
}

QString AccountModel::accountTip(const Account& account, int column) const
{
    switch (column) {
    case StateColumn: {
        const auto* facts = m_activity.of(account.id);
        QString text = lookText(lookOf(account));
        if (!account.statusReason.empty()) {
            text += u'\n' % toQString(account.statusReason);
        }
        if (!account.autoRefresh) {
            text += u'\n' % tr("Automatic refresh is off: its token ends unless somebody refreshes it");
        }
        if (facts != nullptr && facts->failing()) {
            text += u'\n' % tr("Its last call failed: %1").arg(toQString(facts->lastError));
        }
        return text;
    }
    case ExpiresColumn:
        return account.tokenExpiresAt ? m_zone.tooltip(*account.tokenExpiresAt) : tr("No token that expires");
    case SuccessColumn:
        return account.lastSuccessAt ? m_zone.tooltip(*account.lastSuccessAt)
                                     : tr("No call has succeeded yet");
    case ErrorColumn: {
        const auto* facts = m_activity.of(account.id);
        if (facts == nullptr || !facts->lastErrorAt) {
            return tr("No failure among the calls in the log");
        }
        return m_zone.tooltip(*facts->lastErrorAt) % u'\n'
               % (facts->failing() ? tr("Nothing has succeeded since") : tr("Calls have succeeded since"));
    }
    case CreatedColumn:
        return m_zone.tooltip(account.createdAt);
    case AuthColumn:
        return toQString(account.authKind);
    case OverridesColumn: {
        const auto* facts = m_activity.of(account.id);
        return tr("Platform; overridden by the customer in %1 operations, by the account itself in %2")
            .arg(facts == nullptr ? 0 : facts->environmentOverrides)
            .arg(facts == nullptr ? 0 : facts->ownOverrides);
    }
    default:
        return accountText(account, column);
    }
}

QVariant AccountModel::groupCell(const Group& group, int column, int role) const
{
    if (role == Qt::FontRole && column == NameColumn) {
        QFont font = QGuiApplication::font();
        font.setWeight(QFont::DemiBold);
        return font;
    }
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) {
        if (column == NameColumn) {
            return toQString(m_directory.environmentName(group.environmentId));
        }
        if (column == ProviderColumn) {
            return group.count == 1 ? tr("1 account") : tr("%1 accounts").arg(countText(group.count));
        }
    }
    if (role == Qt::ForegroundRole && column == ProviderColumn) {
        return QGuiApplication::palette().color(QPalette::PlaceholderText);
    }
    if (column != StateColumn || (role != Qt::DisplayRole && role != Qt::ForegroundRole)) {
        return {};
    }
    auto worst = AccountLook::Active;
    std::uint32_t same = 0;
    for (std::uint32_t at = group.first; at < group.first + group.count; ++at) {
        const auto* member = accountOf(m_rows[at]);
        const auto look = member != nullptr ? lookOf(*member) : AccountLook::Active;
        if (lookGravity(look) > lookGravity(worst)) {
            worst = look;
            same = 0;
        }
        same += look == worst ? 1 : 0;
    }
    if (role == Qt::ForegroundRole) {
        return QVariant(accentColour(lookAccent(worst), QGuiApplication::palette()));
    }
    const bool all = same == group.count;
    return all && group.count > 1 ? tr("%1, all").arg(lookText(worst))
           : all                  ? lookText(worst)
                                  : tr("%1 %2 of %3").arg(lookText(worst).left(1)).arg(same).arg(group.count);
}

std::pair<std::string, std::string> AccountModel::filterTermOf(const QModelIndex& index) const
{
    const auto* found = account(index);
    if (found == nullptr) {
        return index.isValid() ? std::pair<std::string, std::string>{"customer", environmentOf(index)}
                               : std::pair<std::string, std::string>();
    }
    switch (index.column()) {
    case NameColumn:
        return {"account", found->label};
    case CustomerColumn:
        return {"customer", m_directory.environmentName(found->environmentId)};
    case ProviderColumn:
        return {"provider", found->integration};
    case StateColumn:
        return {"state", std::string(lookName(lookOf(*found)))};
    case ErrorColumn: {
        const auto* facts = m_activity.of(found->id);
        return facts != nullptr && facts->failing()
                   ? std::pair<std::string, std::string>{"error", facts->lastError}
                   : std::pair<std::string, std::string>();
    }
    case AuthColumn:
        return {"auth", found->authKind};
    case KindColumn:
        return {"sandbox", found->sandbox ? "yes" : "no"};
    case IdColumn:
        return {"id", found->id};
    case OverridesColumn: {
        const auto* facts = m_activity.of(found->id);
        const bool own = facts != nullptr && facts->ownOverrides > 0;
        const bool customers = facts != nullptr && facts->environmentOverrides > 0;
        return {own || customers ? "overrides" : "", own ? "account" : "environment"};
    }
    default:
        return {};
    }
}

} // namespace gatehouse::ui
