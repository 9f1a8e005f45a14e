// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/token.h"
#include "ui/models/refresh_race.h"
#include "ui/models/row_models.h"
#include "ui/shell/context.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QCheckBox;
class QLabel;
class QStackedWidget;
class QTabWidget;
class QTableView;

namespace gatehouse::ui {

class Banner;
class EmptyState;
class ExchangePane;
class Simulator;
class TimeLanes;

/// An account's tokens over time: their lives, each refresh with its cause and outcome, the lock of the one
/// that is selected as lanes of holder and waiters, and its exchange with the token endpoint. With a
/// simulated vendor also the buttons that make refreshes go wrong.
class TokenPane : public QWidget
{
    Q_OBJECT

public:
    TokenPane(Context& context, QWidget* parent);

    /// Empty: nobody's.
    void show(const std::string& accountId);

    [[nodiscard]] TimeLanes& lives() noexcept { return *m_lives; }

    [[nodiscard]] TimeLanes& lock() noexcept { return *m_lock; }

    [[nodiscard]] QTableView& attempts() noexcept { return *m_table; }

private:
    void build();
    QWidget* buildHead();
    QWidget* buildSimulation();
    QWidget* buildLock();
    /// A sentence over lanes, in a tab of its own.
    void addLanes(const QString& title, const char* name, QLabel*& sentence, TimeLanes*& lanes);
    void readRules();
    void reload();
    void fill();
    void showAttempt();
    void refreshNow();
    void setAutomatic(bool on);
    void showAutomatic();
    void onBatch(const std::vector<GatewayEvent>& events);
    [[nodiscard]] const TokenAttempt* attempt() const;
    [[nodiscard]] QString summary() const;

    Context& m_context;
    std::string m_account;
    std::optional<TokenHistory> m_history;
    QTimer m_soon;                ///< Refreshes come in bursts; one reading shows them all.
    std::uint64_t m_selected = 0; ///< Of the attempts; 0: the newest.
    bool m_filling = false;
    Simulator* m_simulator;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    QLabel* m_summary = nullptr;
    QCheckBox* m_automatic = nullptr;
    Banner* m_told = nullptr;
    TimeLanes* m_lives = nullptr;
    RowModel<TokenAttempt>* m_attempts = nullptr;
    QTableView* m_table = nullptr;
    QWidget* m_lockParts = nullptr; ///< The tabs with their strip.
    QTabWidget* m_parts = nullptr;
    QLabel* m_sentence = nullptr;
    TimeLanes* m_lock = nullptr;
    QLabel* m_raceSentence = nullptr;
    TimeLanes* m_race = nullptr;
    QLabel* m_chainSentence = nullptr;
    TimeLanes* m_chain = nullptr;
    RaceRules m_rules;
    ExchangePane* m_exchange = nullptr;
    QWidget* m_simulation = nullptr;
};

/// The refreshes of an account as a table; zone outlives it.
[[nodiscard]] RowModel<TokenAttempt>* makeAttemptModel(const DisplayZone& zone, QObject* parent);

} // namespace gatehouse::ui
