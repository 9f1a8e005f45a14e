// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/node_process.h"

#include "core/json/parse.h"
#include "tests/support/shared_data.h"

#include <QProcessEnvironment>

#include <fmt/format.h>

#include <chrono>
#include <csignal>

namespace gatehouse::e2e {
namespace {

QString programPath(const std::string& name)
{
    return QString::fromStdString((test::binDir() / name).string());
}

QStringList wordList(const std::vector<std::string>& words)
{
    QStringList list;
    for (const auto& word : words) {
        list << QString::fromStdString(word);
    }
    return list;
}

/// Ours, with the system's own words in English and no need of a screen.
QProcessEnvironment plainEnvironment()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    environment.remove(QStringLiteral("LANGUAGE"));
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    return environment;
}

/// The port at the end of "http://127.0.0.1:8787".
std::uint16_t portOf(std::string_view url)
{
    return static_cast<std::uint16_t>(
        std::strtoul(std::string(url.substr(url.rfind(':') + 1)).c_str(), nullptr, 10));
}

} // namespace

Finished runProgram(const std::string& name, const std::vector<std::string>& arguments,
                    const std::string& input)
{
    QProcess process;
    process.setProcessEnvironment(plainEnvironment());
    process.start(programPath(name), wordList(arguments));
    process.write(input.data(), static_cast<qint64>(input.size()));
    process.closeWriteChannel();
    const bool ended = process.waitForFinished(kPatienceMillis);
    Finished finished;
    if (ended && process.exitStatus() == QProcess::NormalExit) {
        finished.exitCode = process.exitCode();
    }
    finished.output = process.readAllStandardOutput().toStdString();
    finished.errors = process.readAllStandardError().toStdString();
    process.kill();
    process.waitForFinished(kPatienceMillis);
    return finished;
}

NodeProcess::NodeProcess(std::filesystem::path dataDir, const std::vector<std::string>& further,
                         const std::string& program)
    : m_dataDir(std::move(dataDir))
{
    std::vector<std::string> arguments{"--data-dir", m_dataDir.string(), "--listen", "127.0.0.1:0"};
    arguments.insert(arguments.end(), further.begin(), further.end());
    m_process.setProcessEnvironment(plainEnvironment());
    m_process.start(programPath(program), wordList(arguments));
    while (!m_process.canReadLine() && m_process.waitForReadyRead(kPatienceMillis)) {}
    m_readyLine = m_process.readLine().toStdString();
    constexpr std::string_view kMark = "READY ";
    if (m_readyLine.starts_with(kMark)) {
        const auto document = json::parse(std::string_view(m_readyLine).substr(kMark.size()));
        m_port = document ? portOf(document->root()["api"].asString()) : std::uint16_t{0};
    }
}

NodeProcess::~NodeProcess()
{
    kill();
}

std::int64_t NodeProcess::statusKib(std::string_view name) const
{
    const auto status = test::readFile(fmt::format("/proc/{}/status", m_process.processId()));
    const auto at = status.find(name);
    return at == std::string::npos ? 0 : std::strtoll(status.c_str() + at + name.size(), nullptr, 10);
}

std::int64_t NodeProcess::residentKib() const
{
    return statusKib("VmRSS:");
}

std::int64_t NodeProcess::ownKib() const
{
    return statusKib("RssAnon:");
}

std::string NodeProcess::errors()
{
    return m_process.readAllStandardError().toStdString();
}

std::string NodeProcess::key() const
{
    auto text = test::readFile(m_dataDir / "api-key");
    text.erase(text.find_last_not_of(" \n\r") + 1);
    return text;
}

void NodeProcess::kill()
{
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished(kPatienceMillis);
    }
}

void NodeProcess::terminate()
{
    m_process.terminate();
}

int NodeProcess::exitCode()
{
    const bool ended =
        m_process.state() == QProcess::NotRunning || m_process.waitForFinished(kPatienceMillis);
    return ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

HttpAnswer NodeProcess::call(const std::string& method, const std::string& target,
                             const std::string& body) const
{
    return askOnce(m_port, requestText(method, target, body));
}

std::string NodeProcess::requestText(const std::string& method, const std::string& target,
                                     const std::string& body,
                                     const std::vector<std::pair<std::string, std::string>>& headers) const
{
    auto text = fmt::format("{} {} HTTP/1.1\r\n", method, target);
    const auto given = [&](std::string_view name) {
        return std::ranges::any_of(headers, [&](const auto& field) { return field.first == name; });
    };
    if (!given("Host")) {
        text += fmt::format("Host: 127.0.0.1:{}\r\n", m_port);
    }
    if (!given("Authorization")) {
        text += fmt::format("Authorization: Bearer {}\r\n", key());
    }
    if (!body.empty()) {
        text += fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size());
    }
    for (const auto& [name, value] : headers) {
        text += fmt::format("{}: {}\r\n", name, value);
    }
    return text + "\r\n" + body;
}

} // namespace gatehouse::e2e
