// SPDX-License-Identifier: GPL-3.0-or-later
// Who may see and renew an account's credentials: the switch of its automatic refresh, secrets shown for a
// while, scopes from all sides, consent given without a browser, and what stands at the views' names.
#include "tests/support/qt_patience.h"
#include "tests/ui/console_world.h"
#include "tests/ui/sample_sign_in.h"
#include "ui/models/account_model.h"
#include "ui/shell/navigation_list.h"
#include "ui/views/accounts/account_detail.h"
#include "ui/views/accounts/accounts_view.h"
#include "ui/widgets/banner.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::test;

class AccountAccessTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void badgesAreRightBeforeAnyViewWasOpened();
    void badgesFollowWhatHappens();
    void everyTabIsInReachAtAnyWidth_data();
    void everyTabIsInReachAtAnyWidth();
    void automaticRefreshIsSwitchedAndSaid();
    void aRefusedSwitchJumpsBack();
    void manualAccountsSayWhatThatMeans();
    void aSecretIsShownForHalfAMinute();
    void whatIsShownIsMaskedWhenThePageIsLeft();
    void presenterModeShowsNothing();
    void aLockedVaultSaysSo();
    void scopesShowWhatIsMissingAndWhatIsUsed();
    void theVaultIsAskedOnceAndNotWithEveryChange();
    void aSimulatedConsentIsGivenWithoutABrowser();
    void realVendorsAreAskedInTheBrowserOnly();
    void theTokenOfARecordedSignInIsLookedInto();

private:
    void open();
    void showAccount(const char* id, int tab);
    void change(const Account& account);
    QString badge(int row);

    FakeState& state() { return m_world->gateway.state; }

    AccountDetail& detail()
    {
        return qobject_cast<AccountsView*>(m_world->window().view(QStringLiteral("accounts")))->detail();
    }

    /// Of the accounts view; the sign-ins have widgets of the same names.
    template <class T = QWidget>
    T* part(const char* name)
    {
        return detail().findChild<T*>(QLatin1String(name));
    }

    std::unique_ptr<ConsoleWorld> m_world;
};

namespace {

enum Tab
{
    OverviewTab,
    CredentialsTab,
    TokensTab
};

Account& accountOf(FakeState& state, const char* id)
{
    return *std::find_if(state.accounts.begin(), state.accounts.end(),
                         [&](const Account& account) { return account.id == id; });
}

} // namespace

void AccountAccessTest::init()
{
    m_world = std::make_unique<ConsoleWorld>();
    addSignIns(*m_world);
}

void AccountAccessTest::cleanup()
{
    if (m_world->console) {
        m_world->close();
    }
    m_world.reset();
}

void AccountAccessTest::open()
{
    m_world->open();
    m_world->window().resize(1280, 800);
}

void AccountAccessTest::showAccount(const char* id, int tab)
{
    m_world->window().go(QStringLiteral("accounts"), {{QStringLiteral("account"), QLatin1String(id)}});
    QTRY_VERIFY(detail().account() != nullptr);
    detail().tabs().setCurrentIndex(tab);
}

void AccountAccessTest::change(const Account& account)
{
    accountOf(state(), account.id.c_str()) = account;
    m_world->gateway.emit(AccountChanged{account, false});
}

/// What a screen reader says of a view's name.
QString AccountAccessTest::badge(int row)
{
    return m_world->find<NavigationList>("navigation")->item(row)->data(Qt::AccessibleTextRole).toString();
}

void AccountAccessTest::badgesAreRightBeforeAnyViewWasOpened()
{
    state().connectSessions = {
        sampleSession("con_1", ConnectStepKind::Callback, ConnectStepState::Running, m_world->clock.now()),
        failedSession("con_2", m_world->clock.now())};
    open();
    QCOMPARE(m_world->window().currentView(), QStringLiteral("start"));
    QTRY_COMPARE(badge(3), QStringLiteral("Accounts, one must be connected again"));
    QTRY_COMPARE(badge(4), QStringLiteral("Sign-ins, 1 under way"));
}

void AccountAccessTest::badgesFollowWhatHappens()
{
    open();
    QTRY_COMPARE(badge(3), QStringLiteral("Accounts, one must be connected again"));
    QCOMPARE(badge(4), QStringLiteral("Sign-ins"));
    Account worse = accountOf(state(), "acc_1");
    worse.status = AccountStatus::NeedsReauth;
    change(worse);
    QTRY_COMPARE(badge(3), QStringLiteral("Accounts, 2 must be connected again"));
    for (const char* id : {"acc_1", "acc_2"}) {
        Account mended = accountOf(state(), id);
        mended.status = AccountStatus::Active;
        change(mended);
    }
    QTRY_COMPARE(badge(3), QStringLiteral("Accounts, 5 in all"));
    auto session =
        sampleSession("con_1", ConnectStepKind::Callback, ConnectStepState::Running, m_world->clock.now());
    m_world->gateway.emit(ConnectSessionChanged{session});
    QTRY_COMPARE(badge(4), QStringLiteral("Sign-ins, 1 under way"));
    session.status = ConnectStatus::Cancelled;
    m_world->gateway.emit(ConnectSessionChanged{session});
    QTRY_COMPARE(badge(4), QStringLiteral("Sign-ins"));
}

void AccountAccessTest::everyTabIsInReachAtAnyWidth_data()
{
    QTest::addColumn<int>("width");
    QTest::newRow("1280") << 1280;
    QTest::newRow("1024") << 1024;
    QTest::newRow("1920") << 1920;
}

void AccountAccessTest::everyTabIsInReachAtAnyWidth()
{
    QFETCH(int, width);
    open();
    m_world->window().resize(width, 768);
    showAccount("acc_1", OverviewTab);
    const auto& tabs = detail().tabs();
    for (int at = 0; at < tabs.count(); ++at) {
        auto* button = part<QAbstractButton>(qPrintable(QStringLiteral("accountTabs_%1").arg(at)));
        QVERIFY(button != nullptr);
        QTRY_VERIFY(button->isVisible());
        const QRect whole(button->mapTo(&m_world->window(), QPoint()), button->size());
        QVERIFY2(m_world->window().rect().contains(whole), qPrintable(button->text()));
        QTRY_COMPARE(button->visibleRegion().boundingRect().size(), button->size());
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(tabs.currentIndex(), at);
        QVERIFY(button->isChecked());
    }
    part<QTabWidget>("accountTabs")->setCurrentIndex(2);
    QVERIFY2(part<QAbstractButton>("accountTabs_2")->isChecked(), "and it follows");
}

void AccountAccessTest::automaticRefreshIsSwitchedAndSaid()
{
    open();
    showAccount("acc_1", TokensTab);
    auto* box = part<QCheckBox>("tokenAutomatic");
    QTRY_VERIFY(box->isVisible());
    QVERIFY(box->isChecked());
    QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
    QTRY_COMPARE(state().updatedAccounts.size(), std::size_t{1});
    QCOMPARE((*state().updatedAccounts.front())["auto_refresh"].asBool(), false);
    QTRY_VERIFY(part<Banner>("simulationTold")->text().contains(QStringLiteral("but Refresh now")));
    Account manual = accountOf(state(), "acc_1");
    manual.autoRefresh = false;
    change(manual);
    QTRY_VERIFY(part<QLabel>("tokenSummary")->text().contains(QStringLiteral("automatic refresh is off")));
    QVERIFY(!box->isChecked());
    QTest::mouseClick(part("tokenRefresh"), Qt::LeftButton);
    QTRY_COMPARE(state().refreshes, std::vector<std::string>{"acc_1"});
    QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
    QTRY_COMPARE(state().updatedAccounts.size(), std::size_t{2});
    QCOMPARE((*state().updatedAccounts.back())["auto_refresh"].asBool(), true);
}

void AccountAccessTest::aRefusedSwitchJumpsBack()
{
    open();
    showAccount("acc_1", TokensTab);
    auto* box = part<QCheckBox>("tokenAutomatic");
    QTRY_VERIFY(box->isVisible());
    state().failure = Error{Errc::Unavailable, "the store cannot write now", {}, {}, {}};
    QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
    QTRY_VERIFY(part<Banner>("simulationTold")->text().contains(QStringLiteral("cannot write")));
    QVERIFY(box->isChecked());
    state().failure.reset();
}

void AccountAccessTest::manualAccountsSayWhatThatMeans()
{
    accountOf(state(), "acc_1").autoRefresh = false;
    open();
    showAccount("acc_1", OverviewTab);
    auto* advice = m_world->find<Banner>("accountAdvice");
    QTRY_VERIFY(advice->text().contains(QStringLiteral("Automatic refresh is off: the token ends in 4")));
    const auto& model =
        qobject_cast<AccountsView*>(m_world->window().view(QStringLiteral("accounts")))->model();
    const auto row = model.indexOf("acc_1").siblingAtColumn(AccountModel::StateColumn);
    QCOMPARE(row.data().toString(), QStringLiteral("● active · manual"));
    m_world->window().go(QStringLiteral("accounts"),
                         {{QStringLiteral("filter"), QStringLiteral("refresh:manual")}});
    QTRY_COMPARE(model.shown(), 1);
    // As after a night in which the machine slept: what counts is the clock, not how often it ticked.
    m_world->clock.advance(std::chrono::hours(9));
    QTRY_VERIFY(advice->text().contains(QStringLiteral("refused until somebody refreshes it")));
    QTest::mouseClick(advice->findChild<QToolButton*>(), Qt::LeftButton);
    QTRY_COMPARE(state().refreshes, std::vector<std::string>{"acc_1"});
}

void AccountAccessTest::aSecretIsShownForHalfAMinute()
{
    open();
    showAccount("acc_1", CredentialsTab);
    QTRY_VERIFY(part("reveal_access_token") != nullptr);
    QCOMPARE(part<QLabel>("secret_access_token")->text(), QStringLiteral("••••R9a4"));
    QVERIFY(m_world->gateway.insightRole.reveals.empty());
    auto* text = part<QPlainTextEdit>("revealed_access_token");
    QVERIFY(!text->isVisible());
    QTest::mouseClick(part("reveal_access_token"), Qt::LeftButton);
    QTRY_VERIFY(text->isVisible());
    QVERIFY(text->toPlainText().startsWith(QStringLiteral("at-CJD2")));
    QVERIFY(!part("revealed_client_secret")->isVisible());
    QCOMPARE(m_world->gateway.insightRole.reveals, std::vector<std::string>{"acc_1 access_token"});
    QCOMPARE(part<QLabel>("note_access_token")->text(), QStringLiteral("masked again in 30 s"));
    QTest::mouseClick(part("copy_access_token"), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), text->toPlainText());
    m_world->clock.advance(std::chrono::seconds(29));
    QTRY_COMPARE(part<QLabel>("note_access_token")->text(), QStringLiteral("masked again in 1 s"));
    QVERIFY(text->isVisible());
    m_world->clock.advance(std::chrono::seconds(1));
    QTRY_VERIFY(!text->isVisible());
    QVERIFY(text->toPlainText().isEmpty());
    QVERIFY2(QGuiApplication::clipboard()->text().isEmpty(), "nor does it stay on the clipboard");
    QVERIFY(part<QLabel>("secret_access_token")->isVisible());
}

void AccountAccessTest::whatIsShownIsMaskedWhenThePageIsLeft()
{
    open();
    showAccount("acc_1", CredentialsTab);
    QTRY_VERIFY(part("reveal_client_secret") != nullptr);
    auto* text = part<QPlainTextEdit>("revealed_client_secret");
    const auto reveal = [&] {
        QTest::mouseClick(part("reveal_client_secret"), Qt::LeftButton);
        QTRY_VERIFY(text->isVisible());
    };
    reveal();
    QTest::mouseClick(part("reveal_client_secret"), Qt::LeftButton);
    QVERIFY2(text->toPlainText().isEmpty(), "Hide");
    reveal();
    detail().tabs().setCurrentIndex(OverviewTab);
    QVERIFY(text->toPlainText().isEmpty());
    detail().tabs().setCurrentIndex(CredentialsTab);
    reveal();
    m_world->window().go(QStringLiteral("calls"));
    QVERIFY(text->toPlainText().isEmpty());
    QCOMPARE(m_world->gateway.insightRole.reveals.size(), std::size_t{3});
}

void AccountAccessTest::presenterModeShowsNothing()
{
    open();
    showAccount("acc_1", CredentialsTab);
    QTRY_VERIFY(part("reveal_access_token") != nullptr);
    auto* text = part<QPlainTextEdit>("revealed_access_token");
    QTest::mouseClick(part("reveal_access_token"), Qt::LeftButton);
    QTRY_VERIFY(text->isVisible());
    m_world->find<QAction>("actionPresenter")->trigger();
    QVERIFY(text->toPlainText().isEmpty());
    QVERIFY(!part("reveal_access_token")->isEnabled());
    QCOMPARE(part<QLabel>("secret_access_token")->text(), QStringLiteral("••••"));
    QTest::mouseClick(part("reveal_access_token"), Qt::LeftButton);
    QCOMPARE(m_world->gateway.insightRole.reveals.size(), std::size_t{1});
    m_world->find<QAction>("actionPresenter")->trigger();
    QVERIFY(part("reveal_access_token")->isEnabled());
    QCOMPARE(part<QLabel>("secret_access_token")->text(), QStringLiteral("••••R9a4"));
}

void AccountAccessTest::aLockedVaultSaysSo()
{
    open();
    showAccount("acc_1", OverviewTab);
    state().failure = Error{Errc::Unavailable, "the vault is locked", {}, {}, {}};
    detail().tabs().setCurrentIndex(CredentialsTab);
    QTRY_VERIFY(part<QLabel>("secretProblem")->text().contains(QStringLiteral("the vault is locked")));
    state().failure.reset();
}

void AccountAccessTest::scopesShowWhatIsMissingAndWhatIsUsed()
{
    open();
    showAccount("acc_1", CredentialsTab);
    auto* table = part<QTableView>("credentialScopes");
    QTRY_COMPARE(table->model()->rowCount(), 4);
    const auto cell = [&](int row, int column) {
        return table->model()->index(row, column).data().toString();
    };
    QCOMPARE(cell(0, 1), QStringLiteral("▲ no"));
    QCOMPARE(cell(0, 3), QStringLiteral("2"));
    QCOMPARE(cell(1, 2), QStringLiteral("148 · 2 s ago"));
    QCOMPARE(cell(2, 2), QStringLiteral("none"));
    QCOMPARE(cell(3, 2), QStringLiteral("—"));
    QVERIFY(table->model()
                ->index(0, 3)
                .data(Qt::ToolTipRole)
                .toString()
                .contains(QStringLiteral("crm.accounts.list")));
    QCOMPARE(
        part<QLabel>("scopeSentence")->text(),
        QStringLiteral("Scopes: ▲ 1 of 4 not granted, calls that need them will be refused, 1 not used by "
                       "the calls seen"));
}

void AccountAccessTest::theVaultIsAskedOnceAndNotWithEveryChange()
{
    auto& insight = m_world->gateway.insightRole;
    open();
    showAccount("acc_1", CredentialsTab);
    QTRY_COMPARE(insight.hintsAsked, 1);
    Account touched = accountOf(state(), "acc_1");
    touched.lastSuccessAt = m_world->clock.now();
    change(touched);
    QTRY_VERIFY(m_world->find<QTreeView>("accountsTree")->isVisible());
    detail().tabs().setCurrentIndex(OverviewTab);
    detail().tabs().setCurrentIndex(CredentialsTab);
    QCOMPARE(insight.hintsAsked, 1);
    touched.tokenExpiresAt = m_world->clock.now() + std::chrono::hours(2);
    change(touched);
    QTRY_COMPARE(insight.hintsAsked, 2);
}

void AccountAccessTest::aSimulatedConsentIsGivenWithoutABrowser()
{
    state().connectSessions = {
        sampleSession("con_1", ConnectStepKind::Callback, ConnectStepState::Running, m_world->clock.now())};
    open();
    m_world->window().go(QStringLiteral("oauth"), {{QStringLiteral("session"), QStringLiteral("con_1")}});
    QTRY_VERIFY(m_world->find("consentSheet")->isVisible());
    QVERIFY2(m_world->find("openBrowser")->isVisible(), "the browser stays a way");
    QVERIFY(m_world->dialogs.browsed.isEmpty());
    QTest::mouseClick(m_world->find("approveConsent"), Qt::LeftButton);
    QTRY_COMPARE(m_world->gateway.sandboxRole.orders, std::vector<std::string>{"approve con_1"});
    auto done = connectedSession("con_1", "acc_1", m_world->clock.now());
    state().connectSessions = {done};
    m_world->gateway.emit(ConnectSessionChanged{done});
    QTRY_VERIFY(!m_world->find("consentSheet")->isVisible());
    auto next =
        sampleSession("con_2", ConnectStepKind::Callback, ConnectStepState::Running, m_world->clock.now());
    state().connectSessions.push_back(next);
    m_world->gateway.emit(ConnectSessionChanged{next});
    m_world->window().go(QStringLiteral("oauth"), {{QStringLiteral("session"), QStringLiteral("con_2")}});
    QTRY_VERIFY(m_world->find("consentSheet")->isVisible());
    QTest::mouseClick(m_world->find("denyConsent"), Qt::LeftButton);
    QTRY_COMPARE(m_world->gateway.sandboxRole.orders.back(), std::string("refuse con_2"));
}

void AccountAccessTest::realVendorsAreAskedInTheBrowserOnly()
{
    auto session =
        sampleSession("con_1", ConnectStepKind::Callback, ConnectStepState::Running, m_world->clock.now());
    session.authorizeUrl = "https://login.example/authorize?state=st_1";
    state().connectSessions = {session};
    open();
    m_world->window().go(QStringLiteral("oauth"), {{QStringLiteral("session"), QStringLiteral("con_1")}});
    QTRY_VERIFY(m_world->find("flowPane")->isVisible());
    QVERIFY(!m_world->find("consentSheet")->isVisible());
}

void AccountAccessTest::theTokenOfARecordedSignInIsLookedInto()
{
    auto session = connectedSession("con_1", "acc_1", m_world->clock.now());
    session.step(ConnectStepKind::Exchange).claims = {
        {"id_token", jsonDocument(R"({"alg":"RS256","kid":"k-7"})"),
         jsonDocument(R"({"iss":"https://id.example","sub":"ada","aud":"gatehouse","iat":1759990000,)"
                      R"("exp":1760003600})")}};
    state().connectSessions = {session};
    open();
    m_world->window().go(QStringLiteral("oauth"), {{QStringLiteral("session"), QStringLiteral("con_1")}});
    auto* steps = m_world->find<QTableView>("steps");
    QTRY_VERIFY(steps->isVisible());
    const auto row = steps->model()->index(static_cast<int>(ConnectStepKind::Exchange), 0);
    QTest::mouseClick(steps->viewport(), Qt::LeftButton, {}, steps->visualRect(row).center());
    auto* claims = m_world->find("stepClaims");
    QTRY_VERIFY(claims->isVisibleTo(claims->parentWidget()));
    QStringList words;
    for (const auto* label : claims->findChildren<QLabel*>()) {
        words.append(label->text());
    }
    QVERIFY(words.contains(QStringLiteral("In the id token")));
    QVERIFY(words.contains(QStringLiteral("gatehouse")));
    QVERIFY(words.contains(QStringLiteral("RS256")));
    QVERIFY(!words.filter(QStringLiteral("2025-10-09 09:53:20")).isEmpty());
    auto* pane = m_world->find("stepDetail");
    QTRY_VERIFY2(pane->findChild<QWidget*>(QStringLiteral("reveal_access_token")) != nullptr,
                 "the recording holds placeholders; what the account has now can be shown");
}

QTEST_MAIN(AccountAccessTest)
#include "account_access_test.moc"
