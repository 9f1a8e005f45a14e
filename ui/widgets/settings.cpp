// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/settings.h"

#include <QHeaderView>
#include <QSplitter>

namespace gatehouse::ui {

namespace {

QString layoutKey(const QObject& object)
{
    Q_ASSERT_X(!object.objectName().isEmpty(), "Settings", "what is to be remembered needs an objectName");
    return QStringLiteral("layout%1/").arg(Settings::kLayoutVersion) + object.objectName();
}

} // namespace

void Settings::saveLayout(const QSplitter& splitter)
{
    m_settings.setValue(layoutKey(splitter), splitter.saveState());
}

void Settings::saveLayout(const QHeaderView& header)
{
    m_settings.setValue(layoutKey(header), header.saveState());
}

bool Settings::restoreLayout(QSplitter& splitter) const
{
    return splitter.restoreState(m_settings.value(layoutKey(splitter)).toByteArray());
}

bool Settings::restoreLayout(QHeaderView& header) const
{
    return header.restoreState(m_settings.value(layoutKey(header)).toByteArray());
}

void Settings::forgetLayout()
{
    m_settings.remove(QStringLiteral("layout%1").arg(kLayoutVersion));
}

} // namespace gatehouse::ui
