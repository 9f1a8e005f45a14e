// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/saved_views.h"

#include "ui/theme/icons.h"

#include <QInputDialog>
#include <QMenu>

namespace gatehouse::ui {

SavedViews::SavedViews(Settings& settings, FilterBar& filter, const QString& view, QWidget* parent)
    : QToolButton(parent)
    , m_settings(settings)
    , m_filter(filter)
    , m_group(QStringLiteral("views/") + view + u'/')
{
    setIcon(ui::icon(QLatin1String("star")));
    setToolTip(tr("Saved views"));
    setAccessibleName(tr("Saved views"));
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::TabFocus);
    auto* menu = new QMenu(this);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fill(menu); });
    setMenu(menu);
}

void SavedViews::fill(QMenu* menu)
{
    menu->clear();
    const QStringList names = m_settings.value(m_group + u"names").toStringList();
    for (const auto& name : names) {
        const QString filter = m_settings.value(m_group + u"filter/" + name).toString();
        menu->addAction(ui::icon(QLatin1String("filter")), name, this,
                        [this, filter] { m_filter.setText(filter); });
    }
    if (!names.isEmpty()) {
        auto* forgetting = menu->addMenu(ui::icon(QLatin1String("trash")), tr("Forget"));
        for (const auto& name : names) {
            forgetting->addAction(name, this, [this, name] { forget(name); });
        }
        menu->addSeparator();
    }
    auto* save = menu->addAction(ui::icon(QLatin1String("plus")), tr("Save this filter as a view…"), this,
                                 &SavedViews::ask);
    save->setEnabled(m_filter.valid() && !m_filter.text().trimmed().isEmpty());
}

void SavedViews::ask()
{
    auto* question = new QInputDialog(parentWidget());
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setWindowTitle(tr("Save as a view"));
    question->setLabelText(tr("Name of the view"));
    question->setTextValue(m_filter.text().left(40));
    connect(question, &QInputDialog::textValueSelected, this,
            [this, filter = m_filter.text()](const QString& typed) {
                const QString name = QString(typed.trimmed()).replace(u'/', u'-');
                if (!name.isEmpty()) {
                    keep(name, filter);
                }
            });
    question->open();
}

void SavedViews::keep(const QString& name, const QString& filter)
{
    QStringList names = m_settings.value(m_group + u"names").toStringList();
    if (!names.contains(name)) {
        names.append(name);
    }
    m_settings.set(m_group + u"names", names);
    m_settings.set(m_group + u"filter/" + name, filter);
}

void SavedViews::forget(const QString& name)
{
    QStringList left = m_settings.value(m_group + u"names").toStringList();
    left.removeAll(name);
    m_settings.set(m_group + u"names", left);
    m_settings.remove(m_group + u"filter/" + name);
}

} // namespace gatehouse::ui
