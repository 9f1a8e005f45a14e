// SPDX-License-Identifier: GPL-3.0-or-later
// Sign-ins as files, and what the refreshes behind them would have done without the lock.
#include "core/json/parse.h"
#include "tests/support/qt_patience.h"
#include "tests/ui/sample_sign_in.h"
#include "ui/models/refresh_race.h"
#include "ui/text/flow_har.h"
#include "ui/views/oauth/flow_pane.h"
#include "ui/views/oauth/oauth_view.h"
#include "ui/views/oauth/time_lanes.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"

#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::test;

class SignInToolsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aSignInIsSavedAndShownAgainFromItsFile();
    void aFileKeepsWhatTheTokensSayOfThemselves();
    void aFileOfSomethingElseIsRefused();
    void withoutTheLockTheOthersAreRefusedWhereTokensRotate();
    void generationsAreAChain();
    void theTabsShowBoth();
    void theSandboxSignsInWithOneClick();
    void scopesStandBesideEachOther();

private:
    void open();
    void show(const ConnectSession& session);

    FakeState& state() { return m_world->gateway.state; }

    QString path(const char* name) { return m_world->dir.filePath(QLatin1String(name)); }

    std::unique_ptr<ConsoleWorld> m_world;
};

void SignInToolsTest::init()
{
    m_world = std::make_unique<ConsoleWorld>();
    addSignIns(*m_world);
}

void SignInToolsTest::cleanup()
{
    if (m_world->console) {
        m_world->close();
    }
    m_world.reset();
}

void SignInToolsTest::open()
{
    m_world->open();
    m_world->window().resize(1280, 800);
    m_world->window().go(QStringLiteral("oauth"));
}

void SignInToolsTest::show(const ConnectSession& session)
{
    state().connectSessions.push_back(session);
    m_world->gateway.emit(ConnectSessionChanged{session});
    m_world->window().go(QStringLiteral("oauth"),
                         {{QStringLiteral("session"), QString::fromStdString(session.id)}});
    QTRY_VERIFY(m_world->find("flowPane")->isVisible());
}

void SignInToolsTest::aSignInIsSavedAndShownAgainFromItsFile()
{
    open();
    show(failedSession("con_1", m_world->clock.now()));
    m_world->dialogs.nextPath = path("flow.har");
    QTest::mouseClick(m_world->find<QPushButton>("saveHar"), Qt::LeftButton);
    QTRY_VERIFY(QFile::exists(path("flow.har")));
    QFile file(path("flow.har"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY2(!text.contains("st_7f2a"), "the state is taken out");
    const auto har = json::parse(std::string_view(text.data(), static_cast<std::size_t>(text.size())));
    QVERIFY(har.has_value());
    const auto log = (**har)["log"];
    QCOMPARE(log["entries"].size(), std::size_t{1});
    QCOMPARE(log["pages"].size(), kConnectSteps);
    QCOMPARE(std::string(log["entries"][0]["pageref"].asString()), std::string("exchange"));
    QCOMPARE(log["entries"][0]["response"]["status"].asInt(), std::int64_t{400});
    QVERIFY(log["entries"][0]["time"].asDouble() == 182.0);

    state().connectSessions.clear();
    m_world->close();
    open();
    auto* signIns = m_world->find<QTableView>("signIns");
    QVERIFY(QTest::qWaitForWindowActive(&m_world->window()));
    signIns->setFocus();
    QTest::keyClick(signIns, Qt::Key_I, Qt::ControlModifier);
    QTRY_COMPARE(m_world->dialogs.asked.back(), QStringLiteral("Show a sign-in from a file"));
    auto* title = m_world->find<QLabel>("flowTitle");
    QTRY_VERIFY(title->text().startsWith(QStringLiteral("From a file:")));
    QVERIFY(m_world->find<QLabel>("flowState")->text().contains(QStringLiteral("does not take this code")));
    QTRY_COMPARE(m_world->find<QTableView>("steps")->currentIndex().row(), 3);
    for (const char* button : {"retryFlow", "cancelFlow", "openBrowser", "flowAccount"}) {
        QVERIFY2(!m_world->find<QPushButton>(button)->isVisible(), button);
    }
}

void SignInToolsTest::aFileKeepsWhatTheTokensSayOfThemselves()
{
    auto session = connectedSession("con_1", "acc_1", m_world->clock.now());
    session.step(ConnectStepKind::Exchange).claims = {
        {"id_token", jsonDocument(R"({"alg":"RS256"})"),
         jsonDocument(R"({"sub":"ada@acme.example","nonce":"n-0S6_WzA2Mj","exp":1760003593})")}};
    const std::string text = flowHar(session);
    QVERIFY2(text.find("n-0S6_WzA2Mj") == std::string::npos, "it ties the token to the sign-in");
    const auto har = json::parse(text);
    QVERIFY(har.has_value());
    const auto exchange = (**har)["log"]["pages"][static_cast<std::size_t>(ConnectStepKind::Exchange)];
    QVERIFY(QString::fromStdString(std::string(exchange["comment"].asString()))
                .contains(QStringLiteral("id_token says {\"sub\":\"ada@acme.example\"")));
    const auto again = flowFromHar(text);
    QVERIFY(again.has_value());
    const auto& claims = again->step(ConnectStepKind::Exchange).claims;
    QCOMPARE(claims.size(), std::size_t{1});
    QCOMPARE(std::string((*claims.front().claims)["sub"].asString()), std::string("ada@acme.example"));
    QCOMPARE(std::string((*claims.front().claims)["nonce"].asString()), std::string("REDACTED"));
}

void SignInToolsTest::aFileOfSomethingElseIsRefused()
{
    QFile file(path("other.har"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"log":{"version":"1.2","entries":[]}})");
    file.close();
    m_world->dialogs.nextPath = path("other.har");
    open();
    QTest::mouseClick(m_world->find<QToolButton>("openHar"), Qt::LeftButton);
    QTRY_VERIFY(m_world->find<Banner>("messageBar")->text().contains(QStringLiteral("holds no sign-in")));
}

void SignInToolsTest::withoutTheLockTheOthersAreRefusedWhereTokensRotate()
{
    const auto now = m_world->clock.now();
    const auto attempt = sampleHistory("acc_1", now).attempts.back();
    RaceRules punishing{true, false, true, {}};
    const auto race = withoutLock(attempt, punishing);
    QCOMPARE(race.picture.lanes.size(), kWaiterLanes + 1);
    QCOMPARE(race.picture.lanes.front().note, QStringLiteral("✓ a token"));
    QCOMPARE(race.picture.lanes.at(1).note, QStringLiteral("✗ invalid_grant"));
    QVERIFY2(race.picture.lanes.at(1).bars.front().hatched, "it did not happen");
    QVERIFY(race.sentence.contains(QStringLiteral("49 would have been refused")));
    QVERIFY(race.sentence.contains(QStringLiteral("sign in again")));
    const auto tolerant = withoutLock(attempt, RaceRules{false, true, false, {}});
    QCOMPARE(tolerant.picture.lanes.at(1).note, QStringLiteral("✓ a token"));
    QVERIFY(tolerant.sentence.contains(QStringLiteral("bears that")));
    const auto grace = withoutLock(attempt, RaceRules{true, false, false, std::chrono::hours(24)});
    QVERIFY(grace.sentence.contains(QStringLiteral("another refresh token")));
    const auto alone = withoutLock(sampleHistory("acc_1", now).attempts.front(), punishing);
    QVERIFY(alone.sentence.startsWith(QStringLiteral("Only one asked")));
}

void SignInToolsTest::generationsAreAChain()
{
    const auto now = m_world->clock.now();
    auto history = sampleHistory("acc_1", now);
    const RaceRules rotating{true, false, false, {}};
    const auto chain = refreshChain(history, rotating, now);
    QCOMPARE(chain.picture.lanes.size(), std::size_t{3});
    QCOMPARE(chain.picture.lanes.at(0).note, QStringLiteral("→ gen 2, on schedule"));
    QCOMPARE(chain.picture.lanes.at(1).note, QStringLiteral("→ gen 3, by req_100300"));
    QCOMPARE(chain.picture.lanes.at(2).note, QStringLiteral("● in force"));
    auto& last = history.attempts.back();
    last.outcome = TokenOutcome::NeedsReauth;
    last.rotated = false;
    last.error = "invalid_grant";
    const auto broken = refreshChain(history, rotating, now);
    QCOMPARE(broken.picture.lanes.back().note, QStringLiteral("✗ refused, by req_100300: invalid_grant"));
    QVERIFY(broken.sentence.contains(QStringLiteral("somebody else holds it too")));
    for (auto& attempt : history.attempts) {
        attempt.rotated = false;
        attempt.outcome = TokenOutcome::Refreshed;
    }
    QVERIFY(refreshChain(history, RaceRules{}, now).sentence.contains(QStringLiteral("used 3 times")));
}

void SignInToolsTest::theTabsShowBoth()
{
    state().definitions["hublike"] = jsonDocument(
        R"({"auth":[{"kind":"oauth2_authorization_code","refresh":{"rotates":true,"reuse":"revokes"}}]})");
    open();
    show(connectedSession("con_1", "acc_1", m_world->clock.now()));
    auto* pane = m_world->find("flowPane");
    QTRY_COMPARE(pane->findChild<QTableView*>(QStringLiteral("tokenAttempts"))->model()->rowCount(), 3);
    auto* parts = pane->findChild<QTabWidget*>(QStringLiteral("refreshParts"));
    parts->setCurrentIndex(1);
    QTRY_VERIFY(pane->findChild<QLabel*>(QStringLiteral("raceSentence"))
                    ->text()
                    .contains(QStringLiteral("49 would have")));
    QVERIFY(pane->findChild<TimeLanes*>(QStringLiteral("raceLanes"))->isVisible());
    parts->setCurrentIndex(2);
    QVERIFY(pane->findChild<TimeLanes*>(QStringLiteral("chainLanes"))
                ->accessibleDescription()
                .contains(QStringLiteral("gen 3")));
}

void SignInToolsTest::theSandboxSignsInWithOneClick()
{
    open();
    auto* empty = m_world->find<EmptyState>("oauthEmpty");
    QTRY_COMPARE(empty->sentence(), QStringLiteral("No sign-in yet"));
    auto* run = empty->findChildren<QPushButton*>().constFirst();
    QTRY_COMPARE(run->text(), QStringLiteral("Run the sandbox's sign-in"));
    QTest::mouseClick(run, Qt::LeftButton);
    QTRY_COMPARE(state().connectRequests.size(), std::size_t{1});
    const auto& asked = state().connectRequests.front();
    QCOMPARE(asked.integration, std::string("salesfarce"));
    QCOMPARE(asked.environmentId, std::string("env_1"));
    QCOMPARE(std::string(asked.secrets.at("client_id").reveal()), std::string("client"));
    QTRY_VERIFY(m_world->find("flowPane")->isVisible());
    QTRY_COMPARE(m_world->dialogs.browsed.size(), 1);
}

void SignInToolsTest::scopesStandBesideEachOther()
{
    open();
    auto session = connectedSession("con_1", "acc_1", m_world->clock.now());
    session.scopesGranted.push_back("surprise");
    show(session);
    const auto words = [this] {
        QStringList all;
        for (const auto* label : m_world->find("flowPane")->findChildren<QLabel*>()) {
            all.append(label->text());
        }
        return all;
    };
    QTRY_VERIFY(words().contains(QStringLiteral("✓ granted · used: 148 calls, 2 s ago")));
    QVERIFY(words().contains(QStringLiteral("▲ asked for, not granted")));
    QVERIFY(words().contains(QStringLiteral("granted without being asked for")));
}

QTEST_MAIN(SignInToolsTest)
#include "sign_in_tools_test.moc"
