// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/console_world.h"
#include "tests/ui/timed_application.h"
#include "ui/bridge/mailbox.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/payload_area.h"
#include "ui/widgets/payload_view.h"

#include <QAccessible>
#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QToolButton>

using namespace gatehouse;
using namespace gatehouse::ui;
using namespace gatehouse::test;

namespace {

constexpr double kFrameMs = 50;

/// 20 MB of JSON that is indented already.
const std::string& prettyTwentyMegabytes()
{
    static const std::string text = [] {
        std::string made = "[\n";
        for (int i = 0; made.size() < 20'000'000; ++i) {
            made += "  {\n    \"id\": \"" + std::to_string(i) + "\",\n    \"email\": \"person"
                    + std::to_string(i) + "@example.org\",\n    \"active\": true\n  },\n";
        }
        return made + "  {}\n]";
    }();
    return text;
}

} // namespace

class PayloadViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { installPayloadAccessibility(); }

    void init();
    void cleanup();
    void twentyMegabytesOpenAtOnceAndScrollWithoutAHitch();
    void aMinifiedMegabyteIsIndentedInTheBackground();
    void aLongLineThatIsNotJsonIsCutSoftly();
    void findCountsInTheWholeBody();
    void findFollowsTheKeys();
    void keysSelectAndCopy();
    void mouseSelectsWords();
    void ctrlASelectsEverythingThereIs();
    void switchesBetweenIndentedAndRaw();
    void saysWhatWasNotKept();
    void savesTheWholeBody();
    void offersSavingAboveTenMegabytes();
    void readsTheRowAtTheCaretToScreenReaders();
    void brokenUtf8DoesNoHarm();

private:
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        m_view->area().setFocus();
        QTest::keyClick(&m_view->area(), static_cast<Qt::Key>(key), modifiers);
    }

    std::unique_ptr<Mailbox> m_mailbox;
    std::unique_ptr<Workers> m_workers;
    FakeDialogs m_dialogs;
    std::unique_ptr<PayloadView> m_view;
};

void PayloadViewTest::init()
{
    m_mailbox = std::make_unique<Mailbox>();
    m_workers = std::make_unique<Workers>(*m_mailbox);
    m_view = std::make_unique<PayloadView>(*m_workers, m_dialogs);
    m_view->resize(800, 600);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

void PayloadViewTest::cleanup()
{
    m_view.reset();
    m_workers.reset();
    m_mailbox.reset();
}

void PayloadViewTest::twentyMegabytesOpenAtOnceAndScrollWithoutAHitch()
{
    std::vector<double> opened;
    for (int i = 0; i < 3; ++i) {
        std::string body = prettyTwentyMegabytes();
        const double begin = threadMillis();
        m_view->setBody(std::move(body), QStringLiteral("body"));
        opened.push_back(threadMillis() - begin);
    }
    std::sort(opened.begin(), opened.end());
    qInfo("20 MB opened in %.1f ms", opened[1]);
    QVERIFY2(opened[1] < kFrameMs, qPrintable(QString::number(opened[1])));
    QVERIFY(m_view->area().text()->index.lines() > 900'000);

    auto& application = timedApplication();
    auto* bar = m_view->area().verticalScrollBar();
    const double longest = application.medianOfThree([&] {
        for (int i = 0; i < 40; ++i) {
            bar->setValue(bar->maximum() / 40 * i);
            QCoreApplication::processEvents();
        }
    });
    qInfo("longest event while scrolling: %.1f ms", longest);
    QVERIFY2(longest < kFrameMs, qPrintable(application.where()));
}

void PayloadViewTest::aMinifiedMegabyteIsIndentedInTheBackground()
{
    std::string body = "[";
    while (body.size() < 1'500'000) {
        body += R"({"id":12345,"name":"Ada Lovelace","tags":["a","b"]},)";
    }
    body += "{}]";
    QSignalSpy shown(m_view.get(), &PayloadView::shown);
    m_view->setBody(body, QStringLiteral("body"));
    QVERIFY(!m_view->pretty());
    QVERIFY2(m_view->area().text()->index.rows() > 2000, "cut softly until the indented text is there");
    QTRY_VERIFY(m_view->pretty());
    QCOMPARE(shown.count(), 2);
    QVERIFY(m_view->area().text()->index.lines() > 100'000);
}

void PayloadViewTest::aLongLineThatIsNotJsonIsCutSoftly()
{
    m_view->setBody(std::string(1'000'000, 'x'), QStringLiteral("body"));
    QCOMPARE(m_view->area().text()->index.lines(), std::size_t{1});
    QVERIFY(m_view->area().text()->index.rows() > 1900);
    const double longest = timedApplication().medianOfThree([&] {
        m_view->area().verticalScrollBar()->setValue(m_view->area().verticalScrollBar()->value() + 300);
        QCoreApplication::processEvents();
    });
    QVERIFY(longest < kFrameMs);
}

void PayloadViewTest::findCountsInTheWholeBody()
{
    m_view->setBody(prettyTwentyMegabytes(), QStringLiteral("body"));
    QSignalSpy searched(m_view.get(), &PayloadView::searched);
    press(Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(m_view->findChild<QLineEdit*>(), QStringLiteral("PERSON99999@"));
    QTRY_VERIFY(!searched.isEmpty() && searched.last().at(0).toULongLong() == 1);
    const auto row = m_view->area().firstRow();
    QVERIFY2(row > 400'000, "the hit is scrolled into sight");
}

void PayloadViewTest::findFollowsTheKeys()
{
    m_view->setBody("one two one two one", QStringLiteral("body"));
    press(Qt::Key_F, Qt::ControlModifier);
    auto* edit = m_view->findChild<QLineEdit*>();
    QTest::keyClicks(edit, QStringLiteral("one"));
    const auto labelSays = [&](const QString& text) {
        const auto labels = m_view->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->text() == text; });
    };
    QTRY_VERIFY(labelSays(QStringLiteral("1 of 3")));
    QTest::keyClick(edit, Qt::Key_Return);
    QVERIFY(labelSays(QStringLiteral("2 of 3")));
    QTest::keyClick(edit, Qt::Key_Return, Qt::ShiftModifier);
    QTest::keyClick(edit, Qt::Key_Return, Qt::ShiftModifier);
    QVERIFY(labelSays(QStringLiteral("3 of 3")));
    QTest::keyClicks(edit, QStringLiteral("x"));
    QTRY_VERIFY(labelSays(QStringLiteral("not found")));
    QTest::keyClick(edit, Qt::Key_Escape);
    QTRY_VERIFY(m_view->area().hasFocus());
}

void PayloadViewTest::keysSelectAndCopy()
{
    m_view->setBody("hällo wörld\nsecond line\nthird", QStringLiteral("body"));
    m_view->area().setFocus();
    press(Qt::Key_Home, Qt::ControlModifier);
    press(Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
    press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("hällo"));
    press(Qt::Key_End);
    press(Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(m_view->area().selectedText(), QStringLiteral("\nsecond line"));
    press(Qt::Key_Home, Qt::ControlModifier);
    press(Qt::Key_Right);
    press(Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(m_view->area().selectedText(), QStringLiteral("ä"));
    press(Qt::Key_End, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(m_view->area().selectedText(), QStringLiteral("ällo wörld\nsecond line\nthird"));
}

void PayloadViewTest::mouseSelectsWords()
{
    m_view->setBody("alpha beta", QStringLiteral("body"));
    auto* viewport = m_view->area().viewport();
    QTest::mouseDClick(viewport, Qt::LeftButton, {}, QPoint(60, 8));
    QCOMPARE(m_view->area().selectedText(), QStringLiteral("alpha"));
    QTest::mousePress(viewport, Qt::LeftButton, {}, QPoint(790, 8));
    QTest::mouseMove(viewport, QPoint(300, 8));
    QTest::mouseMove(viewport, QPoint(1, 8));
    QTest::mouseRelease(viewport, Qt::LeftButton, {}, QPoint(1, 8));
    QCOMPARE(m_view->area().selectedText(), QStringLiteral("alpha beta"));
}

void PayloadViewTest::ctrlASelectsEverythingThereIs()
{
    m_view->setBody(std::string(300'000, 'a') + "end", QStringLiteral("body"));
    press(Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(m_view->area().selectedText().size(), qsizetype{300'003});
}

void PayloadViewTest::switchesBetweenIndentedAndRaw()
{
    const std::string raw = R"({"a":{"b":1.50},"a":2})";
    m_view->setBody(raw, QStringLiteral("body"));
    auto* button = m_view->findChild<QToolButton*>(QStringLiteral("prettyButton"));
    QTest::mouseClick(button, Qt::LeftButton);
    const bool wasPretty = m_view->pretty();
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(m_view->pretty(), !wasPretty);
    if (m_view->pretty()) {
        QTest::mouseClick(button, Qt::LeftButton);
    }
    QCOMPARE(m_view->area().text()->bytes, raw);
}

void PayloadViewTest::saysWhatWasNotKept()
{
    m_view->setBody("part", QStringLiteral("body"), 5'000'000);
    const auto* banner = m_view->findChild<Banner*>();
    QVERIFY(banner->isVisible());
    QVERIFY2(banner->text().contains(QStringLiteral("4 B of 5.0 MB")), qPrintable(banner->text()));
}

void PayloadViewTest::savesTheWholeBody()
{
    QTemporaryDir dir;
    m_dialogs.nextPath = dir.filePath(QStringLiteral("body.json"));
    m_view->setBody(prettyTwentyMegabytes(), QStringLiteral("response body"));
    auto* save = m_view->findChild<QToolButton*>(QStringLiteral("saveBody"));
    QTest::mouseClick(save, Qt::LeftButton);
    QCOMPARE(m_dialogs.suggested, QStringLiteral("response-body.json"));
    QTRY_VERIFY(m_view->findChild<Banner*>()->text().startsWith(QStringLiteral("Saved")));
    QFile file(m_dialogs.nextPath);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().toStdString() == prettyTwentyMegabytes());
    m_dialogs.nextPath = dir.filePath(QStringLiteral("no/such/folder/body.json"));
    QTest::mouseClick(save, Qt::LeftButton);
    QTRY_VERIFY2(m_view->findChild<Banner*>()->text().startsWith(QStringLiteral("Not saved")),
                 qPrintable(m_view->findChild<Banner*>()->text()));
}

void PayloadViewTest::offersSavingAboveTenMegabytes()
{
    m_view->setBody(prettyTwentyMegabytes(), QStringLiteral("body"));
    QVERIFY(m_view->findChild<Banner*>()->text().contains(QStringLiteral("20.0 MB")));
    m_view->setBody("{}", QStringLiteral("body"));
    QVERIFY(!m_view->findChild<Banner*>()->isVisible());
}

void PayloadViewTest::readsTheRowAtTheCaretToScreenReaders()
{
    m_view->setBody("first\nsecond", QStringLiteral("response body"));
    press(Qt::Key_End, Qt::ControlModifier);
    auto* accessible = QAccessible::queryAccessibleInterface(&m_view->area());
    QVERIFY(accessible != nullptr);
    QCOMPARE(accessible->text(QAccessible::Name), QStringLiteral("response body"));
    QCOMPARE(accessible->text(QAccessible::Value), QStringLiteral("second"));
}

void PayloadViewTest::brokenUtf8DoesNoHarm()
{
    std::string body;
    for (int i = 0; i < 5000; ++i) {
        body += static_cast<char>(i * 37);
    }
    m_view->setBody(body, QStringLiteral("body"));
    QCoreApplication::processEvents();
    for (int i = 0; i < 200; ++i) {
        press(i % 3 == 0 ? Qt::Key_Down : Qt::Key_Right, Qt::ShiftModifier);
    }
    press(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(m_view->area().text()->bytes, body);
}

GATEHOUSE_UI_TEST_MAIN(PayloadViewTest)
#include "payload_view_test.moc"
