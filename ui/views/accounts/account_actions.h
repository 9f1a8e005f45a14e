// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/context.h"

#include <QObject>
#include <QTimer>

#include <cstdint>
#include <deque>
#include <string>
#include <unordered_set>
#include <vector>

namespace gatehouse::ui {

/// What can be done to one account or to many at once.
enum class AccountDeed : std::uint8_t
{
    Test,
    Refresh,
    Enable,
    Disable,
    Revoke,
    RenewByItself, ///< Automatic refresh on.
    RenewOnDemand  ///< Automatic refresh off.
};

/// Carries deeds out, a few at a time, and keeps what came of each. A removal waits kUndo before it is done,
/// so that it can be taken back; what still waits when the window closes is not removed.
class AccountActions : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::seconds kUndo{10};
    static constexpr std::size_t kAtOnce = 4;

    struct Outcome
    {
        std::string accountId;
        bool good = false;
        QString text; ///< What came of it, or why it failed.
    };

    explicit AccountActions(Context& context, QObject* parent = nullptr);

    /// While another run is under way it is refused with a word to the person.
    void run(AccountDeed deed, std::vector<std::string> accounts);
    /// What has begun is finished, the rest is not begun.
    void cancel();
    void removeSoon(std::vector<std::string> accounts);
    void undoRemoval();

    [[nodiscard]] bool running() const noexcept { return m_open > 0; }

    [[nodiscard]] AccountDeed deed() const noexcept { return m_deed; }

    [[nodiscard]] std::size_t total() const noexcept { return m_total; }

    [[nodiscard]] const std::vector<Outcome>& outcomes() const noexcept { return m_outcomes; }

    [[nodiscard]] std::size_t failures() const;

    /// Those that wait to be removed.
    [[nodiscard]] const std::unordered_set<std::string>& leaving() const noexcept { return m_leaving; }

    /// These, and those whose removal has begun.
    [[nodiscard]] std::unordered_set<std::string> hidden() const;

Q_SIGNALS:
    /// Another outcome has come, or the run has ended (running() is false then).
    void progressed();
    void leavingChanged();

private:
    void next();
    void begin(const std::string& account);
    void finish(std::string account, bool good, QString text);
    void setStatus(const std::string& account, std::string_view status);
    void setAutomatic(const std::string& account, bool automatic);
    void update(const std::string& account, const json::Value& fields, const QString& done);
    void test(const std::string& account);
    void tellSkew(const Result<CallDetail>& tested);
    /// Ends a deed that answers with the account.
    [[nodiscard]] Completion<Account> outcome(const std::string& account, const QString& done);
    void removeNow();

    Context& m_context;
    AccountDeed m_deed = AccountDeed::Test;
    std::deque<std::string> m_waiting;
    std::size_t m_open = 0; ///< Begun and not ended.
    std::size_t m_total = 0;
    std::vector<Outcome> m_outcomes;
    std::unordered_set<std::string> m_leaving;
    std::unordered_set<std::string> m_gone; ///< Asked to be removed, and not refused.
    QTimer m_removal;
};

} // namespace gatehouse::ui
