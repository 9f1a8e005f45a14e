// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehouse/desktop.h"

#include "app/version.h"
#include "core/runtime/await.h"
#include "ui/shell/console.h"

#include <QApplication>
#include <QMessageBox>
#include <QProcess>

#include <fmt/format.h>

#include <cstdio>
#include <utility>

namespace gatehouse::app {
namespace {

bool startAnother(const std::vector<std::string>& arguments)
{
    QStringList words;
    for (const auto& argument : arguments) {
        words << QString::fromStdString(argument);
    }
    return QProcess::startDetached(QApplication::applicationFilePath(), words);
}

} // namespace

Desktop::Desktop(Options options)
    : m_options(std::move(options))
    , m_gui(runtime::makeThisThreadExecutor())
    , m_engine("engine")
{}

Desktop::~Desktop()
{
    m_console.reset();
    m_engine.post([this] { m_node.reset(); });
    m_engine.stop();
}

int Desktop::run()
{
    // The window's closing starts an orderly stop; only its end ends the loop.
    QApplication::setQuitOnLastWindowClosed(false);
    QObject::connect(qApp, &QApplication::lastWindowClosed, qApp, [this] { shutDown(); });
    auto signals = StopSignals::listen([this] { shutDown(); });
    if (signals) {
        m_signals = std::move(*signals);
    }
    startNode();
    return QApplication::exec();
}

void Desktop::startNode()
{
    Completion<std::string> started([this](const Result<std::string>& url) {
        if (url) {
            showConsole(*url);
        } else {
            showFailure(url.error());
        }
    });
    m_engine.post([this, onGui = runtime::completeOn(*m_gui, std::move(started))]() mutable {
        m_node = std::make_unique<RunningNode>(m_options, m_engine);
        m_node->start(std::move(onGui));
    });
}

void Desktop::showConsole(const std::string& apiUrl)
{
    if (m_stopping) {
        return;
    }
    fmt::print("{}", readyLine(apiUrl, m_node->dataDir()));
    [[maybe_unused]] const int flushed = std::fflush(stdout);
    ui::ConsoleOptions options;
    options.dataDir = m_node->dataDir();
    options.providersDir =
        m_options.providersDir.empty() ? m_node->dataDir() / "providers" : m_options.providersDir;
    options.version = kVersion;
    options.startAnother = startAnother;
    m_console = std::make_unique<ui::Console>(m_node->gateway(), m_clock, std::move(options));
    m_console->show();
}

void Desktop::showFailure(const Error& error)
{
    fmt::print(stderr, "gatehouse: {}\n", error.describe());
    m_exitCode = 1;
    auto* const box = new QMessageBox(QMessageBox::Critical, QStringLiteral("Gatehouse"),
                                      QStringLiteral("The gateway cannot start."), QMessageBox::Close);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(QString::fromStdString(error.describe()));
    QObject::connect(box, &QMessageBox::finished, qApp, [this] { shutDown(); });
    box->open();
}

void Desktop::shutDown()
{
    if (std::exchange(m_stopping, true)) {
        return;
    }
    m_console.reset();
    Completion<bool> stopped(
        [this](const Result<bool>& result) { QApplication::exit(result ? m_exitCode : 1); });
    m_engine.post([this, onGui = runtime::completeOn(*m_gui, std::move(stopped))]() mutable {
        if (m_node) {
            m_node->stop(std::move(onGui));
        } else {
            onGui(true);
        }
    });
}

} // namespace gatehouse::app
