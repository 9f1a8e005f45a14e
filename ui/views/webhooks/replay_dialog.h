// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "ui/models/row_models.h"
#include "ui/shell/context.h"

#include <QDialog>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QTableView;

namespace gatehouse::ui {

/// Replays received events: to those who subscribe, to one endpoint, to another URL, or (time travel) through
/// today's or an edited mapping with nothing stored or sent, showing field by field what would differ.
class ReplayDialog : public QDialog
{
    Q_OBJECT

public:
    ReplayDialog(Context& context, std::vector<std::string> eventIds, QWidget* parent);

    void start();

private:
    struct DiffRow
    {
        std::string event;
        std::string state;
        std::string what;
        std::string before;
        std::string after;
    };

    void build();
    void buildResults();
    void fillEndpoints();
    void updateMode();
    void onBatch(const std::vector<GatewayEvent>& events);
    void showRun(const ReplayRun& run);
    void fetchRun();
    void stop();
    [[nodiscard]] Result<ReplayRequest> request() const;

    Context& m_context;
    std::vector<std::string> m_ids;
    std::vector<EndpointView> m_endpoints;
    std::string m_runId;
    QComboBox* m_target = nullptr;
    QLineEdit* m_url = nullptr;
    QComboBox* m_signer = nullptr;
    QDoubleSpinBox* m_rate = nullptr;
    QPlainTextEdit* m_mappings = nullptr;
    QLabel* m_mappingsLabel = nullptr;
    QLabel* m_say = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_stop = nullptr;
    RowModel<DiffRow>* m_rows = nullptr;
    QTableView* m_table = nullptr;
};

} // namespace gatehouse::ui
