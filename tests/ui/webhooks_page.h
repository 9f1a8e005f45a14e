// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/qt_patience.h"
#include "tests/ui/console_world.h"
#include "tests/ui/sample_webhook.h"
#include "ui/views/webhooks/event_detail_view.h"
#include "ui/views/webhooks/webhooks_view.h"
#include "ui/widgets/filter_bar.h"

#include <QDialog>
#include <QLineEdit>
#include <QTableView>

#include <memory>

namespace gatehouse::test {

/// The console with its page of webhooks in front, over a gateway in memory.
class WebhooksPage
{
public:
    WebhooksPage()
        : world(std::make_unique<ConsoleWorld>())
    {
        webhooks().urls = {sampleIngestUrl()};
    }

    ~WebhooksPage() { world->close(); }

    WebhooksPage(const WebhooksPage&) = delete;
    WebhooksPage& operator=(const WebhooksPage&) = delete;

    void open()
    {
        world->open();
        QVERIFY(exposed(&world->window()));
        world->window().go(QStringLiteral("webhooks"));
        QTRY_COMPARE(world->window().currentView(), QStringLiteral("webhooks"));
    }

    [[nodiscard]] ui::WebhooksView& view()
    {
        return *qobject_cast<ui::WebhooksView*>(world->window().view(QStringLiteral("webhooks")));
    }

    [[nodiscard]] ui::EventDetailView& detail() { return *view().findChild<ui::EventDetailView*>(); }

    [[nodiscard]] QLineEdit& filter() { return view().findChild<ui::FilterBar*>()->edit(); }

    [[nodiscard]] FakeWebhookState& webhooks() { return world->gateway.webhooksRole.state; }

    [[nodiscard]] QString cell(int row, int column)
    {
        return view().model().index(row, column).data().toString();
    }

    /// A dialog of the page, or a widget in one.
    template <class T = QDialog>
    [[nodiscard]] T* find(const char* name)
    {
        return view().findChild<T*>(QLatin1String(name));
    }

    void add(const WebhookEvent& event)
    {
        webhooks().events.push_back(event);
        webhooks().trails.push_back(sampleTrail(event));
        const auto before = view().model().total();
        world->gateway.emit(WebhookChanged{event});
        QTRY_COMPARE(view().model().total(), before + 1);
    }

    void select(int row)
    {
        const auto cell = view().table().visualRect(view().model().index(row, ui::EventModel::TopicColumn));
        QTest::mouseClick(view().table().viewport(), Qt::LeftButton, Qt::NoModifier, cell.center());
    }

    std::unique_ptr<ConsoleWorld> world;
};

} // namespace gatehouse::test
