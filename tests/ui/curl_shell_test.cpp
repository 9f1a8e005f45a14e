// SPDX-License-Identifier: GPL-3.0-or-later
// Runs copied commands through sh against a server in this process and compares what arrives with what was
// meant.
#include "tests/support/qt_patience.h"
#include "ui/text/curl.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

using namespace gatehouse;
using namespace gatehouse::ui;

class CurlShellTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void bodyBytesArriveAsTheyWere_data();
    void bodyBytesArriveAsTheyWere();
    void headersAndQuotesInTheUrlArrive();
    void secretsComeFromTheEnvironmentAndAreAskedFor();
    void theTokenIsReadFromItsFile();
    void aSecretInTheUrlComesFromTheEnvironment();

private:
    int runShell(const std::string& command, const QStringList& environment = {});

    [[nodiscard]] std::string url(const char* path) const
    {
        return "http://127.0.0.1:" + std::to_string(m_server.serverPort()) + path;
    }

    [[nodiscard]] QByteArray header(const QByteArray& name) const;

    [[nodiscard]] QByteArray body() const { return m_request.mid(m_request.indexOf("\r\n\r\n") + 4); }

    QTcpServer m_server;
    QByteArray m_request;
    QByteArray m_errors;
};

void CurlShellTest::initTestCase()
{
    if (QStandardPaths::findExecutable(QStringLiteral("curl")).isEmpty()) {
        QSKIP("curl is not installed");
    }
    QVERIFY(m_server.listen(QHostAddress::LocalHost));
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        auto* socket = m_server.nextPendingConnection();
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
            m_request += socket->readAll();
            const auto end = m_request.indexOf("\r\n\r\n");
            const auto length = header("content-length").toLongLong();
            if (end >= 0 && m_request.size() >= end + 4 + length) {
                socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
                socket->disconnectFromHost();
            }
        });
    });
}

void CurlShellTest::init()
{
    m_request.clear();
}

int CurlShellTest::runShell(const std::string& command, const QStringList& environment)
{
    QProcess shell;
    auto variables = QProcessEnvironment::systemEnvironment();
    variables.insert(QStringLiteral("no_proxy"), QStringLiteral("*"));
    for (const auto& pair : environment) {
        variables.insert(pair.section(u'=', 0, 0), pair.section(u'=', 1));
    }
    shell.setProcessEnvironment(variables);
    shell.start(QStringLiteral("sh"), {QStringLiteral("-c"), QString::fromStdString(command)});
    if (!QTest::qWaitFor([&] { return shell.state() == QProcess::NotRunning; }, 20'000)) {
        return -1;
    }
    m_errors = shell.readAllStandardError();
    return shell.exitCode();
}

QByteArray CurlShellTest::header(const QByteArray& name) const
{
    const auto lines = m_request.left(m_request.indexOf("\r\n\r\n")).split('\n');
    for (const auto& line : lines) {
        if (line.toLower().startsWith(QByteArray(name + ':'))) {
            return line.mid(name.size() + 1).trimmed();
        }
    }
    return {};
}

void CurlShellTest::bodyBytesArriveAsTheyWere_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("json") << QByteArray(R"({"name":"O'Brien \"x\" $HOME `id` \\ \n"})");
    QTest::newRow("many quotes") << QByteArray("'''a''b'");
    QTest::newRow("begins with @") << QByteArray("@/etc/passwd");
    QTest::newRow("lines") << QByteArray("a\n\tb\n\nc");
    QTest::newRow("percent") << QByteArray("100 %s %n \\x41 \\101");
    QTest::newRow("umlauts") << QByteArray("Grüße, 你好 😀");
    QTest::newRow("binary") << QByteArray("\0\1\r\n'%\\\xff\x80", 9);
    QTest::newRow("leading dash") << QByteArray("-X DELETE");
    QTest::newRow("long") << QByteArray(60'000, 'x');
}

void CurlShellTest::bodyBytesArriveAsTheyWere()
{
    QFETCH(QByteArray, sent);
    CurlRequest request{
        "PATCH", url("/things/1"), {{"Content-Type", "application/json"}}, sent.toStdString(), sent.size(),
        {}};
    const auto command = curlCommand(request);
    QVERIFY(command.has_value());
    QCOMPARE(runShell(*command), 0);
    QVERIFY(m_request.startsWith("PATCH /things/1 HTTP/1.1\r\n"));
    QCOMPARE(body(), sent);
    QCOMPARE(header("content-type"), QByteArray("application/json"));
}

void CurlShellTest::headersAndQuotesInTheUrlArrive()
{
    CurlRequest request{"GET", url("/q?name=O'Brien&range=[1-2]&x={a,b}&y=$z"), {}, {}, 0, {}};
    request.headers = {{"X-Note", "it's \"fine\" $HOME"},
                       {"X-Empty", ""},
                       {"Host", "elsewhere"},
                       {"Accept-Encoding", "gzip"}};
    QCOMPARE(runShell(*curlCommand(request)), 0);
    QVERIFY2(m_request.startsWith("GET /q?name=O'Brien&range=[1-2]&x={a,b}&y=$z HTTP/1.1"),
             m_request.constData());
    QCOMPARE(header("x-note"), QByteArray("it's \"fine\" $HOME"));
    QVERIFY(m_request.toLower().contains("\r\nx-empty:"));
    QVERIFY(header("host").startsWith("127.0.0.1:"));
}

void CurlShellTest::secretsComeFromTheEnvironmentAndAreAskedFor()
{
    CurlRequest request{"GET", url("/"), {{"Authorization", "Bearer ••••9f2a"}, {"X-Api-Key", "••••1234"}},
                        {},    0,        {}};
    const auto command = curlCommand(request);
    QVERIFY(runShell(*command) != 0);
    QVERIFY2(m_errors.contains("set AUTHORIZATION to the secret first"), m_errors.constData());
    QVERIFY(m_request.isEmpty());
    QCOMPARE(runShell(*command, {QStringLiteral("AUTHORIZATION=tok'en"), QStringLiteral("X_API_KEY=k 1")}),
             0);
    QCOMPARE(header("authorization"), QByteArray("Bearer tok'en"));
    QCOMPARE(header("x-api-key"), QByteArray("k 1"));
}

void CurlShellTest::theTokenIsReadFromItsFile()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("the api'key"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("gh_live_1\n");
    file.close();
    QCOMPARE(runShell(*curlCommand({"GET", url("/"), {}, {}, 0, path.toStdString()})), 0);
    QCOMPARE(header("authorization"), QByteArray("Bearer gh_live_1"));
}

void CurlShellTest::aSecretInTheUrlComesFromTheEnvironment()
{
    CurlRequest request{"POST", url("/hooks/a/whk_'s3cret?n=1&m=$HOME"), {}, "{}", 2, {}};
    request.urlSecret = "whk_'s3cret";
    const auto command = curlCommand(request);
    QVERIFY(command && command->find("s3cret") == std::string::npos);
    QVERIFY(runShell(*command) != 0);
    QVERIFY(m_errors.contains("URL_TOKEN"));
    QCOMPARE(runShell(*command, {QStringLiteral("URL_TOKEN=whk_'s3cret")}), 0);
    QVERIFY2(m_request.startsWith("POST /hooks/a/whk_'s3cret?n=1&m=$HOME HTTP/1.1"), m_request.constData());
    request.redact = false;
    m_request.clear();
    QCOMPARE(runShell(*curlCommand(request)), 0);
    QVERIFY2(m_request.startsWith("POST /hooks/a/whk_'s3cret?n=1&m=$HOME HTTP/1.1"), m_request.constData());
}

QTEST_MAIN(CurlShellTest)
#include "curl_shell_test.moc"
