// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/row_models.h"
#include "ui/shell/context.h"

#include <QWidget>

class QFormLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QTabWidget;
class QTableView;

namespace gatehouse::ui {

class Banner;
class EmptyState;
class ExchangePane;
class PayloadView;

/// Everything the gateway kept of one call, in tabs. A tab is filled when it is first looked at.
class CallDetailView : public QWidget
{
    Q_OBJECT

public:
    CallDetailView(Context& context, QWidget* parent);

    /// Reads the call and shows it; the tab in front stays.
    void show(const std::string& callId);
    void showNothing();
    void copyAsCurl();
    void tryAgain();

    [[nodiscard]] const CallDetail* detail() const { return m_detail ? &*m_detail : nullptr; }

    void showStages();

    [[nodiscard]] QTabWidget& tabs() noexcept { return *m_tabs; }

Q_SIGNALS:
    void shown();

private:
    void build();
    QWidget* buildBar();
    QWidget* buildOverview();
    QWidget* buildHeaders();
    QWidget* buildError();
    void fill();
    void fillTab(int tab);
    void fillOverview();
    void fillHeaders();
    void fillError();
    void addFact(const QString& name, const QString& value, bool mono = false);
    void addLimits();
    void showProperties();

    Context& m_context;
    std::string m_wanted;
    std::optional<CallDetail> m_detail;
    QList<int> m_filled;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    QLabel* m_title = nullptr;
    QPushButton* m_again = nullptr;
    QTabWidget* m_tabs = nullptr;
    Banner* m_problem = nullptr;
    QFormLayout* m_facts = nullptr;
    ExchangePane* m_exchanges = nullptr;
    PayloadView* m_answer = nullptr;
    RowModel<StageRow>* m_stages = nullptr;
    QTableView* m_stageTable = nullptr;
    RowModel<HeaderField>* m_rawHeaders = nullptr;
    RowModel<HeaderField>* m_ourHeaders = nullptr;
    QTableView* m_rawTable = nullptr;
    QTableView* m_ourTable = nullptr;
    PayloadView* m_rawError = nullptr;
    PayloadView* m_ourError = nullptr;
};

} // namespace gatehouse::ui
