// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/fake_clock.h"
#include "tests/support/fake_gateway.h"
#include "ui/shell/console.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/dialogs.h"

#include <QTemporaryDir>

#include <memory>
#include <vector>

namespace gatehouse::test {

/// Answers every question of the console without a window of its own.
class FakeDialogs final : public ui::Dialogs
{
public:
    void saveFile(QWidget*, const QString& title, const QString& suggestedName, Path chosen) override
    {
        asked.append(title);
        suggested = suggestedName;
        if (!nextPath.isEmpty()) {
            chosen(nextPath);
        }
    }

    void openFile(QWidget*, const QString& title, const QString&, Path chosen) override
    {
        asked.append(title);
        if (!nextPath.isEmpty()) {
            chosen(nextPath);
        }
    }

    void openFolder(QWidget*, const QString& title, const QString&, Path chosen) override
    {
        asked.append(title);
        if (!nextPath.isEmpty()) {
            chosen(nextPath);
        }
    }

    void reveal(const QString& path) override { revealed.append(path); }

    bool browse(const QString& url) override
    {
        browsed.append(url);
        return hasBrowser;
    }

    QStringList asked;
    QString suggested;
    QString nextPath; ///< Empty: the person cancels.
    QStringList revealed;
    QStringList browsed;
    bool hasBrowser = true;
};

/// A console over a gateway in memory with customers, accounts, integrations and a mapping: what a person
/// would find after some use.
class ConsoleWorld
{
public:
    ConsoleWorld();

    /// Makes and shows the console; again after close() as the next start of the program would.
    void open();
    void close();

    [[nodiscard]] ui::MainWindow& window() { return console->window(); }

    template <class T = QWidget>
    [[nodiscard]] T* find(const char* name)
    {
        return window().findChild<T*>(QLatin1String(name));
    }

    /// A call as the engine reports it, with its detail kept for callDetail().
    void addCall(const CallDetail& detail);

    QTemporaryDir dir;
    FakeClock clock;
    FakeGateway gateway;
    FakeDialogs dialogs;
    std::vector<std::vector<std::string>> started; ///< Arguments of other consoles.
    std::unique_ptr<ui::Console> console;

private:
    bool m_opened = false;
};

/// A finished call of the account's provider with its whole detail; 401, 429 and 502 are its failures.
[[nodiscard]] CallDetail sampleCall(std::uint64_t sequence, const std::string& accountId, int status);
/// Ten contacts, with what was asked for.
[[nodiscard]] Result<UnifiedResponse> sampleAnswer(const UnifiedRequest& request);
[[nodiscard]] json::Document jsonDocument(const char* text);

} // namespace gatehouse::test
