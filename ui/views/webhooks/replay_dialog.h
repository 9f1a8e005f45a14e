// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "ui/shell/context.h"

#include <QDialog>

#include <map>

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace gatehouse::ui {

class ReplayResults;

/// Replays received events: to those who subscribe, to one endpoint, to another URL, by taking the same bytes
/// in once more, or (time travel) through today's or an edited mapping with nothing stored or sent, showing
/// field by field what would differ.
class ReplayDialog : public QDialog
{
    Q_OBJECT

public:
    ReplayDialog(Context& context, std::vector<std::string> eventIds, QWidget* parent);

    void start();

private:
    void build();
    void buildForm(QFormLayout& form);
    void buildOptions(QFormLayout& form);
    void buildButtons();
    void fillEndpoints();
    void updateMode();
    void onBatch(const std::vector<GatewayEvent>& events);
    void showRun(const ReplayRun& run);
    void fetchRun();
    void sayHow();
    void stop();
    [[nodiscard]] int count() const;
    [[nodiscard]] Result<ReplayRequest> request() const;
    [[nodiscard]] Status addTarget(ReplayRequest& request) const;
    void addOptions(ReplayRequest& request) const;

    Context& m_context;
    std::vector<std::string> m_ids;
    std::vector<EndpointView> m_endpoints;
    std::string m_runId;
    ReplayRun m_run;
    bool m_fetching = false;
    bool m_fetchAgain = false;
    QComboBox* m_target = nullptr;
    QLineEdit* m_url = nullptr;
    QComboBox* m_signer = nullptr;
    QSpinBox* m_count = nullptr;
    QDoubleSpinBox* m_rate = nullptr;
    QComboBox* m_signedAt = nullptr;
    QDateTimeEdit* m_time = nullptr;
    QCheckBox* m_keepId = nullptr;
    QCheckBox* m_bypassDedupe = nullptr;
    QPlainTextEdit* m_mappings = nullptr;
    QFormLayout* m_form = nullptr;
    QLabel* m_say = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_stop = nullptr;
    ReplayResults* m_results = nullptr;
};

} // namespace gatehouse::ui
