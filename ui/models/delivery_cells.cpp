// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/delivery_model.h"
#include "ui/models/text.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QPalette>

#include <array>
#include <chrono>

namespace gatehouse::ui {

namespace {

bool isDeliveryNumber(int column)
{
    return column == DeliveryModel::AttemptsColumn || column == DeliveryModel::TookColumn;
}

} // namespace

QString deliveryLookText(DeliveryLook look)
{
    switch (look) {
    case DeliveryLook::Waiting:
        return QCoreApplication::translate("DeliveryModel", "◷ waiting");
    case DeliveryLook::Failing:
        return QCoreApplication::translate("DeliveryModel", "▲ failing");
    case DeliveryLook::Delivered:
        return QCoreApplication::translate("DeliveryModel", "✓ delivered");
    case DeliveryLook::Dead:
        return QCoreApplication::translate("DeliveryModel", "✗ dead");
    case DeliveryLook::Discarded:
        return QCoreApplication::translate("DeliveryModel", "– discarded");
    }
    return {};
}

Accent deliveryLookAccent(DeliveryLook look) noexcept
{
    switch (look) {
    case DeliveryLook::Waiting:
        return Accent::Info;
    case DeliveryLook::Failing:
        return Accent::Warning;
    case DeliveryLook::Delivered:
        return Accent::Ok;
    case DeliveryLook::Dead:
        return Accent::Error;
    case DeliveryLook::Discarded:
        return Accent::Muted;
    }
    return Accent::Muted;
}

QString DeliveryModel::nextText(const DeliveryRow& row) const
{
    if (row.state != DeliveryState::Pending) {
        return {};
    }
    const auto* endpoint = m_endpoints.find(m_store.text(row.endpoint));
    if (endpoint != nullptr && endpoint->endpoint.status != EndpointStatus::Active) {
        return tr("when resumed");
    }
    const auto left = row.nextAt ? *row.nextAt - m_clock.now() : std::chrono::milliseconds(0);
    if (left <= std::chrono::milliseconds(0)) {
        return tr("now");
    }
    return tr("in %1").arg(durationText(std::chrono::ceil<std::chrono::seconds>(left)));
}

QString DeliveryModel::typeText(const DeliveryRow& row) const
{
    return QString((row.replay ? QStringLiteral("↻ ") : QString()) % toQString(m_store.text(row.type)) % u' '
                   % toQString(m_store.text(row.resource)))
        .trimmed();
}

QString DeliveryModel::ageText(const DeliveryRow& row) const
{
    const auto age = std::chrono::floor<std::chrono::seconds>(m_clock.now() - row.createdAt);
    return age < std::chrono::seconds(1) ? tr("just now") : durationText(age);
}

QString DeliveryModel::cellText(const DeliveryRow& row, int column) const
{
    switch (column) {
    case TimeColumn:
        return m_zone.shortTime(row.createdAt);
    case StateColumn:
        return deliveryLookText(row.look());
    case TypeColumn:
        return typeText(row);
    case EndpointColumn:
        return (row.elsewhere ? tr("%1 (to another URL)") : QStringLiteral("%1"))
            .arg(toQString(m_endpoints.nameOf(m_store.text(row.endpoint))));
    case CustomerColumn:
        return toQString(m_directory.environmentName(m_store.text(row.environment)));
    case AccountColumn:
        return toQString(m_directory.accountTitle(m_store.text(row.account)));
    case AttemptsColumn:
        return row.attempts == 0 ? QStringLiteral("–") : countText(row.attempts);
    case NextColumn:
        return nextText(row);
    case AnswerColumn:
        return row.attempts == 0     ? QString()
               : row.lastStatus != 0 ? QString::number(row.lastStatus)
                                     : tr("no answer");
    case TookColumn:
        return row.tookMicros < 0 ? QString() : durationText(std::chrono::microseconds(row.tookMicros));
    case AgeColumn:
        return ageText(row);
    case ReasonColumn:
        return toQString(m_store.text(row.error));
    case ProviderColumn:
        return toQString(m_directory.integrationLabel(m_store.text(row.integration)));
    case EventColumn:
        return toQString(row.eventId);
    case MessageColumn:
        return toQString(row.messageId);
    case IdColumn:
        return toQString(row.id);
    default:
        return {};
    }
}

QVariant DeliveryModel::colour(const DeliveryRow& row, int column) const
{
    const bool answer = column == AnswerColumn && row.attempts > 0;
    if (column != StateColumn && !answer) {
        return {};
    }
    const bool good = row.lastStatus >= 200 && row.lastStatus < 300;
    const auto accent = column == StateColumn ? deliveryLookAccent(row.look())
                        : good                ? Accent::Ok
                                              : Accent::Error;
    return accentColour(accent, QGuiApplication::palette());
}

QVariant DeliveryModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const auto& row = delivery(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return cellText(row, index.column());
    case Qt::ForegroundRole:
        return colour(row, index.column());
    case Qt::ToolTipRole:
        return index.column() == TimeColumn || index.column() == AgeColumn
                   ? QVariant(m_zone.tooltip(row.createdAt))
               : index.column() == NextColumn && row.nextAt ? QVariant(m_zone.tooltip(*row.nextAt))
                                                            : QVariant(cellText(row, index.column()));
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter
                                   | (isDeliveryNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

QVariant DeliveryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal) {
        return {};
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::AlignVCenter
                                   | (isDeliveryNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole || section < 0 || section >= ColumnCount) {
        return {};
    }
    const std::array<QString, ColumnCount> titles{QString(tr("Queued ") + m_zone.offset()),
                                                  tr("State"),
                                                  tr("Event"),
                                                  tr("Endpoint"),
                                                  tr("Tries"),
                                                  tr("Next"),
                                                  tr("Answer"),
                                                  tr("Took"),
                                                  tr("Age"),
                                                  tr("Customer"),
                                                  tr("Account"),
                                                  tr("Reason"),
                                                  tr("Provider"),
                                                  tr("Received event"),
                                                  tr("webhook-id"),
                                                  tr("Delivery")};
    return titles[static_cast<std::size_t>(section)];
}

std::pair<std::string, std::string> DeliveryModel::filterTermOf(const QModelIndex& index) const
{
    const auto& row = delivery(index.row());
    switch (index.column()) {
    case StateColumn:
        return {"state", std::string(deliveryLookName(row.look()))};
    case TypeColumn:
        return {"type", m_store.text(row.type)};
    case EndpointColumn:
        return {"endpoint", m_endpoints.nameOf(m_store.text(row.endpoint))};
    case CustomerColumn:
        return {"customer", m_directory.environmentName(m_store.text(row.environment))};
    case AccountColumn:
        return {"account", m_store.text(row.account)};
    case AttemptsColumn:
        return {"attempts", std::to_string(row.attempts)};
    case AnswerColumn:
        return row.lastStatus == 0
                   ? std::pair<std::string, std::string>{}
                   : std::pair<std::string, std::string>{"status", std::to_string(row.lastStatus)};
    case ReasonColumn:
        return {"error", m_store.text(row.error)};
    case ProviderColumn:
        return {"provider", m_store.text(row.integration)};
    case EventColumn:
        return {"event", row.eventId};
    case MessageColumn:
        return {"message", row.messageId};
    case IdColumn:
        return {"id", row.id};
    default:
        return {};
    }
}

} // namespace gatehouse::ui
