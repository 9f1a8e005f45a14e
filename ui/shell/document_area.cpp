// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/document_area.h"

#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace gatehouse::ui {

DocumentArea::DocumentArea(QWidget* parent)
    : QWidget(parent)
    , m_tabs(new QTabBar(this))
    , m_views(new QStackedWidget(this))
    , m_documents(new QStackedWidget(this))
    , m_stack(new QStackedWidget(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_tabs);
    column->addWidget(m_stack, 1);
    m_stack->addWidget(m_views);
    m_stack->addWidget(m_documents);
    m_tabs->setObjectName(QStringLiteral("documentTabs"));
    m_tabs->setAccessibleName(tr("Open documents"));
    m_tabs->setDocumentMode(true);
    m_tabs->setTabsClosable(true);
    m_tabs->setExpanding(false);
    m_tabs->setElideMode(Qt::ElideMiddle);
    m_tabs->setAutoHide(true);
    m_tabs->addTab(QString());
    m_tabs->setTabButton(0, QTabBar::RightSide, nullptr);
    m_tabs->setTabButton(0, QTabBar::LeftSide, nullptr);
    connect(m_tabs, &QTabBar::currentChanged, this, &DocumentArea::select);
    connect(m_tabs, &QTabBar::tabCloseRequested, this, &DocumentArea::close);
}

void DocumentArea::showView(QWidget* view, const QString& title, const QIcon& icon)
{
    if (m_views->indexOf(view) < 0) {
        m_views->addWidget(view);
    }
    m_views->setCurrentWidget(view);
    m_tabs->setTabText(0, title);
    m_tabs->setTabIcon(0, icon);
    m_tabs->setCurrentIndex(0);
    select(0);
}

void DocumentArea::open(const OpenDocument& document)
{
    for (int tab = 1; tab < m_tabs->count(); ++tab) {
        if (m_tabs->tabData(tab).toString() == document.key) {
            m_tabs->setCurrentIndex(tab);
            return;
        }
    }
    m_documents->addWidget(document.make(m_documents));
    const int tab = m_tabs->addTab(document.icon, document.title);
    m_tabs->setTabData(tab, document.key);
    m_tabs->setTabToolTip(tab, document.title);
    m_tabs->setCurrentIndex(tab);
    current()->setFocus();
}

void DocumentArea::select(int tab)
{
    if (tab <= 0) {
        m_stack->setCurrentWidget(m_views);
    } else {
        m_documents->setCurrentIndex(tab - 1);
        m_stack->setCurrentWidget(m_documents);
    }
}

void DocumentArea::close(int tab)
{
    if (tab <= 0) {
        return;
    }
    auto* page = m_documents->widget(tab - 1);
    m_documents->removeWidget(page);
    page->deleteLater();
    m_tabs->removeTab(tab);
    select(m_tabs->currentIndex());
}

void DocumentArea::closeCurrent()
{
    close(m_tabs->currentIndex());
}

void DocumentArea::step(int by)
{
    m_tabs->setCurrentIndex((m_tabs->currentIndex() + by + m_tabs->count()) % m_tabs->count());
}

int DocumentArea::documents() const
{
    return m_tabs->count() - 1;
}

QWidget* DocumentArea::current() const
{
    auto* stack = qobject_cast<QStackedWidget*>(m_stack->currentWidget());
    return stack == nullptr ? nullptr : stack->currentWidget();
}

} // namespace gatehouse::ui
