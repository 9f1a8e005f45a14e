// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/write.h"
#include "tests/support/qt_patience.h"
#include "tests/ui/console_world.h"
#include "ui/views/trycall/try_view.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/payload_area.h"
#include "ui/widgets/payload_view.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::test;

class TryViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aCallIsMadeWithTheKeyboardAlone();
    void writesNeedABodyThatIsJson();
    void getNeedsAnId();
    void problemsAreShownInWords();
    void manyAtOnceAreCounted();
    void theHistoryTakesACallBack();
    void theCallIsCopiedAsCurl();
    void aFieldIsOverriddenCheckedAndUndone();
    void anOverrideIsRemovedWithoutTouchingOthers();
    void errorsInAnExpressionAppearWhileTyping();
    void aSlowAnswerOfAnEarlierRunIsDropped();

private:
    template <class T = QWidget>
    T* find(const char* name)
    {
        return m_world->find<T>(name);
    }

    QString status() { return find<Banner>("tryStatus")->text(); }

    FakeState& state() { return m_world->gateway.state; }

    void run() { QTest::keyClick(find("tryAccount"), Qt::Key_Return, Qt::ControlModifier); }

    void openMapping() { QTest::keyClick(find("tryAccount"), Qt::Key_O, Qt::ControlModifier); }

    std::unique_ptr<ConsoleWorld> m_world;
};

void TryViewTest::init()
{
    m_world = std::make_unique<ConsoleWorld>();
    m_world->open();
    m_world->window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_world->window()));
    QTest::keyClick(&m_world->window(), Qt::Key_3, Qt::ControlModifier);
    QTRY_COMPARE(find<QComboBox>("tryAccount")->count(), 5);
}

void TryViewTest::cleanup()
{
    m_world->close();
    m_world.reset();
}

void TryViewTest::aCallIsMadeWithTheKeyboardAlone()
{
    QCOMPARE(QApplication::focusWidget(), find("tryAccount"));
    const auto press = [](int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(QApplication::focusWidget(), static_cast<Qt::Key>(key), modifiers);
    };
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    press(Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), find("tryModel"));
    press(Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), find("tryResource"));
    press(Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), find("tryMethod"));
    press(Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), find("tryQuery"));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("limit=5"));
    press(Qt::Key_Tab);
    press(Qt::Key_Space); // no raw records
    press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(status().startsWith(QStringLiteral("200 in 14.0 ms")));
    const auto& request = state().unifiedRequests.back();
    QCOMPARE(request.accountId, std::string("acc_3"));
    QCOMPARE(request.model + '.' + request.resource + '.' + request.method, std::string("crm.contacts.list"));
    QVERIFY(!request.remoteData);
    QVERIFY(request.provenance);
    QCOMPARE(request.query.size(), std::size_t{1});
    QCOMPARE(request.query.front().second, std::string("5"));
    const auto* body = find("resultBody")->findChild<PayloadArea*>();
    QVERIFY(body->text()->bytes.find("Lovelace") != std::string::npos);
    const auto* provenance = find<QTableView>("provenanceTable");
    QCOMPARE(provenance->model()->rowCount(), 8);
    QCOMPARE(provenance->model()->index(4, 1).data().toString(), QStringLiteral("A  account"));
    QCOMPARE(find<QTableView>("warningTable")->model()->rowCount(), 1);
    QCOMPARE(find<QTableView>("responseHeaders")->model()->rowCount(), 6);
}

void TryViewTest::writesNeedABodyThatIsJson()
{
    auto* method = find<QComboBox>("tryMethod");
    QVERIFY(!find("tryBody")->isVisible());
    method->setCurrentIndex(method->findData(QStringLiteral("create")));
    QVERIFY(find("tryBody")->isVisible());
    QVERIFY2(method->currentText().contains(QStringLiteral("no mapping")), "what is not offered says so");
    find<QPlainTextEdit>("tryBody")->setPlainText(QStringLiteral("{\"a\": }"));
    run();
    QTRY_VERIFY2(status().contains(QStringLiteral("the body is not JSON")), qPrintable(status()));
    QVERIFY(state().unifiedRequests.empty());
    find<QPlainTextEdit>("tryBody")->setPlainText(QStringLiteral("{\"first_name\": \"Ada\"}"));
    QTest::keyClick(find("tryBody"), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(state().unifiedRequests.size(), std::size_t{1});
    QCOMPARE(json::write(*state().unifiedRequests.back().body), std::string(R"({"first_name":"Ada"})"));
}

void TryViewTest::getNeedsAnId()
{
    auto* method = find<QComboBox>("tryMethod");
    method->setCurrentIndex(method->findData(QStringLiteral("get")));
    run();
    QTRY_VERIFY(status().contains(QStringLiteral("needs the id")));
    QTest::keyClicks(find("tryId"), QStringLiteral(" 151 "));
    run();
    QTRY_COMPARE(state().unifiedRequests.size(), std::size_t{1});
    QCOMPARE(state().unifiedRequests.back().id, std::string("151"));
}

void TryViewTest::problemsAreShownInWords()
{
    state().onUnified = [](const UnifiedRequest&) -> Result<UnifiedResponse> {
        UnifiedResponse response;
        response.status = 429;
        response.problem = Problem{};
        response.problem->title = "Rate limited by the provider";
        response.problem->detail = "try again in 30 s";
        response.body = jsonDocument(R"({"status":429})");
        return response;
    };
    run();
    QTRY_VERIFY(status().startsWith(QStringLiteral("429 in")));
    QVERIFY(status().contains(QStringLiteral("try again in 30 s")));
    state().onUnified = [](const UnifiedRequest&) -> Result<UnifiedResponse> {
        return fail(Errc::Unavailable, "the node is stopping");
    };
    run();
    QTRY_VERIFY(status().contains(QStringLiteral("the node is stopping")));
}

void TryViewTest::manyAtOnceAreCounted()
{
    int number = 0;
    state().onUnified = [&](const UnifiedRequest& request) -> Result<UnifiedResponse> {
        auto response = sampleAnswer(request);
        response->status = ++number > 18 ? 429 : 200;
        return response;
    };
    find<QAction>("actionRunMany")->trigger();
    auto* bar = find<Banner>("messageBar");
    QTRY_VERIFY(bar->isVisible());
    QVERIFY2(bar->text().contains(QStringLiteral("18 × 200, 7 × 429")), qPrintable(bar->text()));
    QTest::mouseClick(bar->findChildren<QToolButton*>().at(0), Qt::LeftButton);
    QCOMPARE(m_world->window().currentView(), QStringLiteral("calls"));
}

void TryViewTest::theHistoryTakesACallBack()
{
    find<QLineEdit>("tryQuery")->setText(QStringLiteral("limit=3"));
    run();
    auto* history = find<QListView>("tryHistory");
    QTRY_COMPARE(history->model()->rowCount(), 1);
    find<QLineEdit>("tryQuery")->setText(QStringLiteral("limit=9"));
    auto* account = find<QComboBox>("tryAccount");
    account->setCurrentIndex(2);
    run();
    QTRY_COMPARE(history->model()->rowCount(), 2);
    QTest::keyClick(account, Qt::Key_H, Qt::ControlModifier);
    QVERIFY(history->hasFocus());
    history->setCurrentIndex(history->model()->index(1, 0));
    QTest::keyClick(history, Qt::Key_Return);
    QCOMPARE(find<QLineEdit>("tryQuery")->text(), QStringLiteral("limit=3"));
    QCOMPARE(account->currentData().toString(), QStringLiteral("acc_1"));
}

void TryViewTest::theCallIsCopiedAsCurl()
{
    find<QLineEdit>("tryQuery")->setText(QStringLiteral("limit=3"));
    QTest::keyClick(find("tryAccount"), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    const QString command = QApplication::clipboard()->text();
    QVERIFY2(command.contains(QStringLiteral("/v1/unified/crm/contacts?account_id=acc_1&limit=3")),
             qPrintable(command));
    QVERIFY(command.contains(QStringLiteral("$(cat ")));
}

void TryViewTest::aFieldIsOverriddenCheckedAndUndone()
{
    run();
    QTRY_VERIFY(status().startsWith(QStringLiteral("200")));
    openMapping();
    auto* table = find<QTableView>("mappingTable");
    QTRY_COMPARE(table->model()->rowCount(), 8);
    table->setCurrentIndex(table->model()->index(4, 0));
    QCOMPARE(find<QComboBox>("overrideField")->currentText(), QStringLiteral("phones"));
    auto* expression = find<QPlainTextEdit>("overrideExpression");
    QVERIFY(expression->toPlainText().contains(QStringLiteral("mobilephone")));
    expression->setPlainText(QStringLiteral("[response.properties.phone]"));
    auto* check = find<QLabel>("overrideCheck");
    QTRY_VERIFY2(check->text().startsWith(QStringLiteral("✓ [{\"number\"")), qPrintable(check->text()));
    QCOMPARE(std::string((*state().previews.back())["sample"]["id"].asString()), std::string("151"));
    QTest::mouseClick(find("overridePut"), Qt::LeftButton);
    const std::string key = "account:acc_1/crm/contacts/list";
    QTRY_VERIFY(state().overrides.contains(key));
    QCOMPARE(json::write(*state().overrides[key]),
             std::string(R"({"response":{"phones":"[response.properties.phone]"}})"));
    auto* outcome = find<Banner>("overrideOutcome");
    QTRY_VERIFY(outcome->isVisible());
    QTest::mouseClick(outcome->findChildren<QToolButton*>().at(0), Qt::LeftButton);
    QTRY_VERIFY(!state().overrides.contains(key));
}

void TryViewTest::anOverrideIsRemovedWithoutTouchingOthers()
{
    const std::string key = "environment:env_1/crm/contacts/list";
    state().overrides[key] = jsonDocument(R"({"response":{"phones":"a","title":"b"}})");
    openMapping();
    find<QComboBox>("overrideField")->setCurrentText(QStringLiteral("title"));
    find<QComboBox>("overrideLevel")->setCurrentIndex(1);
    QTest::mouseClick(find("overrideRemove"), Qt::LeftButton);
    QTRY_COMPARE(json::write(*state().overrides[key]), std::string(R"({"response":{"phones":"a"}})"));
    find<QComboBox>("overrideField")->setCurrentText(QStringLiteral("nothing"));
    QTest::mouseClick(find("overrideRemove"), Qt::LeftButton);
    QTRY_VERIFY(find<Banner>("overrideOutcome")->text().contains(QStringLiteral("is not overridden")));
}

void TryViewTest::errorsInAnExpressionAppearWhileTyping()
{
    state().previewAnswer = jsonDocument(
        R"({"errors":[{"message":"attempted to invoke a non-function — did you mean $lowercase?","line":1,"column":2}]})");
    openMapping();
    find<QComboBox>("overrideField")->setCurrentText(QStringLiteral("title"));
    QTest::keyClicks(find("overrideExpression"), QStringLiteral("$lowercas(x)"));
    auto* check = find<QLabel>("overrideCheck");
    QTRY_VERIFY(check->text().startsWith(QStringLiteral("✗ 1:2 attempted to invoke")));
    QVERIFY2(state().previews.size() < 6, "not one request a key");
}

void TryViewTest::aSlowAnswerOfAnEarlierRunIsDropped()
{
    std::vector<std::function<void()>> late;
    state().executor = [&](std::function<void()> task) { late.push_back(std::move(task)); };
    run();
    find<QLineEdit>("tryQuery")->setText(QStringLiteral("limit=2"));
    run();
    QCOMPARE(late.size(), std::size_t{2});
    late[1]();
    QTRY_VERIFY(status().startsWith(QStringLiteral("200")));
    QCOMPARE(find<QListView>("tryHistory")->model()->rowCount(), 1);
    late[0]();
    QCoreApplication::processEvents();
    QCOMPARE(find<QListView>("tryHistory")->model()->rowCount(), 1);
    state().executor = [](const std::function<void()>& task) { task(); };
}

QTEST_MAIN(TryViewTest)
#include "try_view_test.moc"
