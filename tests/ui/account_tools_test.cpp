// SPDX-License-Identifier: GPL-3.0-or-later
// What is done to accounts now and then: export, import, rotation, audit, the calendar.
#include "tests/support/qt_patience.h"
#include "tests/ui/console_world.h"
#include "tests/ui/sample_sign_in.h"
#include "tests/ui/sample_webhook.h"
#include "ui/models/clock_skew.h"
#include "ui/views/accounts/account_detail.h"
#include "ui/views/accounts/accounts_view.h"
#include "ui/views/accounts/calendar_pane.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QDialog>
#include <QFile>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QTreeView>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::test;

class AccountToolsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theAuditTabTellsWhatWasDoneToThisAccountAlone();
    void webhooksOfTheAccountHaveATab();
    void credentialsAreRotatedAndSaidToWork();
    void aRotationThatFailsSaysWhyAndLeavesTheDialogOpen();
    void accountsThatSignInByBrowserAreNotRotated();
    void accountsAreExportedWithoutSecretsUnlessAPassphraseIsChosen();
    void aFileIsShownBeforeItIsImported();
    void theTableIsExportedAsItIsShown();
    void theCalendarPutsWhatNeedsAPersonFirst();
    void manyAccountsTellWhatCameOfEach();
    void automaticRefreshIsSwitchedForManyAtOnce();
    void overridesAndRefreshesShowInTheList();
    void aSignInLinkIsCopied();
    void aDuplicateGetsTheOverrides();
    void aWrongClockIsTold();
    void aTokenIsLookedInto();
    void withoutAccountsTheSandboxIsOffered();

private:
    void open();

    FakeState& state() { return m_world->gateway.state; }

    AccountsView& view()
    {
        return *qobject_cast<AccountsView*>(m_world->window().view(QStringLiteral("accounts")));
    }

    void click(const char* accountId);

    void showTab(int tab) { view().detail().tabs().setCurrentIndex(tab); }

    void trigger(const char* action);
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {});
    QString read(const QString& name);

    QString path(const char* name) { return m_world->dir.filePath(QLatin1String(name)); }

    std::unique_ptr<ConsoleWorld> m_world;
};

void AccountToolsTest::init()
{
    m_world = std::make_unique<ConsoleWorld>();
    addSignIns(*m_world);
}

void AccountToolsTest::cleanup()
{
    if (m_world->console) {
        m_world->close();
    }
    m_world.reset();
}

void AccountToolsTest::open()
{
    m_world->open();
    m_world->window().resize(1280, 800);
    m_world->window().go(QStringLiteral("accounts"));
    QTRY_COMPARE(view().model().shown(), static_cast<int>(state().accounts.size()));
}

void AccountToolsTest::click(const char* accountId)
{
    auto& tree = view().tree();
    const auto row = view().model().indexOf(accountId);
    tree.scrollTo(row);
    QTest::mouseClick(tree.viewport(), Qt::LeftButton, {}, tree.visualRect(row).center());
}

/// As a click on the menu's line; the menu is opened first, for it greys out what cannot be done.
void AccountToolsTest::trigger(const char* action)
{
    auto* menu = m_world->find<QMenu>("accountMenu");
    Q_EMIT
    menu->aboutToShow();
    m_world->find<QAction>(action)->trigger();
}

void AccountToolsTest::key(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    view().tree().setFocus();
    QTest::keyClick(&view().tree(), key, modifiers);
}

QString AccountToolsTest::read(const QString& name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

void AccountToolsTest::theAuditTabTellsWhatWasDoneToThisAccountAlone()
{
    const auto now = m_world->clock.now();
    m_world->gateway.auditRole.list = {
        {5, now, "system", "token.refresh", "acc_1",
         jsonDocument(R"({"cause":"schedule","outcome":"failed","reason":"503 from the token endpoint"})")},
        {4, now, "admin", "credential.write", "acc_2", {}},
        {3, now, "system", "credential.read", "acc_1",
         jsonDocument(R"({"fields":["access_token","refresh_token"]})")},
        {2, now, "admin", "vault.unlock", "vault", {}}};
    open();
    click("acc_1");
    showTab(7);
    auto* table = m_world->find<QTableView>("accountAudit");
    QTRY_COMPARE(table->model()->rowCount(), 2);
    QVERIFY(table->isVisible());
    const auto cell = [&](int row, int column) {
        return table->model()->index(row, column).data().toString();
    };
    QCOMPARE(cell(0, 2), QStringLiteral("▲ token not refreshed"));
    QVERIFY(cell(0, 3).contains(QStringLiteral("503 from the token endpoint")));
    QCOMPARE(cell(1, 2), QStringLiteral("credentials read"));
    QCOMPARE(cell(1, 3), QStringLiteral("access_token, refresh_token"));
    QVERIFY(m_world->find<QLabel>("auditReach")->text().startsWith(QStringLiteral("2 entries")));
    m_world->dialogs.nextPath = path("audit.csv");
    QTest::mouseClick(m_world->find<QPushButton>("auditSave"), Qt::LeftButton);
    QTRY_COMPARE(read(path("audit.csv")).count(u'\n'), 3);
    click("acc_5");
    QTRY_VERIFY(m_world->find<EmptyState>("accountAuditEmpty")->isVisible());
}

void AccountToolsTest::webhooksOfTheAccountHaveATab()
{
    auto event = sampleTrail(sampleEvent(1)).detail.event;
    event.accountId = "acc_1";
    auto other = sampleTrail(sampleEvent(2)).detail.event;
    other.accountId = "acc_3";
    m_world->gateway.webhooksRole.state.events = {event, other};
    open();
    click("acc_1");
    showTab(6);
    auto* table = m_world->find<QTableView>("accountWebhooks");
    QTRY_COMPARE(table->model()->rowCount(), 1);
    click("acc_2");
    QTRY_VERIFY(m_world->find<EmptyState>("accountWebhooksEmpty")->isVisible());
}

void AccountToolsTest::credentialsAreRotatedAndSaidToWork()
{
    state().accounts[2].authKind = "private_app";
    open();
    click("acc_3");
    trigger("actionRotate");
    auto* token = m_world->find<QLineEdit>("rotate_access_token");
    QTRY_VERIFY((token = m_world->find<QLineEdit>("rotate_access_token")) != nullptr);
    auto* rotate = m_world->find<QPushButton>("rotateButton");
    QVERIFY(!rotate->isEnabled());
    QCOMPARE(token->echoMode(), QLineEdit::Password);
    QTest::keyClicks(token, QStringLiteral("wrong"));
    QVERIFY2(!rotate->isEnabled(), "it must look as the definition says");
    QVERIFY(m_world->find<QLabel>("rotateOutcome")->text().contains(QStringLiteral("does not look right")));
    token->clear();
    QTest::keyClicks(token, QStringLiteral("pat-new"));
    QTest::mouseClick(rotate, Qt::LeftButton);
    QTRY_COMPARE(state().rotatedAccounts.size(), std::size_t{1});
    QCOMPARE(state().rotatedAccounts.front().first, std::string("acc_3"));
    QCOMPARE(std::string(state().rotatedAccounts.front().second.at("access_token").reveal()),
             std::string("pat-new"));
    QTRY_VERIFY(m_world->find<QLabel>("rotateOutcome")->text().startsWith(QStringLiteral("✓")));
    QVERIFY2(token->text().isEmpty(), "what was sealed does not stay on the screen");
}

void AccountToolsTest::aRotationThatFailsSaysWhyAndLeavesTheDialogOpen()
{
    state().accounts[2].authKind = "private_app";
    open();
    click("acc_3");
    trigger("actionRotate");
    QTRY_VERIFY(m_world->find<QLineEdit>("rotate_access_token") != nullptr);
    QTest::keyClicks(m_world->find<QLineEdit>("rotate_access_token"), QStringLiteral("pat-old"));
    state().failure = Error{Errc::InvalidArgument, "the old ones stay in force", {}, {}, {}};
    QTest::mouseClick(m_world->find<QPushButton>("rotateButton"), Qt::LeftButton);
    auto* outcome = m_world->find<QLabel>("rotateOutcome");
    QTRY_VERIFY(outcome->text().contains(QStringLiteral("the old ones stay in force")));
    QCOMPARE(m_world->find<QLineEdit>("rotate_access_token")->text(), QStringLiteral("pat-old"));
    state().failure.reset();
}

void AccountToolsTest::accountsThatSignInByBrowserAreNotRotated()
{
    open();
    click("acc_1");
    trigger("actionRotate");
    QVERIFY(!m_world->find<QAction>("actionRotate")->isEnabled());
    QVERIFY(m_world->find<QDialog>("rotateDialog") == nullptr);
}

void AccountToolsTest::accountsAreExportedWithoutSecretsUnlessAPassphraseIsChosen()
{
    open();
    click("acc_1");
    m_world->dialogs.nextPath = path("accounts.json");
    key(Qt::Key_S, Qt::ControlModifier);
    auto* dialog = m_world->find<QDialog>("exportDialog");
    QTRY_VERIFY(dialog->isVisible());
    QTest::mouseClick(m_world->find<QPushButton>("exportButton"), Qt::LeftButton);
    auto& exports = m_world->gateway.transferRole.exports;
    QTRY_COMPARE(read(path("accounts.json")), QString::fromStdString(m_world->gateway.transferRole.exported));
    QCOMPARE(exports.size(), std::size_t{1});
    QVERIFY(exports.front().passphrase.empty());
    QCOMPARE(exports.front().accountIds, std::vector<std::string>{"acc_1"});
    QCOMPARE(QFile(path("accounts.json")).permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther),
             QFileDevice::Permissions());
    // All that are shown, with their credentials.
    QTRY_VERIFY(m_world->find<QDialog>("exportDialog") == nullptr);
    m_world->find<QAction>("actionExportAccounts")->trigger();
    QTRY_VERIFY(m_world->find<QCheckBox>("exportSecrets") != nullptr);
    QTest::mouseClick(m_world->find<QCheckBox>("exportSecrets"), Qt::LeftButton, {}, QPoint(8, 8));
    auto* save = m_world->find<QPushButton>("exportButton");
    QVERIFY(!save->isEnabled());
    QTest::keyClicks(m_world->find<QLineEdit>("exportPassphrase"), QStringLiteral("correct horse"));
    QTest::keyClicks(m_world->find<QLineEdit>("exportPassphraseAgain"), QStringLiteral("correct hoarse"));
    QVERIFY2(!save->isEnabled(), "mistyped");
    QVERIFY(m_world->find<QLabel>("exportOutcome")->text().contains(QStringLiteral("not the same")));
    m_world->find<QLineEdit>("exportPassphraseAgain")->setText(QStringLiteral("correct horse"));
    QTRY_VERIFY(save->isEnabled());
    QCoreApplication::processEvents();
    QTest::mouseClick(save, Qt::LeftButton);
    QTRY_COMPARE(exports.size(), std::size_t{2});
    QCOMPARE(std::string(exports.back().passphrase.reveal()), std::string("correct horse"));
    QCOMPARE(exports.back().accountIds.size(), std::size_t{5});
}

void AccountToolsTest::aFileIsShownBeforeItIsImported()
{
    auto& transfer = m_world->gateway.transferRole;
    transfer.report.sealed = true;
    transfer.report.accounts = {
        {"acc_9", "Acme EU", "Acme Corp", "hublike", ImportOutcome::Waiting, "", 2},
        {"acc_1", "Acme HubLike", "Acme Corp", "hublike", ImportOutcome::Exists, "it is here already", 0},
        {"acc_8", "Moon", "Globex", "moon", ImportOutcome::Refused, "there is no integration \"moon\" here",
         0}};
    QFile file(path("in.json"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"gatehouse_accounts\": 1}");
    file.close();
    m_world->dialogs.nextPath = path("in.json");
    open();
    key(Qt::Key_I, Qt::ControlModifier);
    QTRY_VERIFY(m_world->find<QTableView>("importTable") != nullptr);
    auto* table = m_world->find<QTableView>("importTable");
    QTRY_COMPARE(table->model()->rowCount(), 3);
    QVERIFY(transfer.imports.front().dryRun);
    QCOMPARE(m_world->find<QLabel>("importSummary")->text(),
             QStringLiteral("To import: 1 · here already, left as they are: 1 · do not fit: 1"));
    QCOMPARE(table->model()->index(0, 4).data().toString(), QStringLiteral("2 overrides come along"));
    auto* passphrase = m_world->find<QLineEdit>("importPassphrase");
    QVERIFY(passphrase->isVisible());
    QTest::keyClicks(passphrase, QStringLiteral("guess"));
    auto* go = m_world->find<QPushButton>("importButton");
    QTest::mouseClick(go, Qt::LeftButton);
    QTRY_VERIFY(m_world->find<QLabel>("importOutcome")->text().contains(QStringLiteral("does not open it")));
    passphrase->setText(QStringLiteral("open sesame"));
    QTest::mouseClick(go, Qt::LeftButton);
    QTRY_COMPARE(table->model()->index(0, 3).data().toString(),
                 QStringLiteral("◐ imported, waits for a sign-in"));
    QVERIFY(!transfer.imports.back().dryRun);
    QVERIFY(!go->isVisible());
    QVERIFY(!passphrase->isVisible());
}

void AccountToolsTest::theTableIsExportedAsItIsShown()
{
    open();
    view().tree().header()->hideSection(AccountModel::SuccessColumn);
    view().tree().header()->showSection(AccountModel::IdColumn);
    m_world->dialogs.nextPath = path("accounts.csv");
    m_world->find<QAction>("actionExportCsv")->trigger();
    QTRY_VERIFY(!read(path("accounts.csv")).isEmpty());
    const auto lines = read(path("accounts.csv")).split(QStringLiteral("\r\n"), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 6);
    QVERIFY(lines[0].startsWith(QStringLiteral("Customer,Account,Provider,State")));
    QVERIFY(!lines[0].contains(QStringLiteral("Last success")));
    QVERIFY(lines[0].endsWith(QStringLiteral("Id")));
    QVERIFY2(lines[1].startsWith(QStringLiteral("Acme Corp,Acme")), qPrintable(lines[1]));
}

void AccountToolsTest::theCalendarPutsWhatNeedsAPersonFirst()
{
    open();
    key(Qt::Key_E);
    QTRY_VERIFY(m_world->find<QTableView>("calendarTable") != nullptr);
    auto* table = m_world->find<QTableView>("calendarTable");
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QCOMPARE(table->model()->index(0, 4).data().toString(), QStringLiteral("Refresh token"));
    QVERIFY(table->model()->index(0, 0).data().toString().startsWith(QStringLiteral("▲ ")));
    QCOMPARE(table->model()->index(0, 6).data().toString(), QStringLiteral("unused 3 of 10 days"));
    QCOMPARE(m_world->find<QLabel>("calendarSummary")->text(),
             QStringLiteral("▲ 1 of 1 have to be renewed soon"));
    QTest::mouseClick(m_world->find<QCheckBox>("calendarAll"), Qt::LeftButton, {}, QPoint(8, 8));
    QTRY_COMPARE(table->model()->rowCount(), 2);
    QCOMPARE(table->model()->index(1, 4).data().toString(), QStringLiteral("Access token"));
    table->selectRow(0);
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(view().selected(), std::vector<std::string>{"acc_1"});
}

void AccountToolsTest::manyAccountsTellWhatCameOfEach()
{
    state().onTest = [](const std::string& id) -> Result<CallDetail> {
        if (id == "acc_2") {
            return fail(Errc::Unauthorized, "the token was revoked");
        }
        return CallDetail();
    };
    open();
    view().tree().selectAll();
    QTest::mouseClick(m_world->find<QPushButton>("manyTest"), Qt::LeftButton);
    auto* table = m_world->find<QTableView>("manyOutcomes");
    QTRY_COMPARE(table->model()->rowCount(), 5);
    QVERIFY(table->isVisible());
    QVERIFY2(table->model()->index(0, 1).data().toString().contains(QStringLiteral("the token was revoked")),
             "what failed stands on top");
    QVERIFY(table->model()->index(1, 1).data().toString().startsWith(QStringLiteral("✓ ")));
}

void AccountToolsTest::automaticRefreshIsSwitchedForManyAtOnce()
{
    open();
    view().tree().selectAll();
    m_world->find<QAction>("actionManyOnDemand")->trigger();
    auto* table = m_world->find<QTableView>("manyOutcomes");
    QTRY_COMPARE(table->model()->rowCount(), 5);
    QCOMPARE(table->model()->index(0, 1).data().toString(), QStringLiteral("✓ is renewed on demand only"));
    QCOMPARE(m_world->gateway.state.updatedAccounts.size(), std::size_t{5});
    for (const auto& fields : m_world->gateway.state.updatedAccounts) {
        QVERIFY((*fields)["auto_refresh"].isBool() && !(*fields)["auto_refresh"].asBool());
    }
    m_world->find<QAction>("actionManyAutomatic")->trigger();
    QTRY_COMPARE(m_world->gateway.state.updatedAccounts.size(), std::size_t{10});
    QVERIFY((*m_world->gateway.state.updatedAccounts.back())["auto_refresh"].asBool());
}

void AccountToolsTest::overridesAndRefreshesShowInTheList()
{
    m_world->gateway.insightRole.overrides = {{"acc_1", 1, 2}};
    open();
    const auto cell = [this](const char* id, int column) {
        return view().model().indexOf(id).siblingAtColumn(column).data().toString();
    };
    QTRY_COMPARE(cell("acc_1", AccountModel::OverridesColumn), QStringLiteral("P · E · A"));
    QCOMPARE(cell("acc_2", AccountModel::OverridesColumn), QStringLiteral("P"));
    m_world->gateway.insightRole.overrides = {{"acc_2", 0, 1}};
    m_world->gateway.emit(
        OverrideChanged{{OverrideLevel::Account, "acc_2", "crm", "contacts", "list"}, false});
    QTRY_COMPARE(cell("acc_2", AccountModel::OverridesColumn), QStringLiteral("P · A"));
    QCOMPARE(cell("acc_1", AccountModel::OverridesColumn), QStringLiteral("P"));
    auto attempt = sampleHistory("acc_1", m_world->clock.now()).attempts.front();
    attempt.endedAt.reset();
    m_world->gateway.emit(TokenAttempted{attempt, "env_1"});
    QTRY_COMPARE(cell("acc_1", AccountModel::StateColumn), QStringLiteral("◐ refreshing"));
    attempt.endedAt = m_world->clock.now();
    m_world->gateway.emit(TokenAttempted{attempt, "env_1"});
    QTRY_COMPARE(cell("acc_1", AccountModel::StateColumn), QStringLiteral("● active"));
    m_world->addCall(sampleCall(1, "acc_1", 502));
    m_world->clock.advance(std::chrono::seconds(1));
    QTRY_VERIFY(cell("acc_1", AccountModel::StateColumn).startsWith(QStringLiteral("● active")));
}

void AccountToolsTest::aSignInLinkIsCopied()
{
    open();
    click("acc_2");
    trigger("actionSignInLink");
    QTRY_COMPARE(QGuiApplication::clipboard()->text(),
                 QStringLiteral("https://login.example/authorize?state=st_1"));
    QCOMPARE(state().connectRequests.front().accountId, std::string("acc_2"));
    auto* told = m_world->find<Banner>("messageBar");
    QVERIFY(told->text().contains(QStringLiteral("keeps its id")));
    QTest::mouseClick(told->findChild<QToolButton*>(), Qt::LeftButton);
    QCOMPARE(m_world->window().currentView(), QStringLiteral("oauth"));
}

void AccountToolsTest::aDuplicateGetsTheOverrides()
{
    state().overrides["account:acc_3/crm/contacts/get"] =
        jsonDocument(R"({"response":{"first_name":"'Ada'"}})");
    open();
    click("acc_3");
    trigger("actionDuplicate");
    QCOMPARE(m_world->window().currentView(), QStringLiteral("oauth"));
    QCOMPARE(m_world->find<QLineEdit>("connectLabel")->text(), QStringLiteral("Globex production (sandbox)"));
    QTRY_VERIFY(m_world->find<QPushButton>("connectButton")->isEnabled());
    QVERIFY(m_world->find<QCheckBox>("connectSandbox")->isChecked());
    QTest::mouseClick(m_world->find<QPushButton>("connectButton"), Qt::LeftButton);
    QTRY_COMPARE(state().connectRequests.size(), std::size_t{1});
    QVERIFY(state().connectRequests.front().accountId.empty());
    QTRY_COMPARE(state().overrides.size(), std::size_t{2});
    const auto made = state().connectSessions.back().accountId;
    QVERIFY(state().overrides.contains("account:" + made + "/crm/contacts/get"));
}

void AccountToolsTest::aWrongClockIsTold()
{
    const auto now = fromMillis(1'760'000'000'000); // Thu, 09 Oct 2025 08:53:20 GMT
    Exchange exchange;
    exchange.responseHeaders = {{"Date", "Thu, 09 Oct 2025 08:53:20 GMT"}};
    QVERIFY(skewText(clockSkew(exchange, now)).isEmpty());
    QVERIFY(skewText(clockSkew(exchange, now + std::chrono::seconds(30))).isEmpty());
    QVERIFY(skewText(clockSkew(exchange, now + std::chrono::seconds(95))).contains(QStringLiteral("ahead")));
    QVERIFY(skewText(clockSkew(exchange, now - std::chrono::seconds(95))).contains(QStringLiteral("behind")));
    auto cached = exchange;
    cached.responseHeaders.push_back({"Age", "95"});
    QVERIFY(!clockSkew(cached, now).has_value());
    state().onTest = [exchange](const std::string&) -> Result<CallDetail> {
        CallDetail detail;
        detail.exchanges = {exchange};
        return detail;
    };
    open();
    m_world->clock.advance(std::chrono::minutes(2));
    click("acc_1");
    QTest::mouseClick(m_world->find<QPushButton>("accountTest"), Qt::LeftButton);
    QTRY_VERIFY(m_world->find<Banner>("messageBar")->text().contains(QStringLiteral("clock is")));
}

void AccountToolsTest::aTokenIsLookedInto()
{
    auto& insight = m_world->gateway.insightRole;
    insight.peeked = {"", jsonDocument(R"({"alg":"RS256"})"),
                      jsonDocument(R"({"iss":"https://id.example","exp":1759990000,"tenant":"t-1"})")};
    insight.claims["acc_1"] = {{"access_token", insight.peeked.header, insight.peeked.claims}};
    open();
    click("acc_1");
    showTab(1);
    const auto texts = [this](const char* name) {
        QStringList words;
        for (const auto* label : m_world->find(name)->findChildren<QLabel*>()) {
            words.append(label->text());
        }
        return words.join(u'\n');
    };
    QTRY_VERIFY(texts("credentialClaims").contains(QStringLiteral("https://id.example")));
    QVERIFY(texts("credentialClaims").contains(QStringLiteral("▲ 2025-10-09")));
    m_world->find<QAction>("actionPeek")->trigger();
    QTRY_VERIFY(m_world->find<QPlainTextEdit>("peekToken") != nullptr);
    auto* token = m_world->find<QPlainTextEdit>("peekToken");
    QTest::keyClicks(token, QStringLiteral("a.b"));
    QTRY_VERIFY(m_world->find<QLabel>("peekProblem")->isVisible());
    QTest::keyClicks(token, QStringLiteral(".c"));
    QTRY_VERIFY(texts("peekFacts").contains(QStringLiteral("t-1")));
    QVERIFY(!m_world->find<QLabel>("peekProblem")->isVisible());
}

void AccountToolsTest::withoutAccountsTheSandboxIsOffered()
{
    state().accounts.clear();
    open();
    auto* empty = m_world->find<EmptyState>("accountsEmpty");
    QTRY_COMPARE(empty->sentence(), QStringLiteral("No accounts yet"));
    auto* start = empty->findChildren<QPushButton*>().constFirst();
    QTRY_COMPARE(start->text(), QStringLiteral("Start with the sandbox"));
    QTest::mouseClick(start, Qt::LeftButton);
    QCOMPARE(m_world->window().currentView(), QStringLiteral("oauth"));
    QTRY_COMPARE(state().connectRequests.size(), std::size_t{1});
    QCOMPARE(state().connectRequests.front().integration, std::string("salesfarce"));
    QTRY_VERIFY(!m_world->dialogs.browsed.isEmpty());
}

QTEST_MAIN(AccountToolsTest)
#include "account_tools_test.moc"
