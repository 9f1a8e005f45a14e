// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/try_history.h"
#include "ui/shell/view.h"

class QListView;
class QPushButton;
class QSplitter;
class QToolButton;

namespace gatehouse::ui {

class MappingPane;
class ResultPane;
class TryForm;

/// A unified call, made by hand: what to call on the left, what came back on the right, and the mapping that
/// made it.
class TryView : public View
{
    Q_OBJECT

public:
    TryView(Context& context, QWidget* parent);

    void activate(const QVariantMap& arguments) override;
    [[nodiscard]] QList<QWidget*> panes() const override;
    void keepLayout() override;

    void run();
    void runMany(int count);
    void copyAsCurl();

private:
    struct Tally;

    void build();
    QWidget* buildLeft();
    void buildKeys();
    void updateTarget();
    void finished(const Result<UnifiedResponse>& response, std::chrono::microseconds took,
                  const QVariantMap& fields);
    void counted(Tally& tally, const Result<UnifiedResponse>& response);

    Context& m_context;
    TryHistory m_history;
    QSplitter* m_splitter = nullptr;
    TryForm* m_form = nullptr;
    ResultPane* m_result = nullptr;
    MappingPane* m_mapping = nullptr;
    QListView* m_historyList = nullptr;
    QToolButton* m_run = nullptr;
    int m_runs = 0;
};

[[nodiscard]] ViewEntry tryViewEntry();

} // namespace gatehouse::ui
