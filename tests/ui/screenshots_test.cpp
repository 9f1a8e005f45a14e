// SPDX-License-Identifier: GPL-3.0-or-later
// Shows every view with realistic data, light and dark. With GATEHOUSE_SCREENSHOTS=DIR it writes them there
// for the README; without, it only checks that each view fills its window.
#include "tests/support/qt_patience.h"
#include "tests/ui/console_world.h"
#include "tests/ui/sample_sign_in.h"
#include "tests/ui/sample_webhook.h"
#include "ui/models/connect_steps.h"
#include "ui/shell/document_area.h"
#include "ui/theme/theme.h"
#include "ui/views/accounts/account_detail.h"
#include "ui/views/accounts/accounts_view.h"
#include "ui/views/calls/call_detail_view.h"
#include "ui/views/calls/calls_view.h"
#include "ui/views/deliveries/deliveries_view.h"
#include "ui/views/deliveries/delivery_detail_view.h"
#include "ui/views/webhooks/event_detail_view.h"
#include "ui/views/webhooks/webhooks_view.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/payload_view.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QCompleter>
#include <QDialog>
#include <QDir>
#include <QHash>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryFile>
#include <QToolButton>
#include <QTreeView>
#include <QTreeWidget>

#include <algorithm>
#include <array>
#include <cstdlib>

using namespace gatehouse;
using namespace gatehouse::test;

class ScreenshotsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void everyViewIsShown_data();
    void everyViewIsShown();

private:
    void save(const QString& name);
    void saveWebhooks();
    void saveDeliveries();
    void saveWebhookDetails(ui::WebhooksView& webhooks);
    void saveContentFilter(ui::WebhooksView& webhooks);
    void saveWidget(QWidget& widget, const QString& name);
    void showAccounts();
    void showSignIns();
    void showAccountDialogs();
    void showSecret();
    void saveDialog(const char* name, const QString& picture);
    void fillCalls();
    void addTools();
    void addDelivery(DeliveryDetail detail);

    std::unique_ptr<ConsoleWorld> m_world;
    QString m_theme;
};

namespace {

/// The picture in its 256 commonest, clearly different colours: a window has few, so a fifth of the bytes
/// shows the same.
QImage withPalette(const QImage& picture)
{
    const QImage image = picture.convertToFormat(QImage::Format_RGB32);
    QHash<QRgb, int> counts;
    for (int y = 0; y < image.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            ++counts[line[x]];
        }
    }
    QList<QRgb> colours = counts.keys();
    std::sort(colours.begin(), colours.end(), [&](QRgb a, QRgb b) { return counts[a] > counts[b]; });
    // A rare accent is worth more than one more shade of the smoothed edges of the text.
    const auto near = [](QRgb a, QRgb b) {
        constexpr int kNear = 10;
        return std::abs(qRed(a) - qRed(b)) < kNear && std::abs(qGreen(a) - qGreen(b)) < kNear
               && std::abs(qBlue(a) - qBlue(b)) < kNear;
    };
    constexpr qsizetype kPlanes = 48; // backgrounds, however alike
    QList<QRgb> chosen;
    for (const QRgb colour : std::as_const(colours)) {
        const bool known =
            std::any_of(chosen.begin(), chosen.end(), [&](QRgb other) { return near(colour, other); });
        if ((!known || chosen.size() < kPlanes) && chosen.size() < 256) {
            chosen.append(colour);
        }
    }
    return image.convertToFormat(QImage::Format_Indexed8, chosen, Qt::ThresholdDither | Qt::AvoidDither);
}

/// As a click does it, whatever modifier keys the test held last.
void selectRow(QTableView& table, int row)
{
    table.selectionModel()->setCurrentIndex(table.model()->index(row, 0),
                                            QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

} // namespace

void ScreenshotsTest::init()
{
    m_world = std::make_unique<ConsoleWorld>();
    fillCalls();
    addSignIns(*m_world);
    addTools();
    auto& webhooks = m_world->gateway.webhooksRole.state;
    webhooks.urls = {sampleIngestUrl()};
    auto& url = webhooks.urls.front();
    url.manners = {std::chrono::seconds(5), 10, std::chrono::hours(24), "after a timeout, 4xx or 5xx", 0, {}};
    url.answers.answers = 40;
    url.answers.p95 = std::chrono::milliseconds(9);
    url.answers.longest = std::chrono::milliseconds(11);
    webhooks.rejected = {sampleRejected()};
    webhooks.endpoints = {sampleEndpoint(), sampleEndpoint()};
    webhooks.endpoints.back().endpoint.id = "ep_2";
    webhooks.endpoints.back().endpoint.label = "Billing";
    webhooks.endpoints.back().endpoint.url = "https://billing.example.com/gatehouse";
    webhooks.endpoints.back().endpoint.status = EndpointStatus::Paused;
    webhooks.endpoints.back().endpoint.statusReason = "14 of the last 24 attempts failed";
    webhooks.payload.body = sampleRejected().body;
    webhooks.storage = {40, 16'480, {}, std::chrono::hours(24 * 7), 1'000'000, std::uint64_t{20} << 30U};
    for (std::uint64_t sequence = 1; sequence <= 40; ++sequence) {
        auto trail = sampleTrail(sampleEvent(sequence));
        trail.detail.event.answerTime = std::chrono::microseconds(2'100 + (sequence * 7'919) % 9'000);
        if (sequence == 38) {
            trail.detail.event.state = EventState::Failed;
            trail.detail.event.error = "body.properties.email is missing";
            trail.detail.resultJson.clear();
        }
        if (sequence == 40) {
            trail.detail.event.duplicates = 3;
            trail.detail.event.lastSeenAt = trail.detail.event.receivedAt + std::chrono::minutes(2);
        }
        webhooks.events.push_back(trail.detail.event);
        webhooks.trails.push_back(trail);
        addDelivery(trail.deliveries.front());
    }
}

void ScreenshotsTest::cleanup()
{
    m_world->close();
    m_world.reset();
}

/// Most were taken; some wait, some fail, some were given up.
void ScreenshotsTest::addDelivery(DeliveryDetail detail)
{
    auto& delivery = detail.delivery;
    const auto number = delivery.sequence;
    const auto now = m_world->clock.now();
    delivery.environmentId = "env_1";
    delivery.accountId = "acc_1";
    delivery.messageId = "evt_2Xy7" + std::to_string(number);
    delivery.createdAt = now - std::chrono::seconds((41 - number) * 17);
    delivery.lastTook = std::chrono::microseconds(8'000 + (number * 7'919) % 90'000);
    delivery.endpointId = number % 7 == 0 ? "ep_2" : "ep_1";
    const auto fail = [&](int status, const char* reason) {
        delivery.lastStatus = status;
        delivery.lastError = reason;
        detail.attempts.back().status = status;
        detail.attempts.back().error = reason;
        detail.attempts.back().responseBody = R"({"error":"maintenance"})";
    };
    if (number > 38) {
        delivery.state = DeliveryState::Pending;
        delivery.attempts = 0;
        delivery.lastTook.reset();
        delivery.nextAt = now;
        detail.attempts.clear();
    } else if (number % 12 == 0) {
        delivery.state = DeliveryState::Pending;
        delivery.nextAt = now + std::chrono::seconds(number * 11);
        fail(503, "answered 503");
    } else if (number % 17 == 0) {
        delivery.state = DeliveryState::Dead;
        fail(0, "no answer within 15 s; given up after 10 tries");
        delivery.attempts = 10;
    }
    m_world->gateway.webhooksRole.state.deliveries.push_back(std::move(detail));
}

void ScreenshotsTest::addTools()
{
    auto& gateway = m_world->gateway;
    const auto now = m_world->clock.now();
    gateway.state.accounts[2].authKind = "private_app";
    gateway.state.definitions["hublike"] = jsonDocument(
        R"({"slug":"hublike","label":"HubLike","auth":[{"kind":"oauth2_authorization_code","token_lifetime_s":1800,)"
        R"("refresh":{"rotates":true,"reuse":"revokes","inactivity_days":90,"expires_after_days":365}}]})");
    gateway.insightRole.overrides = {{"acc_1", 1, 2}, {"acc_3", 0, 1}};
    gateway.insightRole.peeked = {
        "", jsonDocument(R"({"alg":"RS256","kid":"2024-09"})"),
        jsonDocument(R"({"iss":"https://login.example","sub":"service-7","aud":"https://api.example",)"
                     R"("scope":"contacts.read","iat":1759999900,"exp":1760003500,"tenant":"t-1"})")};
    gateway.insightRole.claims["acc_1"] = {
        {"access_token", gateway.insightRole.peeked.header, gateway.insightRole.peeked.claims}};
    const auto entry = [&](std::uint64_t number, const char* actor, const char* action, const char* detail) {
        gateway.auditRole.list.push_back(
            {number, now - std::chrono::minutes(40 - number), actor, action, "acc_1", jsonDocument(detail)});
    };
    entry(9, "system", "token.refresh",
          R"({"cause":"refused","by":"req_100300","outcome":"refreshed","fence":3,"waiters":50})");
    entry(8, "system", "credential.write", R"({"fields":["access_token","refresh_token"]})");
    entry(
        7, "system", "token.refresh",
        R"({"cause":"schedule","by":"schedule","outcome":"failed","fence":2,"reason":"the token endpoint answered 503"})");
    entry(6, "system", "credential.read", R"({"fields":["access_token","refresh_token","client_secret"]})");
    entry(3, "admin", "credential.export", "{}");
    entry(1, "system", "credential.write", R"({"fields":["access_token","refresh_token","client_secret"]})");
}

void ScreenshotsTest::fillCalls()
{
    const std::array<std::string, 6> accounts{"acc_3", "acc_1", "acc_1", "acc_1", "acc_2", "acc_3"};
    for (std::uint64_t i = 1; i <= 240; ++i) {
        const auto& account = accounts[i % accounts.size()];
        const bool revoked = account == "acc_2" && i > 200;
        const int status = revoked ? 401 : i % 11 == 0 ? 429 : i % 29 == 0 ? 502 : 200;
        auto call = sampleCall(i, account, i == 240 ? 429 : status);
        call.summary.startedAt = m_world->clock.now() - std::chrono::milliseconds((240 - i) * 731);
        if (call.problem) {
            call.problem->occurredAt = call.summary.startedAt;
        }
        m_world->addCall(call);
    }
}

void ScreenshotsTest::save(const QString& name)
{
    for (int round = 0; round < 5; ++round) {
        QCoreApplication::processEvents(); // a layout inside a layout inside a tab takes some rounds
    }
    saveWidget(m_world->window(), name);
}

void ScreenshotsTest::saveWidget(QWidget& widget, const QString& name)
{
    const QPixmap picture = widget.grab();
    QVERIFY(!picture.isNull());
    const QString folder = qEnvironmentVariable("GATEHOUSE_SCREENSHOTS");
    if (!folder.isEmpty()) {
        QDir().mkpath(folder);
        QVERIFY(
            withPalette(picture.toImage()).save(folder + u'/' + name + u'-' + m_theme + u".png", "PNG", 0));
    }
}

void ScreenshotsTest::saveWebhookDetails(ui::WebhooksView& webhooks)
{
    auto& tabs = webhooks.findChild<ui::EventDetailView*>()->tabs();
    selectRow(webhooks.table(), 38); // failed behind its 200
    auto* problem = webhooks.findChild<QWidget*>(QStringLiteral("eventProblem"));
    QTRY_VERIFY(problem->isVisible());
    save(QStringLiteral("failed-inside"));
    selectRow(webhooks.table(), 40);
    QTRY_VERIFY(!problem->isVisible());
    tabs.setCurrentIndex(1);
    auto* body = webhooks.findChild<ui::PayloadView*>(QStringLiteral("eventBody"));
    body->setForm(ui::PayloadView::Form::Tree);
    save(QStringLiteral("webhook-tree"));
    auto* splitter = webhooks.findChild<QSplitter*>(QStringLiteral("webhooksSplitter"));
    const auto sizes = splitter->sizes();
    splitter->setSizes({320, 800});
    body->setForm(ui::PayloadView::Form::Hex);
    save(QStringLiteral("webhook-hex"));
    splitter->setSizes(sizes);
    body->setForm(ui::PayloadView::Form::Text);
    tabs.setCurrentIndex(4);
    save(QStringLiteral("webhook-curl"));
    tabs.setCurrentIndex(0);
    QTest::mouseClick(webhooks.findChild<QWidget*>(QStringLiteral("replayEvent")), Qt::LeftButton);
    saveDialog("replayDialog", QStringLiteral("replay"));
    webhooks.findChild<QMenu*>(QStringLiteral("ingestMenu"))->actions().at(1)->trigger();
    saveDialog("duplicatesDialog", QStringLiteral("duplicates"));
    selectRow(webhooks.table(), 39);
}

/// While it searches with something found, with nothing found, at its end, and what it offers.
void ScreenshotsTest::saveContentFilter(ui::WebhooksView& webhooks)
{
    auto& gateway = m_world->gateway;
    gateway.webhooksRole.state.payloadOf = [](const std::string& id) -> Result<EventPayload> {
        const std::string digit(1, id.back());
        if (id.ends_with("31")) {
            return fail(Errc::Unavailable, "its payload is gone");
        }
        return EventPayload{{"POST", "/hooks/x", {{"Content-Type", "application/json"}}, "127.0.0.1"},
                            R"({"portalId":8823,"amount":)" + digit
                                + R"(5,"properties":{"email":"ada@x.io","phone":")" + digit
                                + R"("},"items":[{"sku":"A-)" + digit + R"("}]})"};
    };
    auto& filter = *webhooks.findChild<ui::FilterBar*>();
    auto* mark = webhooks.findChild<QAction*>(QStringLiteral("busyMark"));
    std::vector<std::function<void()>> held;
    gateway.state.executor = [&held](std::function<void()> answer) { held.push_back(std::move(answer)); };
    filter.setText(QStringLiteral("topic:contact.creation OR body.amount > 50"));
    QTRY_VERIFY(mark->isVisible());
    save(QStringLiteral("searching"));
    filter.setText(QStringLiteral("body ~ /inv-\\d+/"));
    QTRY_VERIFY(held.size() > 40);
    QTRY_VERIFY(mark->isVisible());
    save(QStringLiteral("searching-empty"));
    gateway.state.executor = [](const std::function<void()>& answer) { answer(); };
    for (const auto& answer : held) {
        answer();
    }
    filter.setText(QStringLiteral("body.amount > 50 -body.items.sku:a-7"));
    QTRY_VERIFY(webhooks.model().rowCount() > 0 && !webhooks.model().searching());
    save(QStringLiteral("searched"));
    filter.edit().setFocus();
    filter.edit().clear();
    QTest::keyClicks(&filter.edit(), QStringLiteral("body."));
    auto* completer = filter.findChild<QCompleter*>();
    QTRY_VERIFY(completer->completionCount() > 3);
    QTRY_VERIFY(completer->popup()->isVisible());
    saveWidget(*completer->popup(), QStringLiteral("paths"));
    completer->popup()->hide();
    filter.edit().clear();
    QTRY_COMPARE(webhooks.model().rowCount(), 41);
    gateway.webhooksRole.state.payloadOf = {};
    selectRow(webhooks.table(), 39);
}

void ScreenshotsTest::saveWebhooks()
{
    auto& window = m_world->window();
    window.go(QStringLiteral("webhooks"));
    auto* webhooks = qobject_cast<ui::WebhooksView*>(window.view(QStringLiteral("webhooks")));
    QTRY_COMPARE(webhooks->model().rowCount(), 41);
    selectRow(webhooks->table(), 39);
    auto* trail = webhooks->findChild<QTreeWidget*>(QStringLiteral("eventTrail"));
    QTRY_COMPARE(trail->topLevelItemCount(), 6);
    save(QStringLiteral("webhooks"));
    saveContentFilter(*webhooks);
    saveWebhookDetails(*webhooks);
    QTest::mouseClick(webhooks->findChild<QWidget*>(QStringLiteral("editEvent")), Qt::LeftButton);
    QTRY_VERIFY(webhooks->findChild<QDialog*>(QStringLiteral("editDialog")) != nullptr);
    auto* editor = webhooks->findChild<QDialog*>(QStringLiteral("editDialog"));
    saveWidget(*editor, QStringLiteral("edit-webhook"));
    editor->close();
    selectRow(webhooks->table(), 1); // the refused one
    QTRY_VERIFY(webhooks->findChild<QWidget*>(QStringLiteral("autopsyFinding")) != nullptr);
    save(QStringLiteral("signature"));
    window.go(QStringLiteral("endpoints"));
    QTRY_VERIFY(m_world->find<QTableView>("endpointTable")->model()->rowCount() > 0);
    QTRY_VERIFY(!m_world->find<QToolButton>("endpointDeliveries")->text().isEmpty());
    save(QStringLiteral("endpoints"));
    saveDeliveries();
}

void ScreenshotsTest::saveDeliveries()
{
    auto& window = m_world->window();
    window.go(QStringLiteral("deliveries"));
    auto* deliveries = qobject_cast<ui::DeliveriesView*>(window.view(QStringLiteral("deliveries")));
    QTRY_COMPARE(deliveries->model().rowCount(), 40);
    selectRow(deliveries->table(), 35);
    auto* detail = deliveries->findChild<ui::DeliveryDetailView*>();
    QTRY_VERIFY(detail->detail().has_value());
    save(QStringLiteral("deliveries"));
    detail->tabs().setCurrentIndex(2);
    save(QStringLiteral("delivery-facts"));
    detail->tabs().setCurrentIndex(0);
    window.resize(1024, 720);
    save(QStringLiteral("deliveries-narrow"));
    window.resize(1280, 800);
}

void ScreenshotsTest::everyViewIsShown_data()
{
    QTest::addColumn<QString>("theme");
    QTest::newRow("light") << QStringLiteral("light");
    QTest::newRow("dark") << QStringLiteral("dark");
}

void ScreenshotsTest::everyViewIsShown()
{
    QFETCH(QString, theme);
    m_theme = theme;
    auto& world = *m_world;
    world.open();
    auto& window = world.window();
    window.resize(1280, 800);
    world.find<QAction>(qPrintable(u"actionTheme_" + theme))->trigger();
    world.gateway.emit(LimitsChanged{"acc_1", {{"burst", 110, 18, 4, 10}}});
    QTRY_VERIFY(!world.find("statusLimit")->isHidden());
    save(QStringLiteral("start"));
    window.go(QStringLiteral("calls"));
    auto* calls = qobject_cast<ui::CallsView*>(window.view(QStringLiteral("calls")));
    QTRY_COMPARE(calls->model().rowCount(), 240);
    selectRow(calls->table(), 239);
    auto* detail = calls->findChild<ui::CallDetailView*>();
    QTRY_VERIFY(detail->detail() != nullptr);
    save(QStringLiteral("calls"));
    const std::array parts{"", "exchanges", "", "stages", "headers", "errors"};
    for (int tab = 1; tab < detail->tabs().count(); ++tab) {
        detail->tabs().setCurrentIndex(tab);
        QCoreApplication::processEvents();
        if (const QString part = QLatin1String(parts.at(static_cast<std::size_t>(tab))); !part.isEmpty()) {
            save(part);
        }
    }

    window.go(QStringLiteral("try"));
    QTest::keyClick(window.focusWidget(), Qt::Key_Return, Qt::ControlModifier);
    auto* results = window.findChild<QTabWidget*>(QStringLiteral("resultTabs"));
    QTRY_VERIFY(window.findChild<QWidget*>(QStringLiteral("tryStatus"))->isVisible());
    save(QStringLiteral("try"));
    results->setCurrentIndex(2);
    save(QStringLiteral("provenance"));
    results->setCurrentIndex(results->count() - 1);
    auto* mapping = window.findChild<QTableView*>(QStringLiteral("mappingTable"));
    selectRow(*mapping, 4);
    QTRY_VERIFY(!window.findChild<QLabel*>(QStringLiteral("overrideCheck"))->text().isEmpty());
    save(QStringLiteral("mapping"));
    showAccounts();
    showSignIns();
}

void ScreenshotsTest::showAccounts()
{
    auto& world = *m_world;
    auto& window = world.window();
    const auto go = [&](const char* account) {
        window.go(QStringLiteral("accounts"), {{QStringLiteral("account"), QLatin1String(account)}});
    };
    go("acc_1");
    save(QStringLiteral("accounts"));
    auto& tabs = qobject_cast<ui::AccountsView*>(window.view(QStringLiteral("accounts")))->detail().tabs();
    tabs.setCurrentIndex(1);
    QTRY_VERIFY(world.find("credentialDates")->isVisible());
    save(QStringLiteral("credentials"));
    showSecret();
    tabs.setCurrentIndex(2);
    QTRY_VERIFY(world.find("tokenAttempts")->isVisible());
    save(QStringLiteral("tokens"));
    auto* parts = tabs.findChild<QTabWidget*>(QStringLiteral("refreshParts"));
    parts->setCurrentIndex(1);
    save(QStringLiteral("without-lock"));
    parts->setCurrentIndex(2);
    save(QStringLiteral("generations"));
    parts->setCurrentIndex(0);
    window.resize(1024, 768);
    save(QStringLiteral("tokens-narrow"));
    window.resize(1280, 800);
    tabs.setCurrentIndex(5);
    save(QStringLiteral("account-overrides"));
    tabs.setCurrentIndex(6);
    save(QStringLiteral("account-webhooks"));
    tabs.setCurrentIndex(7);
    QTRY_VERIFY(world.find("accountAudit")->isVisible());
    save(QStringLiteral("audit"));
    tabs.setCurrentIndex(0);
    go("acc_2");
    save(QStringLiteral("reauth"));
    world.find<QTreeView>("accountsTree")->selectAll();
    QTest::mouseClick(world.find<QPushButton>("manyTest"), Qt::LeftButton);
    QTRY_VERIFY(world.find("manyOutcomes")->isVisible());
    save(QStringLiteral("bulk"));
    showAccountDialogs();
    go("acc_2");
    QTest::keyClick(world.find<QTreeView>("accountsTree"), Qt::Key_Delete);
    save(QStringLiteral("removing"));
}

/// With one credential shown, and at the width of a small screen.
void ScreenshotsTest::showSecret()
{
    auto& window = m_world->window();
    auto* accounts = window.view(QStringLiteral("accounts"));
    auto* reveal = accounts->findChild<QToolButton*>(QStringLiteral("reveal_access_token"));
    QVERIFY(reveal != nullptr);
    reveal->click();
    QTRY_VERIFY(accounts->findChild<QPlainTextEdit*>(QStringLiteral("revealed_access_token"))->isVisible());
    auto* scroll = accounts->findChild<QWidget*>(QStringLiteral("credentialPane"))->findChild<QScrollArea*>();
    scroll->verticalScrollBar()->setValue(200);
    save(QStringLiteral("revealed"));
    scroll->verticalScrollBar()->setValue(0);
    window.resize(1024, 768);
    save(QStringLiteral("credentials-narrow"));
    window.resize(1280, 800);
}

void ScreenshotsTest::saveDialog(const char* name, const QString& picture)
{
    QTRY_VERIFY(m_world->find<QDialog>(name) != nullptr);
    auto* dialog = m_world->find<QDialog>(name);
    QTRY_VERIFY(dialog->isVisible());
    for (int round = 0; round < 5; ++round) {
        QCoreApplication::processEvents();
    }
    saveWidget(*dialog, picture);
    dialog->close();
    QCoreApplication::processEvents();
}

void ScreenshotsTest::showAccountDialogs()
{
    auto& world = *m_world;
    auto& window = world.window();
    auto* tree = world.find<QTreeView>("accountsTree");
    tree->setFocus();
    QTest::keyClick(tree, Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY(world.find<QCheckBox>("exportSecrets") != nullptr);
    world.find<QCheckBox>("exportSecrets")->setChecked(true);
    saveDialog("exportDialog", QStringLiteral("export"));
    auto& report = world.gateway.transferRole.report;
    report.sealed = true;
    report.accounts = {{"acc_9", "Acme EU", "Acme Corp", "hublike", ImportOutcome::Waiting, "", 2},
                       {"acc_1", "Acme HubLike", "Acme Corp", "hublike", ImportOutcome::Exists,
                        "it is here already, and stays as it is", 0},
                       {"acc_8", "Moon", "Globex", "moon", ImportOutcome::Refused,
                        "there is no integration \"moon\" here", 0}};
    QTemporaryFile file;
    QVERIFY(file.open());
    world.dialogs.nextPath = file.fileName();
    window.go(QStringLiteral("accounts"), {{QStringLiteral("import"), true}});
    QTRY_VERIFY(world.find<QTableView>("importTable") != nullptr);
    QTRY_COMPARE(world.find<QTableView>("importTable")->model()->rowCount(), 3);
    saveDialog("importDialog", QStringLiteral("import"));
    world.find<QAction>("actionPeek")->trigger();
    QTRY_VERIFY(world.find<QPlainTextEdit>("peekToken") != nullptr);
    world.find<QPlainTextEdit>("peekToken")->setPlainText(QStringLiteral("a.b.c"));
    saveDialog("peekDialog", QStringLiteral("peek"));
    window.go(QStringLiteral("accounts"), {{QStringLiteral("account"), QStringLiteral("acc_3")}});
    Q_EMIT
    world.find<QMenu>("accountMenu")->aboutToShow();
    world.find<QAction>("actionRotate")->trigger();
    QTRY_VERIFY(world.find<QLineEdit>("rotate_access_token") != nullptr);
    saveDialog("rotateDialog", QStringLiteral("rotate"));
    world.find<QAction>("actionCalendar")->trigger();
    QTRY_VERIFY(world.find<QTableView>("calendarTable") != nullptr);
    world.find<QCheckBox>("calendarAll")->setChecked(true);
    save(QStringLiteral("calendar"));
    window.findChild<ui::DocumentArea*>()->closeCurrent();
    window.go(QStringLiteral("accounts"));
}

void ScreenshotsTest::showSignIns()
{
    auto& world = *m_world;
    auto& window = world.window();
    const auto now = world.clock.now();
    window.go(QStringLiteral("oauth"));
    save(QStringLiteral("signins-empty"));
    window.go(QStringLiteral("oauth"), {{QStringLiteral("connect"), true}});
    save(QStringLiteral("connect"));
    const auto show = [&](const ConnectSession& session, const QString& name) {
        world.gateway.emit(ConnectSessionChanged{session});
        auto* list = world.find<QTableView>("signIns");
        QTRY_VERIFY(list->model()->rowCount() > 0);
        QCoreApplication::processEvents(QEventLoop::AllEvents, 200);
        QTRY_VERIFY(list->model()->index(0, 1).data().toString() == ui::sessionStateText(session.status));
        window.go(QStringLiteral("oauth"), {{QStringLiteral("session"), QString::fromStdString(session.id)}});
        save(name);
    };
    show(deviceSession("con_1", now), QStringLiteral("device"));
    show(failedSession("con_2", now), QStringLiteral("signin-failed"));
    show(sampleSession("con_3", ConnectStepKind::Callback, ConnectStepState::Running, now),
         QStringLiteral("signin-waiting"));
    auto connected = connectedSession("con_4", "acc_1", now);
    connected.step(ConnectStepKind::Exchange).claims = {
        {"id_token", jsonDocument(R"({"alg":"RS256","kid":"2024-09"})"),
         jsonDocument(R"({"iss":"https://login.example","sub":"ada@acme.example","aud":"gatehouse-sandbox",)"
                      R"("iat":1759999993,"exp":1760003593})")}};
    show(connected, QStringLiteral("signin-connected"));
    selectRow(*world.find<QTableView>("steps"), static_cast<int>(ConnectStepKind::Exchange));
    auto* scroll = world.find("stepDetail")->findChild<QScrollArea*>();
    for (int round = 0; round < 5; ++round) {
        QCoreApplication::processEvents();
    }
    scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
    save(QStringLiteral("signin-token"));
    saveWebhooks();
    auto& vault = world.gateway.vaultRole.vault;
    vault.condition = VaultCondition::Locked;
    vault.source = VaultKeySource::Passphrase;
    vault.place = "your head: a passphrase";
    vault.problem = "The passphrase has not been given since the start.";
    world.close();
    world.open();
    world.window().resize(1280, 800);
    world.find<QAction>(qPrintable(u"actionTheme_" + m_theme))->trigger();
    world.window().go(QStringLiteral("start"));
    QTRY_VERIFY(world.find("vaultBanner")->isVisible());
    save(QStringLiteral("vault-locked"));
    QTest::mouseClick(world.find<QToolButton>("statusVault"), Qt::LeftButton);
    auto* dialog = world.find<QDialog>("vaultDialog");
    QTRY_VERIFY(dialog->isVisible());
    QCoreApplication::processEvents();
    saveWidget(*dialog, QStringLiteral("vault-dialog"));
}

QTEST_MAIN(ScreenshotsTest)
#include "screenshots_test.moc"
