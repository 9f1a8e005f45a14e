// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with webhooks besides looking at them.
#include "tests/ui/timed_application.h"
#include "tests/ui/webhooks_page.h"

#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::test;

class WebhooksToolsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void init() { m_page = std::make_unique<WebhooksPage>(); }

    void cleanup() { m_page.reset(); }

    void anEditedWebhookIsSentAgain();
    void aBookmarkIsKeptAndFiredWithOneKey();
    void aFileIsTakenIn();
    void theOneBeforeOfItsTopicIsCompared();
    void homeAndEndGoToTheEndsOfTheLog();
    void marksFilterTheList();
    void triesAndReplaysOfDeliveriesAreShown();
    void aRequestIsCopiedInEveryForm();
    void whatTheUrlCarriedHasATabOfItsOwn();
    void howLongTheyAreKeptIsChanged();

private:
    void chooseFromMenu(const QString& menuTitle, const QString& entry);

    std::unique_ptr<WebhooksPage> m_page;
};

void WebhooksToolsTest::chooseFromMenu(const QString& menuTitle, const QString& entry)
{
    const auto cell =
        m_page->view().table().visualRect(m_page->view().model().index(0, EventModel::TopicColumn));
    Q_EMIT
    m_page->view().table().customContextMenuRequested(cell.center());
    QTRY_VERIFY(m_page->view().findChild<QMenu*>(QStringLiteral("cellMenu")) != nullptr);
    auto* menu = m_page->view().findChild<QMenu*>(QStringLiteral("cellMenu"));
    for (auto* action : menu->actions()) {
        if (action->menu() == nullptr || action->text() != menuTitle) {
            continue;
        }
        for (auto* inner : action->menu()->actions()) {
            if (inner->text() == entry) {
                inner->trigger();
            }
        }
    }
    delete menu;
}

void WebhooksToolsTest::anEditedWebhookIsSentAgain()
{
    m_page->webhooks().payload.body = R"({"id":1,"name":"Jo"})";
    m_page->open();
    m_page->add(sampleEvent(1));
    m_page->select(0);
    QTest::keyClick(&m_page->view().table(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(m_page->find("editDialog") != nullptr);
    auto* send = m_page->find<QPushButton>("sendEdited");
    auto* says = m_page->find<QLabel>("editSays");
    QVERIFY(send->isEnabled());
    QVERIFY(says->text().contains(QStringLiteral("As it came")));
    auto* edit = m_page->find<QPlainTextEdit>("editedBody");
    edit->setPlainText(QStringLiteral("{\"id\":1,\"name\":"));
    QTRY_VERIFY(!send->isEnabled());
    QVERIFY(says->text().contains(QStringLiteral("not JSON any more")));
    edit->setPlainText(QStringLiteral("{\"id\":1,\"name\":\"Eve\"}"));
    QTRY_VERIFY(send->isEnabled());
    auto* changes = m_page->find<QTableView>("editChanges");
    QCOMPARE(changes->model()->rowCount(), 1);
    QCOMPARE(changes->model()->index(0, 1).data().toString(), QStringLiteral("/name"));
    QTest::keyClick(edit, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(m_page->webhooks().imports.size(), std::size_t{1});
    QCOMPARE(m_page->webhooks().imports.front().accountId, std::string("acc_1"));
    QCOMPARE(m_page->webhooks().imports.front().body, std::string(R"({"id":1,"name":"Eve"})"));
    QTRY_VERIFY(says->text().startsWith(QStringLiteral("✓ Taken in")));
    QTest::mouseClick(m_page->find<QPushButton>("revertEdits"), Qt::LeftButton);
    edit->undo();
    QVERIFY(edit->toPlainText().contains(QStringLiteral("Eve")));
}

void WebhooksToolsTest::aBookmarkIsKeptAndFiredWithOneKey()
{
    m_page->webhooks().payload.body = R"({"id":1})";
    m_page->open();
    m_page->add(sampleEvent(1));
    m_page->select(0);
    m_page->view().table().setFocus();
    QTest::keyClick(&m_page->view().table(), Qt::Key_B, Qt::ShiftModifier);
    QTRY_VERIFY(m_page->find("editDialog") != nullptr);
    QTest::keyClicks(m_page->find<QLineEdit>("bookmarkName"), QStringLiteral("A changed contact"));
    QTest::mouseClick(m_page->find<QPushButton>("keepBookmark"), Qt::LeftButton);
    QCOMPARE(m_page->view().model().index(0, EventModel::TagsColumn).data().toString(), QStringLiteral("★"));
    m_page->find("editDialog")->close();
    m_page->world->close();
    m_page->world->open(); // the next start of the program
    m_page->world->window().go(QStringLiteral("webhooks"));
    QTRY_COMPARE(m_page->view().model().rowCount(), 1);
    m_page->select(0);
    m_page->view().table().setFocus();
    QTest::keyClick(&m_page->view().table(), Qt::Key_B);
    QTRY_VERIFY(m_page->find("bookmarksDialog") != nullptr);
    auto* table = m_page->find<QTableView>("bookmarkTable");
    QCOMPARE(table->model()->rowCount(), 1);
    QTRY_VERIFY(table->hasFocus());
    QTest::keyClick(table, Qt::Key_Return);
    QTRY_COMPARE(m_page->webhooks().imports.size(), std::size_t{1});
    QCOMPARE(m_page->webhooks().imports.front().body, std::string(R"({"id":1})"));
    m_page->world->dialogs.nextPath = m_page->world->dir.filePath(QStringLiteral("kept.json"));
    QTest::mouseClick(m_page->find<QPushButton>("exportBookmarks"), Qt::LeftButton);
    QTest::mouseClick(m_page->find<QPushButton>("removeBookmark"), Qt::LeftButton);
    QTRY_COMPARE(table->model()->rowCount(), 0);
    QTest::mouseClick(m_page->find<QPushButton>("importBookmarks"), Qt::LeftButton);
    QTRY_COMPARE(table->model()->rowCount(), 1);
}

void WebhooksToolsTest::aFileIsTakenIn()
{
    m_page->open();
    m_page->add(sampleEvent(1));
    m_page->world->dialogs.nextPath = m_page->world->dir.filePath(QStringLiteral("in.ndjson"));
    QFile file(m_page->world->dialogs.nextPath);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"body\":\"{\\\"n\\\":1}\",\"account_id\":\"acc_1\"}\n");
    file.write("{\"body_base64\":\"eyJuIjoyfQ==\",\"account_id\":\"of another node\"}\n{\"no\":1}\n");
    file.close();
    QTest::keyClick(&m_page->view(), Qt::Key_I, Qt::ControlModifier);
    QTRY_VERIFY(m_page->find("importDialog") != nullptr);
    auto* start = m_page->find<QPushButton>("startImport");
    QTRY_VERIFY(start->isEnabled());
    QCOMPARE(start->text(), QStringLiteral("Take in 2"));
    QTest::mouseClick(start, Qt::LeftButton);
    QTRY_COMPARE(m_page->webhooks().imports.size(), std::size_t{2});
    QCOMPARE(m_page->webhooks().imports[0].body, std::string("{\"n\":1}"));
    QCOMPARE(m_page->webhooks().imports[1].body, std::string("{\"n\":2}"));
    QCOMPARE(m_page->webhooks().imports[1].accountId, std::string("acc_1"));
    QTRY_VERIFY(m_page->find<QLabel>("importSays")->text().startsWith(QStringLiteral("✓ 2 taken in")));
}

void WebhooksToolsTest::theOneBeforeOfItsTopicIsCompared()
{
    m_page->webhooks().payload.body = R"({"id":1})";
    m_page->open();
    for (std::uint64_t sequence = 1; sequence <= 4; ++sequence) {
        m_page->add(sampleEvent(sequence)); // the third is of another topic
    }
    m_page->select(3);
    QTest::keyClick(&m_page->view().table(), Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(m_page->find("diffDialog") != nullptr);
    const auto* row = m_page->view().model().store().find(sampleEvent(4).id);
    QCOMPARE(m_page->view().model().store().previousOfTopic(*row)->id, sampleEvent(2).id);
    QVERIFY(m_page->view().model().store().previousOfTopic(
                *m_page->view().model().store().find(sampleEvent(3).id))
            == nullptr);
}

void WebhooksToolsTest::homeAndEndGoToTheEndsOfTheLog()
{
    m_page->open();
    for (std::uint64_t sequence = 1; sequence <= 60; ++sequence) {
        m_page->webhooks().trails.push_back(sampleTrail(sampleEvent(sequence)));
        m_page->world->gateway.emit(WebhookChanged{sampleEvent(sequence)});
    }
    QTRY_COMPARE(m_page->view().model().rowCount(), 60);
    auto& table = m_page->view().table();
    table.setFocus();
    QTest::keyClick(&table, Qt::Key_Home);
    QCOMPARE(table.currentIndex().row(), 0);
    QVERIFY(!m_page->view().following());
    QTest::keyClick(&table, Qt::Key_End);
    QCOMPARE(table.currentIndex().row(), 59);
    QVERIFY(m_page->view().following());
}

void WebhooksToolsTest::marksFilterTheList()
{
    m_page->open();
    m_page->add(sampleEvent(1));
    m_page->add(sampleEvent(2));
    m_page->select(1);
    m_page->view().table().setFocus();
    QTest::keyClick(&m_page->view().table(), Qt::Key_M);
    QCOMPARE(m_page->view().model().index(1, EventModel::TagsColumn).data().toString(), QStringLiteral("●"));
    QTest::keyClick(&m_page->view().table(), Qt::Key_M, Qt::ShiftModifier);
    QTRY_COMPARE(m_page->view().model().rowCount(), 1);
    QTest::keyClick(&m_page->view().table(), Qt::Key_M, Qt::ShiftModifier);
    QTRY_COMPARE(m_page->view().model().rowCount(), 2);
}

void WebhooksToolsTest::triesAndReplaysOfDeliveriesAreShown()
{
    m_page->open();
    const auto event = sampleEvent(1);
    m_page->add(event);
    const auto cell = [&](int column) { return m_page->cell(0, column); };
    QCOMPARE(cell(EventModel::TriesColumn), QString());
    auto delivery = sampleTrail(event).deliveries.front().delivery;
    m_page->world->gateway.emit(DeliveryChanged{delivery});
    QTRY_COMPARE(cell(EventModel::TriesColumn), QStringLiteral("2"));
    delivery.replay = true;
    delivery.state = DeliveryState::Dead;
    delivery.attempts = 9;
    m_page->world->gateway.emit(DeliveryChanged{delivery});
    QTRY_COMPARE(cell(EventModel::TriesColumn), QStringLiteral("✗ 9"));
    QCOMPARE(cell(EventModel::TagsColumn), QStringLiteral("↻"));
    m_page->filter().setText(QStringLiteral("dead:yes tries>5 tag:replayed"));
    QTRY_VERIFY(!m_page->view().model().busy());
    QCOMPARE(m_page->view().model().rowCount(), 1);
}

void WebhooksToolsTest::aRequestIsCopiedInEveryForm()
{
    m_page->webhooks().payload = {{"POST",
                                   "/hooks/a/••••",
                                   {{"Content-Type", "application/json"}, {"Authorization", "Bearer ••••"}},
                                   "127.0.0.1"},
                                  R"({"id":"it's"})"};
    m_page->open();
    m_page->add(sampleEvent(1));
    m_page->select(0);
    const auto copied = [&](const char* form, const char* wanted) {
        QGuiApplication::clipboard()->clear();
        chooseFromMenu(QStringLiteral("Copy as"), QLatin1String(form));
        return QTest::qWaitFor(
            [&] { return QGuiApplication::clipboard()->text().contains(QString::fromUtf8(wanted)); },
            kTryMillis);
    };
    QVERIFY(copied("cURL", "curl -sS"));
    QVERIFY(copied("HTTP", "POST /hooks/a/•••• HTTP/1.1\r\nHost: 127.0.0.1:8787\r\n"));
    QVERIFY(copied("JavaScript fetch", "\"Authorization\": process.env.AUTHORIZATION"));
    QVERIFY(copied("HAR", "\"_account_id\": \"acc_1\""));
    QVERIFY(copied("Body", R"({"id":"it's"})"));
}

void WebhooksToolsTest::whatTheUrlCarriedHasATabOfItsOwn()
{
    m_page->webhooks().events = {sampleEvent(1)};
    auto trail = sampleTrail(sampleEvent(1));
    trail.detail.request.target = "/hooks/a/••••?topic=orders%2Fpaid&n=1";
    m_page->webhooks().trails = {trail};
    m_page->open();
    QTRY_COMPARE(m_page->view().model().rowCount(), 1);
    m_page->select(0);
    auto* query = m_page->detail().findChild<QTableView*>(QStringLiteral("eventQuery"));
    QTRY_COMPARE(query->model()->rowCount(), 2);
    QCOMPARE(query->model()->index(0, 1).data().toString(), QStringLiteral("orders/paid"));
}

void WebhooksToolsTest::howLongTheyAreKeptIsChanged()
{
    m_page->webhooks().storage.events = 12'345;
    m_page->webhooks().storage.maxEvents = 1'000'000;
    m_page->webhooks().storage.maxPayloadBytes = std::uint64_t{20} << 30U;
    m_page->open();
    auto* button = m_page->view().findChild<QToolButton*>(QStringLiteral("eventStorage"));
    QTRY_VERIFY(button->isEnabled());
    QVERIFY(button->text().contains(QStringLiteral("7 d")));
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_VERIFY(m_page->find("retentionDialog") != nullptr);
    auto* many = m_page->find<QSpinBox>("keptThousands");
    QCOMPARE(many->value(), 1'000);
    many->setValue(10);
    QVERIFY(m_page->find<QLabel>("retentionSays")->text().contains(QStringLiteral("will be removed")));
    m_page->find<QSpinBox>("keptDays")->setValue(2);
    QTest::mouseClick(m_page->find<QPushButton>("saveRetention"), Qt::LeftButton);
    QTRY_COMPARE(m_page->webhooks().storage.keptFor.count(), std::int64_t{48});
    QCOMPARE(m_page->webhooks().storage.maxEvents, std::uint64_t{10'000});
    QTRY_VERIFY(button->text().contains(QStringLiteral("2 d")));
}

GATEHOUSE_UI_TEST_MAIN(WebhooksToolsTest)
#include "webhooks_tools_test.moc"
