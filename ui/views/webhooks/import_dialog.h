// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/webhooks.h"
#include "ui/shell/context.h"
#include "ui/text/event_file.h"

#include <QDialog>

#include <atomic>
#include <memory>

class QLabel;
class QProgressBar;
class QPushButton;

namespace gatehouse::ui {

class AccountChoice;

/// Takes webhooks in from a HAR or NDJSON file: read in a worker, then handed to the gateway one after
/// another, with progress and a way to stop.
class EventImportDialog : public QDialog
{
    Q_OBJECT

public:
    EventImportDialog(Context& context, const std::vector<IngestUrl>& urls, QString path, QWidget* parent);
    ~EventImportDialog() override;

private:
    void build(const std::vector<IngestUrl>& urls);
    void read();
    void onRead(Result<EventFile> file);
    void start();
    void next();
    void end(const QString& said);
    [[nodiscard]] std::string accountOf(const WebhookFromFile& webhook) const;

    Context& m_context;
    QString m_path;
    std::shared_ptr<std::atomic<bool>> m_stop = std::make_shared<std::atomic<bool>>(false);
    EventFile m_file;
    std::size_t m_done = 0;
    std::size_t m_failed = 0;
    QString m_firstProblem;
    AccountChoice* m_account = nullptr;
    QLabel* m_says = nullptr;
    QProgressBar* m_progress = nullptr;
    QPushButton* m_start = nullptr;
};

} // namespace gatehouse::ui
