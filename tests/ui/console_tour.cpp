// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/console_tour.h"

#include "tests/ui/sample_sign_in.h"
#include "tests/ui/sample_webhook.h"
#include "ui/shell/view.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QCoreApplication>
#include <QLabel>
#include <QTabWidget>

#include <array>

namespace gatehouse::test {

namespace {

void settleLayouts()
{
    for (int round = 0; round < 6; ++round) {
        QCoreApplication::processEvents(); // a layout inside a layout inside a tab takes some rounds
    }
}

/// Of the tab widgets in it those that stand in no other.
QList<QTabWidget*> outerTabs(QWidget& root)
{
    QList<QTabWidget*> out;
    for (auto* tabs : root.findChildren<QTabWidget*>()) {
        bool inner = false;
        for (auto* above = tabs->parentWidget(); above != nullptr && above != &root;
             above = above->parentWidget()) {
            inner = inner || qobject_cast<QTabWidget*>(above) != nullptr;
        }
        if (!inner && tabs->isVisible()) {
            out.append(tabs);
        }
    }
    return out;
}

void tourTabs(QWidget& root, const QString& place, const std::function<void(const QString&)>& look)
{
    const auto all = outerTabs(root);
    if (all.isEmpty()) {
        settleLayouts();
        look(place);
        return;
    }
    for (auto* tabs : all) {
        const int before = tabs->currentIndex();
        for (int tab = 0; tab < tabs->count(); ++tab) {
            tabs->setCurrentIndex(tab);
            settleLayouts();
            tourTabs(*tabs->currentWidget(), place % u" / " % tabs->tabText(tab), look);
        }
        tabs->setCurrentIndex(before);
    }
}

} // namespace

void fillForTour(ConsoleWorld& world)
{
    for (std::uint64_t number = 1; number <= 30; ++number) {
        const auto* account = number % 3 == 0 ? "acc_2" : number % 2 == 0 ? "acc_3" : "acc_1";
        world.addCall(sampleCall(number, account, number % 5 == 0 ? 429 : 200));
    }
    addSignIns(world);
    const auto now = world.clock.now();
    world.gateway.state.connectSessions = {failedSession("con_1", now),
                                           connectedSession("con_2", "acc_1", now)};
    auto& webhooks = world.gateway.webhooksRole.state;
    webhooks.urls = {sampleIngestUrl()};
    webhooks.rejected = {sampleRejected()};
    webhooks.endpoints = {sampleEndpoint()};
    webhooks.payload.body = sampleRejected().body;
    for (std::uint64_t number = 1; number <= 12; ++number) {
        const auto trail = sampleTrail(sampleEvent(number));
        webhooks.events.push_back(trail.detail.event);
        webhooks.trails.push_back(trail);
        webhooks.deliveries.push_back(trail.deliveries.front());
    }
}

void giveLongNames(ConsoleWorld& world)
{
    auto& state = world.gateway.state;
    const std::array<const char*, 3> names{
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH & Co. KG",
        "شركة الخليج للتكامل والبرمجيات المحدودة", "👩‍🚀 Acme 𝔊lobal 🚀🚀"};
    for (std::size_t i = 0; i < state.environments.size(); ++i) {
        state.environments[i].name = names.at(i % names.size());
    }
    for (std::size_t i = 0; i < state.accounts.size(); ++i) {
        state.accounts[i].label = names.at(i % names.size());
        if (!state.accounts[i].statusReason.empty()) {
            state.accounts[i].statusReason += " " + std::string(names[0]) + ", " + names[1];
        }
    }
}

void tourConsole(ConsoleWorld& world, const std::function<void(const QString& place)>& look)
{
    auto& window = world.window();
    for (const auto& entry : ui::viewEntries()) {
        window.go(entry.id);
        settleLayouts();
        auto* view = window.view(entry.id);
        for (auto* list : view->findChildren<QAbstractItemView*>()) {
            if (list->isVisible() && list->model() != nullptr && list->model()->rowCount() > 0
                && !list->selectionModel()->hasSelection()) {
                list->setCurrentIndex(list->model()->index(0, 0));
            }
        }
        settleLayouts();
        tourTabs(*view, entry.id, look);
    }
}

QString describe(const QWidget& widget)
{
    QString text;
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
        text = button->text();
    } else if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
        text = label->text().left(60);
    }
    QString name = widget.objectName();
    for (auto* above = widget.parentWidget(); name.isEmpty() && above != nullptr;
         above = above->parentWidget()) {
        name = above->objectName().isEmpty() ? QString() : u"in " % above->objectName();
    }
    return QString(QLatin1String(widget.metaObject()->className()) % u' ' % name % u" '" % text % u'\'');
}

} // namespace gatehouse::test
