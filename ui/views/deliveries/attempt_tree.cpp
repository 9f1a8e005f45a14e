// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/deliveries/attempt_tree.h"

#include "ui/models/text.h"
#include "ui/theme/colours.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QTreeWidget>

namespace gatehouse::ui {

namespace {

constexpr int kDeliveryIdRole = Qt::UserRole;
constexpr int kAttemptRole = Qt::UserRole + 1;

QString attemptTr(const char* text)
{
    return QCoreApplication::translate("AttemptTree", text);
}

bool taken(const DeliveryAttempt& attempt)
{
    return attempt.status >= 200 && attempt.status < 300;
}

void describe(QTreeWidgetItem& item, const DeliveryAttempt& attempt, const DisplayZone& zone)
{
    const QString glyph = taken(attempt) ? QStringLiteral("✓ ") : QStringLiteral("✗ ");
    item.setText(0, glyph
                        + (attempt.status == 0
                               ? attemptTr("attempt %1: no answer").arg(attempt.number)
                               : attemptTr("attempt %1: %2").arg(attempt.number).arg(attempt.status)));
    item.setText(1, zone.shortTime(attempt.startedAt));
    const QString took = durationText(attempt.duration);
    item.setText(2, attempt.error.empty() ? took
                                          : attemptTr("%1 · after %2").arg(toQString(attempt.error), took));
    item.setToolTip(2, item.text(2));
    item.setForeground(0,
                       accentColour(taken(attempt) ? Accent::Ok : Accent::Error, QGuiApplication::palette()));
    item.setData(0, kDeliveryIdRole, toQString(attempt.deliveryId));
    item.setData(0, kAttemptRole, attempt.number);
}

/// "1.2 kB", or that only the first 64 KiB of it are kept.
QString keptText(std::size_t kept, std::int64_t whole)
{
    if (whole <= static_cast<std::int64_t>(kept)) {
        return whole == 0 ? attemptTr("no body") : sizeText(whole);
    }
    return attemptTr("▲ cut: the first 64 KiB of %1 are kept").arg(sizeText(whole));
}

void addHalf(QTreeWidgetItem& attempt, const QString& what, const QString& when, const QString& detail)
{
    auto* item = new QTreeWidgetItem(&attempt);
    item->setText(0, what);
    item->setText(1, when);
    item->setText(2, detail);
    item->setToolTip(2, detail);
}

} // namespace

std::uint32_t attemptOf(const QTreeWidgetItem* item)
{
    for (; item != nullptr; item = item->parent()) {
        if (const auto number = item->data(0, kAttemptRole); number.isValid()) {
            return number.toUInt();
        }
    }
    return 0;
}

std::string deliveryOf(const QTreeWidgetItem* item)
{
    for (; item != nullptr; item = item->parent()) {
        if (const auto id = item->data(0, kDeliveryIdRole); id.isValid()) {
            return id.toString().toStdString();
        }
    }
    return {};
}

QTreeWidgetItem* addAttempt(QTreeWidgetItem& parent, const DeliveryAttempt& attempt, const DisplayZone& zone)
{
    auto* item = new QTreeWidgetItem(&parent);
    describe(*item, attempt, zone);
    return item;
}

void fillAttempts(QTreeWidget& tree, const std::vector<DeliveryAttempt>& attempts, const DisplayZone& zone)
{
    tree.clear();
    for (const auto& attempt : attempts) {
        auto* item = new QTreeWidgetItem(&tree);
        describe(*item, attempt, zone);
        addHalf(*item, attemptTr("→ request"), toQString(attempt.url),
                keptText(attempt.requestBody.size(), attempt.requestBodyBytes));
        addHalf(*item, attempt.status == 0 ? attemptTr("← nothing came") : attemptTr("← response"),
                attempt.status == 0 ? QString() : attemptTr("status %1").arg(attempt.status),
                attempt.status == 0 ? QString()
                                    : keptText(attempt.responseBody.size(), attempt.responseBodyBytes));
    }
    tree.expandAll();
    tree.resizeColumnToContents(0);
    tree.resizeColumnToContents(1);
}

} // namespace gatehouse::ui
