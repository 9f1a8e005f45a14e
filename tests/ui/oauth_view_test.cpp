// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/qt_patience.h"
#include "tests/ui/sample_sign_in.h"
#include "ui/models/token_timeline.h"
#include "ui/views/oauth/flow_pane.h"
#include "ui/views/oauth/oauth_view.h"
#include "ui/views/oauth/time_lanes.h"
#include "ui/views/oauth/token_pane.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::test;

class OAuthViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void withoutSessionsItSaysHowToBegin();
    void connectingOpensTheBrowserAndShowsTheSteps();
    void aWrongValueIsRefusedBeforeItIsSent();
    void whatTheGatewayRefusesIsSaidAndNothingTypedIsLost();
    void theDraftComesBackAfterARestartWithoutSecrets();
    void theSandboxFillsItsAppIn();
    void theCallbackCanBePasted();
    void aFailureIsDecoded();
    void theDeviceCodeIsShownAndCopied();
    void withoutABrowserTheLinkIsCopied();
    void aSignInIsCancelledAndTriedAgain();
    void reconnectingKeepsTheAccount();
    void stepsFollowUntilAPersonPicksOne();
    void theLockIsDrawnWithItsHolderAndWaiters();
    void simulationsReachTheVendor();
    void fiftyWorkersAreSentWithATokenThatEnded();

private:
    void open();

    QPushButton* button(const char* name) { return m_world->find<QPushButton>(name); }

    void press(const char* name) { QTest::mouseClick(button(name), Qt::LeftButton); }

    void fillToken(const QString& token);
    void openForm();
    void change(const ConnectSession& session);

    FakeState& state() { return m_world->gateway.state; }

    std::unique_ptr<ConsoleWorld> m_world;
};

void OAuthViewTest::init()
{
    m_world = std::make_unique<ConsoleWorld>();
    addSignIns(*m_world);
}

void OAuthViewTest::cleanup()
{
    m_world->close();
    m_world.reset();
}

void OAuthViewTest::open()
{
    m_world->open();
    m_world->window().resize(1280, 800);
    m_world->window().go(QStringLiteral("oauth"));
    QTRY_COMPARE(m_world->find<QComboBox>("connectIntegration")->count(), 3);
}

/// Once the gateway has told what the provider wants.
void OAuthViewTest::openForm()
{
    press("newSignIn");
    QTRY_COMPARE(m_world->find<QComboBox>("connectScheme")->count(), 2);
    QCoreApplication::processEvents();
}

/// The session is what the gateway says from now on.
void OAuthViewTest::change(const ConnectSession& session)
{
    std::erase_if(state().connectSessions, [&](const auto& known) { return known.id == session.id; });
    state().connectSessions.push_back(session);
    m_world->gateway.emit(ConnectSessionChanged{session});
}

void OAuthViewTest::fillToken(const QString& token)
{
    m_world->find<QComboBox>("connectScheme")->setCurrentIndex(1);
    m_world->find<QComboBox>("connectCustomer")->setEditText(QStringLiteral("New Customer"));
    QTest::keyClicks(m_world->find<QLineEdit>("connectLabel"), QStringLiteral("Production"));
    QTest::keyClicks(m_world->find<QLineEdit>("connect_access_token"), token);
}

void OAuthViewTest::withoutSessionsItSaysHowToBegin()
{
    open();
    auto* empty = m_world->find<EmptyState>("oauthEmpty");
    QTRY_COMPARE(empty->sentence(), QStringLiteral("No sign-in yet"));
    QTest::mouseClick(empty->findChild<QPushButton*>(), Qt::LeftButton);
    QVERIFY(m_world->find("connectForm")->isVisible());
    press("connectBack");
    QVERIFY(empty->isVisible());
    QTest::keyClick(m_world->find<QTableView>("signIns"), Qt::Key_N, Qt::ControlModifier);
    QVERIFY(m_world->find("connectForm")->isVisible());
}

void OAuthViewTest::connectingOpensTheBrowserAndShowsTheSteps()
{
    open();
    openForm();
    auto* provider = m_world->find<QComboBox>("connectIntegration");
    QCOMPARE(provider->itemData(0).toString(),
             QStringLiteral("salesfarce")); // what needs no network comes first
    provider->setCurrentIndex(provider->findData(QStringLiteral("hublike")));
    m_world->find<QComboBox>("connectCustomer")->setEditText(QStringLiteral("Globex"));
    QTRY_VERIFY(m_world->find<QLineEdit>("connect_client_id") != nullptr);
    QTest::keyClicks(m_world->find<QLineEdit>("connect_client_id"), QStringLiteral("app-1"));
    QVERIFY(button("connectButton")->isEnabled());
    press("connectButton");
    QTRY_COMPARE(state().connectRequests.size(), std::size_t{1});
    QCOMPARE(state().connectRequests.front().environmentId, std::string("env_2"));
    QTRY_COMPARE(m_world->dialogs.browsed,
                 QStringList{QStringLiteral("https://login.example/authorize?state=st_1")});
    QTRY_COMPARE(state().connectActions.size(), std::size_t{1});
    QVERIFY(m_world->find("flowPane")->isVisible());
    auto* steps = m_world->find<QTableView>("steps");
    QCOMPARE(steps->model()->rowCount(), 7);
    QVERIFY(steps->model()->index(0, 0).data().toString().startsWith(QStringLiteral("✓")));
    QVERIFY(m_world->find<QLabel>("flowState")->text().contains(QStringLiteral("5:00 left")));
    QVERIFY2(m_world->find<QLineEdit>("connect_client_id")->text().isEmpty(),
             "a secret that is kept does not stay on the screen");
}

void OAuthViewTest::aWrongValueIsRefusedBeforeItIsSent()
{
    open();
    openForm();
    fillToken(QStringLiteral("wrong"));
    QVERIFY(!button("connectButton")->isEnabled());
    QVERIFY(m_world->find<QLabel>("connectHint")->text().contains(QStringLiteral("does not look right")));
    QCOMPARE(m_world->find<QLineEdit>("connect_access_token")->echoMode(), QLineEdit::Password);
}

void OAuthViewTest::whatTheGatewayRefusesIsSaidAndNothingTypedIsLost()
{
    open();
    openForm();
    fillToken(QStringLiteral("pat-eu1-secret"));
    state().failure = Error{Errc::Unavailable, "the vault is locked; unlock the keyring", {}, {}, {}};
    press("connectButton");
    QTRY_VERIFY(
        m_world->find<Banner>("connectOutcome")->text().contains(QStringLiteral("the vault is locked")));
    QCOMPARE(m_world->find<QLineEdit>("connect_access_token")->text(), QStringLiteral("pat-eu1-secret"));
    QVERIFY(button("connectButton")->isEnabled());
    state().failure.reset();
    press("connectButton");
    QTRY_COMPARE(state().connectRequests.size(), std::size_t{1});
    const auto& sent = state().connectRequests.front();
    QCOMPARE(sent.environmentId, state().environments.back().id);
    QCOMPARE(state().environments.back().name, std::string("New Customer"));
    QCOMPARE(std::string(sent.secrets.at("access_token").reveal()), std::string("pat-eu1-secret"));
    QCOMPARE(sent.fields.at("region"), std::string("eu"));
}

void OAuthViewTest::theDraftComesBackAfterARestartWithoutSecrets()
{
    open();
    openForm();
    fillToken(QStringLiteral("pat-canary-secret"));
    auto* region = m_world->find<QLineEdit>("connect_region");
    region->setText(QStringLiteral("us-east"));
    m_world->close();
    QFile file(m_world->dir.filePath(QStringLiteral("console.ini")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("canary"));
    open();
    openForm();
    QCOMPARE(m_world->find<QComboBox>("connectCustomer")->currentText(), QStringLiteral("New Customer"));
    QCOMPARE(m_world->find<QLineEdit>("connectLabel")->text(), QStringLiteral("Production"));
    QTRY_COMPARE(m_world->find<QComboBox>("connectScheme")->currentIndex(), 1);
    QCOMPARE(m_world->find<QLineEdit>("connect_region")->text(), QStringLiteral("us-east"));
    QVERIFY(m_world->find<QLineEdit>("connect_access_token")->text().isEmpty());
}

void OAuthViewTest::theSandboxFillsItsAppIn()
{
    open();
    openForm();
    auto* provider = m_world->find<QComboBox>("connectIntegration");
    provider->setCurrentIndex(provider->findData(QStringLiteral("salesfarce")));
    QCoreApplication::processEvents();
    QVERIFY(m_world->find<QCheckBox>("connectSandbox")->isChecked());
    m_world->find<QComboBox>("connectCustomer")->setEditText(QStringLiteral("Globex"));
    QVERIFY2(m_world->find<QLineEdit>("connect_client_id") == nullptr, "nothing to fill in");
    press("connectButton");
    QTRY_COMPARE(state().connectRequests.size(), std::size_t{1});
    QCOMPARE(std::string(state().connectRequests.front().secrets.at("client_secret").reveal()),
             std::string("client-secret"));
}

void OAuthViewTest::theCallbackCanBePasted()
{
    open();
    change(
        sampleSession("con_1", ConnectStepKind::Callback, ConnectStepState::Running, m_world->clock.now()));
    m_world->window().go(QStringLiteral("oauth"), {{QStringLiteral("session"), QStringLiteral("con_1")}});
    QTRY_VERIFY(m_world->find("flowPane")->isVisible());
    QVERIFY(m_world->find("pasteCallback")->isVisible());
    QVERIFY(!button("useCallback")->isEnabled());
    auto* edit = m_world->find<QLineEdit>("callbackUrl");
    QTest::keyClicks(edit, QStringLiteral("http://127.0.0.1:8787/oauth/callback?code=c&state=st_7f2a"));
    state().failure = Error{Errc::InvalidArgument, "this answers another sign-in", {}, {}, {}};
    press("useCallback");
    auto* problem = m_world->find<QLabel>("callbackProblem");
    QTRY_VERIFY(problem->text().contains(QStringLiteral("another sign-in")));
    QVERIFY(!edit->text().isEmpty());
    state().failure.reset();
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_VERIFY(edit->text().isEmpty());
    QVERIFY(state().pastedCallbacks.back().ends_with("state=st_7f2a"));
}

void OAuthViewTest::aFailureIsDecoded()
{
    open();
    change(failedSession("con_1", m_world->clock.now()));
    m_world->window().go(QStringLiteral("oauth"), {{QStringLiteral("session"), QStringLiteral("con_1")}});
    QTRY_VERIFY(m_world->find("stepFailure")->isVisible());
    QVERIFY(m_world->find<QLabel>("stepTitle")->text().contains(QStringLiteral("Exchange the code")));
    QStringList words;
    for (const auto* label : m_world->find("stepFailure")->findChildren<QLabel*>()) {
        words.append(label->text());
    }
    const QString all = words.join(u'\n');
    QVERIFY(all.contains(QStringLiteral("does not take this code")));
    QVERIFY(all.contains(QStringLiteral("compare the redirect URI")));
    QVERIFY(all.contains(QStringLiteral("us: whoever runs this gateway")));
    QVERIFY(all.contains(QStringLiteral("invalid_grant")));
    press("stepCurl");
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("curl")));
    QVERIFY(button("retryFlow")->isVisible());
}

void OAuthViewTest::theDeviceCodeIsShownAndCopied()
{
    open();
    change(deviceSession("con_1", m_world->clock.now()));
    m_world->window().go(QStringLiteral("oauth"), {{QStringLiteral("session"), QStringLiteral("con_1")}});
    QTRY_VERIFY(m_world->find("devicePrompt")->isVisible());
    QCOMPARE(m_world->find<QLabel>("userCode")->text(), QStringLiteral("WDJB-MJHT"));
    press("copyUserCode");
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("WDJB-MJHT"));
    press("openBrowser");
    QCOMPARE(m_world->dialogs.browsed.back(), QStringLiteral("https://login.example/device"));
    QVERIFY(!m_world->find("pasteCallback")->isVisible());
}

void OAuthViewTest::withoutABrowserTheLinkIsCopied()
{
    m_world->dialogs.hasBrowser = false;
    open();
    change(sampleSession("con_1", ConnectStepKind::OpenBrowser, ConnectStepState::Running,
                         m_world->clock.now()));
    m_world->window().go(QStringLiteral("oauth"), {{QStringLiteral("session"), QStringLiteral("con_1")}});
    QTRY_VERIFY(m_world->find("flowPane")->isVisible());
    press("openBrowser");
    QTRY_VERIFY(
        m_world->find<Banner>("messageBar")->text().contains(QStringLiteral("No browser could be opened")));
    QVERIFY2(state().connectActions.empty(), "nobody went there");
    press("copyLink");
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("/oauth/authorize?")));
    QCOMPARE(state().connectActions.size(), std::size_t{1});
}

void OAuthViewTest::aSignInIsCancelledAndTriedAgain()
{
    open();
    change(
        sampleSession("con_1", ConnectStepKind::Callback, ConnectStepState::Running, m_world->clock.now()));
    m_world->window().go(QStringLiteral("oauth"), {{QStringLiteral("session"), QStringLiteral("con_1")}});
    QTRY_VERIFY(m_world->find("flowPane")->isVisible());
    press("cancelFlow");
    QTRY_COMPARE(m_world->find<QLabel>("flowState")->text(), QStringLiteral("○ cancelled"));
    QVERIFY(!button("cancelFlow")->isVisible());
    press("retryFlow");
    QTRY_COMPARE(state().connectActions.back().second, ConnectAction::Retry);
}

void OAuthViewTest::reconnectingKeepsTheAccount()
{
    open();
    m_world->window().go(QStringLiteral("accounts"), {{QStringLiteral("account"), QStringLiteral("acc_2")}});
    auto* advice = m_world->find<Banner>("accountAdvice");
    QTRY_VERIFY(advice->isVisible());
    QTest::mouseClick(advice->findChild<QToolButton*>(), Qt::LeftButton);
    QCOMPARE(m_world->window().currentView(), QStringLiteral("oauth"));
    QVERIFY(m_world->find<QLabel>("connectTitle")->text().contains(QStringLiteral("Acme books")));
    QVERIFY(!m_world->find<QComboBox>("connectCustomer")->isEnabled());
    QCOMPARE(m_world->find<QComboBox>("connectIntegration")->currentData().toString(),
             QStringLiteral("quickboox"));
    QTRY_VERIFY2(button("connectButton")->isEnabled(), "secrets may stay as they are sealed");
    press("connectButton");
    QTRY_COMPARE(state().connectRequests.size(), std::size_t{1});
    QCOMPARE(state().connectRequests.front().accountId, std::string("acc_2"));
}

void OAuthViewTest::stepsFollowUntilAPersonPicksOne()
{
    open();
    const auto now = m_world->clock.now();
    change(sampleSession("con_1", ConnectStepKind::Callback, ConnectStepState::Running, now));
    m_world->window().go(QStringLiteral("oauth"), {{QStringLiteral("session"), QStringLiteral("con_1")}});
    auto* steps = m_world->find<QTableView>("steps");
    QTRY_COMPARE(steps->currentIndex().row(), 2);
    change(sampleSession("con_1", ConnectStepKind::Exchange, ConnectStepState::Running, now));
    QTRY_COMPARE(steps->currentIndex().row(), 3);
    steps->setFocus();
    QTest::keyClick(steps, Qt::Key_Home);
    QTest::keyClick(steps, Qt::Key_Up, Qt::ControlModifier);
    steps->setCurrentIndex(steps->model()->index(0, 0));
    change(connectedSession("con_1", "acc_1", now));
    QTRY_VERIFY(m_world->find<QLabel>("flowState")->text().startsWith(QStringLiteral("● connected")));
    QCOMPARE(steps->currentIndex().row(), 0);
    QVERIFY(m_world->find<QTabWidget>("flowParts")->isTabEnabled(1));
}

void OAuthViewTest::theLockIsDrawnWithItsHolderAndWaiters()
{
    const auto now = m_world->clock.now();
    const auto history = sampleHistory("acc_1", now);
    const auto picture = lockPicture(history.attempts.back(), now);
    // Lock, endpoint, ten waiters, and the line for the rest.
    QCOMPARE(picture.lanes.size(), kWaiterLanes + 3);
    QCOMPARE(picture.lanes.front().bars.size(), std::size_t{2});
    QVERIFY(picture.lanes.front().bars.front().hatched);
    QCOMPARE(picture.lanes.front().note, QStringLiteral("held 182 ms"));
    QCOMPARE(picture.lanes.at(2).note, QStringLiteral("waited 212 ms"));
    QCOMPARE(picture.lanes.back().name, QStringLiteral("and 40 more"));
    QVERIFY(lockSentence(history.attempts.back(), now).startsWith(QStringLiteral("50 asked, one request")));
    const auto lives = tokenLives(history, now);
    QCOMPARE(lives.lanes.front().bars.size(), std::size_t{2});
    QVERIFY2(lives.from > now - std::chrono::hours(1),
             "a refresh token of three days does not squeeze the rest");

    open();
    change(connectedSession("con_1", "acc_1", now));
    m_world->window().go(QStringLiteral("oauth"), {{QStringLiteral("session"), QStringLiteral("con_1")}});
    auto* attempts = m_world->find<QTableView>("tokenAttempts");
    QTRY_COMPARE(attempts->model()->rowCount(), 3);
    auto* lanes = m_world->find<TimeLanes>("lockLanes");
    QCOMPARE(lanes->picture().lanes.size(), kWaiterLanes + 3);
    QVERIFY(lanes->accessibleDescription().contains(QStringLiteral("held 182 ms")));
    attempts->setCurrentIndex(attempts->model()->index(1, 0));
    QTRY_COMPARE(lanes->picture().lanes.size(), std::size_t{3});
}

void OAuthViewTest::simulationsReachTheVendor()
{
    open();
    change(connectedSession("con_1", "acc_1", m_world->clock.now()));
    m_world->window().go(QStringLiteral("oauth"), {{QStringLiteral("session"), QStringLiteral("con_1")}});
    QTRY_VERIFY(m_world->find("simulation")->isVisible());
    auto* pane = m_world->find("flowPane");
    for (const char* name :
         {"simulateExpire", "simulateRevoke", "simulateHang", "simulateRefuse", "simulateClear"}) {
        QTest::mouseClick(pane->findChild<QToolButton*>(QLatin1String(name)), Qt::LeftButton);
    }
    const std::vector<std::string> expected{"expire acc_1", "revoke acc_1", "hang hublike 10",
                                            "fail hublike 1 server_error", "clear hublike"};
    QCOMPARE(m_world->gateway.sandboxRole.orders, expected);
    QTest::mouseClick(pane->findChild<QPushButton*>(QStringLiteral("tokenRefresh")), Qt::LeftButton);
    QTRY_COMPARE(state().refreshes, std::vector<std::string>{"acc_1"});
    // Of a real account nothing is simulated.
    state().accounts.front().sandbox = false;
    m_world->gateway.emit(AccountChanged{state().accounts.front(), false});
    change(connectedSession("con_1", "acc_1", m_world->clock.now()));
    QTRY_VERIFY(!m_world->find("flowPane")->findChild<QWidget*>(QStringLiteral("simulation"))->isVisible());
}

void OAuthViewTest::fiftyWorkersAreSentWithATokenThatEnded()
{
    open();
    change(connectedSession("con_1", "acc_1", m_world->clock.now()));
    m_world->window().go(QStringLiteral("oauth"), {{QStringLiteral("session"), QStringLiteral("con_1")}});
    auto* pane = m_world->find("flowPane");
    QTRY_VERIFY(pane->findChild<QToolButton*>(QStringLiteral("simulateWorkers"))->isVisible());
    QTest::mouseClick(pane->findChild<QToolButton*>(QStringLiteral("simulateWorkers")), Qt::LeftButton);
    QTRY_COMPARE(state().unifiedRequests.size(), std::size_t{50});
    QCOMPARE(m_world->gateway.sandboxRole.orders, std::vector<std::string>{"expire acc_1"});
    QTRY_VERIFY(pane->findChild<Banner*>(QStringLiteral("simulationTold"))
                    ->text()
                    .startsWith(QStringLiteral("All 50 calls succeeded")));
}

QTEST_MAIN(OAuthViewTest)
#include "oauth_view_test.moc"
