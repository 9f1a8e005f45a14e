// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/try_history.h"

namespace gatehouse::ui {

namespace {

QString key()
{
    return QStringLiteral("try/history");
}

QString outcomeKey()
{
    return QStringLiteral("outcome");
}

QString titleOf(const QVariantMap& form)
{
    const auto part = [&](const char* name) { return form.value(QLatin1String(name)).toString(); };
    QString title = part("model") % u'.' % part("resource") % u'.' % part("method");
    for (const auto* name : {"id", "query"}) {
        if (!part(name).isEmpty()) {
            title += u"  " % part(name);
        }
    }
    return title;
}

} // namespace

TryHistory::TryHistory(Settings& settings, QObject* parent)
    : QAbstractListModel(parent)
    , m_settings(settings)
    , m_entries(settings.value(key()).toList())
{}

void TryHistory::add(const QVariantMap& form, const QString& outcome)
{
    QVariantMap entry = form;
    if (entry.value(QStringLiteral("body")).toString().toUtf8().size() > kBodyKept) {
        entry.remove(QStringLiteral("body"));
    }
    for (int row = 0; row < m_entries.size(); ++row) {
        QVariantMap known = m_entries.at(row).toMap();
        known.remove(outcomeKey());
        if (known == entry) {
            beginRemoveRows({}, row, row);
            m_entries.removeAt(row);
            endRemoveRows();
            break;
        }
    }
    entry[outcomeKey()] = outcome;
    beginInsertRows({}, 0, 0);
    m_entries.prepend(entry);
    endInsertRows();
    if (m_entries.size() > kKept) {
        beginRemoveRows({}, kKept, static_cast<int>(m_entries.size()) - 1);
        m_entries.resize(kKept);
        endRemoveRows();
    }
    m_settings.set(key(), m_entries);
}

QVariantMap TryHistory::form(int row) const
{
    return m_entries.value(row).toMap();
}

int TryHistory::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant TryHistory::data(const QModelIndex& index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const auto entry = m_entries.at(index.row()).toMap();
    const QString account = entry.value(QStringLiteral("accountLabel")).toString();
    const QString outcome = entry.value(outcomeKey()).toString();
    switch (role) {
    case Qt::DisplayRole:
        return QString(outcome % u"  " % titleOf(entry) % u"  ·  " % account);
    case Qt::ToolTipRole:
        return QString(titleOf(entry) % u'\n' % account % u'\n' % outcome);
    default:
        return {};
    }
}

} // namespace gatehouse::ui
